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

from widgraph.errors import UsageError
from widgraph.release import Release
from widgraph.server import make_server
from widgraph.settings import Settings
from widgraph.web import create_app

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def port(release: Release) -> Iterator[int]:
    """One worker with a long limit, and little patience."""
    settings = Settings(query_seconds=60.0, query_workers=1)
    with create_app(release, settings) as app:
        server = make_server(app, settings, port=0, patience=1)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        yield server.effective_port
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


@pytest.mark.parametrize("prefix", ["", "/women"])
def test_pages_are_made_while_queries_inside_pages_are_waited_for(release: Release, prefix: str) -> None:
    settings = Settings(query_seconds=60.0, threads=1, path_prefix=prefix)
    with create_app(release, settings) as app:
        server = make_server(app, settings, port=0)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        with socket.create_connection(("127.0.0.1", server.effective_port), timeout=40) as held:
            held.sendall(asking(ENDLESS).replace(b"/sparql", prefix.encode() + b"/answers"))
            held.settimeout(0.3)
            with pytest.raises(TimeoutError):
                held.recv(1)
            page = f"GET {prefix}/meetings HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode()
            assert sent(server.effective_port, page).startswith(b"HTTP/1.1 200")
            with pytest.raises(TimeoutError):
                held.recv(1)
        server.close()
        thread.join(10)


def test_a_request_that_comes_drop_by_drop_is_given_up(port: int) -> None:
    start = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=40) as client:
        client.sendall(b"GET /meetings HTTP/1.1\r\n")
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            while time.monotonic() - start < 20:
                client.sendall(b"A: b\r\n")
                time.sleep(0.05)
    assert time.monotonic() - start < 20


def test_a_body_that_does_not_come_is_given_up(port: int) -> None:
    """RFC 9110, section 15.5.9."""
    head = b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\nContent-Length: 9\r\n\r\n"
    reply = sent(port, head + b"ASK")
    assert reply.startswith(b"HTTP/1.1 408")
    assert b"application/problem+json" in reply


def test_a_body_in_chunks_is_read_whole(port: int) -> None:
    """RFC 9112, section 7.1."""
    head = (
        b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\n"
        b"Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    reply = sent(port, head + b"4\r\nASK \r\n2\r\n{}\r\n0\r\n\r\n")
    assert reply.startswith(b"HTTP/1.1 200")
    assert reply.endswith(b'"boolean":true}')


def test_a_client_that_does_not_read_its_answer_is_let_go(port: int) -> None:
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.settimeout(40)
        client.connect(("127.0.0.1", port))
        client.sendall(b"GET /dumps/widgraph.nq HTTP/1.1\r\nHost: a\r\n\r\n" * 4)
        time.sleep(4)  # the patience of a second, and twice the second between two looks
        read = 0
        with contextlib.suppress(ConnectionResetError):
            while part := client.recv(1 << 20):
                read += len(part)
    assert read < 4 << 20


def test_a_file_comes_in_pieces_and_is_the_file(port: int, release: Release) -> None:
    wanted = release.dump("nq").read_bytes()
    assert len(wanted) > 4 * 256 * 1024
    head, _, body = sent(port, b"GET /dumps/widgraph.nq HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").partition(
        b"\r\n\r\n"
    )
    assert head.startswith(b"HTTP/1.1 200")
    assert body == wanted


def test_requests_sent_at_once_are_answered_in_their_order(port: int) -> None:
    """RFC 9112, section 9.3.2."""
    ask = b"GET /%s HTTP/1.1\r\nHost: a\r\n%s\r\n"
    reply = sent(port, ask % (b"meetings", b"") + ask % (b"nothing-here", b"") + ask % (b"", b"Connection: close\r\n"))
    found = [reply.index(b"HTTP/1.1 200"), reply.index(b"HTTP/1.1 404"), reply.rindex(b"HTTP/1.1 200")]
    assert found == sorted(set(found))


def test_headers_without_end_are_refused(port: int) -> None:
    """RFC 6585, section 5."""
    with socket.create_connection(("127.0.0.1", port), timeout=40) as client:
        client.sendall(b"GET / HTTP/1.1\r\n" + b"".join(b"A%d: %s\r\n" % (n, b"b" * 1000) for n in range(140)))
        assert client.recv(65_536).startswith(b"HTTP/1.1 431")


def test_a_header_with_an_underscore_passes_for_no_other(port: int) -> None:
    """`Accept_Language` would be HTTP_ACCEPT_LANGUAGE in the environment (RFC 3875, section 4.1.18)."""
    ask = b"GET /meetings HTTP/1.1\r\nHost: a\r\nAccept: text/html\r\n%s: fr\r\nConnection: close\r\n\r\n"
    assert b"content-language: nl" in sent(port, ask % b"Accept_Language")
    assert b"content-language: fr" in sent(port, ask % b"Accept-Language")


def test_an_address_that_is_taken_is_named(release: Release, port: int) -> None:
    with create_app(release) as app, pytest.raises(UsageError, match=f"127.0.0.1:{port}"):
        make_server(app, Settings(), port=port)


@pytest.mark.parametrize("begun", [True, False])
def test_a_server_may_be_closed_as_soon_as_it_is_made(release: Release, begun: bool) -> None:
    with create_app(release) as app:
        server = make_server(app, Settings(), port=0)
        thread = threading.Thread(target=server.run, daemon=True)
        if begun:
            thread.start()
        server.close()
        if not begun:
            thread.start()
        thread.join(20)
        assert not thread.is_alive()
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", server.effective_port), timeout=5)


def test_what_is_no_request_is_refused_in_the_same_shape(port: int) -> None:
    """RFC 9457, although the application never sees it."""
    head, _, body = sent(port, b"nonsense\r\n\r\n").partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400")
    assert b"application/problem+json" in head
    assert json.loads(body)["status"] == 400
