"""From the server (ASGI 3) to the application (WSGI, PEP 3333): what is kept at once, queries in the loop, pages in
threads.

No thread is held by a client: a request is read whole before its thread begins, and what is longer than a piece is
sent piece by piece as the client takes it.
"""

from __future__ import annotations

import asyncio
import io
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any, Final
from urllib.parse import unquote_to_bytes

from widgraph.server._kept import Asked, Headers, KeptAnswers, Scope, WholeAnswer, asked, fields, has_body
from widgraph.server._refusal import refusal
from widgraph.store import Answer
from widgraph.web import CLIENT_GONE, KEEP, KEEP_QUERY, QUERY_OUTCOME

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

    from widgraph.errors import QueryError
    from widgraph.web import DirectQueries

Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

#: Above this, a body waits in a file.
_IN_MEMORY: Final = 512 << 10
#: How much of an answer is made before the client has taken it.
_PIECE: Final = 256 << 10
#: Threads that make pages. Python computes in one at a time, and more of them cost each other a third of their time
#: (`benchmarks/results/pages.md`); with two, a long page keeps no short one waiting.
_MAKERS: Final = 2


class Gateway:
    """An ASGI application that serves a WSGI application: so many `threads` answer requests that wait for something
    else, as `waits` says of their path, and a few make all other pages.

    A body may have `longest_body` bytes and has to be there within `patience` seconds; more than `waiting` requests at
    once are refused with 503. What `direct` can answer needs no thread.
    """

    def __init__(
        self,
        inner: WSGIApplication,
        *,
        threads: int,
        pages: KeptAnswers,
        queries: KeptAnswers,
        longest_body: int = 16 << 20,
        patience: float = 30.0,
        waiting: int = 1000,
        direct: DirectQueries | None = None,
        waits: Callable[[bytes], bool] = lambda _: True,
    ) -> None:
        self._inner = inner
        self._stores = {KEEP: pages, KEEP_QUERY: queries}
        self._waits = waits
        self._waiters = ThreadPoolExecutor(threads, thread_name_prefix="waiting")
        self._makers = ThreadPoolExecutor(_MAKERS, thread_name_prefix="page")
        self._longest_body = longest_body
        self._patience = patience
        self._waiting = waiting
        self._direct = direct
        self.running = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            raise NotImplementedError(scope["type"])
        request = asked(scope)
        if request is not None:
            for store in self._stores.values():
                if (found := store.get(request)) is not None:
                    await _send(send, found)
                    return
        if self.running >= self._waiting:
            await _send(send, refusal(503, "The site is busy.", "Try again in a moment."))
            return
        self.running += 1
        departure = _Departure(receive)
        try:
            await self._answer(scope, departure, send, request)
        finally:
            self.running -= 1
            departure.forget()

    @property
    def filled(self) -> float:
        """How much of the store of pages is full, from 0 to 1."""
        return self._stores[KEEP].filled

    def make(self, path: str, language: str) -> None:
        """Make the page at a path of this site in a language and keep it, in the calling thread."""
        headers = [(b"accept-language", language.encode())]
        scope: Scope = {
            "method": "GET",
            "raw_path": path.encode(),
            "query_string": b"",
            "headers": headers,
            "http_version": "1.1",
            "scheme": "http",
            "server": None,
            "client": None,
        }
        call = _Call(self._inner, _environment(scope, io.BytesIO(), lambda: False))
        made, request = call.start(), asked(scope)
        if isinstance(made, WholeAnswer) and request is not None:
            self._keep(call, request, made)
        else:
            call.close()

    def begin(self, loop: asyncio.AbstractEventLoop) -> None:
        """Get ready to answer in a loop."""
        if self._direct is not None:
            self._direct.use_loop(loop)

    def close(self, loop: asyncio.AbstractEventLoop | None) -> None:
        """Let go of a loop that has ended, and let the threads end once they have answered."""
        if self._direct is not None and loop is not None:
            self._direct.leave_loop(loop)
        self._waiters.shutdown(wait=False)
        self._makers.shutdown(wait=False)

    async def _answer(self, scope: Scope, departure: _Departure, send: Send, request: Asked | None) -> None:
        if not has_body(scope):
            await self._called(scope, departure, send, request, io.BytesIO())
            return
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as body:
            try:
                refused = await asyncio.wait_for(
                    _read(scope, departure.receive, body, self._longest_body), self._patience
                )
            except TimeoutError:
                refused = refusal(408, "The request did not come in time.", "Send it again, without pauses.")
            except ConnectionError:
                return
            if refused is not None:
                await _send(send, refused)
                return
            await self._called(scope, departure, send, request, body)

    async def _called(
        self, scope: Scope, departure: _Departure, send: Send, request: Asked | None, body: IO[bytes]
    ) -> None:
        outcome = None
        if self._direct is not None and scope["raw_path"] in self._direct.paths:
            outcome = await self._asked(self._direct, scope, departure, body)
            if isinstance(outcome, tuple):
                answer, steady = outcome
                if steady and request is not None:
                    self._stores[KEEP_QUERY].put(request, answer)
                await _send(send, answer)
                return
        departure.watch()
        environment = _environment(scope, body, departure.left)
        environment[QUERY_OUTCOME] = outcome
        call = _Call(self._inner, environment)
        threads = self._waiters if self._waits(scope["raw_path"]) else self._makers
        first = await asyncio.get_running_loop().run_in_executor(threads, call.start)
        if not isinstance(first, WholeAnswer):
            await self._stream(call, first, departure.left, send, threads)
            return
        if request is not None:
            self._keep(call, request, first)
        await _send(send, first)

    async def _asked(
        self, direct: DirectQueries, scope: Scope, departure: _Departure, body: IO[bytes]
    ) -> tuple[WholeAnswer, bool] | Answer | QueryError | None:
        """Ask the query of a request: the finished answer and whether it may be kept, or what the application needs."""
        asking = direct.read(scope["method"], scope["query_string"], fields(scope), body.read(direct.longest + 1))
        body.seek(0)
        if asking is None:
            return None
        outcome = await direct.ask(asking, departure)
        if isinstance(outcome, Answer) and (finished := direct.finished(asking, outcome)) is not None:
            return WholeAnswer(200, *finished), outcome.steady
        return outcome

    def _keep(self, call: _Call, request: Asked, answer: WholeAnswer) -> None:
        for flag, store in self._stores.items():
            if call.environment.get(flag):
                store.put(request, answer)

    async def _stream(
        self, call: _Call, piece: bytes, gone: Callable[[], bool], send: Send, threads: ThreadPoolExecutor
    ) -> None:
        """Send an answer in pieces, each fetched when the one before it is on its way."""
        loop = asyncio.get_running_loop()
        try:
            await send({"type": "http.response.start", "status": call.status, "headers": call.headers})
            while piece and not gone():
                await send({"type": "http.response.body", "body": piece, "more_body": True})
                piece = await loop.run_in_executor(threads, call.piece)
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            call.close()


