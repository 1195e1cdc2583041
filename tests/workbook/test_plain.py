"""A plain table with the columns of the report: each row a listing, its source the table itself. Made-up test data."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from tests.workbook.conftest import replaced

from widgraph.errors import DataError, UsageError
from widgraph.tables import Tables
from widgraph.workbook import Review, open_book, review
from widgraph.workbook._timing import Timing, read_timing

NL: list[object] = ["Initiatief", "Doelstelling", "Doelpubliek", "Sector", "Timing", "Organisatie", "Contactpersoon"]
ROWS: list[list[object]] = [
    [
        "Zomerkamp robotica voor tieners",
        "2.3",
        "iedereen",
        "privé",
        "09/2023 - 12/2023",
        "Test vzw; FOD Economie",
        "Jan",
    ],
    ["Postgraduaat IT en digitale competenties", 1, "iedereen", None, "vanaf 2023", None, None],
    ["Robotkamp", "2.3; 1.1", "iedereen", "gemengd", "2023-2025", "test VZW", None],
]


@pytest.fixture(scope="module")
def prepared(tables: Tables) -> Tables:
    """The real tables with an edition 2023 to fill."""
    last = tables.rows("editions")[-1].cells
    return replaced(tables, "editions", [last, {**last, "id": "2023", "year": "2023", "previous": "2022"}])


def table(path: Path, *rows: Sequence[object]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def laid(path: Path, tables: Tables) -> Review:
    return review(open_book(path, tables, edition="2023"), tables)


def test_each_row_becomes_a_listing_with_its_facts_and_nothing_else(prepared: Tables, tmp_path: Path) -> None:
    done = laid(table(tmp_path / "t.xlsx", ["Stand van zaken"], NL, *ROWS), prepared)
    assert {(found.rule, str(found.place)) for found in done.findings} == {("W35", "Sheet!G2"), ("W40", "Sheet!A4")}
    assert {change.kind for change in done.changes} == {"added"}
    listings = {row.cells["id"]: row.cells for row in done.tables.rows("listings") if row.cells["edition"] == "2023"}
    assert {key: cells["initiative"] for key, cells in listings.items()} == {
        "2023/2-3/01": "i0131",
        "2023/1/01": "i0004",
        "2023/2-3/02": "i0132",
        "2023/1-1/01": "i0132",
    }
    assert listings["2023/2-3/01"]["sector"] == "private"
    assert listings["2023/1/01"]["sector"] == listings["2023/1/01"]["sector_basis"] == ""
    assert listings["2023/2-3/01"]["audience"] == "everyone"
    organisers = [change for change in done.changes if change.table == "involvements"]
    assert len(organisers) == 4
    assert [change.key for change in done.changes if change.table == "actors"] == ["a082"], "one of two spellings"
    assert "Jan" not in str(done.changes), "contacts are left out"


def test_every_passage_is_a_position_in_the_text_of_the_table(prepared: Tables, tmp_path: Path) -> None:
    done = laid(table(tmp_path / "t.xlsx", NL, *ROWS), prepared)
    text = done.book.text or ""
    (document,) = [row.cells for row in done.tables.rows("documents") if row.cells["edition"] == "2023"]
    assert document["sha256"] == hashlib.sha256(text.encode()).hexdigest()
    assert document["characters"] == str(len(text))
    passages = [row.cells for row in done.tables.rows("passages") if row.cells["document"] == "2023-nl"]
    assert passages
    for cells in passages:
        words = text[int(cells["start"]) : int(cells["end"])]
        assert hashlib.sha256(words.encode()).hexdigest() == cells["sha256"]


def test_a_table_in_french_needs_the_dutch_title(prepared: Tables, tmp_path: Path) -> None:
    heads: list[object] = ["Initiative", "Objectif", "Public cible", "Organisme"]
    done = laid(table(tmp_path / "t.xlsx", heads, ["Camp d'été robots", "2.3", "tout le monde", "Test asbl"]), prepared)
    assert done.book.language == "fr"
    assert ("W39", "Sheet!A2") in {(found.rule, str(found.place)) for found in done.findings}
    assert any(row.cells["id"] == "2023-fr" for row in done.tables.rows("documents"))


def test_each_fault_has_its_cell(prepared: Tables, tmp_path: Path) -> None:
    bad: list[object] = ["Zomerkamp robotica", "2.9", "iedereeen", "handel", "binnenkort", "Test vzw", ""]
    done = laid(table(tmp_path / "t.xlsx", [*NL, "Opmerking"], [*bad, "x"], ["", "2.3"]), prepared)
    assert {(found.rule, str(found.place)) for found in done.findings} >= {
        ("W15", "Sheet!H1"),
        ("W30", "Sheet!B2"),
        ("W36", "Sheet!C2"),
        ("W38", "Sheet!D2"),
        ("W39", "Sheet!A3"),
    }
    timing = laid(table(tmp_path / "u.xlsx", NL, ["Zomerkamp robotica", "2.3", "", "", "binnenkort"]), prepared)
    assert [(found.rule, str(found.place)) for found in timing.findings if found.rule != "W35"] == [("W37", "Sheet!E2")]


def test_an_edition_that_is_not_there_and_one_already_read(prepared: Tables, tmp_path: Path) -> None:
    path = table(tmp_path / "t.xlsx", NL, *ROWS)
    with pytest.raises(UsageError, match="no edition 2031"):
        open_book(path, prepared, edition="2031")
    with pytest.raises(DataError) as caught:
        open_book(path, prepared, edition="2022")
    assert [found.rule for found in caught.value.findings] == ["W41"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023", Timing("period", "year", "2023", "2023")),
        ("2023-2025", Timing("period", "year", "2023", "2025")),
        ("2023 – 2025", Timing("period", "year", "2023", "2025")),
        ("van mei", None),
        ("Mei 2023", Timing("period", "month", "2023-05", "2023-05")),
        ("août 2023 à octobre 2023", Timing("period", "month", "2023-08", "2023-10")),
        ("ab März 2023", Timing("from", "month", "2023-03")),
        ("12/03/2023", Timing("period", "day", "2023-03-12", "2023-03-12")),
        ("31/02/2023", None),
        ("2025-2023", None),
        ("2023-09", Timing("period", "month", "2023-09", "2023-09")),
        ("3 april 2023 tot 5 april 2023", Timing("period", "day", "2023-04-03", "2023-04-05")),
        ("2023 of 2024", None),
    ],
)
def test_times(text: str, expected: Timing | None) -> None:
    assert read_timing(text) == expected
