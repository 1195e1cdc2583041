"""What a SPARQL request asks for, and in which form it gets it (SPARQL 1.1 Protocol, sections 2.1 and 2.2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import parse_qsl

from werkzeug.http import parse_options_header

from widgraph.store import Question
from widgraph.web._answers import links
from widgraph.web._language import gettext
from widgraph.web._negotiation import CSV, HTML, JSON_LD, N_TRIPLES, RDF_XML, TURTLE, Form, choose
from widgraph.web._problem import Problem

RESULT_JSON = Form("json", "application/sparql-results+json", ("application/json",))
RESULT_XML = Form("xml", "application/sparql-results+xml", ("application/xml", "text/xml"))
RESULT_TSV = Form("tsv", "text/tab-separated-values")
#: Forms of SELECT and ASK answers; the first answers `*/*`.
RESULTS: tuple[Form, ...] = (RESULT_JSON, RESULT_XML, CSV, RESULT_TSV, HTML)
#: Forms of CONSTRUCT and DESCRIBE answers.
GRAPHS: tuple[Form, ...] = (TURTLE, JSON_LD, RDF_XML, N_TRIPLES, HTML)

_FORM = "application/x-www-form-urlencoded"
_DIRECT = "application/sparql-query"
_UPDATE = "application/sparql-update"
_MOST_GRAPHS = 64
#: Characters of a header Accept that is worth remembering.
_USUAL = 500


@dataclass(frozen=True)
class SparqlRequest:
    """One query with the dataset that the request names; `query` is None when there is none."""

    query: str | None
    default_graphs: Sequence[str]
    named_graphs: Sequence[str]
    format: str

    def question(self, accept: str | None, note: str) -> Question:
        """Return what to ask of a store, in the forms that the client takes; a page is made of JSON or Turtle."""
        return Question(
            self.query or "",
            _machine_form(chosen_form(accept, self.format, graph=False), RESULT_JSON),
            _machine_form(chosen_form(accept, self.format, graph=True), TURTLE),
            tuple(self.default_graphs),
            tuple(self.named_graphs),
            note,
        )


def _machine_form(form: Form | None, behind_page: Form) -> str | None:
    return None if form is None else (behind_page if form is HTML else form).suffix


def read_request(method: str, address_query: bytes, content_type: str, body: Callable[[], bytes]) -> SparqlRequest:
    """Return what a request asks for; raise Problem (400, 415) when it is not one the protocol knows."""
    address = _parameters(address_query)
    if method != "POST":
        return _from_parameters(address)
    kind, options = parse_options_header(content_type)
    kind = kind.lower()
    if options.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        raise Problem(415, gettext("The query is not UTF-8."), gettext("Send it in UTF-8."))
    if kind == _UPDATE:
        raise _no_updates()
    if kind == _FORM:
        if "query" in address:
            raise _twice()
        # the graphs may stand in the address too, as they must for a query sent directly
        found = _from_parameters(_merged(_parameters(body()), address))
    elif kind == _DIRECT:
        if "query" in address:
            raise _twice()
        found = replace(_from_parameters(address), query=_text(body()))
    else:
        raise Problem(
            415,
            gettext("This kind of body is not understood."),
            gettext("Send the query as %(kinds)s.") % {"kinds": f"{_FORM}, {_DIRECT}"},
            headers={"Accept": f"{_FORM}, {_DIRECT}"},
        )
    if found.query is None:
        raise Problem(400, gettext("There is no query."), gettext("Send it as the parameter 'query'."))
    return found


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise Problem(400, gettext("The query is not UTF-8."), gettext("Send it in UTF-8.")) from None


def _parameters(data: bytes) -> Mapping[str, list[str]]:
    """Return the parameters of an address or a form; percent-encoding is resolved once, and only as UTF-8."""
    found: dict[str, list[str]] = {}
    try:
        for name, value in parse_qsl(_text(data), keep_blank_values=True, errors="strict"):
            found.setdefault(name, []).append(value)
    except UnicodeDecodeError:
        raise Problem(400, gettext("The query is not UTF-8."), gettext("Send it in UTF-8.")) from None
    return found


def _merged(form: Mapping[str, list[str]], address: Mapping[str, list[str]]) -> Mapping[str, list[str]]:
    return {name: [*form.get(name, ()), *address.get(name, ())] for name in {*form, *address}}


def _from_parameters(values: Mapping[str, list[str]]) -> SparqlRequest:
    given = values.get("query", ())
    if len(given) > 1:
        raise _twice()
    if "update" in values or "using-graph-uri" in values or "using-named-graph-uri" in values:
        raise _no_updates()
    graphs = values.get("default-graph-uri", ()), values.get("named-graph-uri", ())
    for iri in (*graphs[0], *graphs[1]):
        if ":" not in iri or any(character in '<>"{}|\\^`' or character <= " " for character in iri):
            raise Problem(
                400,
                gettext("A graph of the request is no absolute IRI."),
                gettext("Correct it."),
                members={"value": iri[:200]},
            )
    if len(graphs[0]) + len(graphs[1]) > _MOST_GRAPHS:
        raise Problem(
            400,
            gettext("The request names more than %(most)s graphs.") % {"most": _MOST_GRAPHS},
            gettext("Name fewer, or none for the union of all."),
        )
    return SparqlRequest(given[0] if given else None, *graphs, values.get("format", [""])[0])


def _twice() -> Problem:
    return Problem(400, gettext("The query is given twice."), gettext("Send it once."))


def _no_updates() -> Problem:
    return Problem(400, gettext("Updates are not offered here."), gettext("Send a query."))


def chosen_form(header: str | None, wanted: str, *, graph: bool) -> Form | None:
    """Return the form of an answer that is a graph or a result, from `format=` or Accept; None when there is none.

    `format` is no part of the protocol: clients send it with values of their own beside Accept, so one that is not
    among our suffixes is stepped over.
    """
    known = next((form for form in (GRAPHS if graph else RESULTS) if form.suffix == wanted), None)
    if known is not None:
        return known
    return _form_for(header, graph) if len(header or "") <= _USUAL else choose(header, GRAPHS if graph else RESULTS)


@lru_cache(256)
def _form_for(header: str | None, graph: bool) -> Form | None:
    """Remember what was chosen: clients of one kind all send the same header."""
    return choose(header, GRAPHS if graph else RESULTS)


def no_form(*, graph: bool) -> Problem:
    """Return the problem of a client that takes none of the forms that a graph or a result has (406)."""
    forms = GRAPHS if graph else RESULTS
    return Problem(
        406,
        gettext("This is not available in any form that the header Accept allows."),
        gettext("Ask for one of these: %(forms)s.") % {"forms": ", ".join(form.media_type for form in forms)},
        [(links().bare("/sparql"), form.media_type) for form in forms],
    )
