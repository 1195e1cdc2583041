"""The query workers of a running site."""

from __future__ import annotations

import threading
from typing import cast

from flask import current_app

from widgraph.release import Release
from widgraph.settings import Settings
from widgraph.store import QueryPool, Store
from widgraph.store.remote import RemoteQueries, RemoteStore

EXTENSION = "widgraph-workers"


class Workers:
    """What answers queries from outside, started with the first one: workers, or the remote store behind the pages."""

    def __init__(self, release: Release, settings: Settings, store: Store) -> None:
        self._release = release
        self._settings = settings
        self._store = store
        self._pool: QueryPool | RemoteQueries | None = None
        self._lock = threading.Lock()

    def pool(self) -> QueryPool | RemoteQueries:
        """Return the pool; so few queries may wait that threads are left for the pages."""
        with self._lock:
            if self._pool is None:
                spare = max(0, self._settings.threads - self._settings.query_workers - 2)
                waiting = min(self._settings.query_waiting, spare)
                if isinstance(self._store, RemoteStore):
                    self._pool = RemoteQueries(self._store, self._settings, waiting)
                    return self._pool
                small = self._release.manifest.quads <= self._settings.query_in_memory
                source = self._release.dump("nq") if small else self._release.store
                self._pool = QueryPool(source, self._settings, waiting)
            return self._pool

    def start(self) -> None:
        """Start the workers, so that the first query does not wait for them."""
        self.pool()

    def close(self) -> None:
        """End the workers."""
        with self._lock:
            if self._pool is not None:
                self._pool.close()


def query_pool() -> QueryPool | RemoteQueries:
    """Return the pool of the running application."""
    return cast(Workers, current_app.extensions[EXTENSION]).pool()
