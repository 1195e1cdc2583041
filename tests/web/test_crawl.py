"""Every link on every page of the site followed once: none is a dead end.

Followed are, starting from the sitemap, in the site's own language:

- every page of the sitemap, as HTML, and every distinct link on it: to pages, documents in each form, tables, dumps,
  scripts, styles and pictures; and, until nothing is new, those on every page that this leads to;
- every fragment of a link, on this page or another: it has to be there;
- every distinct query text that a link to /sparql carries: it is asked, and answers what the number on the link says.
  The page that shows the answer is fetched for the first six of each shape of query (its terms left out) and for one
  in thirty-two of the others;
- of links with another query (facets, searches, pages of a list) those that a page without query carries, and of pages
  that have one themselves, six for each kind of page and place they lead to: their combinations have no end;
- addresses that start with the permanent base lead to this site.

In other languages each page of the sitemap but every fourth is fetched in one of the other three in rotation, and its
links followed where the same address without the language is not; links to the others are not. Links off the site are
not followed. Documents in which no link is to be read are asked for by HEAD; things by their identifiers too.
"""

from __future__ import annotations

import html
import json
import re
from collections import Counter, deque
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urldefrag, urlencode, urlsplit
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from widgraph.languages import LANGUAGES
from widgraph.release import Release
from widgraph.web import create_app

BASE = "https://w3id.org/widgraph/"
FORMS = ("ttl", "jsonld", "rdf", "nt", "bib", "ris", "csl.json")
_FORM = re.compile(r"\.(html|ttl|jsonld|rdf|nt|bib|ris|csl\.json)$")
_ROWS = "application/sparql-results+json"
_DATA = f"{_ROWS}, application/n-triples"
_READER = {"Accept": "text/html, */*;q=0.5"}
#: How many links are followed from one kind of page with a query to one kind of place, and pages of one shape of query.
_SAMPLED = 6
_ONE_ANSWER_IN = 32
#: A number that opens its query; pictures give it a title besides.
_NUMBER = re.compile(r'<a class="[^"]*\bask\b[^"]*" href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


class Link(NamedTuple):
    """An address to fetch, without fragment, and the page that leads there."""

    address: str
    origin: str


class Found:
    """The links of a page, and the identifiers that a fragment can lead to."""

    def __init__(self, text: str) -> None:
        self.hrefs = dict.fromkeys(
            html.unescape(value) for value in re.findall(r'\s(?:href|src|action)="([^"]*)"', text)
        )
        self.ids = {html.unescape(value) for value in re.findall(r'\s(?:id|name)="([^"]*)"', text)}
        language = re.search(r'<html lang="(\w+)"', text)
        read = (
            (html.unescape(href), number(html.unescape(said), language[1] if language else ""))
            for href, said in _NUMBER.findall(text)
        )
        self.numbers = [(href, said) for href, said in read if said is not None and "query" in asked(href)]


@pytest.fixture(scope="module")
def client(release: Release) -> Iterator[FlaskClient]:
    with create_app(release) as app:
        yield app.test_client()


def kind(path: str) -> str:
    """Return what kind of page a path is: its first parts, without the things themselves."""
    parts = urlsplit(path).path.strip("/").split("/")
    return "/".join(parts[: 3 if parts[:2] == ["doc", "auth"] else 2])


def number(text: str, language: str) -> Decimal | None:
    """Read a number as a page in a language writes it; None where there are words, dates or a range instead."""
    digits = re.sub(r"<title>.*?</title>|<[^>]*>|\s", "", text).replace("−", "-").lstrip("+")
    thousands, point = (",", ".") if language == "en" else (".", ",")
    plainly = digits.replace(thousands, "").replace(point, ".")
    return Decimal(plainly) if re.fullmatch(r"-?\d+(\.\d+)?", plainly) else None


def asked(address: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(address).query))


def plain(address: str) -> str:
    """Return an address without the language it asks for."""
    rest = [(name, value) for name, value in parse_qsl(urlsplit(address).query) if name != "lang"]
    return urlsplit(address)._replace(query=urlencode(rest), fragment="").geturl()


def documents(client: FlaskClient) -> list[str]:
    text = client.get("/sitemap.xml").text
    root = ElementTree.fromstring(text)  # noqa: S314 - our own document
    found = ["/" + (node.text or "").removeprefix(BASE) for node in root.iter() if node.tag.endswith("loc")]
    assert len(found) > 2000
    return found


