"""HTTP to an endpoint that may do anything: hang, trickle, lead elsewhere, break off, never stop.

One deadline covers a request from connecting to the last byte, one bound covers its bytes, and a request whose answer
nobody waits for any more is dropped. No redirect is followed and no proxy used, so what we send, credentials above all,
goes to the address that was given and nowhere else.
"""

from __future__ import annotations

import base64
import http.client
import socket
import ssl
import threading
import time
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from widgraph.errors import EndpointError, EndpointTimeout, QueryAbandoned, QueryError, UsageError
from widgraph.store import _messages as messages
from widgraph.store.remote._credentials import Credentials

_LOOPBACK: Final = {"127.0.0.1", "::1", "localhost"}
_PART: Final = 1 << 16
#: How often we look whether somebody still waits for an answer, in seconds.
_PULSE: Final = 0.1
Connection = http.client.HTTPConnection


def nobody_left() -> bool:
    """Say that somebody waits: for requests that no client stands behind."""
    return False


@dataclass(frozen=True)
class Reply:
    """An answer: status, headers by lower-case name, body.

    `open_end` says that HTTP did not mark where the body ends: only its own syntax can tell whether it is whole.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    open_end: bool = False

    @property
    def media_type(self) -> str:
        """The media type without parameters, in lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


def checked_url(url: str) -> str:
    """Return the address of an endpoint; raise UsageError when it is none, or holds credentials."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        parts, usable = urlsplit(""), False
    if parts.username is not None or parts.password is not None:
        raise UsageError(
            "Credentials do not belong in the address of an endpoint.",
            "Set WIDGRAPH_ENDPOINT_USER and WIDGRAPH_ENDPOINT_PASSWORD, or 'endpoint_credentials'.",
        )
    if not usable or not url.isascii() or any(character <= " " for character in url):
        raise UsageError(f"{url!r} is no address of an endpoint.", "Write for example http://localhost:7878/query.")
    return urlunsplit(parts._replace(fragment=""))


def shown(url: str) -> str:
    """Return an address as it may be shown: without query, which can be long or private."""
    return urlunsplit(urlsplit(url)._replace(query="", fragment="")).replace("\n", " ")[:200]


class Http:
    """Sends requests over kept connections; credentials go out only when a server asks for them."""

    def __init__(self, credentials: Credentials | None = None) -> None:
        self._credentials = credentials
        self._idle: dict[tuple[str, str], list[Connection]] = defaultdict(list)
        self._challenges: dict[str, str] = {}
        self._lock = threading.Lock()

    def send(
        self, request: urllib.request.Request, seconds: float, most: int, gone: Callable[[], bool] = nobody_left
    ) -> Reply:
        """Return the answer to a request.

        Raises EndpointTimeout after `seconds`; EndpointError when the endpoint cannot be reached, breaks off, sends
        more than `most` bytes or leads elsewhere; QueryAbandoned once `gone` says that nobody waits.
        """
        wait = _Wait(time.monotonic() + seconds, gone)
        known = self._challenges.get(_place(request))
        if known:
            request.add_unredirected_header("Authorization", self._authorization(request, known))
        reply = self._once(request, wait, most)
        if reply.status == 401 and self._credentials is not None:
            challenge = reply.headers.get("www-authenticate", "")
            request.add_unredirected_header("Authorization", self._authorization(request, challenge))
            reply = self._once(request, wait, most)
            if reply.status != 401:
                self._challenges[_place(request)] = challenge
        if 300 <= reply.status < 400:
            target = shown(reply.headers.get("location", "nowhere"))
            raise EndpointError(
                f"{shown(request.full_url)} leads elsewhere, to {target}.",
                "Give the address it leads to, if you trust it.",
            )
        return reply

    def knock(self, url: str, seconds: float, most: int) -> None:
        """Learn how an address wants credentials before a large body goes there: servers hang up in its middle."""
        request = urllib.request.Request(url)  # noqa: S310 - from an address that checked_url let through
        if self._credentials is not None and _place(request) not in self._challenges:
            self.send(request, seconds, most)

    def close(self) -> None:
        """Close the kept connections."""
        with self._lock:
            kept, self._idle = self._idle, defaultdict(list)
        for connections in kept.values():
            for connection in connections:
                connection.close()

    def _once(self, request: urllib.request.Request, wait: _Wait, most: int) -> Reply:
        place = shown(request.full_url)
        key = (request.type, request.host)
        while True:
            with self._lock:
                kept = self._idle[key].pop() if self._idle[key] else None
            connection = kept or self._connection(request)
            try:
                with _watched(connection, wait, place):
                    reply, whole = _exchange(connection, request, most, place)
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError) as error:
                connection.close()
                if kept is not None:
                    continue  # the server had closed the kept connection; nothing was answered on it
                raise EndpointError(f"{place} broke off: {_reason(error)}.") from None
            except (EndpointError, QueryError):
                connection.close()
                raise
            except (OSError, http.client.HTTPException, ValueError) as error:
                connection.close()
                raise EndpointError(f"{place} gives no answer: {_reason(error)}.", "Check that it runs.") from None
            if whole:
                with self._lock:
                    self._idle[key].append(connection)
            else:
                connection.close()
            return reply

    def _connection(self, request: urllib.request.Request) -> Connection:
        if request.type == "https":
            return http.client.HTTPSConnection(request.host, context=ssl.create_default_context())
        return Connection(request.host)

    def _authorization(self, request: urllib.request.Request, asked: str) -> str:
        """Answer a challenge (RFC 7616, RFC 7617); a readable password only ever goes over TLS or loopback."""
        if self._credentials is None:
            raise TypeError("no credentials")
        scheme, _, rest = asked.partition(" ")
        user, password = self._credentials.user, self._credentials.password
        if scheme.lower() == "digest":
            passwords = urllib.request.HTTPPasswordMgr()
            challenge = urllib.request.parse_keqv_list(urllib.request.parse_http_list(rest))
            passwords.add_password(challenge.get("realm", ""), request.full_url, user, password)
            handler = urllib.request.HTTPDigestAuthHandler(passwords)
            try:
                made = handler.get_authorization(request, challenge)
            except (KeyError, ValueError):
                made = None
            if made:
                return f"Digest {made}"
        elif scheme.lower() == "basic":
            if request.type != "https" and urlsplit(request.full_url).hostname not in _LOOPBACK:
                raise EndpointError(
                    f"{shown(request.full_url)} wants a readable password over an open line.", "Use its https address."
                )
            return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
        raise EndpointError(
            f"{shown(request.full_url)} asks for credentials in an unknown way.", "Digest and Basic work."
        )


@dataclass(frozen=True)
class _Wait:
    """Until when somebody waits for an answer, by time.monotonic(), and what tells that they have left."""

    end: float
    gone: Callable[[], bool]


@contextmanager
def _watched(connection: Connection, wait: _Wait, place: str) -> Iterator[None]:
    """Connect, and shut the line when time is over or nobody waits, whatever the other side is doing."""
    why: list[EndpointTimeout | QueryAbandoned] = []

    def over() -> bool:
        if time.monotonic() >= wait.end:
            why.append(EndpointTimeout(f"{place} did not answer in time.", "Ask for less, or raise the limit."))
        elif wait.gone():
            why.append(QueryAbandoned(messages.ABANDONED))
        return bool(why)

    if over():
        raise why[0]
    if connection.sock is None:
        connection.timeout = wait.end - time.monotonic()
        try:
            connection.connect()
        except TimeoutError:
            raise EndpointTimeout(f"{place} did not answer in time.", "Ask for less, or raise the limit.") from None
    line, done = connection.sock, threading.Event()

    def watch() -> None:
        pulse = _PULSE if wait.gone is not nobody_left else wait.end - time.monotonic()
        while not done.wait(max(0.0, min(pulse, wait.end - time.monotonic()))):
            if over():
                with suppress(OSError):
                    line.shutdown(socket.SHUT_RDWR)
                return

    watching = threading.Thread(target=watch, name="endpoint-watch", daemon=True)
    watching.start()
    try:
        line.settimeout(max(0.0, wait.end - time.monotonic()) + 1)
        yield
    except Exception:
        if why:
            raise why[0] from None
        raise
    finally:
        done.set()
    watching.join()  # it may be about to shut the line, which then is not to be kept
    if why:
        raise why[0]


def _exchange(connection: Connection, request: urllib.request.Request, most: int, place: str) -> tuple[Reply, bool]:
    """Send, receive, and say whether the connection can be used again."""
    headers = {**request.headers, **request.unredirected_hdrs}
    body = request.data if isinstance(request.data, bytes) else None
    try:
        connection.request(request.get_method(), request.selector, body, headers)
    except (BrokenPipeError, ConnectionResetError):
        if connection.sock is None:
            raise
        # it hung up on a body it did not want, and may have said why
    response = connection.getresponse()
    found = {name.lower(): value for name, value in response.getheaders()}
    data = bytearray()
    while part := response.read(_PART):
        data += part
        if len(data) > most:
            raise EndpointError(f"{place} sends more than {most} bytes.", "Ask for less.")
    length = found.get("content-length", "")
    if request.get_method() != "HEAD" and length.isdigit() and int(length) > len(data):
        raise EndpointError(f"{place} broke off after {len(data)} of {length} bytes.", "Try again.")
    if "content-encoding" in found and found["content-encoding"] != "identity":
        raise EndpointError(f"{place} answers in an encoding nobody asked for.")
    open_end = not length and not response.chunked
    return Reply(response.status, found, bytes(data), open_end), not response.will_close


def _place(request: urllib.request.Request) -> str:
    """Return what a challenge is good for: an address without its query."""
    return request.full_url.partition("?")[0]


def _reason(error: Exception) -> str:
    if isinstance(error, http.client.IncompleteRead):
        return "the answer is not whole"
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join(str(text).split())[:200]
