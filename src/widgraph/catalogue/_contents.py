"""What each dataset holds: rows of the tables, and the statements about what they describe."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from widgraph.catalogue._datasets import WHOLE, Dataset
from widgraph.namespaces import DCTERMS, PREFIXES, RDF, RDFS, SKOS
from widgraph.tables import Tables, narrow, of_edition

if TYPE_CHECKING:
    from widgraph.graph import Graph

_QB: Final = PREFIXES["qb"]
_DQV: Final = PREFIXES["dqv"]
#: What is described in full because something of the dataset cannot be read without it.
_NEEDED: Final = frozenset(
    {
        SKOS + "inScheme",
        DCTERMS + "temporal",
        *(_QB + name for name in ("structure", "component", "sliceKey", "slice")),
        _DQV + "isMeasurementOf",
    }
)
#: What is part of a dataset because it points at something in it.
_POINTING: Final = frozenset({_QB + "dataSet", _DQV + "computedOn"})
#: What is said of things that are only pointed at.
_NAMES: Final = frozenset({RDF + "type", RDFS + "label", SKOS + "prefLabel", SKOS + "notation", DCTERMS + "title"})


@dataclass(frozen=True)
class Contents:
    """A dataset with its rows and its statements, each in its named graph."""

    dataset: Dataset
    tables: Tables
    quads: Sequence[ox.Quad]


class Parts:
    """Takes a graph apart into datasets; one pass over the graph serves them all."""

    def __init__(self, tables: Tables, graph: Graph) -> None:
        self._tables = tables
        self._graph = graph
        self._about: dict[str, list[ox.Quad]] = {}
        self._pointing: dict[str, set[str]] = {}
        for quad in graph.quads:
            subject = str(quad.subject)
            self._about.setdefault(subject, []).append(quad)
            if quad.predicate.value in _POINTING:
                self._pointing.setdefault(str(quad.object), set()).add(subject)
        #: Which row each resource comes from, by its N-Triples form.
        self._rows: dict[tuple[str, int | None], list[str]] = {}
        for key, place in graph.places.items():
            if len(key) == 1:
                self._rows.setdefault((place.file, place.row), []).append(f"<{key[0]}>")

    def of(self, dataset: Dataset) -> Contents:
        """Return what a dataset holds; raises KeyError when it names a table that is not there."""
        keep = of_edition(self._tables, dataset.edition) if dataset.edition else None
        tables = narrow(self._tables, dataset.tables, keep)
        if dataset.id == WHOLE:
            return Contents(dataset, tables, self._graph.quads)
        described = self._described(dataset, tables)
        quads = [quad for subject in described for quad in self._about.get(subject, ())]
        pointed = {str(quad.object) for quad in quads if isinstance(quad.object, ox.NamedNode)} - described
        pointed |= {str(quad.predicate) for quad in quads} - described
        quads += [
            quad for one in sorted(pointed) for quad in self._about.get(one, ()) if quad.predicate.value in _NAMES
        ]
        return Contents(dataset, tables, quads)

    def _described(self, dataset: Dataset, tables: Tables) -> set[str]:
        """Return the resources described in full: those of the rows, and what goes with them."""
        waiting = [f"<{dataset.iri}>", *self._of_rows(tables)]
        found: set[str] = set()
        while waiting:
            subject = waiting.pop()
            if subject in found:
                continue
            found.add(subject)
            waiting += self._pointing.get(subject, ())
            waiting += [str(quad.object) for quad in self._about.get(subject, ()) if quad.predicate.value in _NEEDED]
        return found

    def _of_rows(self, tables: Tables) -> Iterable[str]:
        for table in tables.description.tables:
            for row in tables.rows(table.name):
                yield from self._rows.get((table.file, row.number), ())


def rows_of(contents: Contents) -> Mapping[str, int]:
    """Return how many rows each table of a dataset has."""
    return {table.name: len(contents.tables.rows(table.name)) for table in contents.tables.description.tables}
