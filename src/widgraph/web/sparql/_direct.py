"""Queries as a server with an event loop answers them: no thread is held while they run, and most answers need none.

The application stays the one place for everything that is not ordinary: what this module does not read, or cannot
finish, goes to `/sparql` of the application, with the outcome of the query where there is one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from widgraph.errors import QueryError
from widgraph.store import Answer, QueryPool, Question
from widgraph.web._headers import STANDING
from widgraph.web._negotiation import HTML
from widgraph.web._problem import Problem
from widgraph.web._urls import Links
from widgraph.web.sparql._answer import answer_headers, body_tag, limits_address
from widgraph.web.sparql._request import chosen_form, read_request
from widgraph.web.sparql._workers import workers_of

if TYPE_CHECKING:
    from widgraph.settings import Settings
    from widgraph.web._app import WebApp

_METHODS: Final = frozenset({"GET", "HEAD", "POST"})
#: What makes a request conditional (RFC 9110, section 13.1).
_CONDITIONS: Final = frozenset({b"if-match", b"if-none-match", b"if-modified-since", b"if-unmodified-since"})
#: Longer requests and answers take a moment to read and to digest, which would hold up everybody else's.
_LONGEST: Final = 16 << 10
_LARGEST: Final = 256 << 10
_STANDING: Final = [(name.lower().encode(), value.encode()) for name, value in STANDING.items()]


class Asking(NamedTuple):
    """A question and who answers it, what its client said of the form, and whether no condition comes with it."""

    pool: QueryPool
    question: Question
    accept: str | None
    format: str
    plain: bool


class DirectQueries:
    """Answers requests to `/sparql` of an application inside the event loop of its server.

    `longest` is how many bytes of a body are ever looked at here.
    """

    longest = _LONGEST

    def __init__(self, app: WebApp, settings: Settings) -> None:
        prefix = settings.path_prefix.strip("/")
        prefix = f"/{prefix}" if prefix else ""
        #: Where the queries are, as a request names it; a proxy in front may strip the prefix.
        self.paths = frozenset({b"/sparql", f"{prefix}/sparql".encode()})
        self._workers = workers_of(app)
        self._note = limits_address(Links(prefix, settings.site_url))

    def use_loop(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin to answer in a loop."""
        self._workers.use_loop(loop)

    def leave_loop(self, loop: asyncio.AbstractEventLoop) -> None:
        """Let go of a loop that has ended."""
        self._workers.leave_loop(loop)

    def read(self, method: str, query: bytes, headers: Mapping[bytes, bytes], body: bytes) -> Asking | None:
        """Return what a request to one of the paths asks; None when that is for the application to find out."""
        if method not in _METHODS or len(query) + len(body) > _LONGEST:
            return None
        pool = self._workers.started
        if not isinstance(pool, QueryPool):
            return None
        try:
            asked = read_request(method, query, headers.get(b"content-type", b"").decode("latin-1"), lambda: body)
        except Problem:
            return None
        if asked.query is None:
            return None
        accept = headers[b"accept"].decode("latin-1") if b"accept" in headers else None
        return Asking(pool, asked.question(accept, self._note), accept, asked.format, _CONDITIONS.isdisjoint(headers))

    async def ask(self, asking: Asking, gone: Callable[[], bool]) -> Answer | QueryError:
        """Return the answer, or why there is none; `gone` tells whether the client has left."""
        try:
            return await asking.pool.answer(asking.question, gone)
        except QueryError as error:
            return error

    def finished(self, asking: Asking, answer: Answer) -> tuple[list[tuple[bytes, bytes]], bytes] | None:
        """Return headers (lower-case names) and body of an ordinary answer (200), or None for any other."""
        if not asking.plain or len(answer.body) > _LARGEST:
            return None
        if chosen_form(asking.accept, asking.format, graph=answer.graph) is HTML:
            return None
        headers = [(name.lower().encode(), value.encode()) for name, value in answer_headers(answer, self._note)]
        headers.append((b"content-length", str(len(answer.body)).encode()))
        headers.append((b"etag", f'"{body_tag(answer.body)}"'.encode()))
        return headers + _STANDING, answer.body
