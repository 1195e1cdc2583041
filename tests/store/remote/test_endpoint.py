"""Endpoints that lie, hang, break off or lead elsewhere: each becomes one clear error, never a smaller answer."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable

import pytest
from tests.store.remote.conftest import Liar

from widgraph.errors import (
    EndpointError,
    EndpointTimeout,
    QueryBusy,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    QueryTooLarge,
    UsageError,
)
from widgraph.store.remote import (
    Credentials,
    Dataset,
    Endpoint,
    Http,
    checked_url,
    read_boolean,
    read_rows,
    read_triples,
)

ROWS = "application/sparql-results+json"
NT = "application/n-triples"
YES = '{"head":{},"boolean":true}'
SELECT = "SELECT ?a { ?a ?b ?c }"
CONSTRUCT = "CONSTRUCT WHERE { ?a ?b ?c }"


def endpoint(
    liar: Liar, seconds: float = 5.0, most: int = 1_000_000, credentials: Credentials | None = None
) -> Endpoint:
    return Endpoint(liar.url, Http(credentials), seconds, most)


def test_a_request_is_a_form_that_names_its_graphs_and_asks_for_what_loses_least(liar: Liar) -> None:
    """SPARQL 1.1 Protocol, section 2.1.2; Virtuoso hangs on 2.1.3, and servers refuse addresses above 8 KB."""
    liar.says("200 OK", ROWS, YES)
    text = "ASK { ?a ?b 'é" + "x" * 30_000 + "' }"
    assert read_boolean(endpoint(liar).query(text, "ASK", Dataset(("urn:a", "urn:b"), ("urn:c",))))
    head, _, body = liar.requests[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /sparql HTTP/1.1\r\n")
    assert b"content-type: application/x-www-form-urlencoded" in head.lower()
    assert b"accept: " + ROWS.encode() in head.lower()
    assert body.count(b"default-graph-uri=urn%3A") == 2
    assert b"named-graph-uri=urn%3Ac" in body
    assert b"%27%C3%A9xxx" in body
    assert not any(word in body for word in (b"format=", b"output=", b"results="))


FAULTS: dict[str, tuple[tuple[object, ...], type[Exception], str]] = {
    "partial, said with 200": (("200 OK", ROWS, YES, "X-SQL-State: S1TAT"), EndpointTimeout, "part of the answer"),
    "a page": (("200 OK", "text/html", "<h1>Hello</h1>"), EndpointError, "text/html"),
    "rows in XML": (("200 OK", "application/sparql-results+xml", "<sparql/>"), EndpointError, "not with"),
    "time limit, as 500": (
        ("500 x", "text/plain", "Virtuoso S1T00 Error SR171: Transaction timed out"),
        QueryTimeout,
        "limit",
    ),
    "cost": (
        ("500 x", "text/plain", "The estimated execution time 9 (sec) exceeds the limit"),
        QueryTimeout,
        "too long",
    ),
    "sorted top": (("500 x", "text/plain", "Virtuoso 22023 Error SR353: Sorted TOP clause"), QueryTooLarge, "memory"),
    "syntax": (("400 x", "text/plain", "line 1\n\nSPARQL query:\ndefine sql:secret"), QuerySyntaxError, "^line 1$"),
    "own words": (("500 x", "text/plain", "cannot do that"), QueryRefused, "cannot do that"),
    "no words": (("500 x", "text/html", "<p>oops"), EndpointError, "status 500"),
    "locked": (("401 x", "text/plain", "no"), EndpointError, "let us in"),
    "nothing there": (("404 x", "text/plain", "no"), EndpointError, "no such service"),
    "busy": (("503 x", "text/plain", "no", "Retry-After: 7"), QueryBusy, "busy"),
    "gateway": (("504 x", "text/html", "no"), EndpointTimeout, "time limit"),
    "zipped": (("200 OK", ROWS, YES, "Content-Encoding: gzip"), EndpointError, "encoding"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_an_endpoint_says_wrongly_is_an_error(liar: Liar, name: str) -> None:
    said, error, words = FAULTS[name]
    liar.says(*said)  # type: ignore[arg-type]
    with pytest.raises(error, match=words):
        endpoint(liar).query("ASK {}", "ASK")


@pytest.mark.parametrize(
    "body", ["", "{", '{"head":{},"boolean":tr', "[]", '{"head":{}}', YES[:-1] + "\nThe operation has been cancelled"]
)
def test_broken_json_is_no_answer(liar: Liar, body: str) -> None:
    """`oxigraph serve` cuts an answer off with status 200 and a sentence."""
    liar.says("200 OK", ROWS, body)
    with pytest.raises(EndpointError):
        read_boolean(endpoint(liar).query("ASK {}", "ASK"))


@pytest.mark.parametrize(
    "cells",
    [
        '{"a": {"type": "uri"}}',
        '{"a": {"type": "star", "value": "x"}}',
        '{"a": {"type": "uri", "value": 3}}',
        '{"a": {"type": "uri", "value": "no iri"}}',
        '{"a": []}',
        "3",
    ],
)
def test_rows_that_are_none_are_no_answer(liar: Liar, cells: str) -> None:
    liar.says("200 OK", ROWS, f'{{"head":{{"vars":["a"]}},"results":{{"bindings":[{cells}]}}}}')
    with pytest.raises(EndpointError, match="SPARQL JSON"):
        read_rows(endpoint(liar).query(SELECT, "SELECT"))


def test_older_json_and_odd_blank_nodes_are_read(liar: Liar) -> None:
    """Virtuoso writes SPARQL JSON of before 1.1, datatypes on plain strings, and blank nodes as nodeID://."""
    xsd = "http://www.w3.org/2001/XMLSchema#"
    cells = {
        "a": {"type": "typed-literal", "datatype": xsd + "integer", "value": "5"},
        "b": {"type": "literal", "datatype": xsd + "string", "value": "plain"},
        "c": {"type": "bnode", "value": "nodeID://b10005"},
        "d": {"type": "literal", "xml:lang": "nl-BE", "value": "één"},
    }
    liar.says("200 OK", ROWS, json.dumps({"head": {"vars": list("abcd")}, "results": {"bindings": [cells]}}))
    row = read_rows(endpoint(liar).query(SELECT, "SELECT")).rows[0]
    assert [str(row[name]) for name in "abcd"] == [f'"5"^^<{xsd}integer>', '"plain"', "_:b10005", '"één"@nl-be']


