"""The site on a store that fails: 502, 503 and 504 as problem documents, and nothing about the store in them."""

from __future__ import annotations

import json
import logging
import socket
import threading
import time
from collections.abc import Iterator

import pytest
from tests.store.remote.conftest import Liar

from widgraph.release import Release
from widgraph.settings import Settings
from widgraph.store.remote import Credentials, Endpoint, Http, Placed, RemoteStore
from widgraph.store.remote._faults import Faults
from widgraph.store.remote._reading import Reading
from widgraph.store.remote._repair import Repair
from widgraph.web import create_app
from widgraph.web._app import WebApp

SECRET = "geheim-91"  # noqa: S105
ROWS = "application/sparql-results+json"
EMPTY = '{"head":{"vars":["s"]},"results":{"bindings":[]}}'


@pytest.fixture
def site(release: Release, liar: Liar) -> Iterator[WebApp]:
    endpoint = Endpoint(liar.url, Http(Credentials("dba", SECRET)), 0.5, 100_000)
    placed = Placed(release.id, frozenset(release.manifest.graphs))
    reading = Reading(endpoint, placed, Faults("x", row_limit=100), Repair())
    settings = Settings(query_seconds=0.5, query_rows=50, query_bytes=100_000)
    with create_app(release, settings, store=RemoteStore(reading, 10)) as app:
        yield app


@pytest.mark.parametrize(
    "path", ["/initiatives", "/doc/meeting/2021-09-16.ttl", "/sparql?query=SELECT%20*%20{?s%20?p%20?o}"]
)
@pytest.mark.parametrize(
    ("said", "status"),
    [
        (("200 OK", "text/html", f"<h1>{SECRET}</h1>"), 502),
        (("200 OK", ROWS, '{"head":{"va'), 502),
        (("200 OK", "application/n-triples", "<a:a> <a:b>"), 502),
        (("200 OK", ROWS, EMPTY, "X-SQL-State: S1TAT"), 504),
        (("500 x", "text/html", "<p>oops"), 502),
        (("401 x", "text/plain", "no", 'WWW-Authenticate: Basic realm="x"'), 502),
        (("302 x", "text/plain", "", "Location: http://elsewhere.example/"), 502),
    ],
)
def test_a_store_that_answers_wrongly(
    site: WebApp, liar: Liar, path: str, said: tuple[str, ...], status: int, caplog: pytest.LogCaptureFixture
) -> None:
    """RFC 9110, sections 15.6.3 and 15.6.5; RFC 9457."""
    liar.says(*said)
    with caplog.at_level(logging.DEBUG):
        answer = site.test_client().get(path)
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    text = answer.get_data(as_text=True)
    assert json.loads(text)["status"] == status
    assert "127.0.0.1" not in text
    assert "127.0.0.1" in caplog.text or "endpoint" in caplog.text, "whoever runs the site learns why"
    assert SECRET not in text + caplog.text


def hang(line: socket.socket, _: bytes) -> None:
    threading.Event().wait(30)


def test_a_store_that_hangs(site: WebApp, liar: Liar) -> None:
    liar.does(hang)
    client = site.test_client()
    for path in ("/initiatives", "/sparql?query=ASK%20{}"):
        start = time.monotonic()
        assert client.get(path).status_code == 504
        assert time.monotonic() - start < 10, "far less than the server hangs"


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (("503 x", "text/plain", "later", "Retry-After: 7"), 503),
        (("500 x", "text/plain", "Virtuoso S1T00 Error SR171: Transaction timed out"), 503),
        (("500 x", "text/plain", "Virtuoso 42000 Error TR...: Exceeded 1 GB in transitive temp memory"), 422),
        (("500 x", "text/plain", "Virtuoso 37000 Error: no\n\nSPARQL query:\ndefine sql:secret"), 400),
    ],
)
def test_a_public_query_the_store_does_not_run(site: WebApp, liar: Liar, said: tuple[str, ...], status: int) -> None:
    liar.says(*said)
    answer = site.test_client().get("/sparql?query=ASK%20{}")
    assert answer.status_code == status
    assert "secret" not in answer.get_data(as_text=True)
    assert answer.headers.get("Retry-After") == ("7" if "later" in said else None)


def test_a_query_of_ours_that_the_store_refuses_is_not_the_readers_fault(site: WebApp, liar: Liar) -> None:
    liar.says("400 x", "text/plain", "syntax error")
    assert site.test_client().get("/initiatives").status_code == 502


def rows(number: int) -> str:
    cell = '{"s":{"type":"uri","value":"urn:x"}}'
    return f'{{"head":{{"vars":["s"]}},"results":{{"bindings":[{",".join([cell] * number)}]}}}}'


def test_rows_cut_without_a_word_are_found_by_counting(site: WebApp, liar: Liar) -> None:
    """The store gives 100 rows at most and says nothing; a page counts, asks for the rest, and fails without it."""

    def answering(line: socket.socket, request: bytes) -> None:
        count = '{"head":{"vars":["count"]},"results":{"bindings":[{"count":{"type":"literal","value":"150"}}]}}'
        body = count if b"COUNT%28%2A%29+AS+%3Fcount" in request else rows(100)
        line.sendall(f"HTTP/1.1 200 OK\r\nContent-Type: {ROWS}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())

    liar.does(answering)
    answer = site.test_client().get("/initiatives.csv")
    assert answer.status_code == 502
    assert any(b"OFFSET+100" in request for request in liar.requests), "it asked for the second part"


def test_the_guard_lets_nothing_through(site: WebApp, liar: Liar) -> None:
    """What is refused never reaches the store."""
    liar.says("200 OK", ROWS, EMPTY)
    client = site.test_client()
    for query in (
        "INSERT DATA { <a:a> <b:b> 1 }",
        "SELECT * { SERVICE <http://127.0.0.1:9/> {} }",
        "SELECT * { ?s",
        "define sql:log-enable 2 SELECT * { ?s ?p ?o }",
        "SELECT (<sql:x>() AS ?a) {}",
        "PREFIX b: <BIF:> SELECT (b:x() AS ?a) {}",
        "{" * 500,
    ):
        assert client.post("/sparql", data={"query": query}).status_code == 400
    assert liar.requests == []
