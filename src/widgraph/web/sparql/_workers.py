"""The query workers of a running site."""

from __future__ import annotations

import asyncio
import threading
from typing import cast

from flask import Flask, current_app

from widgraph.store import QueryPool, Store
from widgraph.store.remote import RemoteQueries, RemoteStore
from widgraph.web._site import Site

_EXTENSION = "widgraph-workers"


class Workers:
    """What answers queries from outside, started with the first one: workers, or the remote store behind the pages."""

    def __init__(self, site: Site, store: Store) -> None:
        self._site = site
        self._store = store
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lock = threading.Lock()
        #: What has been started.
        self.started: QueryPool | RemoteQueries | None = None

    def pool(self) -> QueryPool | RemoteQueries:
        """Return what answers queries."""
        with self._lock:
            if self.started is None:
                self.started = self._made()
            return self.started

    def start(self) -> None:
        """Start the workers, so that the first query does not wait for them."""
        self.pool()

    def use_loop(self, loop: asyncio.AbstractEventLoop) -> None:
        """Answer queries in the event loop of a server, where they cost no thread."""
        with self._lock:
            self._loop = loop
            if isinstance(self.started, QueryPool):
                self.started.use_loop(loop)

    def leave_loop(self, loop: asyncio.AbstractEventLoop) -> None:
        """Go on without an event loop that has ended."""
        with self._lock:
            self._loop = None
            if isinstance(self.started, QueryPool):
                self.started.leave_loop(loop)

    def close(self) -> None:
        """End the workers."""
        with self._lock:
            if self.started is not None:
                self.started.close()

    def _made(self) -> QueryPool | RemoteQueries:
        site, settings = self._site, self._site.settings
        if isinstance(self._store, RemoteStore):
            # each of these holds a thread, and some are for the pages
            spare = max(0, settings.threads - settings.query_workers - 2)
            return RemoteQueries(self._store, settings, min(settings.query_waiting, spare), lambda: site.edition)
        small = site.release.manifest.quads <= settings.query_in_memory
        pool = QueryPool(site.release.dump("nq") if small else site.release.store, settings, edition=site.edition)
        if self._loop is not None:
            pool.use_loop(self._loop)
        return pool


def add_workers(app: Flask, workers: Workers) -> None:
    """Let the routes of an application find its workers."""
    app.extensions[_EXTENSION] = workers


def query_pool() -> QueryPool | RemoteQueries:
    """Return the pool of the running application."""
    return workers_of(current_app).pool()


def workers_of(app: Flask) -> Workers:
    """Return the workers of an application."""
    return cast(Workers, app.extensions[_EXTENSION])
