"""HTTP to one host and no other: time and size limited, redirects seen, none followed to elsewhere."""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urljoin, urlsplit

from widgraph import __version__
from widgraph.errors import UsageError

#: ckanext-dcat's default limit of a document (checklist A6).
MOST_BYTES: Final = 50_000_000
#: piveau's time limit of an answer (checklist A6).
MOST_SECONDS: Final = 60.0
_MOST_REDIRECTS: Final = 5
_PORTS = {"http": 80, "https": 443}
#: The media types of an answer to harvesters are asked for as data.gov.be does: whatever there is.
_HEADERS = {"Accept": "*/*", "User-Agent": f"widgraph/{__version__} (rehearsal of a DCAT harvest)"}


class FetchError(Exception):
    """No whole answer came: the message says why, `rule` which limit it broke."""

    def __init__(self, message: str, rule: str = "A1") -> None:
        super().__init__(message)
        self.rule = rule


@dataclass(frozen=True)
class Answer:
    """What came back: the last address asked, its status, headers in lower case, the bytes, the redirects."""

    url: str
    status: int
    headers: Mapping[str, str]
    content: bytes = b""
    redirects: tuple[str, ...] = field(default=())

    @property
    def media_type(self) -> str | None:
        """Return the media type without its parameters."""
        value = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        return value or None


def host_of(url: str) -> tuple[str, int] | None:
    """Return host and port of an http(s) address, or None for anything else."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not parts.hostname:
        return None
    return parts.hostname.lower(), port or _PORTS[parts.scheme]


def same_host(one: str, other: str) -> bool:
    """Say whether two addresses are on one host; http and https on their usual ports are one."""
    first, second = host_of(one), host_of(other)
    if first is None or second is None:
        return False
    usual = set(_PORTS.values())
    return first[0] == second[0] and (first[1] == second[1] or {first[1], second[1]} <= usual)


def fetch(url: str, *, method: str = "GET", seconds: float = MOST_SECONDS, most_bytes: int = MOST_BYTES) -> Answer:
    """Ask one address; follow redirects on the same host only.

    A redirect to elsewhere is returned as it came (status 3xx, `location` in the headers). Raises FetchError when no
    whole answer came within `seconds` and `most_bytes`, UsageError when the host cannot be reached at all.
    """
    until = time.monotonic() + seconds
    redirects: list[str] = []
    while True:
        answer = _ask(url, method, until, most_bytes)
        location = answer.headers.get("location")
        if answer.status not in (301, 302, 303, 307, 308) or not location:
            return Answer(url, answer.status, answer.headers, answer.content, tuple(redirects))
        target = urljoin(url, location)
        if not same_host(url, target):
            return Answer(url, answer.status, {**answer.headers, "location": target}, b"", tuple(redirects))
        redirects.append(target)
        if len(redirects) > _MOST_REDIRECTS:
            raise FetchError(f"{redirects[0]} leads through more than {_MOST_REDIRECTS} redirects.")
        url = target


def _ask(url: str, method: str, until: float, most_bytes: int) -> Answer:
    left = until - time.monotonic()
    if left <= 0:
        raise FetchError("No answer in time.", "A6")
    connection = _connection(url, left)
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.connect()
    except TimeoutError as error:
        raise FetchError("No connection in time.", "A6") from error
    except (OSError, ValueError) as error:
        raise UsageError(
            f"{url} cannot be reached: {error}.", "Check the address, and that the server runs."
        ) from error
    # a server that sends one byte now and then never meets a socket's own time limit
    alarm = threading.Timer(max(0.01, until - time.monotonic()), _hang_up, (connection,))
    alarm.daemon = True
    alarm.start()
    try:
        connection.request(method, target, headers=_HEADERS)
        with connection.getresponse() as response:
            headers = {name.lower(): value for name, value in response.getheaders()}
            return Answer(url, response.status, headers, _content(response, method, until, most_bytes))
    except FetchError:
        raise
    except (OSError, http.client.HTTPException, ValueError) as error:
        if time.monotonic() >= until - 0.05:
            raise FetchError("The answer did not come whole in time.", "A6") from error
        raise FetchError(f"The answer broke off: {type(error).__name__} {error}".rstrip() + ".") from error
    finally:
        alarm.cancel()
        connection.close()


def _connection(url: str, seconds: float) -> http.client.HTTPConnection:
    place = host_of(url)
    if place is None:
        raise UsageError(f"{url} is no http or https address.", "Give an address that begins with http:// or https://.")
    if urlsplit(url).scheme == "https":
        return http.client.HTTPSConnection(*place, timeout=seconds, context=ssl.create_default_context())
    return http.client.HTTPConnection(*place, timeout=seconds)


def _hang_up(connection: http.client.HTTPConnection) -> None:
    """End a connection from another thread: closing alone would leave a waiting read waiting."""
    with contextlib.suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)


def _content(response: http.client.HTTPResponse, method: str, until: float, most_bytes: int) -> bytes:
    if method == "HEAD":
        return b""
    parts, size = [], 0
    while part := response.read1(1 << 16):
        parts.append(part)
        size += len(part)
        if size > most_bytes:
            raise FetchError(f"The document is larger than {most_bytes} bytes.", "A6")
        if time.monotonic() > until:
            raise FetchError("The answer did not come whole in time.", "A6")
    stated = response.headers.get("Content-Length")
    if stated is not None and stated.isdigit() and int(stated) != size:
        raise FetchError(f"The answer broke off: {size} of {stated} bytes came.")
    return b"".join(parts)
