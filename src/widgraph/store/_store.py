"""The seam: what the rest of the project may ask of a store, whichever fills it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import pyoxigraph as ox

from widgraph.queries import Row


class Store(Protocol):
    """A release that answers SPARQL 1.1 queries of ours; the default graph is the union of all named graphs.

    Queries from outside go to a `QueryPool`, never here: nothing limits them here.
    """

    def select(self, query: str) -> Sequence[Row]:
        """Return the solutions of a SELECT query; an unbound variable is absent from its row."""
        ...

    def ask(self, query: str) -> bool:
        """Return the answer of an ASK query."""
        ...

    def construct(self, query: str) -> Sequence[ox.Triple]:
        """Return the triples of a CONSTRUCT or DESCRIBE query, in no order."""
        ...

    def labels(self, iris: Iterable[str]) -> Mapping[str, Mapping[str, str]]:
        """Return the names of things, by IRI and language ("" for a name without language)."""
        ...

    def count(self) -> int:
        """Return the number of statements, each named graph counted for itself."""
        ...

    def close(self) -> None:
        """Let go of the store."""
        ...
