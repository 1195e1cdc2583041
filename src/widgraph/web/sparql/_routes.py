"""`/sparql`: the SPARQL 1.1 Protocol for queries; without a query, a form for people and a description for programs."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, request

from widgraph.errors import QueryError
from widgraph.store import Answer, Question
from widgraph.web._answers import Link, links, tagged
from widgraph.web._environ import CLIENT_GONE, KEEP_QUERY, QUERY_OUTCOME
from widgraph.web._language import gettext
from widgraph.web._negotiation import HTML, RESOURCE_FORMS, Form, choose
from widgraph.web._problem import Problem
from widgraph.web._rdf import written
from widgraph.web._site import site
from widgraph.web.sparql._answer import CACHE, answer_headers, body_tag, cut_headers, limits_address
from widgraph.web.sparql._page import sparql_page
from widgraph.web.sparql._problems import query_problem
from widgraph.web.sparql._request import chosen_form, read_request
from widgraph.web.sparql._service_description import service_description
from widgraph.web.sparql._workers import query_pool

blueprint = Blueprint("sparql", __name__)


@blueprint.route("/sparql", methods=["GET", "POST"])
def sparql() -> Response:
    """Answer a query, or say what this service is."""
    asked = read_request(request.method, request.query_string, request.content_type or "", request.get_data)
    if asked.query is None:
        return _without_query()
    note = limits_address(links())
    try:
        answer = _outcome(asked.question(request.headers.get("Accept"), note))
    except QueryError as error:
        problem = query_problem(error)
        if choose(request.headers.get("Accept"), (RESOURCE_FORMS[2], HTML)) is not HTML:
            raise problem from error
        return _with_problem(asked.query, problem)
    request.environ[KEEP_QUERY] = answer.steady
    if chosen_form(request.headers.get("Accept"), asked.format, graph=answer.graph) is HTML:
        response = _finished(sparql_page(asked.query, answer=answer))
        response.headers.extend(cut_headers(answer, note))
        return response
    return tagged(Response(answer.body, headers=answer_headers(answer, note)), body_tag(answer.body))


def _outcome(question: Question) -> Answer:
    """Return the answer, from the server where it has asked already."""
    outcome: Answer | QueryError | None = request.environ.get(QUERY_OUTCOME)
    if isinstance(outcome, QueryError):
        raise outcome
    known: Callable[[], bool] = request.environ.get(CLIENT_GONE, lambda: False)
    return outcome or query_pool().run(question, known)


def _finished(response: Response) -> Response:
    """Say how long an answer holds, and give it a tag."""
    response.vary.add("Accept")
    response.headers.setdefault("Cache-Control", CACHE)
    return tagged(response, body_tag(response.get_data()))


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
