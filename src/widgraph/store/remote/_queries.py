"""Queries from outside, sent on to a remote store behind the same guard as everywhere.

Each is looked at, then read by a worker of ours on an empty store, so that what goes out is SPARQL 1.1 and no dialect
of the server behind; its dataset is the release's and nothing else; and its answer comes back within the same limits
and in the same forms as that of the release's own store.
"""

from __future__ import annotations

import json
import math
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from widgraph.errors import QueryAbandoned, QueryBusy, QueryNotAcceptable
from widgraph.settings import Settings
from widgraph.store import _messages as messages
from widgraph.store._answer import GRAPH_FORMS, RESULT_FORMS, Answer
from widgraph.store._cache import AnswerCache
from widgraph.store._guard import Look, check_query
from widgraph.store._link import link_of
from widgraph.store._pool import QueryPool
from widgraph.store._question import Question
from widgraph.store._rows import FORMATS, cut_rows
from widgraph.store._triples import write_triples
from widgraph.store.remote._answers import Rows
from widgraph.store.remote._endpoint import GRAPHS, Dataset, Limits
from widgraph.store.remote._store import RemoteStore
from widgraph.store.remote._text import check_inside, with_prefixes
from widgraph.store.remote._write import boolean_document, parsed, rows_document

#: How much longer the JSON of an endpoint may be than the answer we make of it.
_WORDY: Final = 4
#: How often a query that waits for its turn looks whether its client still does, in seconds.
_PULSE: Final = 0.1


class RemoteQueries:
    """Answers queries from outside; stands where a QueryPool stands, and is closed like one.

    `edition` is that of a QueryPool, asked for once there is an answer: it may be in the store.
    """

    def __init__(
        self,
        store: RemoteStore,
        settings: Settings,
        waiting: int | None = None,
        edition: Callable[[], tuple[str, int]] = lambda: ("", 0),
    ) -> None:
        self._edition = edition
        waiting = settings.query_waiting if waiting is None else waiting
        self._store = store
        self._settings = settings
        self._limits = Limits(settings.query_seconds, _WORDY * settings.query_bytes)
        self._folder = tempfile.TemporaryDirectory(prefix="widgraph-")
        empty = Path(self._folder.name) / "empty.nq"
        empty.touch()
        self._reader = QueryPool(empty, replace(settings, query_workers=1), settings.query_workers + waiting)
        self._cache = AnswerCache(settings.query_cache_mib << 20)
        self._running = threading.Semaphore(settings.query_workers)
        self._places = threading.Semaphore(settings.query_workers + waiting)

    def run(self, question: Question | str, gone: Callable[[], bool] = lambda: False) -> Answer:
        """Return the answer, as QueryPool.run does; raise EndpointError and EndpointTimeout besides.

        When the client has left, the request to the endpoint is dropped within a moment and the place is free again.
        A remote store may move on, so no answer is called steady.
        """
        if isinstance(question, str):
            question = Question(question)
        look = check_query(question.query, self._settings.query_length)
        check_inside(question.query)
        self._store.trust()
        if look.steady and (kept := self._cache.get(question)) is not None:
            return kept
        limits = replace(self._limits, gone=gone)
        with self._place(gone):
            read = self._reader.run(question.query, gone)
            answer = self._asked(question, look, read, limits)
        graphs = question.default_graphs, question.named_graphs
        answer = replace(answer, link=link_of(question.query, graphs, look, answer, self._edition()))
        if look.steady:
            self._cache.put(question, answer, len(question.query))
        return answer

    def close(self) -> None:
        """End the worker that reads queries, and remove its empty store."""
        self._reader.close()
        self._folder.cleanup()

    def __enter__(self) -> RemoteQueries:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def pids(self) -> list[int]:
        """Return the numbers of the worker processes."""
        return self._reader.pids()

    def _asked(self, question: Question, look: Look, read: Answer, limits: Limits) -> Answer:
        ready = self._store.reading.ready
        text, dataset = ready(with_prefixes(question.query), question.default_graphs, question.named_graphs)
        form = question.graph_form if look.form in GRAPHS else question.result_form
        if form is None:
            raise QueryNotAcceptable(messages.NO_FORM, graph=look.form in GRAPHS)
        if look.form in GRAPHS:
            return self._graph(text, dataset, limits, form, question.note)
        if look.form == "ASK":
            return self._boolean(text, dataset, limits, form)
        return self._rows(text, dataset, limits, _variables(read), form, question.note)

    def _boolean(self, text: str, dataset: Dataset, limits: Limits, form: str) -> Answer:
        document = boolean_document(self._store.reading.boolean(text, dataset, limits))
        return Answer(RESULT_FORMS[form], parsed(document).serialize(format=FORMATS[form]) or b"", 1, "")

    def _rows(self, text: str, dataset: Dataset, limits: Limits, names: Sequence[str], form: str, note: str) -> Answer:
        most = self._settings.query_rows
        found, cut = self._store.reading.rows(text, dataset, most, limits)
        found = Rows(names, found.rows)
        body = parsed(rows_document(found, self._store.reading.placed)).serialize(format=FORMATS[form]) or b""
        rows = min(most, len(found.rows))
        if not cut and len(found.rows) <= most and len(body) <= self._settings.query_bytes:
            return Answer(RESULT_FORMS[form], body, rows, "")
        body, kept = cut_rows(form, body, rows, self._settings.query_bytes, note)
        return Answer(RESULT_FORMS[form], body, kept, "rows" if kept == rows else "bytes")

    def _graph(self, text: str, dataset: Dataset, limits: Limits, form: str, note: str) -> Answer:
        most = self._settings.query_rows
        found, cut = self._store.reading.triples(text, dataset, most, limits)
        body, kept, where = write_triples(found, form, most, self._settings.query_bytes, note, "rows" if cut else "")
        return Answer(GRAPH_FORMS[form], body, kept, where)

    @contextmanager
    def _place(self, gone: Callable[[], bool]) -> Iterator[None]:
        """Let so many queries be on their way and so many wait; raise QueryBusy for one more."""
        if not self._places.acquire(blocking=False):
            raise self._busy()
        try:
            deadline = time.monotonic() + self._settings.query_seconds / 2
            while not self._running.acquire(timeout=_PULSE):
                if gone():
                    raise QueryAbandoned(messages.ABANDONED)
                if time.monotonic() > deadline:
                    raise self._busy()
            try:
                yield
            finally:
                self._running.release()
        finally:
            self._places.release()

    def _busy(self) -> QueryBusy:
        return QueryBusy(messages.BUSY, math.ceil(self._settings.query_seconds), messages.TRY_AGAIN)


def _variables(answer: Answer) -> Sequence[str]:
    """Return the columns as our engine names them: the order of SELECT * is each engine's own."""
    found: Sequence[str] = json.loads(answer.body)["head"]["vars"]
    return found
