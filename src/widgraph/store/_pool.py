"""Queries from outside, each in a worker process that is ended and replaced at a limit.

Rules that keep one client's query from spoiling another's:
- a warm worker more than may run at once waits, so a killed one is replaced before anybody notices;
- a query that has computed for a moment gives way to others; one that takes longer counts as long, and one place is
  always kept for those that do not (`_watch`);
- a query nobody waits for any more is stopped.

All of it happens in one event loop: that of the server, where queries cost no thread, or one of the pool's own.
"""

from __future__ import annotations

import asyncio
import logging
import math
import queue
import signal
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent import futures
from pathlib import Path
from typing import Any, Final

from widgraph.errors import (
    QueryAbandoned,
    QueryBusy,
    QueryError,
    QueryNotAcceptable,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    QueryTooLarge,
    ReleaseError,
)
from widgraph.settings import Settings
from widgraph.store import _messages as text
from widgraph.store._answer import Answer
from widgraph.store._awaiting import awaited
from widgraph.store._cache import AnswerCache
from widgraph.store._process import ForkServer, Gone, Late, Reply, Worker
from widgraph.store._question import Question
from widgraph.store._watch import Watch

_LOG: Final = logging.getLogger("widgraph.store")
_SPARE: Final = 1
#: How often a query in the queue is looked after, in seconds.
_PULSE: Final = 0.05
#: How often a thread that waits for an answer looks whether the loop is still there, in seconds.
_LOOK: Final = 0.5
#: How a worker ends that the engine brought down; the end for want of memory is SIGABRT or SIGKILL.
_CRASHES: Final = {signal.SIGSEGV, signal.SIGBUS, signal.SIGILL}