@pytest.mark.parametrize(
    ("body", "words"),
    [("<a:a> <a:b> <a:c> .\n<a:a> <a:b>", "middle"), ("<a:a> <a:b> <a:c> .\n<a:a> <a:b> .\n", "N-Triples")],
)
def test_broken_triples_are_no_answer(liar: Liar, body: str, words: str) -> None:
    liar.says("200 OK", NT, body)
    with pytest.raises(EndpointError, match=words):
        read_triples(endpoint(liar).query(CONSTRUCT, "CONSTRUCT"))


def test_a_graph_whose_end_nobody_can_know_is_no_answer(liar: Liar) -> None:
    """Without a length and without chunks, N-Triples that stop after a line look whole."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {NT}\r\nConnection: close\r\n\r\n".encode()
    liar.does(lambda line, _: line.sendall(head + b"<a:a> <a:b> <a:c> .\n"))
    with pytest.raises(EndpointError, match="where they end"):
        endpoint(liar).query(CONSTRUCT, "CONSTRUCT")


def test_an_answer_that_breaks_off_is_no_answer(liar: Liar) -> None:
    liar.says("200 OK", NT, "<a:a> <a:b> <a:c> .\n", length=4000)
    with pytest.raises(EndpointError, match="broke off"):
        endpoint(liar).query(CONSTRUCT, "CONSTRUCT")
    chunk = f"HTTP/1.1 200 OK\r\nContent-Type: {NT}\r\nTransfer-Encoding: chunked\r\n\r\n14\r\n".encode()
    liar.does(lambda line, _: line.sendall(chunk + b"<a:a> <a:b> <a:c> .\n\r\n"))
    with pytest.raises(EndpointError, match="not whole"):
        endpoint(liar).query(CONSTRUCT, "CONSTRUCT")
    liar.does(lambda line, _: None)
    with pytest.raises(EndpointError, match="broke off"):
        endpoint(liar).query(CONSTRUCT, "CONSTRUCT")


def test_more_bytes_than_allowed_are_not_read(liar: Liar) -> None:
    liar.says("200 OK", ROWS, " " * 5000)
    with pytest.raises(EndpointError, match="more than 1000 bytes"):
        endpoint(liar, most=1000).query("ASK {}", "ASK")


def hang(line: socket.socket, _: bytes) -> None:
    threading.Event().wait(30)


def trickle_head(line: socket.socket, _: bytes) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\n")
    for number in range(400):
        line.sendall(b"X-%d: y\r\n" % number)
        time.sleep(0.05)


def trickle_body(line: socket.socket, _: bytes) -> None:
    line.sendall(f"HTTP/1.1 200 OK\r\nContent-Type: {ROWS}\r\nContent-Length: 9999\r\n\r\n".encode())
    for _number in range(400):
        line.sendall(b" ")
        time.sleep(0.05)


@pytest.mark.parametrize("answering", [hang, trickle_head, trickle_body])
def test_the_deadline_holds_whatever_the_endpoint_does(
    liar: Liar, answering: Callable[[socket.socket, bytes], None]
) -> None:
    liar.does(answering)
    start = time.monotonic()
    with pytest.raises(EndpointTimeout, match="in time"):
        endpoint(liar, seconds=0.4).query("ASK {}", "ASK")
    assert time.monotonic() - start < 10


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(EndpointError, match="refused"):
        Endpoint(f"http://127.0.0.1:{port}/", Http(), 5.0, 1000).query("ASK {}", "ASK")


def test_a_redirect_is_not_followed_and_gets_no_credentials(liar: Liar) -> None:
    other = Liar()
    try:
        liar.says("307 x", "text/plain", "", f"Location: {other.url}?secret=1")
        with pytest.raises(EndpointError, match="leads elsewhere") as caught:
            endpoint(liar, credentials=Credentials("me", "geheim-91")).query("ASK {}", "ASK")
        assert "secret" not in caught.value.message
        assert other.requests == []
    finally:
        other.close()


def challenge(scheme: str) -> Callable[[socket.socket, bytes], None]:
    def answering(line: socket.socket, request: bytes) -> None:
        if b"\r\nAuthorization: " in request:
            line.sendall(f"HTTP/1.1 200 OK\r\nContent-Type: {ROWS}\r\nContent-Length: {len(YES)}\r\n\r\n{YES}".encode())
        else:
            line.sendall(f"HTTP/1.1 401 x\r\nWWW-Authenticate: {scheme}\r\nContent-Length: 0\r\n\r\n".encode())

    return answering


def test_digest_answers_a_challenge_without_the_password(liar: Liar) -> None:
    """RFC 7616; nothing goes out before it is asked for."""
    liar.does(challenge('Digest realm="SPARQL", nonce="abc", qop="auth", algorithm=MD5, opaque="o"'))
    asked = endpoint(liar, credentials=Credentials("dba", "geheim-91"))
    for _ in range(2):
        assert read_boolean(asked.query("ASK {}", "ASK"))
    assert b"Authorization" not in liar.requests[0]
    assert b'Authorization: Digest username="dba", realm="SPARQL"' in liar.requests[1]
    assert len(liar.requests) == 3, "the challenge is remembered"
    assert not any(b"geheim-91" in request for request in liar.requests)


def test_basic_goes_over_loopback_and_never_over_an_open_line(liar: Liar) -> None:
    """RFC 7617, section 4."""
    liar.does(challenge('Basic realm="x"'))
    assert read_boolean(endpoint(liar, credentials=Credentials("dba", "geheim-91")).query("ASK {}", "ASK"))
    assert b"Authorization: Basic ZGJhOmdlaGVpbS05MQ==" in liar.requests[1]
    http = Http(Credentials("dba", "geheim-91"))
    import urllib.request

    request = urllib.request.Request("http://endpoint.example/sparql")
    with pytest.raises(EndpointError, match="open line"):
        http._authorization(request, 'Basic realm="x"')


@pytest.mark.parametrize(
    "url", ["", "ftp://a/b", "http://", "http://a b/", "http://é.example/", "http://a:99999/", "sparql"]
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match="no address"):
        checked_url(url)


def test_credentials_in_an_address_are_refused_and_not_repeated() -> None:
    with pytest.raises(UsageError) as caught:
        checked_url("http://dba:geheim-91@localhost/sparql")
    assert "geheim-91" not in caught.value.message + str(caught.value.hint)
