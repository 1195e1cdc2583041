"""`/sparql`: the SPARQL 1.1 Protocol for queries; without a query, a form for people and a description for programs."""

from __future__ import annotations

import json
import threading
from typing import Any, cast

from flask import Blueprint, Flask, Response, current_app, render_template, request

from widgraph.errors import QueryError, QueryRefused, QuerySyntaxError, QueryTimeout, QueryTooLarge
from widgraph.release import Release
from widgraph.settings import Settings
from widgraph.store import Answer, QueryPool, check_query
from widgraph.web._answers import Link, links
from widgraph.web._language import gettext, language
from widgraph.web._negotiation import HTML, RESOURCE_FORMS, Form, choose
from widgraph.web._problem import Problem
from widgraph.web._rdf import written
from widgraph.web._service_description import service_description
from widgraph.web._site import site
from widgraph.web._sparql_request import SparqlRequest, chosen_form, read_request
from widgraph.web._urls import document_path

blueprint = Blueprint("sparql", __name__)
_EXAMPLE = """SELECT ?objective ?label (COUNT(?listing) AS ?listings) WHERE {
  ?listing wid:underObjective ?objective .
  ?objective skos:prefLabel ?label .
  FILTER (LANG(?label) = "%s")
}
GROUP BY ?objective ?label
ORDER BY ?objective"""


class Workers:
    """The query workers of an application, started with the first query."""

    def __init__(self, release: Release, settings: Settings) -> None:
        self._release = release
        self._settings = settings
        self._pool: QueryPool | None = None
        self._lock = threading.Lock()

    def pool(self) -> QueryPool:
        """Return the pool; so few queries may wait that threads are left for the pages."""
        with self._lock:
            if self._pool is None:
                spare = max(0, self._settings.threads - self._settings.query_workers - 2)
                waiting = min(self._settings.query_waiting, spare)
                self._pool = QueryPool(self._release.store, self._settings, waiting)
            return self._pool

    def close(self) -> None:
        """End the workers."""
        with self._lock:
            if self._pool is not None:
                self._pool.close()


def register(app: Flask, release: Release, settings: Settings) -> Workers:
    """Add the service to an application and return its workers, which the application has to close."""
    workers = Workers(release, settings)
    app.extensions["widgraph-workers"] = workers
    app.register_blueprint(blueprint)
    return workers


@blueprint.route("/sparql", methods=["GET", "POST"])
def sparql() -> Response:
    """Answer a query, or say what this service is."""
    asked = read_request(request)
    if asked.query is None:
        return _without_query()
    try:
        return _answered(asked, asked.query)
    except QueryError as error:
        problem = _problem(error)
        if problem is None:
            raise
        if choose(request.headers.get("Accept"), (RESOURCE_FORMS[2], HTML)) is HTML and problem.status < 500:
            return _page(asked.query, problem=problem)
        raise problem from error


def _answered(asked: SparqlRequest, query: str) -> Response:
    look = check_query(query, site().settings.query_length)
    form = chosen_form(request.headers.get("Accept"), asked.format, look.form in ("CONSTRUCT", "DESCRIBE"))
    page = form is HTML
    workers = cast(Workers, current_app.extensions["widgraph-workers"])
    answer = workers.pool().run(
        query,
        result_form="json" if page or form in RESOURCE_FORMS else form.suffix,
        graph_form=form.suffix if form in RESOURCE_FORMS and not page else "ttl",
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
    )
    if page:
        return _page(query, answer=answer)
    response = Response(answer.body, content_type=answer.media_type)
    return _finished(response, answer)


def _finished(response: Response, answer: Answer | None = None) -> Response:
    """The answer is that of one release; `X-SPARQL-MaxRows` says where it was cut, as other services say it."""
    response.vary.add("Accept")
    response.headers["Cache-Control"] = "public, max-age=60"
    if answer is not None and answer.cut:
        response.headers["X-SPARQL-MaxRows"] = str(answer.rows)
    return response


def _problem(error: QueryError) -> Problem | None:
    match error:
        case QuerySyntaxError():
            place = (
                gettext("Line %(line)s, column %(column)s: ") % {"line": error.line, "column": error.column}
                if error.line
                else ""
            )
            return Problem(400, place + error.message, error.hint or "")
        case QueryRefused():
            return Problem(400, error.message, error.hint or "")
        case QueryTimeout():
            return Problem(503, error.message, error.hint or "")
        case QueryTooLarge():
            return Problem(422, error.message, error.hint or "")
        case _:
            return None


def _without_query() -> Response:
    form = choose(request.headers.get("Accept"), RESOURCE_FORMS)
    if form is None:
        raise Problem(
            406,
            gettext("This is not available in any form that the header Accept allows."),
            gettext("Ask for one of these: %(forms)s.")
            % {"forms": ", ".join(one.media_type for one in RESOURCE_FORMS)},
        )
    if form is HTML:
        return _page(_EXAMPLE % language())
    return _description(form)


def _description(form: Form) -> Response:
    endpoint = links().absolute(links().bare("/sparql"))
    if endpoint.startswith("/"):
        endpoint = request.host_url.rstrip("/") + endpoint
    response = Response(written(form, service_description(site(), endpoint)), content_type=form.content_type)
    response.headers.add("Link", str(Link(site().licence, "license")))
    return _finished(response)


def _page(query: str, *, answer: Answer | None = None, problem: Problem | None = None) -> Response:
    table: dict[str, Any] | None = None
    graph = ""
    if answer is not None and answer.media_type.startswith("application/sparql-results+json"):
        table = json.loads(answer.body)
    elif answer is not None:
        graph = answer.body.decode()
    text = render_template(
        "sparql.html", query=query, answer=answer, table=table, graph=graph, problem=problem, path="/sparql", href=_href
    )
    response = Response(text, problem.status if problem else 200, content_type=HTML.content_type)
    response.content_language.add(language())
    response.vary.add("Accept-Language")
    return _finished(response, answer)


def _href(iri: str) -> str:
    """Return where a link in a result leads: to our own page about our own things; only web addresses are links."""
    path = document_path(iri)
    if path is not None:
        return links().page(path)
    return iri if iri.startswith(("http://", "https://")) else ""
