"""The workbook that goes out: what an editor sees, and that nothing in it runs (ECMA-376, Office Open XML)."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from tests.workbook.conftest import replaced

from widgraph.errors import UsageError
from widgraph.languages import LANGUAGES
from widgraph.tables import Tables
from widgraph.workbook import workbook_bytes, write_workbook


@pytest.fixture(scope="module")
def book(dutch: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(dutch)


def sheet_of(book: openpyxl.Workbook, name: str) -> Worksheet:
    sheet = book[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def test_a_sheet_per_table_in_the_order_of_the_work(book: openpyxl.Workbook, tables: Tables) -> None:
    assert book.sheetnames[:5] == ["Lees mij", "Initiatieven", "Vermeldingen", "Tijdsaanduidingen", "Betrokkenheid"]
    assert len(book.sheetnames) == len(tables.description.tables) + 3
    assert sheet_of(book, "_lists").sheet_state == "hidden"
    assert sheet_of(book, "_base").sheet_state == "veryHidden"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_sheet_explains_in_ten_lines(language: str, tables: Tables, tmp_path: Path) -> None:
    write_workbook(tables, tmp_path / "book.xlsx", language)
    first = openpyxl.load_workbook(tmp_path / "book.xlsx").worksheets[0]
    assert [first.cell(row, 1).value for row in range(3, 13)] == list(range(1, 11))
    assert all(first.cell(row, 2).value for row in range(3, 13))
    assert first.cell(13, 1).value is None


def test_headings_are_marked_and_explained(book: openpyxl.Workbook) -> None:
    sheet = sheet_of(book, "Vermeldingen")
    headings = {str(cell.value): cell for cell in sheet[1]}
    assert "initiatief *" in headings
    assert "doelpubliek" in headings
    assert headings["initiatief *"].fill.fgColor.rgb != headings["doelpubliek"].fill.fgColor.rgb
    comments = [str(cell.comment.text) if cell.comment else "" for cell in sheet[1]]
    assert all("Voorbeeld" in text or "leeg" in text for text in comments)
    assert "puntkomma" in str(getattr(headings["doelpubliek"].comment, "text", ""))


def test_frozen_filtered_and_protected_ids(book: openpyxl.Workbook, tables: Tables) -> None:
    sheet = sheet_of(book, "Initiatieven")
    rows = len(tables.rows("initiatives"))
    assert sheet.freeze_panes == "B2"
    assert str(sheet.auto_filter.ref).endswith(str(rows + 1))
    assert sheet.protection.sheet is True
    assert sheet.protection.password is None
    assert sheet["A2"].protection.locked
    assert not sheet["B2"].protection.locked
    assert not sheet.column_dimensions["A"].protection.locked, "a new row's id can be typed"
    assert sheet["A2"].number_format == "@"


def test_drop_downs_show_codes_and_names(book: openpyxl.Workbook) -> None:
    sheet = sheet_of(book, "Vermeldingen")
    sources = {str(rule.sqref).split(":")[0]: str(rule.formula1) for rule in sheet.data_validations.dataValidation}
    objective = sources["D2"]
    start, end = objective.removeprefix("_lists!").replace("$", "").split(":")
    choices = [row[0].value for row in sheet_of(book, "_lists")[start:end]]
    assert "2021/2-3 · 2.3" in " ".join(str(choice) for choice in choices)
    assert len(choices) == 22
    assert {"D2", "G2", "K2"} <= set(sources)


def test_the_same_tables_give_the_same_bytes(tables: Tables) -> None:
    assert workbook_bytes(tables, "fr") == workbook_bytes(tables, "fr")


def test_no_cell_is_a_formula_whatever_it_begins_with(tables: Tables, tmp_path: Path) -> None:
    texts = ["=1+1", "+32 2", "-5", "@SUM(A1)", "=cmd|' /C calc'!A0", "#N/A", "TRUE", "2022-03-24", "0012", "1E5"]
    pairs = zip(tables.rows("initiatives"), texts, strict=False)
    changed = replaced(tables, "initiatives", [{**row.cells, "title_nl": text} for row, text in pairs])
    write_workbook(changed, tmp_path / "book.xlsx")
    sheet = sheet_of(openpyxl.load_workbook(tmp_path / "book.xlsx"), "Initiatieven")
    cells = [sheet.cell(row, 3) for row in range(2, 2 + len(texts))]
    assert [(cell.value, cell.data_type) for cell in cells] == [(text, "s") for text in texts]
    with zipfile.ZipFile(tmp_path / "book.xlsx") as parts:
        assert all(b"<f>" not in parts.read(name) for name in parts.namelist() if "worksheets/sheet" in name)


def test_what_cannot_be_written_is_said(tables: Tables, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"ends in \.xlsx|not the name"):
        write_workbook(tables, tmp_path / "book.xls")
    with pytest.raises(UsageError, match="cannot be written"):
        write_workbook(tables, tmp_path / "nowhere" / "book.xlsx")
    with pytest.raises(UsageError, match="language"):
        write_workbook(tables, tmp_path / "book.xlsx", "es")
    assert list(tmp_path.iterdir()) == []
