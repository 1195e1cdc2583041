"""Any graph against any shapes: the plain results, for shapes that are not the project's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from rdflib import SH, BNode, Graph
from rdflib.term import Node

from widgraph.checks._load import data_graph, shapes_graph
from widgraph.checks._run import validate


@dataclass(frozen=True)
class ShaclResult:
    """One validation result (SHACL, section 3.6.2): the focus node, the path (`^IRI` for the way back), words."""

    node: str
    path: str
    message: str


def shacl_results(quads: Iterable[ox.Quad], shapes: Sequence[Path]) -> list[ShaclResult]:
    """Return the results of validating a graph, without the nested ones (sh:detail).

    Raises UsageError when the shapes cannot be read or used.
    """
    rules = Graph(bind_namespaces="none")
    for path in shapes:
        rules += shapes_graph(path)
    report = validate(data_graph(quads), rules)
    return [_result(report, node) for node in report.objects(None, SH.result)]


def _result(report: Graph, node: Node) -> ShaclResult:
    focus, path = report.value(node, SH.focusNode), report.value(node, SH.resultPath)
    messages = sorted(str(message) for message in report.objects(node, SH.resultMessage))
    back = report.value(path, SH.inversePath) if isinstance(path, BNode) else None
    name = f"^{back}" if back is not None else str(path or "")
    return ShaclResult(f"_:{focus}" if isinstance(focus, BNode) else str(focus), name, " ".join(messages))
