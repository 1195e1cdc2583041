"""Home, lists and service pages in four languages: what is on them, and that every link leads somewhere."""

from __future__ import annotations

import csv
import html.parser
import io
import json
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.web.conftest import Ask

from widgraph.tables import read_tables

PAGES = [
    "/",
    "/initiatives",
    "/objectives",
    "/actors",
    "/audiences",
    "/indicators",
    "/meetings",
    "/policy",
    "/editions/2022",
]
LISTS = {"/initiatives": 130, "/objectives": 22, "/actors": 81, "/audiences": 59, "/meetings": 6}


class Links(html.parser.HTMLParser):
    """Collects where a page leads, its language, its headings and its images."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self.headings: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag in ("a", "link", "form"):
            self.hrefs.append(given.get("href") or given.get("action") or "")
        if tag in ("script", "img"):
            self.hrefs.append(given.get("src") or "")
        if tag in ("h1", "h2", "h3"):
            self.headings.append(tag)


@pytest.mark.parametrize("path", [*PAGES, "/about", "/ns/wid", "/shapes", "/sparql", "/derived", "/untranslated"])
@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_every_page_is_there_in_every_language(ask: Ask, path: str, language: str) -> None:
    answer = ask(f"{path}?lang={language}", Accept="text/html")
    assert answer.status == 200
    assert f'<html lang="{language}">' in answer.text
    page = Links(answer.text)
    assert page.headings.count("h1") == 1
    assert not [href for href in page.hrefs if href.startswith("http://") and "127.0.0.1" in href]


def test_the_language_follows_accept_language_else_dutch(ask: Ask) -> None:
    """RFC 9110, section 12.5.4."""
    assert ask("/", Accept="text/html").headers["content-language"] == "nl"
    assert ask("/", Accept="text/html", Accept_Language="de-AT, fr;q=0.5").headers["content-language"] == "de"
    assert ask("/", Accept="text/html", Accept_Language="ja").headers["content-language"] == "nl"
    assert ask("/?lang=xx").status == 400


@pytest.mark.parametrize(("path", "number"), LISTS.items())
def test_lists_are_complete_in_every_form(ask: Ask, path: str, number: int) -> None:
    rows = list(csv.DictReader(io.StringIO(ask(f"{path}.csv").text)))
    items = json.loads(ask(f"{path}.json").body)["items"]
    assert len(rows) == len(items) == number
    quads = set(ox.parse(ask(f"{path}.ttl").body, format=ox.RdfFormat.TURTLE))
    assert len({quad.subject for quad in quads}) >= number


def test_every_link_of_the_main_pages_leads_somewhere(ask: Ask) -> None:
    """One step from each page; nothing on this site is a dead end, and nothing is loaded from elsewhere."""
    seen: set[str] = set()
    for path in [
        *PAGES,
        "/about",
        "/doc/initiative/i0014.html",
        "/doc/actor/a022.html",
        "/doc/auth/objective-2021/2-1.html",
    ]:
        for href in Links(ask(path, Accept="text/html").text).hrefs:
            if href.startswith("/") and not href.startswith("/sparql?") and href not in seen:  # see test_numbers.py
                seen.add(href)
                answer = ask(href, Accept="text/html")
                assert answer.status in (200, 303), f"{path} leads to {href}: {answer.status}"
    assert len(seen) > 300


def test_the_home_page_counts_what_there_is(ask: Ask) -> None:
    text = ask("/?lang=en", Accept="text/html").text
    assert all(f">{number}<" in text for number in (130, 190, 81, 59))


@pytest.mark.parametrize(
    "path",
    [
        "/doc/%00", "/doc/%ff", "/doc/../../etc/passwd", "/doc/initiative/i0014%0d%0aX: y", "/" + "a" * 5000,
        "/initiatives?page=0", "/initiatives?page=x", "/initiatives?page=99999", "/?lang=%3Cscript%3E",
        "/doc/<script>alert(1)</script>", "/static/../settings.py", "/doc/initiative/i0014.exe", "/editions/1999",
    ],
)  # fmt: skip
def test_odd_requests_get_a_clear_refusal(ask: Ask, path: str) -> None:
    for accept in ("text/html", "application/json", "*/*"):
        answer = ask(path.replace(" ", "%20"), Accept=accept)
        assert 400 <= answer.status < 500
        assert "<script>alert" not in answer.text or answer.headers["content-type"] == "application/problem+json"
        assert "Traceback" not in answer.text


def test_health_and_robots(ask: Ask) -> None:
    assert json.loads(ask("/healthz").body)["status"] == "ok"
    assert "Disallow: /sparql" in ask("/robots.txt").text


def test_the_name_of_an_organisation_is_not_marked_as_another_language(ask: Ask) -> None:
    row = next(line for line in ask("/actors?lang=de", Accept="text/html").text.splitlines() if "BeCentral" in line)
    assert "<abbr" not in row
    assert ">nl<" not in row.lower()


def test_the_page_of_an_edition_lists_all_of_it_with_the_place_of_each(ask: Ask, data: Path) -> None:
    text = ask("/editions/2022?lang=en", Accept="text/html").text.partition('id="listings"')[2]
    found = re.findall(r'<li><a href="/doc/listing/([^"?]+)\?[^"]*">([\d.]+), (?:no\. (\d+)|running text)</a>', text)
    expected = []
    for row in read_tables(data).rows("listings"):
        edition, heading, ordinal = (row.value("id") or "").split("/")
        expected.append((f"{edition}/{heading}/{ordinal}", row.value("section"), ordinal.lstrip("0")))
    assert len(expected) > 150
    shown = [(path, section, number or path.rpartition("/")[2]) for path, section, number in found]
    assert sorted(shown) == sorted(expected)


def test_the_rules_are_explained_in_the_language_of_the_page(ask: Ask) -> None:
    text = ask("/derived?lang=de", Accept="text/html").text
    assert "Der kurze Weg von einer Initiative" in text
    assert "The shortcut" not in text
    assert '<p lang="en">' not in text


def test_pages_speak_in_words_to_who_never_saw_rdf(ask: Ask) -> None:
    indicator = ask("/doc/auth/indicator/stem-graduates.html?lang=en").text
    assert re.search(r'<p class="overline"><a href="/doc/auth/indicator\?lang=en">Indicators</a>', indicator)
    initiative = ask("/doc/initiative/i0014.html?lang=en").text
    assert '<span lang="de">Deutsch</span>' in initiative
    missed = ask("/search?q=qqqq&lang=en", Accept="text/html").text
    assert "Try fewer words" in missed
    assert "Counted in an index" not in missed
    wrong = ask("/nothing?lang=de", Accept="text/html").text
    assert "Fehler 404" in wrong
    assert 'href="/search?lang=de"' in wrong


def test_policy_without_a_date_comes_last(ask: Ask) -> None:
    dates = [one["date"] for one in json.loads(ask("/policy.json").body)["items"]]
    assert None in dates
    assert all(dates[: dates.index(None)])
    assert not any(dates[dates.index(None) :])


def test_a_rule_of_several_shapes_stands_once_and_each_can_be_linked_to(ask: Ask) -> None:
    page = ask("/shapes?lang=en", Accept="text/html").text
    said = re.findall(r"<strong[^>]*>([^<]*)</strong><br><span[^>]*>([^<]*)</span>", page)
    assert len(said) == len(set(said)) > 30
    shapes = ox.parse(ask("/shapes.nt").body, format=ox.RdfFormat.N_TRIPLES)
    rules = {
        quad.subject.value.rpartition("#")[2]
        for quad in shapes
        if isinstance(quad.subject, ox.NamedNode) and quad.predicate.value == "http://www.w3.org/ns/shacl#message"
    }
    assert rules
    assert rules <= set(re.findall(r'id="([^"]+)"', page))