class QueryPool:
    """A fixed number of workers over one store; a context manager that ends them.

    `source` is a file of N-Quads, to be held in memory, or the folder of a store on disk. `waiting` is how many queries
    may wait for a worker, each for half as long as a query may take. `edition` is the name of the release and the year
    of its data, for permanent links of answers; without it there are none. Raises ReleaseError when `source` cannot be
    read.
    """

    def __init__(
        self, source: Path, settings: Settings, waiting: int | None = None, edition: tuple[str, int] = ("", 0)
    ) -> None:
        self._source = source
        self._settings = settings
        self._standing = {
            "longest": settings.query_length,
            "rows": settings.query_rows,
            "bytes": settings.query_bytes,
            "edition": edition,
        }
        self._places = settings.query_workers + (settings.query_waiting if waiting is None else waiting)
        self._cache = AnswerCache(settings.query_cache_mib << 20)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._turns: deque[asyncio.Future[Worker]] = deque()
        self._long = 0
        self._closed = False
        self._used: queue.SimpleQueue[Worker | None] = queue.SimpleQueue()
        self._server = ForkServer(source, settings.query_memory_mib)
        try:
            self._idle = [self._server.fork() for _ in range(settings.query_workers + _SPARE)]
            for worker in self._idle:
                worker.wait()
            if not self._idle[0].filtered:
                _LOG.warning("this system cannot filter system calls: query workers could reach the network")
        except (Gone, Late):
            self._server.close()
            raise ReleaseError(f"The query workers cannot open {source}.", "Build the release again.") from None
        self._replacing = threading.Thread(target=self._replace, name="query-workers", daemon=True)
        self._replacing.start()

    def run(self, question: Question | str, gone: Callable[[], bool] = lambda: False) -> Answer:
        """Return the answer to a question; a text is a question with nothing else said. Blocks the calling thread.

        `gone` tells whether the client has left. Raises QuerySyntaxError, QueryRefused, QueryNotAcceptable,
        QueryTimeout, QueryTooLarge, QueryBusy, QueryAbandoned.
        """
        if isinstance(question, str):
            question = Question(question)
        if (kept := self._cache.get(question)) is not None:
            return kept
        loop = self._running_loop()
        answer = self._answer(question, gone)
        try:
            waiting = asyncio.run_coroutine_threadsafe(answer, loop)
        except RuntimeError:  # the loop has ended since
            answer.close()
            raise self._full() from None
        while not futures.wait([waiting], _LOOK).done:
            if loop.is_closed():  # before it got to this
                raise self._full()
        try:
            return waiting.result()
        except futures.CancelledError:
            raise self._full() from None

    async def answer(self, question: Question, gone: Callable[[], bool] = lambda: False) -> Answer:
        """Return the answer as `run` does, without a thread in the loop given to `use_loop`."""
        if asyncio.get_running_loop() is self._loop:
            return await self._answer(question, gone)
        return await asyncio.to_thread(self.run, question, gone)

    def use_loop(self, loop: asyncio.AbstractEventLoop) -> None:
        """Work in this loop from now on, unless a query has been answered in another."""
        with self._starting:
            if self._loop is None:
                self._loop = loop

    def leave_loop(self, loop: asyncio.AbstractEventLoop) -> None:
        """Stop using a loop that has ended; a query still in it is lost."""
        with self._starting:
            if self._loop is loop:
                self._loop = None
                lost, self._busy, self._long = self._busy, set(), 0
                self._turns.clear()
                for worker in lost:
                    self._drop(worker)

    def close(self) -> None:
        """End all workers; a query still running gets QueryBusy."""
        with self._starting:
            if self._closed:
                return
            self._closed = True
        if self._loop is not None and self._loop.is_running():
            asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        else:
            self._end_workers()
        if self._thread is not None and self._loop is not None:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._loop.close()
        self._used.put(None)
        self._replacing.join()
        self._server.close()

    def __enter__(self) -> QueryPool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def pids(self) -> list[int]:
        """Return the numbers of the worker processes, idle and busy."""
        return sorted(worker.pid for worker in (*self._idle, *self._busy))

    def _running_loop(self) -> asyncio.AbstractEventLoop:
        """Return the loop, one in a thread of its own when nobody gave one."""
        with self._starting:
            if self._closed:
                raise self._full()
            if self._loop is None or self._loop.is_closed():
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=self._loop.run_forever, name="query-loop", daemon=True)
                self._thread.start()
            return self._loop

    async def _answer(self, question: Question, gone: Callable[[], bool]) -> Answer:
        if (kept := self._cache.get(question)) is not None:
            return kept
        if len(self._busy) + len(self._turns) >= self._places:
            raise self._full()
        request = {
            **self._standing,
            "query": question.query,
            "result_form": question.result_form,
            "graph_form": question.graph_form,
            "default": question.default_graphs,
            "named": question.named_graphs,
            "note": question.note,
        }
        header, body = await self._ask(request, gone)
        if "error" in header:
            raise self._error(header)
        answer = Answer(
            header["media_type"], body, header["rows"], header.get("cut", ""), header["steady"], header.get("link")
        )
        if answer.steady:
            self._cache.put(question, answer, len(question.query))
        return answer

    async def _ask(self, request: dict[str, Any], gone: Callable[[], bool]) -> Reply:
        worker = await self._take(gone)
        watch = Watch(worker, self._became_long, gone)
        fine = False
        try:
            answer = await worker.ask(request, self._settings.query_seconds, watch.pulse)
            fine = not worker.spent
        except Late:
            seconds = f"{self._settings.query_seconds:g}"
            raise QueryTimeout(text.TIMEOUT, text.ASK_LESS, {"seconds": seconds}) from None
        except Gone:
            raise await self._fallen(worker) from None
        finally:
            self._give_back(worker, fine=fine, long=watch.long)
        return answer

    async def _take(self, gone: Callable[[], bool]) -> Worker:
        """Return a worker as soon as one may run; whoever came first goes first."""
        if self._closed:
            raise self._full()
        if not self._turns and (free := self._free()) is not None:
            return free
        deadline = time.monotonic() + self._settings.query_seconds / 2

        def look() -> float:
            if self._closed or time.monotonic() > deadline:
                raise self._full()
            if gone():
                raise QueryAbandoned(text.ABANDONED)
            return _PULSE

        turn: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        self._turns.append(turn)
        try:
            return await awaited(turn, look, _PULSE)
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled() and turn.exception() is None:
                self._give_back(turn.result(), fine=True, long=False)
            raise
        finally:
            if turn in self._turns:
                self._turns.remove(turn)

    def _free(self) -> Worker | None:
        """Return a worker that may run now."""
        while self._idle and len(self._busy) < self._settings.query_workers:
            worker = self._idle.pop()
            if not worker.ended():
                self._busy.add(worker)
                return worker
            self._used.put(worker)
        return None

    def _offer(self) -> None:
        """Give free workers to those who wait."""
        while self._turns and (worker := self._free()) is not None:
            turn = self._turns.popleft()
            while turn.done() and self._turns:
                turn = self._turns.popleft()
            if turn.done():
                self._busy.discard(worker)
                self._idle.append(worker)
            else:
                turn.set_result(worker)

    def _give_back(self, worker: Worker, *, fine: bool, long: bool) -> None:
        if worker not in self._busy:  # its loop has been left
            return
        self._busy.discard(worker)
        self._long -= long
        if fine and not self._closed:
            self._idle.append(worker)
        else:
            self._drop(worker)
        self._offer()

    def _drop(self, worker: Worker) -> None:
        """End a worker that has served its time, and have another made."""
        worker.kill()
        worker.hang_up()
        self._used.put(worker)

    def _became_long(self) -> None:
        """Count a long query; raise QueryBusy when that would leave no place for short ones."""
        if self._long >= max(1, self._settings.query_workers - 1):
            raise QueryBusy(text.CROWDED, self._later(), text.TRY_AGAIN)
        self._long += 1

    async def _end(self) -> None:
        """End what runs in the loop and wait until everybody has been told."""
        self._end_workers()
        for turn in self._turns:
            if not turn.done():
                turn.set_exception(self._full())
        while self._busy or self._turns:
            await asyncio.sleep(0.001)

    def _end_workers(self) -> None:
        idle, self._idle = self._idle, []
        for worker in self._busy:
            worker.kill()
        for worker in idle:
            worker.kill()
            worker.hang_up()

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
            self._add(worker)
            self._server.forget(used)

    def _add(self, worker: Worker) -> None:
        """Let a new worker take part, from the thread that made it."""

        def add() -> None:
            if self._closed:
                worker.kill()
                worker.hang_up()
                return
            self._idle.append(worker)
            self._offer()

        loop = self._loop
        try:
            if loop is not None:
                loop.call_soon_threadsafe(add)
                return
        except RuntimeError:  # it has ended
            pass
        add()

    def _restart(self) -> None:
        """Start another process to fork from, when the old one is no more."""
        self._server.close()
        try:
            self._server = ForkServer(self._source, self._settings.query_memory_mib)
        except ReleaseError:  # the files may be back in a moment
            return

    def _error(self, header: dict[str, Any]) -> QueryError:
        """Return the error that a worker answered with."""
        match header["error"]:
            case "syntax":
                place = header["line"], header["column"], header["hint"]
                return QuerySyntaxError(header["message"], *place, text=header["text"], values=header["values"])
            case "memory":
                return self._too_large()
            case "form":
                return QueryNotAcceptable(text.NO_FORM, graph=header["graph"])
            case _:
                return QueryRefused(header["message"], header["hint"], header["values"])

    async def _fallen(self, worker: Worker) -> QueryError:
        """Return what to say of a worker that ended by itself."""
        if self._closed:
            return self._full()
        crashed = await asyncio.to_thread(self._server.forget, worker) in _CRASHES
        return QueryRefused(text.CRASHED, text.SIMPLIFY) if crashed else self._too_large()

    def _too_large(self) -> QueryTooLarge:
        return QueryTooLarge(text.MEMORY, text.JOIN_LESS, {"mib": self._settings.query_memory_mib})

    def _full(self) -> QueryBusy:
        return QueryBusy(text.BUSY, self._later(), text.TRY_AGAIN)

    def _later(self) -> int:
        return math.ceil(self._settings.query_seconds)
