"""The same thing fetched by five clients of different make gives the same triples."""

from __future__ import annotations

import http.server
import shutil
import subprocess
import threading
from collections.abc import Iterable, Iterator

import pyoxigraph as ox
import pytest
import rdflib
from playwright.sync_api import Browser
from SPARQLWrapper import TURTLE, SPARQLWrapper
from tests.web.conftest import Ask

BASE = "https://w3id.org/widgraph/"
#: Small, long (several pages), with dates and numbers, with labels in no language.
THINGS = ["id/initiative/i0014", "auth/objective-2021/2-1", "id/meeting/2021-09-16", "id/edition/2022", "id/actor/a022"]
Triples = set[tuple[str, str, str]]


def plain(graph: Iterable[tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node]]) -> Triples:
    return {(str(s), str(p), o.n3()) for s, p, o in graph}


def read(text: str, syntax: str) -> Triples:
    return plain(rdflib.Graph().parse(data=text, format=syntax))


def by_curl(url: str, thing: str) -> Triples:
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("curl is not installed (make test-system)")
    asked = [curl, "-sSfL", "-H", "Accept: application/rdf+xml;q=0.5, application/ld+json", f"{url}/{thing}"]
    return read(subprocess.run(asked, capture_output=True, check=True, text=True, timeout=30).stdout, "json-ld")


def by_rdflib(url: str, thing: str) -> Triples:
    """Its own Accept, its own redirects, its own choice of parser by Content-Type."""
    return plain(rdflib.Graph().parse(f"{url}/{thing}"))


def by_pyoxigraph(url: str, thing: str) -> Triples:
    """Its own HTTP client, as SPARQL's LOAD uses it (SPARQL 1.1 Update, section 3.1.4); it follows no redirect."""
    store = ox.Store()
    store.update(f"LOAD <{url}/doc/{thing.removeprefix('id/')}>")
    text = ox.serialize([quad.triple for quad in store], format=ox.RdfFormat.N_TRIPLES)
    return read((text or b"").decode(), "nt")


class Blank(http.server.BaseHTTPRequestHandler):
    """Another site: one empty page."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>another site</title>")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[str]:
    """The address of another site: another port is another origin (RFC 6454, section 4)."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Blank)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


def by_chromium(url: str, thing: str, browser: Browser, elsewhere: str) -> Triples:
    """A script of another site: the redirect and the answer have to pass the browser's cross-origin rules."""
    page = browser.new_context().new_page()
    page.goto(elsewhere)
    script = "async ([url]) => (await fetch(url, {headers: {Accept: 'text/turtle', 'If-None-Match': '\"x\"'}})).text()"
    text = page.evaluate(script, [f"{url}/doc/{thing.removeprefix('id/')}"])
    plainly = page.evaluate(script.replace(", 'If-None-Match': '\"x\"'", ""), [f"{url}/{thing}"])
    assert plainly == text
    page.close()
    return read(str(text), "turtle")


def by_sparqlwrapper(url: str, thing: str) -> Triples:
    client = SPARQLWrapper(f"{url}/sparql")
    client.setQuery(f"CONSTRUCT {{ <{BASE}{thing}> ?p ?o }} WHERE {{ <{BASE}{thing}> ?p ?o }}")
    client.setReturnFormat(TURTLE)
    answer = client.query().convert()
    assert isinstance(answer, bytes)
    return read(answer.decode(), "turtle")


@pytest.mark.parametrize("thing", THINGS)
def test_four_readers_of_documents_and_one_of_the_endpoint_agree(
    url: str, browser: Browser, elsewhere: str, thing: str
) -> None:
    documents = [by_curl(url, thing), by_rdflib(url, thing), by_pyoxigraph(url, thing)]
    documents.append(by_chromium(url, thing, browser, elsewhere))
    assert len(documents[0]) > 10
    assert all(document == documents[0] for document in documents)
    own = {triple for triple in documents[0] if triple[0] == BASE + thing}
    assert own == by_sparqlwrapper(url, thing)


@pytest.mark.parametrize("thing", ["dataset/counts", "auth/status/listed"])
def test_the_pages_of_the_longest_documents_together_hold_what_points_there(
    ask: Ask, release_graph: set[ox.Triple], thing: str
) -> None:
    """Paged by 100 statements; each page has the names of what it speaks of, and describes itself."""
    iri = ox.NamedNode(BASE + (thing if thing.startswith("auth/") else f"id/{thing}"))
    pointing = {triple for triple in release_graph if triple.object == iri}
    assert len(pointing) > 100
    found: set[ox.Triple] = set()
    pages = -(-len(pointing) // 100)
    for number in range(1, pages + 1):
        answer = ask(f"/doc/{thing}.nt?page={number}")
        triples = {quad.triple for quad in ox.parse(answer.body, format=ox.RdfFormat.N_TRIPLES)}
        here = {triple for triple in triples if triple.object == iri} & pointing
        assert 0 < len(here) <= 100 + 10
        found |= here
        named = {
            triple.subject for triple in triples if triple.predicate.value.endswith(("#label", "#prefLabel", "title"))
        }
        assert {triple.subject for triple in here} <= named
        said = {triple.predicate.value.rpartition("/")[2].rpartition("#")[2] for triple in triples}
        assert {"primaryTopic", "inDataset", "license", "isPartOf"} <= said
    assert found == pointing
    assert ask(f"/doc/{thing}.nt?page={pages + 1}").status == 404
