"""The release's own store, read in this process: for the fixed queries of the pages only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import pyoxigraph as ox

from widgraph.errors import ReleaseError
from widgraph.queries import Row
from widgraph.store._names import best_names
from widgraph.store._store import Store

if TYPE_CHECKING:
    from widgraph.release import Release


def open_store(release: Release) -> Store:
    """Open the store of a release read-only; raise ReleaseError when it cannot be read."""
    try:
        return _Embedded(ox.Store.read_only(str(release.store)))
    except (OSError, ValueError) as error:
        raise ReleaseError(
            f"The store of {release.id} cannot be opened: {error}.", "Build the release again."
        ) from None


class _Embedded:
    """A store in this process; Oxigraph lets threads read it side by side."""

    def __init__(self, store: ox.Store) -> None:
        self._store: ox.Store | None = store

    def select(self, query: str) -> Sequence[Row]:
        found = self._ask(query)
        if not isinstance(found, ox.QuerySolutions):
            raise TypeError("not a SELECT query")
        names = [variable.value for variable in found.variables]
        return [_row(names, solution) for solution in found]

    def ask(self, query: str) -> bool:
        return bool(self._ask(query))

    def construct(self, query: str) -> Sequence[ox.Triple]:
        found = self._ask(query)
        if not isinstance(found, ox.QueryTriples):
            raise TypeError("not a CONSTRUCT query")
        return list(found)

    def labels(self, iris: Iterable[str]) -> Mapping[str, Mapping[str, str]]:
        return best_names(self.construct, iris)

    def count(self) -> int:
        return len(self._open())

    def close(self) -> None:
        self._store = None

    def _ask(self, query: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        return self._open().query(query, use_default_graph_as_union=True)

    def _open(self) -> ox.Store:
        if self._store is None:
            raise ReleaseError("The store is closed.")
        return self._store


def _row(names: list[str], solution: ox.QuerySolution) -> Row:
    row: dict[str, ox.NamedNode | ox.Literal] = {}
    for name in names:
        term = solution[name]
        if isinstance(term, (ox.NamedNode, ox.Literal)):
            row[name] = term
    return row
