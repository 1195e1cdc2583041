"""What the pages ask the store: named queries, bound values, labels. The only module of the web that touches it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import pyoxigraph as ox

from widgraph import queries
from widgraph.queries import Row, Value, iri, text

if TYPE_CHECKING:
    from widgraph.store import Store

Labels = Mapping[str, Mapping[str, str]]

__all__ = ["Labels", "Reader", "Row", "iri", "text"]

#: IRIs asked about in one query; a longer list is asked in parts.
_BATCH = 500
#: How many things keep their names in memory; one more page than that, and all are forgotten.
_NAMES = 50_000


class Reader:
    """Reads one release. It never changes, so what a page needed once is kept, within bounds."""

    def __init__(self, store: Store, kept_bytes: int = 64 * 2**20) -> None:
        self._store = store
        self._kept = _Kept(kept_bytes)
        self._names: dict[str, Mapping[str, str]] = {}
        self.asked = 0

    def close(self) -> None:
        """Let go of the store."""
        self._store.close()

    def rows(self, name: str, **values: Value) -> Sequence[Row]:
        """Return the solutions of the named SELECT query."""
        self.asked += 1
        return self._store.select(queries.bind(queries.load(name), values))

    def holds(self, name: str, **values: Value) -> bool:
        """Return the answer of the named ASK query."""
        self.asked += 1
        return self._store.ask(queries.bind(queries.load(name), values))

    def triples(self, name: str, **values: Value) -> Sequence[ox.Triple]:
        """Return what the named CONSTRUCT query makes, sorted."""
        self.asked += 1
        return sorted(set(self._store.construct(queries.bind(queries.load(name), values))), key=str)

    def labels(self, iris: Iterable[str]) -> Labels:
        """Return the names of things, by IRI and language ("" for a name without language)."""
        wanted = set(iris)
        found = {iri: self._names[iri] for iri in wanted if iri in self._names}
        missing = sorted(wanted - found.keys())
        for start in range(0, len(missing), _BATCH):
            self.asked += 1
            part = missing[start : start + _BATCH]
            answer = self._store.labels(part)
            found |= {iri: dict(answer.get(iri, {})) for iri in part}
        if len(self._names) + len(missing) > _NAMES:
            self._names = {}
        self._names |= {iri: found[iri] for iri in missing}
        return {iri: texts for iri, texts in found.items() if texts}

    def kept(self, key: tuple[object, ...], make: Callable[[], bytes]) -> bytes:
        """Return the bytes under a key, made on first use."""
        return self._kept.get(key, make)


class _Kept:
    """A store of finished bodies that forgets the one used longest ago when it is full."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._bodies: OrderedDict[tuple[object, ...], bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[object, ...], make: Callable[[], bytes]) -> bytes:
        with self._lock:
            if key in self._bodies:
                self._bodies.move_to_end(key)
                return self._bodies[key]
        body = make()
        with self._lock:
            if key not in self._bodies and len(body) <= self._most // 8:
                self._bodies[key] = body
                self._size += len(body)
            while self._size > self._most:
                self._size -= len(self._bodies.popitem(last=False)[1])
        return body
