"""Every link on the pages of the site followed once: none is a dead end.

All pages of their own and all things of small kinds are fetched, of kinds with more than 25 things one in twelve. Their
pages lead to hundreds of others; every thing of the sitemap is asked for by its identifier, so its link is followed.
Data forms are fetched for one thing in twenty: one route makes them all. Links that carry a query (numbers, facets,
answers) are followed for the first of each kind of page.
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


def chosen(pages: list[str]) -> list[str]:
    """Return the pages to fetch: all of a small kind, one in twelve of a large one."""
    sizes, seen = Counter(map(kind, pages)), Counter[str]()
    found = []
    for path in pages:
        seen[kind(path)] += 1
        if sizes[kind(path)] <= 25 or not path.startswith("/doc/") or seen[kind(path)] % 12 == 1:
            found.append(path)
    return found


@pytest.mark.parametrize("part", [0, 1])
def test_no_link_is_a_dead_end(client: FlaskClient, part: int) -> None:
    """Two halves, so that two processes can share them."""
    pages = documents(client)
    crawler = Crawler(client, pages)
    counted: Counter[str] = Counter()
    for path in chosen(pages)[part::2]:
        counted[kind(path)] += 1
        crawler.page(path, forms=counted[kind(path)] % 20 == 1)
    assert crawler.dead == []
    assert crawler.fetched["text/html"] > 150
    assert {"text/turtle", "application/ld+json", "text/csv", "application/n-triples"} <= crawler.fetched.keys()


def test_every_thing_of_the_sitemap_is_there_by_its_identifier(client: FlaskClient) -> None:
    things = [_FORM.sub("", path) for path in documents(client) if path.startswith("/doc/")]
    for path in things:
        identifier = path.removeprefix("/doc") if path.startswith("/doc/auth/") else "/id" + path.removeprefix("/doc")
        answer = client.head(identifier, headers={"Accept": "text/turtle"})
        assert (answer.status_code, answer.headers["Location"]) == (303, f"{path}.ttl")
