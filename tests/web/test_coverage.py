"""`/coverage`: the numbers are those of the tables, and each opens as many listings as it says."""

from __future__ import annotations

import csv
import html.parser
import io
import json
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from tests.web.conftest import Ask

from widgraph.tables import read_tables


class Heat(html.parser.HTMLParser):
    """Collects the links of the first heat map with the number each shows."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.cells: list[tuple[str, str]] = []
        self._tables = 0
        self._cell = False
        self._href: str | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tables += tag == "table"
        self._cell = tag == "td" or (self._cell and tag == "a")
        self._href = dict(attrs).get("href") if tag == "a" and self._cell and self._tables == 1 else None

    def handle_data(self, data: str) -> None:
        if self._href and data.strip():
            self.cells.append((data.strip(), self._href))
            self._href = None


def test_the_numbers_are_those_of_the_tables(ask: Ask, data: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(ask("/coverage.csv").text)))
    tables = read_tables(data)
    listings = [row for row in tables.rows("listings") if row.value("objective")]
    base = "https://w3id.org/widgraph/auth/"
    for objective in ("2021/1", "2021/1-2", "2021/5-3"):
        of = {
            row["audience"]: int(row["listings"]) for row in rows if row["objective"] == f"{base}objective-{objective}"
        }
        mine = [row for row in listings if row.value("objective") == objective]
        assert of[""] == sum(not row.items("audience") for row in mine)
        assert of[base + "audience/everyone"] == sum("everyone" in row.items("audience") for row in mine)
        pupils = {row.value("id") for row in tables.rows("audiences") if (row.value("id") or "").startswith("pupils")}
        assert of[base + "audience/pupils"] == sum(bool(pupils & set(row.items("audience"))) for row in mine)


def test_every_number_opens_its_list(ask: Ask) -> None:
    cells = Heat(ask("/coverage?lang=en", Accept="text/html").text).cells
    assert len(cells) > 100
    for number, href in cells[::9]:
        parts = urlsplit(href)
        answer = ask(urlunsplit(parts), Accept="application/sparql-results+json")
        assert answer.status == 200
        assert len(json.loads(answer.body)["results"]["bindings"]) == int(number)


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_the_page_is_there_in_every_language_and_names_empty_cells(ask: Ask, language: str) -> None:
    text = ask(f"/coverage?lang={language}", Accept="text/html").text
    assert text.count('<table class="heat">') == 2
    assert 'aria-hidden="true">·</span><span class="visually-hidden">' in text


def test_the_forms_say_the_same(ask: Ask) -> None:
    rows = list(csv.DictReader(io.StringIO(ask("/coverage.csv").text)))
    items = json.loads(ask("/coverage.json").body)["items"]
    assert [(row["objective"], row["audience"], int(row["listings"])) for row in rows] == [
        (item["objective"], item["audience"] or "", item["listings"]) for item in items
    ]
