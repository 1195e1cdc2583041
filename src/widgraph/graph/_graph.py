"""The graph as built: its statements in a fixed order, and the cell each came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from widgraph.findings import Place
from widgraph.graph._terms import order


@dataclass(frozen=True)
class Statement:
    """One statement of a row; `principal` when the row is about its subject rather than about something beside it."""

    subject: ox.NamedNode
    quad: ox.Quad
    place: Place
    principal: bool


class Graph:
    """All statements, sorted, each in its named graph; and where in the tables they stand."""

    def __init__(self, stated: Iterable[Statement], added: Iterable[ox.Quad] = ()) -> None:
        self._places: dict[tuple[str, ...], Place] = {}
        quads: set[ox.Quad] = set()
        beside = []
        for statement in stated:
            quads.add(statement.quad)
            if statement.principal:
                self._note(statement)
            else:
                beside.append(statement)
        for statement in beside:
            self._note(statement)
        quads.update(added)
        self._quads = tuple(sorted(quads, key=order))

    @property
    def quads(self) -> Sequence[ox.Quad]:
        """All statements in the order of graph, subject, property and value."""
        return self._quads

    @property
    def places(self) -> Mapping[tuple[str, ...], Place]:
        """The places by subject; subject and property; subject, property and value, each as N-Triples terms."""
        return self._places

    def origin(
        self, subject: str, predicate: str | None = None, object: ox.NamedNode | ox.Literal | None = None
    ) -> Place | None:
        """Return the cell that made a statement, the property's first cell, or the row of a resource; None if none."""
        key = tuple(str(term) for term in (subject, predicate, object) if term is not None)
        return self._places.get(key)

    def _note(self, statement: Statement) -> None:
        quad = statement.quad
        subject, predicate = statement.subject.value, quad.predicate.value
        place = statement.place
        self._places.setdefault((subject,), Place(place.file, place.row))
        self._places.setdefault((subject, predicate), place)
        self._places.setdefault((subject, predicate, str(quad.object)), place)
