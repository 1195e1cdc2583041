"""Requests as bytes on a socket: what no well-behaved client library would send."""

from __future__ import annotations

import contextlib
import json
import socket
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Reply:
    """What came back: status, headers by lower-case name in the order sent, body."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """Return the value of a header, several joined by commas."""
        return ", ".join(value for found, value in self.headers if found == name)


def exchange(address: tuple[str, int], request: bytes) -> Reply:
    """Send bytes, read until the server closes, and return the first answer; an empty one has status 0."""
    with socket.create_connection(address, timeout=20) as connection:
        # a server that has seen enough may hang up; what it said is still to be read
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall(request)
        received = bytearray()
        with contextlib.suppress(ConnectionResetError):
            while chunk := connection.recv(65536):
                received += chunk
    head, _, body = bytes(received).partition(b"\r\n\r\n")
    if not head:
        return Reply(0, (), b"")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = tuple((name.strip().lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines))
    return Reply(int(first.split(" ")[1]), headers, body)


def request(target: str, headers: Mapping[str, str], method: str = "GET", body: bytes = b"") -> bytes:
    """Return a request with a target and header values exactly as given, in Latin-1."""
    given = {"Host": "localhost", "Connection": "close", **headers}
    if body:
        given["Content-Length"] = str(len(body))
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in given.items()), "", ""]
    return "\r\n".join(lines).encode("latin-1", "replace") + body


def assert_clear(reply: Reply, sent: object) -> None:
    """Check that an answer is no failure of ours, and a refusal one a client understands (RFC 9457)."""
    assert 200 <= reply.status < 500, (reply.status, sent, reply.body[:300])
    names = [name for name, _ in reply.headers]
    assert "x-injected" not in names, sent
    assert "set-cookie" not in names, sent
    kind = reply.header("content-type")
    if kind.startswith("text/html"):
        assert b"<script>alert" not in reply.body, sent
        assert b"<img src=x" not in reply.body, sent
    if reply.status < 400:
        return
    if kind == "application/problem+json":
        document = json.loads(reply.body)
        assert document["status"] == reply.status, sent
        assert document["title"], sent
        assert document["detail"], sent
    else:
        assert kind == "text/html; charset=utf-8", (kind, sent)
        assert b"<h1>" in reply.body, sent
    assert b"Traceback" not in reply.body, sent
