"""The real tables, their workbook in each language, and a way to edit a workbook as somebody in Excel would."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from widgraph.tables import Description, Row, Tables, read_tables
from widgraph.workbook import write_workbook


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


#: The tables that the edited workbooks are about; a workbook of all takes much longer to make and read.
KEPT = (
    *("strategies", "objectives", "editions", "documents", "passages", "initiatives", "listings", "timings"),
    *("audiences", "actors", "meetings"),
)


def shortened(tables: Tables) -> Tables:
    """Return some of the real tables, with eight initiatives and what belongs to them."""
    files = {f"{name}.csv" for name in KEPT}
    kept = [
        replace(table, foreign_keys=tuple(key for key in table.foreign_keys if key.table in files))
        for table in tables.description.tables
        if table.name in KEPT
    ]
    rows = {table.name: [Row(table, row.number, row.cells) for row in tables.rows(table.name)] for table in kept}
    rows["initiatives"] = rows["initiatives"][:8]
    known = {row.cells["id"] for row in rows["initiatives"]}
    rows["listings"] = [row for row in rows["listings"] if row.cells["initiative"] in known]
    listed = {row.cells["id"] for row in rows["listings"]}
    rows["timings"] = [row for row in rows["timings"] if row.cells["listing"] in listed]
    used = {item for name in KEPT for row in rows[name] if "passages" in row.cells for item in row.items("passages")}
    rows["passages"] = [row for row in rows["passages"] if row.cells["id"] in used]
    numbered = {name: tuple(Row(r.table, n, r.cells) for n, r in enumerate(many, 2)) for name, many in rows.items()}
    return Tables(Description(tuple(kept), tables.description.source), (), numbered)


@pytest.fixture(scope="session")
def short(tables: Tables) -> Tables:
    """The shortened tables."""
    return shortened(tables)


@pytest.fixture(scope="session")
def short_book(short: Tables, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of the shortened tables, in Dutch."""
    path = tmp_path_factory.mktemp("workbook") / "short.xlsx"
    write_workbook(short, path, "nl")
    return path


class Editor:
    """A workbook open for editing; columns are named by their Dutch heading."""

    def __init__(self, path: Path) -> None:
        self.book: Workbook = openpyxl.load_workbook(path)

    def sheet(self, name: str) -> Worksheet:
        sheet = self.book[name]
        sheet.protection.sheet = False
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

    def add(self, sheet: str, cells: Mapping[str, Any]) -> int:
        """Write a new row below the last, its cells by heading; return its number."""
        row = self.sheet(sheet).max_row + 1
        for heading, value in cells.items():
            self.put(sheet, row, heading, value)
        return row

    def delete(self, sheet: str, key: str) -> None:
        self.sheet(sheet).delete_rows(self.row(sheet, key))

    def save(self, path: Path) -> Path:
        self.book.save(path)
        return path


def replaced(tables: Tables, name: str, rows: Iterable[Mapping[str, str]]) -> Tables:
    """Return the tables with other rows in one of them; made-up test data, not checked."""
    table = tables.description.table(name)
    others = {one.name: tables.rows(one.name) for one in tables.description.tables}
    new = tuple(Row(table, number, dict(cells)) for number, cells in enumerate(rows, start=2))
    return Tables(tables.description, (), {**others, name: new})
