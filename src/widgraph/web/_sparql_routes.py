"""`/sparql`: the SPARQL 1.1 Protocol for queries; without a query, a form for people and a description for programs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from flask import Blueprint, Flask, Response, request

from widgraph.errors import QueryError
from widgraph.release import Release
from widgraph.settings import Settings
from widgraph.store import Answer, QueryPool, Store, check_query
from widgraph.web._answer_links import cite_as
from widgraph.web._answers import Link, links, tagged
from widgraph.web._environ import CLIENT_GONE, KEEP_QUERY
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
#: Where a page says which limits there are; an answer that was cut points there.
LIMITS = "limits"
#: Room for a percent-encoded query and its graphs.
_LONGEST_BODY = 64 << 10


def register(app: Flask, release: Release, settings: Settings, store: Store) -> Workers:
    """Add the service to an application and return its workers, which the application has to close."""
    workers = Workers(release, settings, store)
    app.extensions[EXTENSION] = workers
    app.config["MAX_CONTENT_LENGTH"] = 3 * settings.query_length + _LONGEST_BODY
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
        if choose(request.headers.get("Accept"), (RESOURCE_FORMS[2], HTML)) is not HTML:
            raise problem from error
        return _with_problem(asked.query, problem)


def _answered(asked: SparqlRequest, query: str) -> Response:
    look = check_query(query, site().settings.query_length)
    form = chosen_form(request.headers.get("Accept"), asked.format, look.form in ("CONSTRUCT", "DESCRIBE"))
    page = form is HTML
    note = links().absolute(links().bare(f"/sparql#{LIMITS}"))
    pool = query_pool()
    answer = pool.run(
        query,
        result_form="json" if page or form in RESOURCE_FORMS else form.suffix,
        graph_form=form.suffix if form in RESOURCE_FORMS and not page else "ttl",
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
        look=look,
        note=note,
        gone=_client_gone(),
    )
    # what a release answered once it answers again; a remote store may have moved on
    request.environ[KEEP_QUERY] = look.steady and isinstance(pool, QueryPool)
    if page:
        return _finished(sparql_page(query, answer=answer), answer, note)
    response = Response(answer.body, content_type=answer.media_type)
    graphs = {"default-graph-uri": asked.default_graphs, "named-graph-uri": asked.named_graphs}
    if look.steady and (permanent := cite_as(query, answer, graphs)):
        response.headers.add("Link", str(Link(permanent, "cite-as")))
    return _finished(response, answer, note)


def _client_gone() -> Callable[[], bool]:
    """Return what tells whether the client has hung up, where the server knows."""
    known: Callable[[], bool] = request.environ.get(CLIENT_GONE, lambda: False)
    return known


def _finished(response: Response, answer: Answer | None = None, note: str = "") -> Response:
    """Say how long the answer holds, and what was cut from it.

    `X-SPARQL-MaxRows` is what other services say; the link leads to the limits in words.
    """
    response.vary.add("Accept")
    response.headers.setdefault("Cache-Control", "public, max-age=60")
    if answer is not None and answer.cut:
        response.headers["X-SPARQL-MaxRows"] = str(answer.rows)
        response.headers["X-SPARQL-Cut"] = answer.cut
        response.headers.add("Link", str(Link(note, "describedby")))
    return tagged(response, hashlib.blake2b(response.get_data(), digest_size=12).hexdigest())


def _with_problem(query: str, problem: Problem) -> Response:
    """Show people the problem beside their query."""
    response = sparql_page(query, problem=problem)
    response.vary.add("Accept")
    response.headers["Cache-Control"] = "no-store"
    for name, value in problem.headers.items():
        response.headers[name] = value
    return response


def _without_query() -> Response:
    form = choose(request.headers.get("Accept"), RESOURCE_FORMS)
    if form is None:
        raise Problem(
            406,
            gettext("This is not available in any form that the header Accept allows."),
            gettext("Ask for one of these: %(forms)s.")
            % {"forms": ", ".join(one.media_type for one in RESOURCE_FORMS)},
            [(links().bare("/sparql"), one.media_type) for one in RESOURCE_FORMS],
        )
    return _finished(sparql_page()) if form is HTML else _description(form)


def _description(form: Form) -> Response:
    """The one document that must name the address it was found at (SPARQL 1.1 Service Description, section 2)."""
    endpoint = links().absolute(links().bare("/sparql"))
    own = endpoint.startswith("/")
    if own:
        endpoint = request.host_url.rstrip("/") + endpoint
    response = Response(written(form, service_description(site(), endpoint)), content_type=form.content_type)
    response.headers.add("Link", str(Link(site().licence, "license")))
    if own:  # a name the client made up must not be kept for others
        response.headers["Cache-Control"] = "no-store"
    return _finished(response)
