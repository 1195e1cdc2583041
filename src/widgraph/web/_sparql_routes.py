"""`/sparql`: the SPARQL 1.1 Protocol for queries; without a query, a form for people and a description for programs."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, request

from widgraph.errors import QueryError
from widgraph.release import Release
from widgraph.settings import Settings
from widgraph.store import Answer, check_query
from widgraph.web._answers import Link, links
from widgraph.web._language import gettext
from widgraph.web._negotiation import HTML, RESOURCE_FORMS, Form, choose
from widgraph.web._problem import Problem
from widgraph.web._rdf import written
from widgraph.web._service_description import service_description
from widgraph.web._site import site
from widgraph.web._sparql_page import sparql_page
from widgraph.web._sparql_problems import query_problem
from widgraph.web._sparql_request import SparqlRequest, chosen_form, read_request
from widgraph.web._workers import EXTENSION, Workers, query_pool

blueprint = Blueprint("sparql", __name__)


def register(app: Flask, release: Release, settings: Settings) -> Workers:
    """Add the service to an application and return its workers, which the application has to close."""
    workers = Workers(release, settings)
    app.extensions[EXTENSION] = workers
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
        problem = query_problem(error)
        if choose(request.headers.get("Accept"), (RESOURCE_FORMS[2], HTML)) is HTML and problem.status < 500:
            return _finished(sparql_page(asked.query, problem=problem))
        raise problem from error


def _answered(asked: SparqlRequest, query: str) -> Response:
    look = check_query(query, site().settings.query_length)
    form = chosen_form(request.headers.get("Accept"), asked.format, look.form in ("CONSTRUCT", "DESCRIBE"))
    page = form is HTML
    answer = query_pool().run(
        query,
        result_form="json" if page or form in RESOURCE_FORMS else form.suffix,
        graph_form=form.suffix if form in RESOURCE_FORMS and not page else "ttl",
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
    )
    if page:
        return _finished(sparql_page(query, answer=answer), answer)
    response = Response(answer.body, content_type=answer.media_type)
    return _finished(response, answer)


def _finished(response: Response, answer: Answer | None = None) -> Response:
    """The answer is that of one release; `X-SPARQL-MaxRows` says where it was cut, as other services say it."""
    response.vary.add("Accept")
    response.headers["Cache-Control"] = "public, max-age=60"
    if answer is not None and answer.cut:
        response.headers["X-SPARQL-MaxRows"] = str(answer.rows)
    return response


def _without_query() -> Response:
    form = choose(request.headers.get("Accept"), RESOURCE_FORMS)
    if form is None:
        raise Problem(
            406,
            gettext("This is not available in any form that the header Accept allows."),
            gettext("Ask for one of these: %(forms)s.")
            % {"forms": ", ".join(one.media_type for one in RESOURCE_FORMS)},
        )
    return _finished(sparql_page()) if form is HTML else _description(form)


def _description(form: Form) -> Response:
    endpoint = links().absolute(links().bare("/sparql"))
    if endpoint.startswith("/"):
        endpoint = request.host_url.rstrip("/") + endpoint
    response = Response(written(form, service_description(site(), endpoint)), content_type=form.content_type)
    response.headers.add("Link", str(Link(site().licence, "license")))
    return _finished(response)
