"""Every page there is, fetched once, and every link on it: none is a dead end.

A document's page links to hundreds of others; all of them are in the sitemap and are fetched here too, so such a link
is followed by fetching its target once. Its data forms are fetched for one thing in twenty of each kind: one route
makes them all. Links that carry a query (numbers, facets, answers) are followed for the first of each kind of page.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urldefrag, urlsplit
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from widgraph.release import Release
from widgraph.web import create_app

BASE = "https://w3id.org/widgraph/"
_FORM = re.compile(r"\.(html|ttl|jsonld|rdf|nt|bib|ris|csl\.json|linkset|linkset\.json)$")
#: How many links with a query are followed from pages of one kind to one place.
_SAMPLED = 3


class Found:
    """The links of a page, and the identifiers that a fragment can lead to."""

    def __init__(self, text: str) -> None:
        self.hrefs = [html.unescape(value) for value in re.findall(r'\s(?:href|src|action)="([^"]*)"', text)]
        self.ids = {html.unescape(value) for value in re.findall(r'\s(?:id|name)="([^"]*)"', text)}


@pytest.fixture(scope="module")
def client(release: Release) -> Iterator[FlaskClient]:
    with create_app(release) as app:
        yield app.test_client()


def kind(path: str) -> str:
    """Return what kind of page a path is: its first parts, without the things themselves."""
    parts = urlsplit(path).path.strip("/").split("/")
    return "/".join(parts[: 3 if parts[:2] == ["doc", "auth"] else 2])


def documents(client: FlaskClient) -> list[str]:
    text = client.get("/sitemap.xml").text
    root = ElementTree.fromstring(text)  # noqa: S314 - our own document
    found = ["/" + (node.text or "").removeprefix(BASE) for node in root.iter() if node.tag.endswith("loc")]
    assert len(found) > 2000
    return found


class Crawler:
    """Follows links; what a sitemap page leads to is fetched once, whichever page named it first."""

    def __init__(self, client: FlaskClient, pages: list[str]) -> None:
        self.client = client
        self.things = {_FORM.sub("", path) for path in pages if path.startswith("/doc/")}
        self.seen: set[str] = set()
        self.queries: Counter[tuple[str, str]] = Counter()
        self.fetched: Counter[str] = Counter()
        self.dead: list[str] = []

    def page(self, path: str, *, forms: bool) -> None:
        """Fetch a page and follow its links."""
        found = self.fetch(path, "")
        if found is None:
            return
        for href in dict.fromkeys(found.hrefs):
            if href.startswith("#"):
                if href != "#" and unquote(href[1:]) not in found.ids:
                    self.dead.append(f"{path} leads to {href}, which is not on it")
            elif href.startswith("/") and self.wanted(path, href, forms=forms):
                self.fetch(urldefrag(href).url, path)

    def wanted(self, path: str, href: str, *, forms: bool) -> bool:
        """Say whether a link still has to be followed."""
        address = urldefrag(href).url
        target, query = urlsplit(address).path, dict(parse_qsl(urlsplit(address).query))
        if unquote(_FORM.sub("", target)) in self.things:
            is_page = target.endswith(".html") or not _FORM.search(target)
            if is_page and query.keys() <= {"lang"}:
                return False  # the sitemap has it, and so it is fetched as a page
            if not forms and not is_page:
                return False
        if query:
            place = (kind(path), kind(target) + ",".join(sorted(query)))
            self.queries[place] += address not in self.seen
            if self.queries[place] > _SAMPLED:
                return False
        return address not in self.seen

    def fetch(self, address: str, origin: str) -> Found | None:
        """Fetch an address, through redirects; note a dead end with the page that led there."""
        self.seen.add(address)
        answer = self.client.get(address, headers={"Accept": "text/html, */*;q=0.5"}, follow_redirects=True)
        self.fetched[answer.mimetype or ""] += 1
        if answer.status_code != 200:
            self.dead.append(f"{origin} leads to {address}: {answer.status_code}")
            return None
        return Found(answer.text) if answer.mimetype == "text/html" else None


@pytest.mark.parametrize("part", [0, 1])
def test_no_link_is_a_dead_end(client: FlaskClient, part: int) -> None:
    """Two halves, so that two processes can share them."""
    pages = documents(client)
    crawler = Crawler(client, pages)
    counted: Counter[str] = Counter()
    for path in pages[part::2]:
        counted[kind(path)] += 1
        crawler.page(path, forms=counted[kind(path)] % 20 == 1)
    assert crawler.dead == []
    assert crawler.fetched["text/html"] > 1000
    assert {"text/turtle", "application/ld+json", "text/csv", "application/n-triples"} <= crawler.fetched.keys()
