"""JSON-LD 1.1, compacted: every document carries the part of the context that it uses, so none has to be fetched.

Values are shortened only where a reader gets back the very same term: texts by language where all are in one, nodes
and dates as strings where the context says what they are, integers as numbers in canonical form.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from itertools import groupby
from typing import Any, Final

import pyoxigraph as ox

from widgraph.graph.serialize._context import LANGUAGES, NODES, coercions, context, curie, name_of
from widgraph.namespaces import RDF, XSD

_TYPE: Final = RDF + "type"
#: Integers that every JSON reader keeps (RFC 8259, section 6), written as RDF writes them back.
_CANONICAL: Final = re.compile(r"0|-?[1-9][0-9]{0,14}")


def json_ld(quads: Iterable[ox.Quad], *, named: bool) -> bytes:
    """Return sorted quads as a document: one object per subject, inside one per named graph when `named`."""
    statements = list(quads)
    graph: list[dict[str, Any]] = []
    for name, of_graph in groupby(statements, key=lambda quad: quad.graph_name):
        nodes = [
            _node(subject, list(of_subject)) for subject, of_subject in groupby(of_graph, key=lambda quad: quad.subject)
        ]
        if named and isinstance(name, ox.NamedNode):
            graph.append({"id": name.value, "@graph": nodes})
        else:
            graph += nodes
    document = {"@context": _context(statements), "@graph": graph}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _context(quads: Iterable[ox.Quad]) -> dict[str, Any]:
    names, kinds = set(), set()
    for quad in quads:
        prop, value = quad.predicate.value, quad.object
        if prop != _TYPE:
            names.add(prop)
        elif isinstance(value, ox.NamedNode):
            names.add(value.value)
        if isinstance(value, ox.Literal) and not value.language and value.datatype.value != XSD + "string":
            kinds.add(value.datatype.value)
    return context(names, kinds)


def _node(subject: object, quads: list[ox.Quad]) -> dict[str, Any]:
    node: dict[str, Any] = {"id": _id(subject)}
    for quad in quads:
        prop, value = quad.predicate.value, quad.object
        kind = coercions().get(prop)
        if prop == _TYPE and not isinstance(value, ox.Literal):
            node.setdefault("type", []).append(name_of(_id(value)))
        elif kind != LANGUAGES:
            node.setdefault(name_of(prop), []).append(_value(value, kind))
        elif isinstance(value, ox.Literal) and value.language:
            node.setdefault(name_of(prop), {}).setdefault(value.language, []).append(value.value)
        else:  # a map by language has no place for it; the whole IRI has no coercion
            node.setdefault(prop, []).append(_value(value, None))
    return {key: _single(value) for key, value in node.items()}


def _single(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Unwrap lists of one, also inside a map by language."""
    if isinstance(value, dict):
        return {key: _single(one) for key, one in value.items()}
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _id(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def _value(term: object, kind: str | None) -> str | int | bool | dict[str, str]:
    if not isinstance(term, ox.Literal):
        return _id(term) if kind == NODES else {"id": _id(term)}
    if term.language:
        return {"@language": term.language, "@value": term.value}
    datatype = term.datatype.value
    if datatype == kind or (datatype == XSD + "string" and kind is None):
        return term.value
    if kind is None and datatype == XSD + "integer" and _CANONICAL.fullmatch(term.value):
        return int(term.value)
    if kind is None and datatype == XSD + "boolean" and term.value in ("true", "false"):
        return term.value == "true"
    if datatype == XSD + "string":
        return {"@value": term.value}
    return {"@type": curie(datatype), "@value": term.value}
