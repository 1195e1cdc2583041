"""From the project's graph and the shape files to the two rdflib graphs that a SHACL processor needs; no network."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

import pyoxigraph as ox
from rdflib import Graph

from widgraph.checks._evaluate import to_node
from widgraph.errors import UsageError
from widgraph.findings import Place


class CheckedGraph(Protocol):
    """What the checks need of a graph: its statements, and the table cell behind a statement."""

    @property
    def quads(self) -> Sequence[ox.Quad]:
        """All statements, each in its named graph."""
        ...

    def origin(
        self, subject: str, predicate: str | None = None, object: ox.NamedNode | ox.Literal | None = None
    ) -> Place | None:
        """Return the cell that made the statement, or None for what no cell made."""
        ...


def data_graph(quads: Iterable[ox.Quad]) -> Graph:
    """Return the union of all named graphs as one rdflib graph, every literal in its own lexical form.

    rdflib would rewrite "01" to "1" and so hide what a data type check must see (SHACL, section 4.1.2).
    """
    graph = Graph(bind_namespaces="none")
    for quad in quads:
        graph.add((to_node(quad.subject), to_node(quad.predicate), to_node(quad.object)))
    return graph


def shapes_graph(path: Path) -> Graph:
    """Return the shapes of a Turtle file, or of all Turtle files of a folder; raise UsageError when there are none."""
    files = sorted(path.glob("*.ttl")) if path.is_dir() else [path]
    graph = Graph(bind_namespaces="none")
    for file in files:
        try:
            graph.parse(data=file.read_text(encoding="utf-8"), format="turtle", publicID=file.name)
        except OSError as error:
            raise UsageError(
                f"The shapes in {file} cannot be read.", "Give a Turtle file, or a folder of them."
            ) from error
        except (SyntaxError, ValueError) as error:
            reason = str(error).splitlines()[0]
            raise UsageError(f"{file.name} is not Turtle: {reason}", "Correct the file, then check again.") from error
    if not len(graph):
        raise UsageError(f"There are no shapes in {path}.", "Give the folder that holds core.ttl and release.ttl.")
    return graph
