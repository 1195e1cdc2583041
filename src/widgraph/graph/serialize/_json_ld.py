"""JSON-LD 1.1, compacted with prefixes: every document carries its context, so none has to be fetched to read it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any, Final

import pyoxigraph as ox

from widgraph.namespaces import PREFIXES, RDF, XSD

#: The context of all documents: the prefixes of the project.
CONTEXT: Final[Mapping[str, str]] = PREFIXES
_TYPE: Final = RDF + "type"


def json_ld(quads: Iterable[ox.Quad], prefixes: Mapping[str, str], *, named: bool) -> bytes:
    """Return sorted quads as a document: one object per subject, inside one per named graph when `named`."""
    graph: list[dict[str, Any]] = []
    for name, of_graph in groupby(quads, key=lambda quad: quad.graph_name):
        nodes = [
            _node(subject, list(of_subject), prefixes)
            for subject, of_subject in groupby(of_graph, key=lambda quad: quad.subject)
        ]
        if named and isinstance(name, ox.NamedNode):
            graph.append({"@id": name.value, "@graph": nodes})
        else:
            graph += nodes
    document = {"@context": dict(prefixes), "@graph": graph}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _node(subject: object, quads: list[ox.Quad], prefixes: Mapping[str, str]) -> dict[str, Any]:
    node: dict[str, Any] = {"@id": _id(subject)}
    for quad in quads:
        if quad.predicate.value == _TYPE:
            node.setdefault("@type", []).append(_curie(_id(quad.object), prefixes))
        else:
            node.setdefault(_curie(quad.predicate.value, prefixes), []).append(_value(quad.object, prefixes))
    return {key: value[0] if isinstance(value, list) and len(value) == 1 else value for key, value in node.items()}


def _id(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def _value(term: object, prefixes: Mapping[str, str]) -> str | dict[str, str]:
    if not isinstance(term, ox.Literal):
        return {"@id": _id(term)}
    if term.language:
        return {"@language": term.language, "@value": term.value}
    if term.datatype.value == XSD + "string":
        return term.value
    return {"@type": _curie(term.datatype.value, prefixes), "@value": term.value}


def _curie(iri: str, prefixes: Mapping[str, str]) -> str:
    """Shorten an IRI; a rest that begins with `//` would be read as an address (JSON-LD 1.1, section 4.1.5)."""
    for prefix, namespace in prefixes.items():
        if iri.startswith(namespace):
            rest = iri[len(namespace) :]
            if rest and not rest.startswith("//"):
                return f"{prefix}:{rest}"
    return iri
