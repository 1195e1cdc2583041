"""The graph against the shapes, by pySHACL (W3C SHACL Core and SHACL-SPARQL)."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pyshacl
from pyshacl.errors import ConstraintLoadError, ReportableRuntimeError, ShapeLoadError
from rdflib import SH, Graph, Literal, URIRef
from rdflib.term import Node

from widgraph.checks._evaluate import EvaluatedGraph, to_term
from widgraph.checks._load import CheckedGraph, data_graph, shapes_graph
from widgraph.checks._report import Report, Result
from widgraph.checks._shapes import Shape, read_shapes, severity_of
from widgraph.errors import UsageError
from widgraph.findings import Place


def check_graph(graph: CheckedGraph, shapes: Path) -> Report:
    """Check all statements of a graph, taken together, against the shapes of a Turtle file or folder.

    Nothing is inferred, nothing fetched, no script run. Raises UsageError when the shapes cannot be used.
    """
    rules = shapes_graph(shapes)
    data = data_graph(graph.quads)
    try:
        found = validate(data, rules)
    except UsageError as error:
        raise UsageError(
            f"The shapes in {shapes} cannot be used: {error.message}", "Correct the shape files."
        ) from error
    known = read_shapes(rules)
    nodes = found.subjects(URIRef(SH.resultSeverity), None)
    return Report(tuple(sorted(_result(graph, data, found, node, known) for node in nodes)))


def validate(data: Graph, rules: Graph) -> Graph:
    """Return the validation report (SHACL, section 3.6.1); raise UsageError when the shapes cannot be used."""
    try:
        _, found, text = pyshacl.validate(
            data if isinstance(data, EvaluatedGraph) else EvaluatedGraph(data),
            shacl_graph=rules,
            advanced=False,
            inference="none",
            inplace=True,
            js=False,
            do_owl_imports=False,
            meta_shacl=False,
        )
    except (ReportableRuntimeError, ConstraintLoadError, ShapeLoadError) as error:
        raise UsageError(str(error)) from error
    if not isinstance(found, Graph):
        raise UsageError(str(text))
    return found


def _result(graph: CheckedGraph, data: Graph, found: Graph, node: Node, known: dict[Node, Shape]) -> Result:
    """Read one validation result (SHACL, section 3.6.2) and lead it back to its cell."""
    source = found.value(node, SH.sourceShape)
    focus, path, value = (found.value(node, term) for term in (SH.focusNode, SH.resultPath, SH.value))
    shape = known.get(source) if source is not None else None
    messages = list(found.objects(node, SH.resultMessage))
    if isinstance(value, URIRef) and shape is not None and shape.whole_graph:
        subject: Node | None = value
        values = data.objects(value, path) if isinstance(path, URIRef) else ()
        shown = "; ".join(sorted(str(item) for item in values)) or None
    else:
        subject, shown = focus, None if value is None or value == focus else str(value)
    return Result(
        rule=shape.rule if shape else "R00",
        severity=severity_of(found.value(node, SH.resultSeverity)),
        messages=shape.messages(messages) if shape else {"en": " ".join(sorted(str(message) for message in messages))},
        place=_place(graph, focus, path, value),
        found=shown,
        allowed=shape.allowed if shape else None,
        subject=str(subject),
        focus=focus,
        path=path if isinstance(path, URIRef) else None,
        value=value,
        shape=source,
        component=found.value(node, SH.sourceConstraintComponent),
    )


def _place(graph: CheckedGraph, focus: Node | None, path: Node | None, value: Node | None) -> Place | None:
    """The cell of the statement itself, else of the resource found, else of the node that was checked."""
    subject, predicate = _iri(focus), _iri(path)
    if subject and predicate and isinstance(value, (URIRef, Literal)):
        term = to_term(value)
        place = None if isinstance(term, ox.BlankNode) else graph.origin(subject, predicate, term)
        if place:
            return place
    for candidate in (_iri(value), subject):
        if candidate:
            place = (graph.origin(candidate, predicate) if predicate else None) or graph.origin(candidate)
            if place:
                return place
    return None


def _iri(node: Node | None) -> str | None:
    return str(node) if isinstance(node, URIRef) else None
