"""The annexes of the report (design, section 3): every number opens its query; same bytes each time."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest
from openpyxl import load_workbook

from widgraph.annexes import write_annexes
from widgraph.errors import UsageError
from widgraph.languages import LANGUAGES
from widgraph.release import Release
from widgraph.store import Store, open_store

SITE = "https://site.test"


@pytest.fixture(scope="module")
def store(release: Release) -> Iterator[Store]:
    opened = open_store(release)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def written(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("annexes")
    for language in LANGUAGES:
        write_annexes(store, "2022", language, out, SITE)
    return out


class Page(HTMLParser):
    """The cells of every table of a page, with where they lead; and whatever would load or run something."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tables: list[list[list[tuple[str, str | None]]]] = []
        self.loaded: list[str] = []
        self._href: str | None = None
        self._cell: list[str] | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        match tag:
            case "table":
                self.tables.append([])
            case "tr":
                self.tables[-1].append([])
            case "td" | "th":
                self._cell, self._href = [], None
            case "a":
                self._href = values.get("href")
            case "link" | "script" | "img" | "iframe":
                self.loaded.append(values.get("href") or values.get("src") or tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self._cell is not None:
            self.tables[-1][-1].append((" ".join("".join(self._cell).split()), self._href))
            self._cell = None

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)


def page(folder: Path, number: int, language: str) -> Page:
    return Page((folder / f"women-in-digital-2022-annex-{number}-{language}.html").read_text(encoding="utf-8"))


def rows(folder: Path, number: int, language: str, sheet: int = 0) -> list[list[object]]:
    book = load_workbook(folder / f"women-in-digital-2022-annex-{number}-{language}.xlsx")
    return [[cell.value for cell in row] for row in book.worksheets[sheet].iter_rows()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_overview_has_every_listing_once(written: Path, language: str, release: Release) -> None:
    found = rows(written, 1, language)
    identifiers = [row[-1] for row in found[1:]]
    listings = {
        quad.subject.value
        for quad in ox.parse(path=release.dump("nq"), format=ox.RdfFormat.N_QUADS)
        if quad.predicate.value.endswith("#lists") and isinstance(quad.subject, ox.NamedNode)
    }
    assert len(identifiers) == len(set(identifiers)) == 190
    assert set(identifiers) == listings
    assert [[text for text, _ in row] for row in page(written, 1, language).tables[0]][1][-1] == identifiers[0]


def test_the_counts_are_those_of_the_report(written: Path) -> None:
    """Read off the report: 2.2 states four, three and two, eight in all, and lists ten."""
    found = {row[0]: row[2:9] for row in rows(written, 2, "en")}
    assert found["2.2"] == [4, 3, 2, 8, 9, 10, 2]
    assert found["3"] == [1, None, None, None, 1, 1, 0]
    assert found["2.1"][-1] == -4


@pytest.mark.parametrize("sheet", [0, 1])
def test_page_and_workbook_say_the_same(written: Path, sheet: int) -> None:
    table = page(written, 2, "nl").tables[sheet]
    for shown, kept in zip(table, rows(written, 2, "nl", sheet), strict=True):
        assert [text for text, _ in shown] == ["–" if value is None else str(value) for value in kept]


def test_every_number_opens_the_query_that_gives_it(written: Path, store: Store) -> None:
    checked = 0
    for table in page(written, 2, "en").tables:
        for row in table[1:]:
            for text, href in row:
                if not href or not href.startswith(f"{SITE}/sparql?"):
                    assert not re.fullmatch(r"[0-9]+", text) or href or row.index((text, href)) == 0
                    continue
                (solution,) = store.select(parse_qs(urlsplit(href).query)["query"][0])
                assert solution["number"].value == text
                checked += 1
    assert checked > 130


def test_a_difference_leads_to_its_measurement(written: Path, store: Store) -> None:
    row = next(row for row in page(written, 2, "en").tables[0] if row[0][0] == "2.1")
    text, href = row[8]
    assert text == "-4"
    assert store.ask(f"ASK {{ <{href}> <http://www.w3.org/ns/dqv#value> -4 }}")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", [1, 2])
def test_a_page_needs_only_its_style_sheet_and_says_its_language(written: Path, number: int, language: str) -> None:
    text = (written / f"women-in-digital-2022-annex-{number}-{language}.html").read_text(encoding="utf-8")
    assert page(written, number, language).loaded == ["annex.css"]
    assert (written / "annex.css").is_file()
    assert f'<html lang="{language}">' in text
    assert "style=" not in text


def test_the_words_of_the_report_keep_their_language(written: Path) -> None:
    text = (written / "women-in-digital-2022-annex-1-fr.html").read_text(encoding="utf-8")
    assert '<span lang="nl">' in text


def test_same_release_same_bytes(written: Path, store: Store, tmp_path: Path) -> None:
    for path in write_annexes(store, "2022", "de", tmp_path, SITE):
        digests = [hashlib.sha256(one.read_bytes()).hexdigest() for one in (path, written / path.name)]
        assert digests[0] == digests[1], path.name


def test_no_cell_is_a_formula(written: Path) -> None:
    for path in written.glob("*.xlsx"):
        for sheet in load_workbook(path).worksheets:
            assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row), path.name


def test_an_unknown_edition_is_named_with_those_there_are(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="1999") as caught:
        write_annexes(store, "1999", "nl", tmp_path / "out", SITE)
    assert "2022" in (caught.value.hint or "")
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_is_said(store: Store, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(UsageError, match="cannot be written"):
        write_annexes(store, "2022", "nl", tmp_path / "out", SITE)
