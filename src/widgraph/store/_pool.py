"""Queries from outside, each in a worker process that is ended and replaced at a limit."""

from __future__ import annotations

import math
import queue
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from widgraph.errors import QueryBusy, QueryError, QueryRefused, QuerySyntaxError, QueryTimeout, QueryTooLarge
from widgraph.settings import Settings
from widgraph.store._answer import Answer
from widgraph.store._guard import check_query
from widgraph.store._process import Gone, Late, Process


class QueryPool:
    """A fixed number of workers over one store; a context manager that ends them.

    `waiting` is how many queries may wait for a worker, each for as long as a query may take.
    """

    def __init__(self, store: Path, settings: Settings, waiting: int | None = None) -> None:
        self._store = store
        self._settings = settings
        self._places = threading.Semaphore(
            settings.query_workers + (settings.query_waiting if waiting is None else waiting)
        )
        self._free: queue.Queue[Process] = queue.Queue()
        self._all: set[Process] = set()
        self._lock = threading.Lock()
        self._closed = False
        for _ in range(settings.query_workers):
            self._start()

    def run(
        self,
        query: str,
        *,
        result_form: str = "json",
        graph_form: str = "ttl",
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Answer:
        """Return the answer in one of RESULT_FORMS (SELECT, ASK) or GRAPH_FORMS (CONSTRUCT, DESCRIBE).

        `default_graphs` and `named_graphs` are the dataset of the protocol (SPARQL 1.1 Protocol, section 2.1.4) and
        replace the one in the query. Raises QuerySyntaxError, QueryRefused, QueryTimeout, QueryTooLarge, QueryBusy.
        """
        look = check_query(query, self._settings.query_length)
        request = {
            "query": query,
            "dataset": look.dataset,
            "default": list(default_graphs),
            "named": list(named_graphs),
            "result_form": result_form,
            "graph_form": graph_form,
            "rows": self._settings.query_rows,
            "bytes": self._settings.query_bytes,
        }
        if not self._places.acquire(blocking=False):
            raise self._busy()
        try:
            header, body = self._ask(request)
        finally:
            self._places.release()
        if "error" in header:
            raise self._error(header)
        return Answer(header["media_type"], body, header["rows"], header["cut"])

    def close(self) -> None:
        """End all workers; a query still running gets QueryBusy."""
        with self._lock:
            self._closed = True
            processes, self._all = self._all, set()
        for process in processes:
            process.stop()

    def __enter__(self) -> QueryPool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def pids(self) -> list[int]:
        """Return the numbers of the worker processes."""
        with self._lock:
            return sorted(process.pid for process in self._all)

    def _ask(self, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        seconds = self._settings.query_seconds
        try:
            process = self._free.get(timeout=seconds)
        except queue.Empty:
            raise self._busy() from None
        try:
            answer = process.ask(request, seconds)
        except Late:
            self._replace(process)
            raise QueryTimeout(
                f"The query took longer than {seconds:g} seconds and was stopped.",
                "Ask for less: add a LIMIT, or name more of what you look for.",
            ) from None
        except Gone:
            if self._closed:
                raise self._busy() from None
            self._replace(process)
            raise QueryTooLarge(
                f"The query needed more than {self._settings.query_memory_mib} MiB and was stopped.",
                "Ask for less: add a LIMIT, or avoid joining everything with everything.",
            ) from None
        self._free.put(process)
        return answer

    def _error(self, header: dict[str, Any]) -> QueryError:
        match header["error"]:
            case "syntax":
                line, column = header.get("line"), header.get("column")
                return QuerySyntaxError(header["message"], line, column, "See SPARQL 1.1 Query, section 19.")
            case "large":
                return QueryTooLarge(
                    f"The answer is larger than {self._settings.query_bytes} bytes.",
                    "Ask for less: add a LIMIT, or name the variables you need.",
                )
            case _:
                return QueryRefused(f"The query cannot be run: {header['message']}")

    def _busy(self) -> QueryBusy:
        return QueryBusy(
            "All query workers are busy.", math.ceil(self._settings.query_seconds), "Try again in a moment."
        )

    def _replace(self, process: Process) -> None:
        with self._lock:
            self._all.discard(process)
        process.stop()
        self._start()

    def _start(self) -> None:
        with self._lock:
            if self._closed:
                return
            process = Process(self._store, self._settings.query_memory_mib)
            self._all.add(process)
        self._free.put(process)
