"""Queries from outside, each in a worker process that is ended and replaced at a limit.

Rules that keep one client's query from spoiling another's:
- a warm worker more than may run at once waits, so a killed one is replaced before anybody notices;
- a query that has computed for longer than `_QUICK` gives way to others; one that takes longer than `_SHORT` counts as
  long, and one place is always kept for those that do not;
- a query nobody waits for any more is stopped.
"""

from __future__ import annotations

import logging
import math
import queue
import signal
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from widgraph.errors import (
    QueryAbandoned,
    QueryBusy,
    QueryError,
    QueryRefused,
    QueryTimeout,
    QueryTooLarge,
    ReleaseError,
)
from widgraph.settings import Settings
from widgraph.store import _messages as text
from widgraph.store._answer import Answer
from widgraph.store._cache import AnswerCache
from widgraph.store._diagnosis import diagnose
from widgraph.store._guard import Look, check_query
from widgraph.store._process import ForkServer, Gone, Late, Worker

_LOG: Final = logging.getLogger("widgraph.store")
_SPARE: Final = 1
#: Seconds of processor time after which a query gives way to others, and seconds after which it counts as long.
_QUICK: Final = 0.04
_SHORT: Final = 0.5
#: How often a query in the queue is looked after, in seconds.
_PULSE: Final = 0.05
#: How a worker ends that the engine brought down; the end for want of memory is SIGABRT or SIGKILL.
_CRASHES: Final = {signal.SIGSEGV, signal.SIGBUS, signal.SIGILL}


