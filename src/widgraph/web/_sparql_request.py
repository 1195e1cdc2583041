"""What a SPARQL request asks for, and in which form it gets it (SPARQL 1.1 Protocol, sections 2.1 and 2.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Request
from werkzeug.datastructures import MultiDict

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


@dataclass(frozen=True)
class SparqlRequest:
    """One query with the dataset that the request names; `query` is None when there is none."""

    query: str | None
    default_graphs: Sequence[str]
    named_graphs: Sequence[str]
    format: str


def read_request(request: Request) -> SparqlRequest:
    """Return what a request asks for; raise Problem (400, 415) when it is not one the protocol knows."""
    if request.method != "POST":
        return _from_parameters(request.args)
    kind = request.mimetype
    if kind == _UPDATE or "update" in request.form or "update" in request.args:
        raise Problem(400, gettext("Updates are not offered here."), gettext("Send a query."))
    if kind == _FORM:
        if "query" in request.args:
            raise Problem(400, gettext("The query is given twice."), gettext("Send it once."))
        found = _from_parameters(request.form)
    elif kind == _DIRECT:
        try:
            text = request.get_data().decode("utf-8")
        except UnicodeDecodeError:
            raise Problem(400, gettext("The query is not UTF-8."), gettext("Send it in UTF-8.")) from None
        if "query" in request.args:
            raise Problem(400, gettext("The query is given twice."), gettext("Send it once."))
        found = _from_parameters(request.args, text)
    else:
        raise Problem(
            415,
            gettext("This kind of body is not understood."),
            gettext("Send the query as %(kinds)s.") % {"kinds": f"{_FORM}, {_DIRECT}"},
        )
    if found.query is None:
        raise Problem(400, gettext("There is no query."), gettext("Send it as the parameter 'query'."))
    return found


def _from_parameters(values: MultiDict[str, str], text: str | None = None) -> SparqlRequest:
    given = values.getlist("query")
    if len(given) > 1:
        raise Problem(400, gettext("The query is given twice."), gettext("Send it once."))
    if "update" in values:
        raise Problem(400, gettext("Updates are not offered here."), gettext("Send a query."))
    query = text if text is not None else (given[0] if given else None)
    if query is not None and "\ufffd" in query:
        raise Problem(400, gettext("The query is not UTF-8."), gettext("Send it in UTF-8."))
    graphs = values.getlist("default-graph-uri"), values.getlist("named-graph-uri")
    for iri in (*graphs[0], *graphs[1]):
        if ":" not in iri or any(character in '<>"{}|\\^`' or character <= " " for character in iri):
            raise Problem(400, gettext("A graph of the request is no absolute IRI."), gettext("Correct it."))
    return SparqlRequest(query, *graphs, values.get("format", ""))


def chosen_form(header: str | None, wanted: str, graph: bool) -> Form:
    """Return the form of the answer, from `format=` or Accept; raise Problem (406) when there is none.

    `format` is no part of the protocol: clients send it with values of their own beside Accept, so one that is not
    among our suffixes is stepped over.
    """
    forms = GRAPHS if graph else RESULTS
    form = next((form for form in forms if form.suffix == wanted), None) or choose(header, forms)
    if form is None:
        kinds = ", ".join(form.media_type for form in forms)
        raise Problem(
            406,
            gettext("This is not available in any form that the header Accept allows."),
            gettext("Ask for one of these: %(forms)s.") % {"forms": kinds},
        )
    return form
