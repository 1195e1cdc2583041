"""Answers as SPARQL JSON, read by the engine of the release's own store, which then writes them as its own."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pyoxigraph as ox

from widgraph.namespaces import BASE, XSD
from widgraph.store.remote._answers import Rows, Term
from widgraph.store.remote._placed import Placed


def rows_document(found: Rows, placed: Placed) -> str:
    """Return rows as SPARQL JSON, graphs of the release named as they are named everywhere, also within texts."""

    def here(value: str) -> str:
        return value.replace(placed.prefix, BASE) if placed.id else value

    rows = [{name: _cell(term, here(term.value)) for name, term in row.items()} for row in found.rows]
    return json.dumps({"head": {"vars": list(found.names)}, "results": {"bindings": rows}}, ensure_ascii=False)


def boolean_document(value: bool) -> str:
    """Return the answer of an ASK as SPARQL JSON."""
    return json.dumps({"head": {}, "boolean": value})


def parsed(document: str) -> ox.QuerySolutions | ox.QueryBoolean:
    """Return SPARQL JSON as the engine's own answer."""
    return ox.parse_query_results(document.encode(), format=ox.QueryResultsFormat.JSON)


def _cell(term: Term, value: str) -> Mapping[str, str]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": value}
    if term.language:
        return {"type": "literal", "value": value, "xml:lang": term.language}
    if term.datatype.value == XSD + "string":
        return {"type": "literal", "value": value}
    return {"type": "literal", "value": value, "datatype": term.datatype.value}