class Crawler:
    """Follows links from the pages of the sitemap."""

    def __init__(self, client: FlaskClient, pages: list[str]) -> None:
        self.client = client
        self.todo: deque[Link] = deque()
        self.known: set[str] = set()
        self.ids: dict[str, set[str]] = {}
        self.fragments: dict[tuple[str, str], str] = {}
        self.answers: dict[str, Decimal] = {}
        self.numbers: dict[tuple[str, Decimal], str] = {}
        self.combined: Counter[tuple[str, str]] = Counter()
        self.shapes: Counter[str] = Counter()
        self.fetched: Counter[str] = Counter()
        self.dead: list[str] = []
        for turn, path in enumerate(pages):
            thing = _FORM.sub("", path)
            self.add(path, "the sitemap")
            if turn % 4:  # the first language is the one that pages have without being asked
                self.add(f"{thing}?lang={LANGUAGES[turn % 4]}", "the languages of " + path)
            if path.startswith("/doc/"):
                for address in (thing, *(f"{thing}.{form}" for form in FORMS)):
                    self.add(address, "the forms of " + path)

    def add(self, address: str, origin: str) -> None:
        if address not in self.known:
            self.known.add(address)
            self.todo.append(Link(address, origin))

    def run(self) -> None:
        """Follow links until there is none left, then see whether what they point to within pages is there."""
        while self.todo:
            link = self.todo.popleft()
            found = self.fetch(link)
            if found is not None:
                self.ids[link.address] = found.ids
                self.read(link.address, found)
        for (address, fragment), origin in self.fragments.items():
            place = address if address in self.ids else plain(address)
            if place not in self.ids:
                page = self.fetch(Link(place, origin))
                self.ids[place] = page.ids if page else {fragment}
            if fragment not in self.ids[place]:
                self.dead.append(f"{origin} leads to {address}#{fragment}, and nothing is there")
        for (href, said), origin in self.numbers.items():
            query = asked(href)["query"]
            self.answered(Link(href, origin), query)
            if self.answers[query] != said:
                self.dead.append(f"{origin} says {said}, its query {self.answers[query]}: {query}")

    def read(self, path: str, found: Found) -> None:
        """Take up the links of a page, and the numbers on them."""
        self.numbers |= {one: path for one in found.numbers if one not in self.numbers}
        for given in found.hrefs:
            href = "/" + given.removeprefix(BASE) if given.startswith(BASE) else given
            address, fragment = urldefrag(href)
            if fragment and href.startswith("#"):
                self.fragments.setdefault((path, unquote(fragment)), path)
            if not address.startswith("/"):
                continue
            if fragment:
                self.fragments.setdefault((address, unquote(fragment)), path)
            if address not in self.known and self.wanted(path, address):
                self.add(address, path)

    def wanted(self, path: str, address: str) -> bool:
        """Say whether a link still has to be followed."""
        target, query = unquote(urlsplit(address).path), asked(address)
        if "lang" in query:
            return plain(address) not in self.known and kind(path) != kind(target)
        if query.keys() - {"query"} and asked(path).keys() - {"lang"}:
            place = (kind(path), kind(target) + ",".join(sorted(query)))
            self.combined[place] += 1
            return self.combined[place] <= _SAMPLED
        return True

    def fetch(self, link: Link) -> Found | None:
        """Fetch an address, through redirects; note a dead end with the page that led there."""
        target, query = urlsplit(link.address).path, asked(link.address)
        if target == "/sparql" and "query" in query and "format" not in query:
            self.answered(link, query["query"])
            if not self.shown(query["query"]):
                return None
        method = "HEAD" if _FORM.search(target) and not target.endswith(".html") else "GET"
        answer = self.client.open(link.address, method=method, headers=_READER, follow_redirects=True)
        self.fetched[answer.mimetype or ""] += 1
        if answer.status_code != 200:
            self.dead.append(f"{link.origin} leads to {link.address}: {answer.status_code}")
            return None
        return Found(answer.text) if answer.mimetype == "text/html" and method == "GET" else None

    def answered(self, link: Link, query: str) -> None:
        """Ask a query that a link carries, and keep what it answers: a cell named `number`, else how many rows."""
        if query in self.answers:
            return
        answer = self.client.get("/sparql", query_string={"query": query}, headers={"Accept": _DATA})
        self.fetched["query"] += 1
        self.answers[query] = Decimal(-1)
        if answer.status_code != 200:
            self.dead.append(f"{link.origin} leads to a query that fails with {answer.status_code}: {query}")
        elif answer.mimetype == _ROWS and "results" in (document := json.loads(answer.text)):
            rows = document["results"]["bindings"]
            self.answers[query] = Decimal(len(rows))
            if document["head"]["vars"] == ["number"] and len(rows) == 1:
                self.answers[query] = Decimal(rows[0]["number"]["value"])

    def shown(self, query: str) -> bool:
        """Say whether the page with the answer to a query is fetched too."""
        shape = re.sub(r'<[^>]*>|"[^"]*"|\d+', "_", query)
        self.shapes[shape] += 1
        return self.shapes[shape] <= _SAMPLED or self.shapes[shape] % _ONE_ANSWER_IN == 0


def test_no_link_is_a_dead_end(client: FlaskClient) -> None:
    pages = documents(client)
    crawler = Crawler(client, pages)
    crawler.run()
    assert crawler.dead == []
    assert crawler.fetched["text/html"] > 1.5 * len(pages)
    assert crawler.fetched["query"] > 4000
    for form in ("text/turtle", "application/ld+json", "application/rdf+xml", "application/n-triples"):
        assert crawler.fetched[form] >= len(pages) - 40, form
    assert len(crawler.fragments) > 1000
    assert len(crawler.numbers) > 4000


def test_every_thing_of_the_sitemap_is_there_by_its_identifier(client: FlaskClient) -> None:
    things = [_FORM.sub("", path) for path in documents(client) if path.startswith("/doc/")]
    for path in things:
        identifier = path.removeprefix("/doc") if path.startswith("/doc/auth/") else "/id" + path.removeprefix("/doc")
        answer = client.head(identifier, headers={"Accept": "text/turtle"})
        assert (answer.status_code, answer.headers["Location"]) == (303, f"{path}.ttl")
