"""Every number opens the query that gives it: each link is followed, and the answer is the number shown."""

from __future__ import annotations

import html.parser
import json
import re
from decimal import Decimal
from itertools import product
from urllib.parse import urlencode

import pytest
from tests.web.conftest import Ask

#: A page, and how many of its numbers are followed: each n-th.
PAGES = {
    "/": 1,
    "/objectives": 4,
    "/coverage": 17,
    "/initiatives": 9,
    "/initiatives?objective=1&timing=no": 5,
    "/initiatives?audience=women&age=30&programme=yes": 5,
    "/actors": 9,
    "/audiences": 5,
    "/indicators": 2,
    "/meetings": 1,
    "/editions/2022": 6,
    "/untranslated": 1,
    "/doc/initiative/i0014": 1,
    "/doc/auth/objective-2021/2-2": 1,
    "/doc/auth/audience/women": 1,
    "/doc/actor/a022": 1,
    "/doc/listing/2022/1-2/09": 1,
    "/doc/meeting/2021-09-16": 1,
}


class Numbers(html.parser.HTMLParser):
    """Collects the numbers of a page that lead to a query, with the query's href."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._href: str | None = None
        self._text = ""
        self._title = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and "ask" in (given.get("class") or "").split():
            self._href, self._text = given.get("href"), ""
        self._title = tag == "title"

    def handle_data(self, data: str) -> None:
        if self._href and not self._title:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._title = False
        if tag == "a" and self._href:
            self.found.append((self._text.strip(), self._href))
            self._href = None


def number(text: str) -> Decimal | tuple[Decimal, ...]:
    """Read a number as the English pages write it, or two with a dash between; words may follow."""
    found = [Decimal(one.replace(",", "").replace("−", "-")) for one in re.findall(r"−?[\d,.]*\d", text)]
    return found[0] if len(found) == 1 else tuple(found)


def answered(ask: Ask, href: str) -> Decimal | tuple[Decimal, ...]:
    """Ask what a number leads to: one cell `number`, a row `first` and `last`, or as many rows as the number says."""
    answer = ask(href, Accept="application/sparql-results+json")
    if answer.status == 303:
        answer = ask(answer.headers["location"], Accept="application/sparql-results+json")
    assert answer.status == 200, href
    document = json.loads(answer.body)
    rows = document["results"]["bindings"]
    if document["head"]["vars"] == ["number"]:
        assert len(rows) == 1, href
        return Decimal(rows[0]["number"]["value"])
    if document["head"]["vars"][:2] == ["first", "last"]:
        assert len(rows) == 1, href
        return Decimal(rows[0]["first"]["value"]), Decimal(rows[0]["last"]["value"])
    return Decimal(len(rows))


@pytest.mark.parametrize("path", PAGES)
def test_every_number_is_what_its_query_answers(ask: Ask, path: str) -> None:
    joint = "&" if "?" in path else "?"
    found = Numbers(ask(f"{path}{joint}lang=en", Accept="text/html").text).found
    assert found, "the page has numbers"
    for text, href in found[:: PAGES[path]]:
        assert answered(ask, href) == number(text), href


NARROWED = [
    {
        name: value
        for name, value in zip(("objective", "audience", "age", "programme", "timing"), values, strict=True)
        if value
    }
    for values in product(("", "1", "2-2"), ("", "women"), ("", "15", "30"), ("", "yes", "no"), ("", "yes", "no"))
]
NARROWED += [{"actor": "a012"}, {"sector": "mixed", "timing": "no"}, {"edition": "2022", "actor": "a012", "age": "15"}]


def test_a_narrowed_list_is_what_its_query_answers(ask: Ask) -> None:
    """The very same initiatives, however the choices are combined."""
    sizes = set()
    for narrowed in NARROWED:
        asked = urlencode(narrowed)
        listed = {item["iri"] for item in json.loads(ask(f"/initiatives.json?{asked}").body)["items"]}
        redirect = ask(f"/initiatives/query?{asked}")
        assert redirect.status == 303
        answer = ask(redirect.headers["location"], Accept="application/sparql-results+json")
        assert answer.status == 200, asked
        rows = json.loads(answer.body)["results"]["bindings"]
        names = [row.get("initiative", row.get("item"))["value"] for row in rows]
        assert len(names) == len(listed)
        assert set(names) == listed, asked
        sizes.add(len(listed))
    assert len(sizes) > 20, "the choices make a difference"


def test_the_query_of_an_unknown_choice_is_refused(ask: Ask) -> None:
    assert ask("/initiatives/query?objective=9", Accept="application/json").status == 400


def test_a_picture_says_no_number_that_opens_no_query(ask: Ask) -> None:
    """A title cannot be opened; the numbers stand in the lists beside the wheel."""
    text = ask("/?lang=en", Accept="text/html").text
    picture = text.partition('<svg class="wheel"')[2].partition("</svg>")[0]
    titles = re.findall(r"<title>([0-9.]+) ([^<]*)</title>", picture)
    assert len(titles) > 20
    assert not [name for _, name in titles if re.search(r"\d+ listing", name)]
    assert len(Numbers(picture).found) == 1


def test_a_search_says_that_its_number_has_no_query(ask: Ask) -> None:
    """It comes from the index of names; the page that says so is one link away, what was counted another."""
    text = ask("/search?q=stem&lang=en", Accept="text/html").text
    assert "/about?lang=en#search" in text
    assert 'id="search"' in ask("/about?lang=en", Accept="text/html").text
    shown = re.search(r"(\d+) things found", text)
    assert shown
    assert len(json.loads(ask("/search.json?q=stem&lang=en").body)["items"]) == int(shown[1])


def test_a_reader_gets_the_query_and_its_list_in_the_language_of_the_page(ask: Ask) -> None:
    _, href = Numbers(ask("/?lang=fr", Accept="text/html").text).found[0]
    page = ask(href, Accept="text/html").text
    assert '<html lang="fr">' in page
    assert "wid:Initiative" in page or "ns/wid#Initiative" in page
    assert len(re.findall(r"<tr>", page)) > 100
