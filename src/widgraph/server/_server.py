"""The server that runs the site: uvicorn, with limits on what one client may hold.

It parses HTTP and moves bytes; `_gateway` answers.
"""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from widgraph.errors import UsageError
from widgraph.server._ahead import Ahead
from widgraph.server._gateway import Gateway
from widgraph.server._kept import KeptAnswers, WholeAnswer
from widgraph.server._refusal import refusal
from widgraph.web import DirectQueries, best_language, page_paths, waiting_paths

if TYPE_CHECKING:
    from widgraph.settings import Settings
    from widgraph.web import WebApp

#: Requests have to be complete within this time, and answers be taken on within it, in seconds.
_PATIENCE: Final = 30.0
_CONNECTIONS: Final = 1000
#: The longest body, so that the application can say itself what is too long.
_LONGEST_BODY: Final = 16 << 20
#: What a form may have around a file.
_FORM: Final = 64 << 10
#: Address and headers of one request, in bytes; a query of the longest length fits, percent-encoded.
_LONGEST_HEAD: Final = 128 << 10
#: How often connections are looked after, in ticks of the server, ten a second.
_TICKS: Final = 10
_BACKLOG: Final = 1024


def make_server(
    app: WebApp, settings: Settings, *, port: int | None = None, patience: float = _PATIENCE, ahead: bool = False
) -> Server:
    """Return a server for the site, bound to the address of the settings; call its `run`.

    A client has `patience` seconds for a request, and to take on any part of an answer. With `ahead`, pages are made
    before anybody asks for them, as far as the settings allow. Raises UsageError when the address cannot be had.
    """
    normal = {b"accept-language": _language}
    gateway = Gateway(
        app,
        threads=settings.threads,
        pages=KeptAnswers(settings.page_cache_mib << 20, normal),
        queries=KeptAnswers(settings.query_cache_mib << 20, normal),
        longest_body=max(_LONGEST_BODY, settings.editor_bytes + _FORM if settings.editor_data else 0),
        patience=patience,
        waiting=_CONNECTIONS,
        direct=DirectQueries(app, settings),
        waits=waiting_paths(settings),
    )
    paths = page_paths(app) if ahead and settings.pages_ahead and not settings.endpoint else []
    prefix = settings.path_prefix.strip("/")
    maker = Ahead(gateway, paths, settings.pages_ahead / 100, f"/{prefix}" if prefix else "")
    return Server(gateway, _bound(settings.host, settings.port if port is None else port), patience, maker)


class Server(uvicorn.Server):
    """One running site; `close` ends `run` from any thread."""

    def __init__(self, gateway: Gateway, sockets: list[socket.socket], patience: float, ahead: Ahead) -> None:
        super().__init__(
            uvicorn.Config(
                gateway,
                http=_Connection,
                loop="uvloop",
                ws="none",
                lifespan="off",
                interface="asgi3",
                log_config=None,
                access_log=False,
                proxy_headers=False,
                server_header=False,
                timeout_keep_alive=int(patience) + 1,
                timeout_graceful_shutdown=1,
                backlog=_BACKLOG,
            )
        )
        self.effective_port: int = sockets[0].getsockname()[1]
        self._gateway = gateway
        self._ahead = ahead
        self._sockets = sockets
        self._patience = patience
        self._beginning = threading.Lock()
        self._begun = False
        self._running_in: asyncio.AbstractEventLoop | None = None

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve until `close` is called, or with KeyboardInterrupt until Ctrl-C."""
        with self._beginning:
            self._begun = not self.should_exit
        if not self._begun:
            return
        self._ahead.start()
        try:
            super().run(sockets or self._sockets)
        finally:
            self._ahead.close()
            self._gateway.close(self._running_in)

    def close(self) -> None:
        """Stop soon; what is being answered has a second. A server that has not begun never will."""
        with self._beginning:
            self.should_exit = True
            if not self._begun:
                for one in self._sockets:
                    one.close()

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """Leave signals to whoever runs the server."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        self._running_in = asyncio.get_running_loop()
        self._gateway.begin(self._running_in)
        await super().startup(sockets)

    async def on_tick(self, counter: int) -> bool:
        """Look after the connections now and then."""
        if counter % _TICKS == 0:
            now = time.monotonic()
            for connection in list(self.server_state.connections):
                if isinstance(connection, _Connection) and connection.overdue(now, self._patience):
                    connection.give_up()
        return await super().on_tick(counter)


class _Connection(HttpToolsProtocol):
    """A connection whose client has to go on: a request that comes drop by drop is no activity."""

    def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 - what uvicorn gives
        super().__init__(*arguments, **named)
        self._since = time.monotonic()
        self._answering = False
        self._head = 0
        self._unsent = 0
        self._unsent_since = self._since

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > _CONNECTIONS:
            transport.abort()

    def data_received(self, data: bytes) -> None:
        if not self._answering:
            self._head += len(data)
            if self._head > _LONGEST_HEAD:
                self._refuse(refusal(431, "The request is too large.", "Send a shorter address, or a POST."))
                return
        super().data_received(data)

    def on_headers_complete(self) -> None:
        self._answering, self._head = True, 0
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        self._answering, self._since = bool(self.pipeline), time.monotonic()
        super().on_response_complete()

    def resume_writing(self) -> None:
        self._unsent = 0
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        hint = "Check the method (GET, HEAD, POST or OPTIONS), the address and the headers."
        self._refuse(refusal(400, "This is no HTTP request (RFC 9112).", hint))

    def overdue(self, now: float, patience: float) -> bool:
        """Say whether the client has neither finished a request nor taken on an answer for so many seconds."""
        unsent = self.transport.get_write_buffer_size()
        if unsent == 0 or unsent < self._unsent or self._unsent == 0:
            self._unsent_since = now
        self._unsent = unsent
        if unsent:
            return now - self._unsent_since > patience
        return not self._answering and now - self._since > patience

    def give_up(self) -> None:
        """Hang up at once, whatever is still unsent."""
        if self.cycle is not None:
            self.cycle.disconnected = True
        self.transport.abort()

    def _refuse(self, answer: WholeAnswer) -> None:
        head = b"".join(b"%s: %s\r\n" % header for header in answer.headers)
        phrase = HTTPStatus(answer.status).phrase.encode()
        self.transport.write(b"HTTP/1.1 %d %s\r\n%s\r\n%s" % (answer.status, phrase, head, answer.body))
        self.transport.close()


def _language(accepted: bytes) -> bytes:
    """Return the language that a header gets: the only thing of it that an answer depends on."""
    return best_language(accepted.decode("latin-1")).encode()


def _bound(host: str, port: int) -> list[socket.socket]:
    """Return a socket for each address that a name such as localhost stands for, all on one port."""
    sockets: list[socket.socket] = []
    try:
        for family, kind, protocol, _, address in socket.getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        ):
            one = socket.socket(family, kind, protocol)
            sockets.append(one)
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            chosen = sockets[0].getsockname()[1] if len(sockets) > 1 else port
            one.bind((address[0], chosen, *address[2:]))
            one.listen(_BACKLOG)
            one.setblocking(False)
    except OSError as error:
        for one in sockets:
            one.close()
        raise UsageError(
            f"The address {host}:{port} cannot be had: {error.strerror}.", "Choose another with --host and --port."
        ) from error
    return sockets
