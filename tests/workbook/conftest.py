"""The real tables, their workbook in each language, and a way to edit a workbook as somebody in Excel would."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from widgraph.findings import Finding
from widgraph.tables import Row, Tables, read_tables
from widgraph.workbook import Review, read_workbook, review, write_workbook


@pytest.fixture(scope="session")
def tables(data: Path) -> Tables:
    """The real tables."""
    return read_tables(data)


@pytest.fixture(scope="session")
def dutch(tables: Tables, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of the real tables in Dutch."""
    path = tmp_path_factory.mktemp("workbook") / "nl.xlsx"
    write_workbook(tables, path, "nl")
    return path


class Editor:
    """A workbook open for editing; columns are named by their Dutch heading."""

    def __init__(self, path: Path) -> None:
        self.book: Workbook = openpyxl.load_workbook(path)

    def sheet(self, name: str) -> Worksheet:
        sheet = self.book[name]
        assert isinstance(sheet, Worksheet)
        return sheet

    def column(self, sheet: str, heading: str) -> int:
        cells = {str(cell.value).removesuffix(" *"): cell.column for cell in self.sheet(sheet)[1]}
        return int(cells[heading] or 0)

    def row(self, sheet: str, key: str) -> int:
        return next(int(cell.row) for cell in self.sheet(sheet)["A"] if cell.value == key and cell.row)

    def put(self, sheet: str, key: str | int, heading: str, value: Any) -> str:
        """Write into a cell of the row with an id (or of a row number); return its address."""
        row = key if isinstance(key, int) else self.row(sheet, key)
        cell = self.sheet(sheet).cell(row, self.column(sheet, heading))
        cell.value = value
        return f"{sheet}!{cell.coordinate}"

    def add(self, sheet: str, **cells: Any) -> int:
        """Write a new row below the last; spaces in headings are written as underscores."""
        row = self.sheet(sheet).max_row + 1
        for heading, value in cells.items():
            self.put(sheet, row, heading.replace("__", " (").replace("_", " "), value)
        return row

    def save(self, path: Path) -> Path:
        self.book.save(path)
        return path


Edit = Callable[[Editor], object]


@pytest.fixture
def edited(dutch: Path, tables: Tables, tmp_path: Path) -> Callable[[Edit], Review]:
    """Return a function that edits the Dutch workbook and reviews it."""

    def run(edit: Edit) -> Review:
        editor = Editor(dutch)
        edit(editor)
        return review(read_workbook(editor.save(tmp_path / "edited.xlsx"), tables.description), tables)

    return run


def replaced(tables: Tables, name: str, rows: Iterable[Mapping[str, str]]) -> Tables:
    """Return the tables with other rows in one of them; made-up test data, not checked."""
    table = tables.description.table(name)
    others = {one.name: tables.rows(one.name) for one in tables.description.tables}
    new = tuple(Row(table, number, dict(cells)) for number, cells in enumerate(rows, start=2))
    return Tables(tables.description, (), {**others, name: new})


def said(findings: tuple[Finding, ...], *, remarks: bool = False) -> set[tuple[str, str]]:
    """Return the findings as rule and place; without remarks unless asked for."""
    return {(one.rule, str(one.place)) for one in findings if remarks or one.severity.value != "info"}
