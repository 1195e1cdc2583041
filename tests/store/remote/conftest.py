"""Real servers in folders of their own, and one on loopback that answers exactly what a test tells it to."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

Answering = Callable[[socket.socket, bytes], None]


class Liar:
    """A server for one test: it reads a whole request, keeps it, and lets a function answer as it likes."""

    def __init__(self) -> None:
        self.requests: list[bytes] = []
        self.answers: list[Answering] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}/sparql"

    def says(self, status: str, media_type: str, body: bytes | str, *headers: str, length: int | None = None) -> None:
        """Answer every request from now on with this; `length` may be a lie."""
        data = body.encode() if isinstance(body, str) else body
        lines = [
            f"HTTP/1.1 {status}",
            f"Content-Type: {media_type}",
            f"Content-Length: {len(data) if length is None else length}",
            "Connection: close",
            *headers,
        ]
        self.does(lambda line, _: line.sendall("\r\n".join([*lines, "", ""]).encode() + data))

    def does(self, answering: Answering) -> None:
        """Answer every request from now on with this function of the connection and the request."""
        self.answers = [answering]

    def close(self) -> None:
        """Stop listening."""
        self._listening.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                line, _ = self._listening.accept()
                threading.Thread(target=self._one, args=(line,), daemon=True).start()

    def _one(self, line: socket.socket) -> None:
        with line, suppress(OSError, IndexError):
            data = b""
            while b"\r\n\r\n" not in data:
                data += line.recv(65536)
            head, _, body = data.partition(b"\r\n\r\n")
            size = next(
                (
                    int(one.partition(b":")[2])
                    for one in head.split(b"\r\n")
                    if one.lower().startswith(b"content-length")
                ),
                0,
            )
            while len(body) < size:
                body += line.recv(65536)
            self.requests.append(head + b"\r\n\r\n" + body)
            self.answers[-1](line, self.requests[-1])


@pytest.fixture
def liar() -> Iterator[Liar]:
    """A server that says what it is told to say."""
    server = Liar()
    yield server
    server.close()
