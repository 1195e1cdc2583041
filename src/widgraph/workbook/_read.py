"""From the sheets of a workbook to rows of our tables, each with its place; nothing is judged against the data yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from openpyxl.utils import get_column_letter, range_boundaries

from widgraph.errors import DataError
from widgraph.findings import Finding, Place, violations
from widgraph.languages import LANGUAGES
from widgraph.tables import Column, Description, Table
from widgraph.workbook._base import Base, read_base
from widgraph.workbook._cells import read_cell
from widgraph.workbook._escape import unescape
from widgraph.workbook._guard import DEFAULT, Limits
from widgraph.workbook._labels import is_named
from widgraph.workbook._layout import BASE, LISTS, columns_by_key, key_of, sheet_name, sheets_by_key
from widgraph.workbook._messages import finding
from widgraph.workbook._open import Grid, Raw, address, open_grids
from widgraph.workbook._places import CellPlace
from widgraph.workbook._texts import GUIDE

_HEADING_ROWS: Final = 15
_OWN: Final = {key_of(name) for name in (LISTS, BASE, *GUIDE.values())}


@dataclass(frozen=True)
class SheetRow:
    """A row of a sheet; `written` has the cells that were tidied as they stood before, `refused` those not readable."""

    number: int
    cells: Mapping[str, str]
    written: Mapping[str, str] = field(default_factory=dict)
    refused: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Sheet:
    """A sheet that is one of our tables: its rows, and the letter of each column.

    With `adds` its rows come to those of the table, or replace the one of their id; no row is missing for being absent.
    """

    table: Table
    name: str
    letters: Mapping[str, str]
    rows: tuple[SheetRow, ...]
    adds: bool = False

    def place(self, row: int | None = None, column: str | None = None) -> CellPlace:
        """Return where a cell, row or the sheet itself is."""
        letter = self.letters.get(column or "", "")
        cell = f"{letter}{row}" if row is not None else ""
        return CellPlace(self.table.file, row, column, self.name, cell)


@dataclass(frozen=True)
class Book:
    """A workbook as read: its tables by name, what it was made from, its language, and what was found on the way."""

    name: str
    sheets: Mapping[str, Sheet]
    base: Base | None
    language: str | None
    findings: tuple[Finding, ...]


def read_workbook(path: Path, description: Description, limits: Limits = DEFAULT) -> Book:
    """Read a workbook (.xlsx) as a session of Excel or LibreOffice left it.

    Sheets and columns are found by their names in any of the four languages, in any order, hidden or not. Raises
    DataError with a finding when the file cannot be opened or no sheet of it is one of the tables.
    """
    return book_of(path.name, open_grids(path, limits), description)


def book_of(name: str, grids: tuple[Grid, ...], description: Description) -> Book:
    """Return what the sheets of a workbook hold for the tables described."""
    known = sheets_by_key(description)
    ours = [grid for grid in grids if key_of(grid.name) in known]
    if not ours:
        names = ", ".join(grid.name for grid in grids)[:200]
        wanted = ", ".join(sheet_name(table, "en") for table in description.tables)
        raise DataError(f"{name} was not read.", [finding("W09", Place(name), found=names, allowed=wanted)])
    base = next((read_base(_base_lines(grid)) for grid in grids if grid.name == BASE), None)
    language = (base.language if base else None) or _language(ours, known)
    findings: list[Finding] = [] if base else [finding("W33", Place(name))]
    sheets: dict[str, Sheet] = {}
    for grid in ours:
        table = known[key_of(grid.name)]
        if table.name in sheets:
            place = CellPlace(table.file, sheet=grid.name)
            findings.append(finding("W12", place, found=repr(sheets[table.name].name)))
            continue
        sheet, found = _Reading(grid, table).read()
        findings += found
        if sheet is not None:
            sheets[table.name] = sheet
    read = {key_of(grid.name) for grid in ours}
    findings += _strangers(grids, read, known, sheets, language)
    for table in description.tables:
        if table not in [known[key_of(grid.name)] for grid in ours]:
            findings.append(finding("W10", Place(name), allowed=repr(sheet_name(table, language))))
    return Book(name, sheets, base, language, tuple(findings))


def _base_lines(grid: Grid) -> Iterator[tuple[str, ...]]:
    for cells in grid.rows.values():
        values = {column: unescape(str(raw.value)) for column, raw in cells.items()}
        yield tuple(values.get(column, "") for column in (1, 2, 3))


def _language(grids: list[Grid], known: Mapping[str, Table]) -> str:
    """Return the language most of the sheet names are in."""
    names = {key_of(grid.name) for grid in grids}
    tables = {table.name: table for table in known.values()}.values()
    of = {language: sum(key_of(sheet_name(table, language)) in names for table in tables) for language in LANGUAGES}
    return max(of, key=lambda language: of[language])


def _strangers(
    grids: tuple[Grid, ...],
    read: set[str],
    known: Mapping[str, Table],
    sheets: Mapping[str, Sheet],
    language: str,
) -> Iterator[Finding]:
    """Yield a remark for each sheet that is not ours, with the table it may be meant to be."""
    for grid in grids:
        key = key_of(grid.name)
        if key in read or key in _OWN or not grid.rows:
            continue
        near = [name for name in get_close_matches(key, list(known), n=3, cutoff=0.7) if known[name].name not in sheets]
        suggestion = repr(sheet_name(known[near[0]], language)) if near else None
        yield finding("W11", CellPlace("", sheet=grid.name), suggestion=suggestion)


class _Reading:
    """One sheet being read."""

    def __init__(self, grid: Grid, table: Table) -> None:
        self._grid = grid
        self._table = table
        self._by_key = columns_by_key(table)
        self._named = {column.name: is_named(table, column) for column in table.cells}
        self._findings: list[Finding] = []

    def read(self) -> tuple[Sheet | None, list[Finding]]:
        """Return the rows of the sheet, None when its headings cannot be made out, and what was found."""
        top = self._heading_row()
        if top is None:
            names = ", ".join(column.name for column in self._table.cells)
            self._findings.append(finding("W13", self._at(None, None), allowed=names))
            return None, self._findings
        columns = self._columns(top)
        if columns is None:
            return None, self._findings
        spread = self._merged(columns, top)
        rows = []
        for number, cells in self._grid.rows.items():
            if number > top:
                row = self._row(number, {**spread.get(number, {}), **cells}, columns)
                if row is not None:
                    rows.append(row)
        for number in sorted(set(spread) - set(self._grid.rows)):
            row = self._row(number, spread[number], columns)
            if row is not None:
                rows.append(row)
        rows.sort(key=lambda row: row.number)
        letters = {column.name: get_column_letter(index) for index, column in columns.items()}
        return Sheet(self._table, self._grid.name, letters, tuple(rows)), self._findings

    def _at(self, row: int | None, index: int | None, column: str | None = None) -> CellPlace:
        cell = address(row, index) if row is not None and index is not None else "" if row is None else str(row)
        return CellPlace(self._table.file, row, column, self._grid.name, cell)

    def _heading_row(self) -> int | None:
        """The row with most headings among the first ones; a title may stand above."""
        best, most = None, 0
        for number, cells in list(self._grid.rows.items())[:_HEADING_ROWS]:
            count = len({self._by_key[key].name for key in map(_key, cells.values()) if key in self._by_key})
            if count > most:
                best, most = number, count
        return best if most >= min(2, len(self._table.cells)) else None

    def _columns(self, top: int) -> dict[int, Column] | None:
        """Match headings with columns; None when the rows cannot be read under them."""
        columns: dict[int, Column] = {}
        first: dict[str, int] = {}
        unknown: dict[int, str] = {}
        usable = True
        for index, raw in self._grid.rows[top].items():
            column = self._by_key.get(_key(raw))
            if column is None:
                unknown[index] = str(raw.value)
            elif column.name in first:
                place = self._at(top, index, column.name)
                self._findings.append(
                    finding("W14", place, found=repr(str(raw.value)), allowed=address(top, first[column.name]))
                )
                usable = False
            else:
                columns[index] = column
                first[column.name] = index
        missing = [column for column in self._table.cells if column.name not in first]
        for index, text in unknown.items():
            self._unknown(top, index, text, missing)
        for column in missing:
            wanted = column.labels.get("nl", column.name)
            names = " / ".join(dict.fromkeys(column.labels.get(language, wanted) for language in LANGUAGES))
            self._findings.append(finding("W16", self._at(top, None, column.name), allowed=f"'{names}'"))
            usable = False
        return columns if usable else None

    def _unknown(self, top: int, index: int, text: str, missing: list[Column]) -> None:
        if not text.strip() or not any(index in cells for number, cells in self._grid.rows.items() if number > top):
            return
        names = {key_of(label): label for column in missing for label in column.labels.values()}
        near = get_close_matches(key_of(text), list(names), n=1, cutoff=0.7)
        suggestion = repr(names[near[0]]) if near else None
        self._findings.append(finding("W15", self._at(top, index), found=repr(text[:60]), suggestion=suggestion))

    def _merged(self, columns: Mapping[int, Column], top: int) -> dict[int, dict[int, Raw]]:
        """Give every row of a merged range the value of its first cell, within the column that holds it."""
        spread: dict[int, dict[int, Raw]] = {}
        for text in sorted(self._grid.merged):
            left, first, _, last = range_boundaries(text)
            if left is None or first is None or last is None or first <= top or left not in columns:
                continue
            place = self._at(first, left, columns[left].name)
            self._findings.append(finding("W17", place, found=text))
            raw = self._grid.rows.get(first, {}).get(left)
            if raw is not None:
                for number in range(first + 1, last + 1):
                    spread.setdefault(number, {})[left] = raw
        return spread

    def _row(self, number: int, raws: Mapping[int, Raw], columns: Mapping[int, Column]) -> SheetRow | None:
        cells: dict[str, str] = {}
        written: dict[str, str] = {}
        found: list[Finding] = []
        for index, column in columns.items():
            raw = raws.get(index)
            if raw is None:
                cells[column.name] = ""
                continue
            text = read_cell(raw, column, self._at(number, index, column.name), names=self._named[column.name])
            cells[column.name] = text.tidy
            if text.written != text.tidy:
                written[column.name] = text.written
            found += text.findings
        if not found and not any(cells.values()):
            return None
        self._findings += found
        refused = {one.place.column for one in violations(found) if one.place and one.place.column}
        return SheetRow(number, cells, written, frozenset(refused))


def _key(raw: Raw) -> str:
    return key_of(unescape(str(raw.value)))
