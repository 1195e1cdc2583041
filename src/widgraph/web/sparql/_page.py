"""`/sparql` for people: the query in a form, with its answer as table and chart, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from flask import Response, render_template, request

from widgraph.store import Answer
from widgraph.web._answers import links
from widgraph.web._language import language
from widgraph.web._negotiation import HTML
from widgraph.web._problem import Problem
from widgraph.web._site import site
from widgraph.web.sparql._answer_links import citable
from widgraph.web.sparql._chart import HEIGHT, WIDTH, charts
from widgraph.web.sparql._library import LEVELS, by_level, in_reader_language, named_question
from widgraph.web.sparql._result_view import View, view
from widgraph.web.sparql._service_description import limits

_EXAMPLE = "listings-per-objective"
_TABLE_FORMS, _GRAPH_FORMS = ("csv", "tsv", "json", "xml"), ("ttl", "jsonld", "rdf", "nt")


def sparql_page(query: str | None = None, *, answer: Answer | None = None, problem: Problem | None = None) -> Response:
    """Return the page; without a query it shows an example. `problem` has line and column among its members."""
    found = view(answer) if answer is not None else None
    text = render_template(
        "sparql.html",
        query=_example() if query is None else query,
        answer=found,
        charts=charts(found) if found else (),
        chart_size=(WIDTH, HEIGHT),
        downloads=_downloads(query or "", found) if found else (),
        share=links().absolute(_address(query, {})) if query and found else "",
        cited=citable(query, answer, _dataset()) if query and answer is not None else None,
        problem=problem,
        examples=by_level(),
        levels=LEVELS,
        path="/sparql",
        limits=limits(site(), language()),
    )
    response = Response(text, problem.status if problem else 200, content_type=HTML.content_type)
    response.content_language.add(language())
    response.vary.add("Accept-Language")
    return response


def _example() -> str:
    """Return the query that the form shows first: the one of the library that was asked for, or a simple one."""
    query = named_question(request.args.get("example", _EXAMPLE))
    return f"# {query.titles[language()]}\n{query.bound(in_reader_language(query))}"


def _dataset() -> Mapping[str, Sequence[str]]:
    """Return the dataset that the request names (SPARQL 1.1 Protocol, section 2.1.4)."""
    names = ("default-graph-uri", "named-graph-uri")
    return {name: given for name in names if (given := request.values.getlist(name))}


def _address(query: str, more: Mapping[str, str]) -> str:
    return f"{links().bare('/sparql')}?{urlencode({'query': query, **_dataset(), **more}, doseq=True)}"


def _downloads(query: str, found: View) -> Sequence[tuple[str, str]]:
    if found.graph is not None:
        forms: Sequence[str] = _GRAPH_FORMS
    else:
        forms = _TABLE_FORMS if found.boolean is None else _TABLE_FORMS[2:]
    return [(form, _address(query, {"format": form})) for form in forms]
