"""The server as it is run: clients that leave, that send drop by drop, or that send what is no request."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from collections.abc import Iterator
from urllib.parse import quote

import pytest

from widgraph.release import Release
from widgraph.settings import Settings
from widgraph.web import create_app, make_server

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def port(release: Release) -> Iterator[int]:
    """One worker with a long limit, and little patience."""
    settings = Settings(query_seconds=60.0, query_workers=1)
    with create_app(release, settings) as app:
        server = make_server(app, settings, port=0)
        server.adj.channel_timeout = 1
        server.adj.cleanup_interval = 0.2
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        yield int(server.effective_port)
        server.close()


def sent(port: int, request: bytes) -> bytes:
    """Return all that comes back until the server hangs up."""
    found = b""
    with socket.create_connection(("127.0.0.1", port), timeout=40) as client:
        client.sendall(request)
        while part := client.recv(65_536):
            found += part
    return found


def asking(query: str) -> bytes:
    return f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode()


def test_a_client_that_leaves_takes_its_query_along(port: int) -> None:
    assert sent(port, asking("ASK {}")).startswith(b"HTTP/1.1 200")
    with socket.create_connection(("127.0.0.1", port), timeout=40) as client:
        client.sendall(asking(ENDLESS))
        time.sleep(1)
    # the only worker would be busy for another minute
    assert sent(port, asking("SELECT (1 AS ?x) {}")).startswith(b"HTTP/1.1 200")


def test_a_request_that_comes_drop_by_drop_is_given_up(port: int) -> None:
    start = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=40) as client:
        client.sendall(b"GET /meetings HTTP/1.1\r\n")
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            while time.monotonic() - start < 20:
                client.sendall(b"A: b\r\n")
                time.sleep(0.05)
    assert time.monotonic() - start < 20


def test_what_is_no_request_is_refused_in_the_same_shape(port: int) -> None:
    """RFC 9457, although the application never sees it."""
    head, _, body = sent(port, b"nonsense\r\n\r\n").partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.0 400")
    assert b"application/problem+json" in head
    assert json.loads(body)["status"] == 400
