"""Whatever is sent, the service stays up, good clients keep their answers, memory comes back (design, section 6).

That the good client had every answer, and that memory is back, is looked at when the last test has run: see `service`.
"""

from __future__ import annotations

import contextlib
import json
import socket
import time
from collections.abc import Iterator

import pytest
from tests.hostile.cases import CASES
from tests.hostile.conftest import SECONDS, Service
from tests.trap import trapping

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
#: A whole or cut answer; not SPARQL, or refused; too large; stopped at a limit.
STATUSES = {200, 400, 413, 422, 503}
#: Limits are kept by the clock, but the test machine may be busy; `benchmarks/hostile.py` measures.
GRACE = 5.0


@pytest.fixture(scope="module")
def trap() -> Iterator[tuple[str, list[str]]]:
    with trapping() as found:
        yield found


def test_there_are_enough_of_them() -> None:
    assert len(set(CASES.values())) >= 50


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_query_gets_one_clean_answer(service: Service, trap: tuple[str, list[str]], name: str) -> None:
    address, received = trap
    start = time.monotonic()
    status, kind, body = service.query(CASES[name].replace("ADDRESS", address))
    assert time.monotonic() - start < SECONDS + GRACE
    assert status in STATUSES
    if status != 200:
        assert kind == "application/problem+json"
        assert json.loads(body)["detail"]
    assert received == []
    assert service.process.poll() is None
    assert service.query("ASK {}")[0] == 200


@pytest.mark.parametrize(
    ("name", "path", "body", "headers"),
    [
        ("10 MB of a form", "/sparql", b"query=" + b"a" * 10_000_000, FORM),
        ("10 MB of a query", "/sparql", b"ASK {}" + b" " * 10_000_000, DIRECT),
        ("17 MB", "/sparql", b"a" * 17_000_000, FORM),
        ("10 MB to a page", "/meetings", b"a" * 10_000_000, FORM),
        ("malformed UTF-8", "/sparql", b"\xc3\x28\xff\xfe", DIRECT),
        ("malformed UTF-8, encoded", "/sparql", b"query=ASK%20%7B%7D%ff%c0%80", FORM),
        ("overlong UTF-8", "/sparql", b"ASK {} #\xc0\xaf", DIRECT),
        ("half a surrogate pair", "/sparql", b"query=ASK%7B%7D%23%ED%A0%80", FORM),
        ("ten thousand parameters", "/sparql", b"&".join(b"a%d=1" % n for n in range(5_000)), FORM),
        ("a thousand graphs", "/sparql", b"query=ASK%7B%7D" + b"&default-graph-uri=a:a" * 1_000, FORM),
        ("a graph that is no IRI", "/sparql", b"query=ASK%7B%7D&default-graph-uri=%3E%20%7B", FORM),
        ("nothing", "/sparql", b"", FORM),
    ],
)
def test_a_hostile_body_gets_one_clean_answer(
    service: Service, name: str, path: str, body: bytes, headers: dict[str, str]
) -> None:
    try:
        status, kind, answer = service.ask(path, "POST", body, headers)
    except (BrokenPipeError, ConnectionResetError):  # refused before it was all sent
        assert len(body) > 16_000_000, name
    else:
        assert status in {400, 405, 413}, name
        assert kind == "application/problem+json"
        assert json.loads(answer)["detail"]
    assert service.query("ASK {}")[0] == 200


@pytest.mark.parametrize(
    "sent",
    [
        b"GET /sparql?query=" + b"a" * 300_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
        b"\x00\x01\x02\x03\r\n\r\n",
        b"GET /sparql HTTP/9.9\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nZ\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\n" + b"A: b\r\n" * 50_000 + b"\r\n",
    ],
    ids=["long line", "no HTTP", "no version", "negative length", "bad chunk", "many headers"],
)
def test_what_is_hardly_a_request_is_refused_or_answered(service: Service, sent: bytes) -> None:
    answer = b""
    with (
        contextlib.suppress(BrokenPipeError, ConnectionResetError),  # refused before it was all sent
        socket.create_connection(("127.0.0.1", service.port), timeout=20) as client,
    ):
        client.sendall(sent)
        answer = client.recv(65_536)
    assert not answer or answer.startswith((b"HTTP/1.0 4", b"HTTP/1.1 4", b"HTTP/1.0 200")), answer
    assert service.query("ASK {}")[0] == 200


def test_slow_senders_hold_nothing_up(service: Service) -> None:
    """Two hundred requests that never end, and as many connections that say nothing."""
    begun = (
        b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\nContent-Length: 900\r\n\r\nASK"
    )
    clients = []
    try:
        for number in range(400):
            client = socket.create_connection(("127.0.0.1", service.port), timeout=20)
            clients.append(client)
            if number % 2:
                client.sendall(begun)
        for client in clients[1::2]:
            client.sendall(b" ")
        before = service.good
        deadline = time.monotonic() + 20
        while service.good < before + 5:
            assert time.monotonic() < deadline
            time.sleep(0.02)
    finally:
        for client in clients:
            client.close()


def test_readers_that_do_not_read_hold_nothing_up(service: Service) -> None:
    """Answers of some MB whose readers stop after the first byte: more than there are threads."""
    clients = []
    try:
        for number in range(20):
            client = socket.create_connection(("127.0.0.1", service.port), timeout=20)
            clients.append(client)
            query = f"/sparql?query=SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D%20OFFSET%20{number}"
            client.sendall(f"GET {query} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
            assert client.recv(1) == b"H"
        before = service.good
        deadline = time.monotonic() + 30
        while service.good < before + 3:
            assert time.monotonic() < deadline
            time.sleep(0.02)
    finally:
        for client in clients:
            client.close()
