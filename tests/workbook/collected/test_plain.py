"""A plain table with the columns of the report: each row a listing, its source the table itself. Made-up test data."""

from __future__ import annotations

import datetime
import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from widgraph.errors import UsageError
from widgraph.tables import read_tables, write_tables
from widgraph.workbook import Review, open_grids, review
from widgraph.workbook._timing import Timing, read_timing
from widgraph.workbook.collected import collected_book, collected_text, plain_table, start_edition

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
def prepared(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the real tables and an edition 2023 to fill."""
    folder = tmp_path_factory.mktemp("prepared") / "data"
    shutil.copytree(data, folder)
    write_tables(folder, start_edition(read_tables(folder), 2023, datetime.date(2027, 3, 1)))
    return folder


def table(path: Path, *rows: Sequence[object]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def laid(path: Path, folder: Path) -> tuple[Review, str]:
    """Return the review of a plain table for 2023, and the text it leaves."""
    tables = read_tables(folder)
    plain = plain_table(open_grids(path), tables.description)
    assert plain is not None
    before = collected_text(folder, tables, "2023")
    day = datetime.date(2027, 3, 2)
    book, texts = collected_book(plain, tables, before, edition="2023", today=day, published=())
    return review(book, tables), next((text.decode() for text in texts.values()), before)


def test_each_row_becomes_a_listing_with_its_facts_and_nothing_else(prepared: Path, tmp_path: Path) -> None:
    done, _ = laid(table(tmp_path / "t.xlsx", ["Stand van zaken"], NL, *ROWS), prepared)
    said = {(found.rule, str(found.place)) for found in done.findings}
    assert said == {("W35", "Sheet"), ("W40", "Sheet!A4"), ("W56", "Sheet!F3")}
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


def test_every_passage_is_a_position_in_the_text_of_the_table(prepared: Path, tmp_path: Path) -> None:
    done, text = laid(table(tmp_path / "t.xlsx", NL, *ROWS), prepared)
    (document,) = [row.cells for row in done.tables.rows("documents") if row.cells["edition"] == "2023"]
    assert document["sha256"] == hashlib.sha256(text.encode()).hexdigest()
    assert document["characters"] == str(len(text))
    passages = [row.cells for row in done.tables.rows("passages") if row.cells["document"] == "2023-nl"]
    assert passages
    for cells in passages:
        words = text[int(cells["start"]) : int(cells["end"])]
        assert hashlib.sha256(words.encode()).hexdigest() == cells["sha256"]


def test_a_table_in_french_needs_the_dutch_title(prepared: Path, tmp_path: Path) -> None:
    heads: list[object] = ["Initiative", "Objectif", "Public cible", "Organisme"]
    done, _ = laid(
        table(tmp_path / "t.xlsx", heads, ["Camp d'été robots", "2.3", "tout le monde", "Test asbl"]), prepared
    )
    assert done.book.language == "fr"
    assert ("W55", "Sheet!A2") in {(found.rule, str(found.place)) for found in done.findings}


def test_each_fault_has_its_cell(prepared: Path, tmp_path: Path) -> None:
    bad: list[object] = ["Zomerkamp robotica", "2.9", "iedereeen", "handel", "binnenkort", "Test vzw", ""]
    done, _ = laid(table(tmp_path / "t.xlsx", [*NL, "Opmerking"], [*bad, "x"], ["", "2.3"]), prepared)
    assert {(found.rule, str(found.place)) for found in done.findings} >= {
        ("W15", "Sheet!H1"),
        ("W30", "Sheet!B2"),
        ("W36", "Sheet!C2"),
        ("W38", "Sheet!D2"),
        ("W50", "Sheet!A3"),
    }
    timing, _ = laid(table(tmp_path / "u.xlsx", NL, ["Zomerkamp robotica", "2.3", "", "", "binnenkort"]), prepared)
    assert [(found.rule, str(found.place)) for found in timing.findings if found.rule != "W35"] == [("W37", "Sheet!E2")]


def test_only_an_edition_that_is_collected_takes_a_table(prepared: Path) -> None:
    for edition, words in (("2031", "no edition 2031"), ("2022", "printed report")):
        with pytest.raises(UsageError, match=words):
            collected_text(prepared, read_tables(prepared), edition)


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