class QueryPool:
    """A fixed number of workers over one store; a context manager that ends them.

    `source` is a file of N-Quads, to be held in memory, or the folder of a store on disk. `waiting` is how many queries
    may wait for a worker, each for half as long as a query may take. Raises ReleaseError when it cannot be read.
    """

    def __init__(self, source: Path, settings: Settings, waiting: int | None = None) -> None:
        self._source = source
        self._settings = settings
        self._places = threading.Semaphore(
            settings.query_workers + (settings.query_waiting if waiting is None else waiting)
        )
        self._cache = AnswerCache(settings.query_cache_mib << 20)
        self._change = threading.Condition()
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._long = 0
        self._closed = False
        self._used: queue.SimpleQueue[Worker | None] = queue.SimpleQueue()
        self._server = ForkServer(source, settings.query_memory_mib)
        try:
            self._idle = [self._server.fork() for _ in range(settings.query_workers + _SPARE)]
            self._idle[0].wait()
            if not self._idle[0].filtered:
                _LOG.warning("this system cannot filter system calls: query workers could reach the network")
        except (Gone, Late):
            self._server.close()
            raise ReleaseError(f"The query workers cannot open {source}.", "Build the release again.") from None
        self._replacing = threading.Thread(target=self._replace, name="query-workers", daemon=True)
        self._replacing.start()

    def run(
        self,
        query: str,
        *,
        result_form: str = "json",
        graph_form: str = "ttl",
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        look: Look | None = None,
        note: str = "",
        gone: Callable[[], bool] = lambda: False,
    ) -> Answer:
        """Return the answer in one of RESULT_FORMS (SELECT, ASK) or GRAPH_FORMS (CONSTRUCT, DESCRIBE).

        `default_graphs` and `named_graphs` are the dataset of the protocol (SPARQL 1.1 Protocol, section 2.1.4) and
        replace the one in the query. `look` is what `check_query` found, when the caller has asked it already; `note`
        is where an answer that is cut sends its reader; `gone` tells whether the client has left. Raises
        QuerySyntaxError, QueryRefused, QueryTimeout, QueryTooLarge, QueryBusy, QueryAbandoned.
        """
        look = look or check_query(query, self._settings.query_length)
        key = (query, result_form, graph_form, tuple(default_graphs), tuple(named_graphs), note)
        if look.steady and (kept := self._cache.get(key)) is not None:
            return kept
        request = {
            "query": query,
            "dataset": look.dataset,
            "default": list(default_graphs),
            "named": list(named_graphs),
            "result_form": result_form,
            "graph_form": graph_form,
            "rows": self._settings.query_rows,
            "bytes": self._settings.query_bytes,
            "note": note,
        }
        if not self._places.acquire(blocking=False):
            raise self._full()
        try:
            header, body = self._ask(request, gone)
        finally:
            self._places.release()
        if "error" in header:
            raise self._error(query, header)
        answer = Answer(header["media_type"], body, header["rows"], header.get("cut", ""))
        if look.steady:
            self._cache.put(key, answer, len(query))
        return answer

    def close(self) -> None:
        """End all workers; a query still running gets QueryBusy."""
        with self._change:
            if self._closed:
                return
            self._closed = True
            idle, self._idle = self._idle, []
            for worker in self._busy:
                worker.kill()
            self._change.notify_all()
        for worker in idle:
            worker.kill()
            worker.hang_up()
        self._used.put(None)
        self._replacing.join()
        self._server.close()

    def __enter__(self) -> QueryPool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def pids(self) -> list[int]:
        """Return the numbers of the worker processes, idle and busy."""
        with self._change:
            return sorted(worker.pid for worker in (*self._idle, *self._busy))

    def _ask(self, request: dict[str, Any], gone: Callable[[], bool]) -> tuple[dict[str, Any], bytes]:
        worker = self._take(gone)
        seconds = self._settings.query_seconds
        watch = _Watch(worker, self._became_long, gone)
        fine = False
        try:
            answer = worker.ask(request, seconds, watch.pulse)
            fine = not worker.spent
        except Late:
            raise QueryTimeout(text.TIMEOUT, text.ASK_LESS, {"seconds": f"{seconds:g}"}) from None
        except Gone:
            raise self._fallen(worker) from None
        finally:
            self._give_back(worker, fine=fine, long=watch.long)
        return answer

    def _take(self, gone: Callable[[], bool]) -> Worker:
        """Return a worker as soon as one may run."""
        deadline = time.monotonic() + self._settings.query_seconds / 2
        with self._change:
            while True:
                if self._idle and len(self._busy) < self._settings.query_workers:
                    worker = self._idle.pop()
                    if not worker.ended():
                        self._busy.add(worker)
                        return worker
                    self._used.put(worker)
                    continue
                if self._closed or time.monotonic() > deadline:
                    raise self._full()
                if gone():
                    raise QueryAbandoned(text.ABANDONED)
                self._change.wait(_PULSE)

    def _give_back(self, worker: Worker, *, fine: bool, long: bool) -> None:
        if not fine:
            worker.kill()
            worker.hang_up()
        with self._change:
            self._busy.discard(worker)
            self._long -= long
            if fine and not self._closed:
                self._idle.append(worker)
            self._change.notify()
        if not fine:
            self._used.put(worker)
        elif self._closed:
            worker.kill()
            worker.hang_up()

    def _became_long(self) -> None:
        """Count a long query; raise QueryBusy when that would leave no place for short ones."""
        with self._change:
            if self._long >= max(1, self._settings.query_workers - 1):
                raise QueryBusy(text.CROWDED, self._later(), text.TRY_AGAIN)
            self._long += 1

    def _replace(self) -> None:
        """Put a new worker in the place of each that was killed; the thread of the pool."""
        while (used := self._used.get()) is not None:
            pause = 0.05
            while not self._closed:
                try:
                    worker = self._server.fork()
                    worker.wait()
                    break
                except (Gone, Late):
                    time.sleep(pause)
                    pause = min(2 * pause, 5.0)
                    self._restart()
            else:
                continue
            with self._change:
                if self._closed:
                    worker.kill()
                else:
                    self._idle.append(worker)
                    self._change.notify()
            self._server.forget(used)

    def _restart(self) -> None:
        """Start another process to fork from, when the old one is no more."""
        self._server.close()
        try:
            self._server = ForkServer(self._source, self._settings.query_memory_mib)
        except ReleaseError:  # the files may be back in a moment
            return

    def _error(self, query: str, header: dict[str, Any]) -> QueryError:
        match header["error"]:
            case "syntax":
                return diagnose(query, header["message"], header.get("line"), header.get("column"))
            case "memory":
                return self._too_large()
            case _:
                return QueryRefused(text.FAILED, None, {"reason": header["message"]})

    def _fallen(self, worker: Worker) -> QueryError:
        """Return what to say of a worker that ended by itself."""
        if self._closed:
            return self._full()
        crashed = self._server.forget(worker) in _CRASHES
        return QueryRefused(text.CRASHED, text.SIMPLIFY) if crashed else self._too_large()

    def _too_large(self) -> QueryTooLarge:
        return QueryTooLarge(text.MEMORY, text.JOIN_LESS, {"mib": self._settings.query_memory_mib})

    def _full(self) -> QueryBusy:
        return QueryBusy(text.BUSY, self._later(), text.TRY_AGAIN)

    def _later(self) -> int:
        return math.ceil(self._settings.query_seconds)


class _Watch:
    """Looks after one running query."""

    def __init__(self, worker: Worker, became_long: Callable[[], None], gone: Callable[[], bool]) -> None:
        self.long = False
        self._worker = worker
        self._became_long = became_long
        self._gone = gone
        self._start = time.monotonic()
        self._used = worker.used()

    def pulse(self) -> None:
        """Stop the query of a client that has left; make way for short queries once it is not one itself."""
        if self._gone():
            raise QueryAbandoned(text.ABANDONED)
        if not self._worker.spent and self._worker.used() - self._used > _QUICK:
            self._worker.demote()
        if not self.long and time.monotonic() - self._start > _SHORT:
            self._became_long()
            self.long = True
