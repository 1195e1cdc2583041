"""`/sparql` for people: the query in a form, with its answer as a table or what is wrong with it."""

from __future__ import annotations

import json
from typing import Any

from flask import Response, render_template

from widgraph.store import Answer
from widgraph.web._answers import links
from widgraph.web._language import language
from widgraph.web._negotiation import HTML
from widgraph.web._problem import Problem
from widgraph.web._service_description import limits
from widgraph.web._site import site
from widgraph.web._urls import document_path

_EXAMPLE = """SELECT ?objective ?label (COUNT(?listing) AS ?listings) WHERE {
  ?listing wid:underObjective ?objective .
  ?objective skos:prefLabel ?label .
  FILTER (LANG(?label) = "%s")
}
GROUP BY ?objective ?label
ORDER BY ?objective"""


def sparql_page(query: str | None = None, *, answer: Answer | None = None, problem: Problem | None = None) -> Response:
    """Return the page; without a query it shows an example. `problem` has line and column among its members."""
    table: dict[str, Any] | None = None
    graph = ""
    if answer is not None and answer.media_type.startswith("application/sparql-results+json"):
        table = json.loads(answer.body)
    elif answer is not None:
        graph = answer.body.decode()
    text = render_template(
        "sparql.html",
        query=_EXAMPLE % language() if query is None else query,
        answer=answer,
        table=table,
        graph=graph,
        problem=problem,
        path="/sparql",
        href=_href,
        limits=limits(site(), language()),
    )
    response = Response(text, problem.status if problem else 200, content_type=HTML.content_type)
    response.content_language.add(language())
    response.vary.add("Accept-Language")
    return response


def _href(iri: str) -> str:
    """Return where a link in a result leads: to our own page about our own things; only web addresses are links."""
    path = document_path(iri)
    if path is not None:
        return links().page(path)
    return iri if iri.startswith(("http://", "https://")) else ""
