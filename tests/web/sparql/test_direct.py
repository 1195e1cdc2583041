"""Queries in the event loop of the server: the same answers as the application gives, and no thread held."""

from __future__ import annotations

import http.client
import select
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlencode

import pytest
from flask import request
from flask.testing import FlaskClient

from widgraph.namespaces import BASE
from widgraph.release import Release
from widgraph.server import make_server
from widgraph.settings import Settings
from widgraph.web import WebApp, create_app
from widgraph.web.sparql import _direct as direct

ROWS = "SELECT ?s ?o WHERE { ?s wid:underObjective ?o } ORDER BY ?s ?o LIMIT 5"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query; charset=UTF-8"}
Sent = tuple[str, dict[str, str], dict[str, str], bytes | None]
REQUESTS: dict[str, Sent] = {
    "rows": ("GET", {"query": ROWS}, {}, None),
    "rows, headers only": ("HEAD", {"query": ROWS}, {}, None),
    "rows as a form": ("POST", {}, FORM, urlencode({"query": ROWS}).encode()),
    "rows sent directly": ("POST", {}, DIRECT, ROWS.encode()),
    "rows as XML": ("GET", {"query": ROWS}, {"Accept": "application/sparql-results+xml"}, None),
    "rows as CSV": ("GET", {"query": ROWS}, {"Accept": "text/csv"}, None),
    "rows as TSV, by parameter": ("GET", {"query": ROWS, "format": "tsv"}, {}, None),
    "rows as a page": ("GET", {"query": ROWS}, {"Accept": "text/html", "Accept-Language": "de"}, None),
    "rows in no form": ("GET", {"query": ROWS}, {"Accept": "image/png"}, None),
    "yes or no": ("GET", {"query": "ASK {}"}, {"Accept": "application/json"}, None),
    "a graph": ("GET", {"query": "CONSTRUCT WHERE { ?s a wid:Meeting }"}, {}, None),
    "a graph as RDF/XML": ("GET", {"query": f"DESCRIBE <{BASE}id/edition/2022>", "format": "rdf"}, {}, None),
    "a graph as rows": ("GET", {"query": "CONSTRUCT WHERE { ?s a wid:Meeting }"}, {"Accept": "text/csv"}, None),
    "one graph": ("GET", {"query": ROWS, "default-graph-uri": f"{BASE}id/graph/edition-2022"}, {}, None),
    "a graph that is no IRI": ("GET", {"query": ROWS, "named-graph-uri": "a b"}, {}, None),
    "more rows than allowed": ("GET", {"query": "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o"}, {}, None),
    "never kept": ("GET", {"query": "SELECT (STRLEN(STR(RAND())) > 0 AS ?x) {}"}, {}, None),
    "no SPARQL": ("GET", {"query": "SELECT * {"}, {"Accept-Language": "fr"}, None),
    "no SPARQL, as a page": ("GET", {"query": "SELECT * {"}, {"Accept": "text/html"}, None),
    "an update": ("GET", {"query": "CLEAR ALL"}, {}, None),
    "SERVICE": ("GET", {"query": "ASK { SERVICE <http://127.0.0.1:1/> {} }"}, {}, None),
    "out of time": ("GET", {"query": SLOW}, {}, None),
    "out of time, as a page": ("GET", {"query": SLOW}, {"Accept": "text/html"}, None),
    "too long": ("POST", {}, DIRECT, b"ASK {} #" + 17_000 * b"x"),
    "twice": ("POST", {"query": ROWS}, DIRECT, ROWS.encode()),
    "not UTF-8": ("POST", {}, DIRECT, b"ASK { ?s ?p '\xff' }"),
    "nothing": ("GET", {}, {"Accept": "text/turtle"}, None),
    "the client has it": ("GET", {"query": ROWS}, {"If-None-Match": "*"}, None),
    "the client has another": ("GET", {"query": ROWS}, {"If-Match": '"other"'}, None),
    "asked for by another site": ("GET", {"query": ROWS}, {"Origin": "https://example.org"}, None),
}


@contextmanager
def running(release: Release, settings: Settings) -> Iterator[tuple[WebApp, int]]:
    with create_app(release, settings) as app:
        app.start()
        server = make_server(app, settings, port=0)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        try:
            yield app, server.effective_port
        finally:
            server.close()
            thread.join(10)


@pytest.fixture(scope="module")
def site(release: Release) -> Iterator[tuple[WebApp, int]]:
    with running(release, Settings(query_seconds=1.0, query_rows=400, query_cache_mib=0)) as found:
        yield found


@pytest.mark.parametrize("name", REQUESTS)
def test_the_answer_is_that_of_the_application(site: tuple[WebApp, int], name: str) -> None:
    """SPARQL 1.1 Protocol, section 2.1: status, headers and body, whoever answers."""
    app, port = site
    method, query, headers, body = REQUESTS[name]
    address = "/sparql" + (f"?{urlencode(query)}" if query else "")
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request(method, address, body, {"Host": "localhost", **headers})
    response = connection.getresponse()
    answered = response.status, named(response.getheaders()), response.read()
    connection.close()
    client: FlaskClient = app.test_client()
    other = client.open(address, method=method, data=body, headers=headers)
    assert other.status_code != 500
    assert answered == (other.status_code, named(list(other.headers)), other.data)


def named(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted((name.lower(), value) for name, value in headers if name.lower() not in ("date", "connection"))


def test_ordinary_queries_reach_no_thread(site: tuple[WebApp, int], monkeypatch: pytest.MonkeyPatch) -> None:
    app, port = site
    monkeypatch.setattr(app, "wsgi_app", lambda environ, start: pytest.fail("a thread was asked"))
    for name in ("rows", "rows as a form", "rows sent directly", "rows as CSV", "yes or no", "a graph"):
        method, query, headers, body = REQUESTS[name]
        assert status(port, method, "/sparql" + (f"?{urlencode(query)}" if query else ""), body, **headers) == 200


def status(port: int, method: str, address: str, body: bytes | None = None, **headers: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, address, body, {name.replace("_", "-"): value for name, value in headers.items()})
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.mark.parametrize("accept", ["*/*", "text/html"])
def test_queries_hold_no_thread_while_they_run(release: Release, accept: str) -> None:
    """One thread for everything, some queries running and some waiting: pages are still answered."""
    settings = Settings(query_seconds=30.0, query_workers=4, query_cache_mib=0, threads=1)
    with running(release, settings) as (_, port), ExitStack() as open_ones:
        slow = []
        for number in range(6):
            one = open_ones.enter_context(socket.create_connection(("127.0.0.1", port)))
            address = f"/sparql?{urlencode({'query': f'{SLOW} # {number}'})}"
            one.sendall(f"GET {address} HTTP/1.1\r\nHost: localhost\r\nAccept: {accept}\r\n\r\n".encode())
            slow.append(one)
        assert status(port, "GET", "/queries/meetings") == 200, "this one waits for a query in the only thread"
        # three places are for long queries, so three of the six are told within a second or two that there is no more
        assert len(select.select(slow, [], [], 0)[0]) <= 3


def test_long_answers_are_digested_in_a_thread(site: tuple[WebApp, int], monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes a moment would hold up everybody else in the loop."""
    app, port = site
    asked: list[str] = []
    app.before_request_funcs.setdefault(None, []).append(lambda: asked.append(request.path))
    monkeypatch.setattr(direct, "_LARGEST", 100)
    assert status(port, "GET", f"/sparql?{urlencode({'query': ROWS})}") == 200
    assert asked == ["/sparql"]
    app.before_request_funcs[None].pop()