class _Call:
    """One call of the application, answered whole or in pieces."""

    def __init__(self, inner: WSGIApplication, environment: WSGIEnvironment) -> None:
        self.environment = environment
        self.status = 500
        self.headers: Headers = []
        self._inner = inner
        self._body: Iterable[bytes] = ()
        self._parts: Iterator[bytes] = iter(())

    def start(self) -> WholeAnswer | bytes:
        """Return the whole answer, or the first piece of a long one, whose caller has to close this."""
        self._body = self._inner(self.environment, self._started)
        self._parts = iter(self._body)
        try:
            piece = self.piece()
            following = next(self._parts, None)
        except BaseException:
            self.close()
            raise
        if following is None:
            self.close()
            return WholeAnswer(self.status, self.headers, piece)
        self._parts = _chain(following, self._parts)
        return piece

    def piece(self) -> bytes:
        """Return the next bytes of the body, at least a piece unless it ends."""
        parts: list[bytes] = []
        size = 0
        for part in self._parts:
            parts.append(part)
            size += len(part)
            if size >= _PIECE:
                break
        return b"".join(parts)

    def close(self) -> None:
        """Tell the application that its answer has been taken, or never will be."""
        close: Callable[[], object] | None = getattr(self._body, "close", None)
        if close is not None:
            close()

    def _started(self, status: str, headers: list[tuple[str, str]], error: Any = None, /) -> Callable[[bytes], object]:  # noqa: ANN401 - PEP 3333
        self.status = int(status[:3])
        self.headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        return _no_writing


def _no_writing(_: bytes) -> object:
    raise NotImplementedError("write() of PEP 3333 is for applications of its time; return the body instead.")


def _chain(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


async def _send(send: Send, answer: WholeAnswer) -> None:
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
    await send({"type": "http.response.body", "body": answer.body, "more_body": False})


async def _read(scope: Scope, receive: Receive, body: IO[bytes], longest: int) -> WholeAnswer | None:
    """Read the body of a request into a file; return what to say of one that is too long."""
    size = 0
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit() and int(value) > longest:
            return _too_long()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise ConnectionError
        body.write(message["body"])
        size += len(message["body"])
        if size > longest:
            return _too_long()
        if not message["more_body"]:
            body.seek(0)
            return None


def _too_long() -> WholeAnswer:
    return refusal(413, "The request is too large.", "Send a shorter text.")


class _Departure:
    """Knows when the client leaves, from when it is first asked on; it takes over the receiving."""

    def __init__(self, receive: Receive) -> None:
        self.receive = receive
        self._gone = False
        self._watching: asyncio.Task[None] | None = None

    def __call__(self) -> bool:
        """Say whether the client has left, in the loop of the server."""
        self.watch()
        return self._gone

    def left(self) -> bool:
        """Say the same in any thread, once the watch has begun."""
        return self._gone

    def watch(self) -> None:
        """Begin to watch; after the body of a request nothing but the end can come (ASGI, HTTP disconnect)."""
        if self._watching is None:
            self._watching = asyncio.ensure_future(self._watch())

    def forget(self) -> None:
        """Watch no more."""
        if self._watching is not None:
            self._watching.cancel()

    async def _watch(self) -> None:
        with suppress(asyncio.CancelledError):
            while (await self.receive())["type"] != "http.disconnect":
                pass
            self._gone = True


def _environment(scope: Scope, body: IO[bytes], gone: Callable[[], bool]) -> WSGIEnvironment:
    """Return what PEP 3333 calls the environment: headers as in CGI, bytes as Latin-1."""
    server = scope["server"] or ("localhost", 80)
    environment: WSGIEnvironment = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1] or 0),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
        # the body ends where it ends, also when its length was not said beforehand
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        CLIENT_GONE: gone,
    }
    if scope["client"]:
        environment["REMOTE_ADDR"] = scope["client"][0]
    for name, value in scope["headers"]:
        if b"_" in name:  # in CGI it would pass for the header with a hyphen
            continue
        variable = name.decode("latin-1").upper().replace("-", "_")
        if variable not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            variable = f"HTTP_{variable}"
        text = value.decode("latin-1")
        environment[variable] = f"{environment[variable]},{text}" if variable in environment else text
    return environment
