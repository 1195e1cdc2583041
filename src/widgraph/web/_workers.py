"""The query workers of a running site."""

from __future__ import annotations

import threading
from typing import cast

from flask import current_app

from widgraph.release import Release
from widgraph.settings import Settings
from widgraph.store import QueryPool

EXTENSION = "widgraph-workers"


class Workers:
    """The query workers of an application, started with the first query."""

    def __init__(self, release: Release, settings: Settings) -> None:
        self._release = release
        self._settings = settings
        self._pool: QueryPool | None = None
        self._lock = threading.Lock()

    def pool(self) -> QueryPool:
        """Return the pool; so few queries may wait that threads are left for the pages."""
        with self._lock:
            if self._pool is None:
                spare = max(0, self._settings.threads - self._settings.query_workers - 2)
                waiting = min(self._settings.query_waiting, spare)
                small = self._release.manifest.quads <= self._settings.query_in_memory
                source = self._release.dump("nq") if small else self._release.store
                self._pool = QueryPool(source, self._settings, waiting)
            return self._pool

    def close(self) -> None:
        """End the workers."""
        with self._lock:
            if self._pool is not None:
                self._pool.close()


def query_pool() -> QueryPool:
    """Return the pool of the running application."""
    return cast(Workers, current_app.extensions[EXTENSION]).pool()
