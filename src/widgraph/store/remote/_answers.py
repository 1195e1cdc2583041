"""What the answers of an endpoint say, in our terms.

Absorbed here: `typed-literal` (SPARQL JSON before 1.1), datatypes on plain strings, language tags in another case,
blank nodes with names that are no names (`nodeID://b1`), answers cut off in the middle.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pyoxigraph as ox

from widgraph.errors import EndpointError
from widgraph.namespaces import XSD
from widgraph.store.remote._http import Reply

Term = ox.NamedNode | ox.BlankNode | ox.Literal
_STRING: Final = XSD + "string"
_KINDS: Final = {"uri": "uri", "iri": "uri", "literal": "literal", "typed-literal": "literal", "bnode": "bnode"}


@dataclass(frozen=True)
class Rows:
    """Solutions in order: the variables, and per row the terms of those that are bound."""

    names: Sequence[str]
    rows: Sequence[Mapping[str, Term]]


def read_rows(reply: Reply, repair: Callable[[Term], Term] = lambda term: term) -> Rows:
    """Return the solutions of a SELECT answer (SPARQL 1.1 Query Results JSON), each term repaired."""
    document = _document(reply)
    try:
        names = [str(name) for name in document["head"]["vars"]]
        rows = [
            {name: repair(_term(cell)) for name, cell in row.items() if name in names}
            for row in document["results"]["bindings"]
        ]
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise _broken("is no SPARQL JSON") from error
    return Rows(names, rows)


def read_boolean(reply: Reply) -> bool:
    """Return the answer of an ASK."""
    value = _document(reply).get("boolean")
    if not isinstance(value, bool):
        raise _broken("has no yes or no")
    return value


def read_triples(reply: Reply, repair: Callable[[ox.Triple], ox.Triple] = lambda triple: triple) -> Sequence[ox.Triple]:
    """Return the triples of a CONSTRUCT answer (RDF 1.1 N-Triples), each once, repaired."""
    body = reply.body.rstrip(b" \r\n\t")
    last = body.rpartition(b"\n")[2].strip()
    if last and not last.endswith(b".") and not last.startswith(b"#"):
        raise _broken("stops in the middle of a triple")
    try:
        parsed = ox.parse(body, format=ox.RdfFormat.N_TRIPLES, rename_blank_nodes=False)
        return [repair(triple) for triple in dict.fromkeys(quad.triple for quad in parsed)]
    except (SyntaxError, ValueError) as error:
        raise _broken("is no N-Triples") from error


def _document(reply: Reply) -> dict[str, Any]:
    try:
        document = json.loads(reply.body)
    except (ValueError, RecursionError) as error:
        raise _broken("stops in the middle or is no JSON") from error
    if not isinstance(document, dict):
        raise _broken("is no SPARQL JSON")
    return document


def _term(cell: Mapping[str, Any]) -> Term:
    value = cell["value"]
    if not isinstance(value, str):
        raise TypeError(value)
    match _KINDS[cell["type"]]:
        case "uri":
            return ox.NamedNode(value)
        case "bnode":
            return ox.BlankNode(re.sub(r"\W", "", value.partition("://")[2] or value) or "b")
    language, datatype = cell.get("xml:lang"), cell.get("datatype")
    if language:
        return ox.Literal(value, language=language)
    return ox.Literal(value, datatype=ox.NamedNode(datatype)) if datatype and datatype != _STRING else ox.Literal(value)


def _broken(how: str) -> EndpointError:
    return EndpointError(f"The endpoint's answer {how}.", "Try again; if it stays so, the endpoint is faulty.")
