"""The workbook that collects a new edition: what last year's edition lists, to decide about, and room below."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from widgraph.errors import UsageError
from widgraph.languages import LANGUAGES
from widgraph.spreadsheet import save, write_text
from widgraph.tables import Row, Tables
from widgraph.workbook._escape import escape
from widgraph.workbook._labels import Labels, names_of_code
from widgraph.workbook.collected._columns import DECISIONS, heading
from widgraph.workbook.collected._messages import GUIDE

_WIDTHS: Final[Mapping[str, int]] = {
    "id": 9,
    "initiative": 48,
    "programme": 26,
    "objective": 12,
    "audience": 34,
    "sector": 12,
    "timing": 18,
    "organisation": 30,
    "decision": 15,
    "new_name": 36,
    "last": 16,
}
#: Rows below those of last year that have the drop-downs too.
_SPARE: Final = 500


def write_collection(tables: Tables, edition: str, out: Path, language: str) -> int:
    """Write the workbook that collects an edition, with what the one before lists; return how many rows that are.

    Raises UsageError when the edition has no predecessor or the file cannot be written.
    """
    row = next((one for one in tables.rows("editions") if one.cells["id"] == edition), None)
    last = row.value("previous") if row else None
    if row is None or last is None:
        raise UsageError(f"There is no edition {edition} that follows another.", "Run 'widgraph edition new' first.")
    book = Workbook()
    guide = book.worksheets[0]
    title, lines = GUIDE[language]
    guide.title = title
    guide.column_dimensions["A"].width = 110
    for number, line in enumerate(lines, 1):
        cell = _cell(guide, number, 1)
        write_text(cell, line.format(year=edition, last=last))
        cell.alignment = Alignment(wrap_text=True)
    sheet = book.create_sheet(edition)
    columns = _columns(language)
    _heads(sheet, columns, language)
    listings = [one for one in tables.rows("listings") if one.cells["edition"] == last]
    facts = _Facts(tables, language)
    for number, listing in enumerate(listings, 2):
        for index, column in enumerate(columns, 1):
            text = facts.cell(listing, column)
            cell = _cell(sheet, number, index)
            if text:
                write_text(cell, escape(text))
            cell.number_format = "@"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.protection = Protection(locked=column in ("id", "last"))
    _choices(sheet, columns, len(listings) + 1 + _SPARE, language)
    _open_below(sheet, len(columns), len(listings) + 2)
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(listings) + 1}"
    sheet.protection.sheet = True
    sheet.protection.autoFilter = sheet.protection.formatColumns = sheet.protection.formatRows = False
    sheet.protection.sort = sheet.protection.deleteRows = sheet.protection.insertRows = False
    book.active = 1
    try:
        save(book, out)
    except OSError as error:
        raise UsageError(f"{out} cannot be written: {error.strerror}.", "Choose another place, or close it.") from error
    return len(listings)


def _columns(language: str) -> list[str]:
    """Return the columns in their order; a Dutch title is asked for beside one in another language."""
    columns = list(_WIDTHS)
    if language != "nl":
        columns.insert(2, "title_nl")
    return columns


def _heads(sheet: Worksheet, columns: list[str], language: str) -> None:
    for index, column in enumerate(columns, 1):
        cell = _cell(sheet, 1, index)
        write_text(cell, heading(column, language))
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", start_color="1F3864")
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(index)].width = _WIDTHS.get(column, _WIDTHS["initiative"])


def _choices(sheet: Worksheet, columns: list[str], last: int, language: str) -> None:
    """Give the decisions and sectors their drop-downs."""
    place = LANGUAGES.index(language)
    sectors = ("privé,publiek,gemengd", "privé,public,mixte", "privat,öffentlich,gemischt", "private,public,mixed")
    decisions = ",".join(names[place] for names in DECISIONS.values())
    for column, choices in (("decision", decisions), ("sector", sectors[place])):
        letter = get_column_letter(columns.index(column) + 1)
        validation = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True)
        sheet.add_data_validation(validation)
        validation.add(f"{letter}2:{letter}{last}")


def _open_below(sheet: Worksheet, columns: int, first: int) -> None:
    """Leave the rows below open for what is new; a protected sheet has all other cells locked."""
    for number in range(first, first + _SPARE):
        for index in range(1, columns + 1):
            cell = _cell(sheet, number, index)
            cell.protection = Protection(locked=False)
            cell.number_format = "@"


class _Facts:
    """What the plain table says of a listing of last year."""

    def __init__(self, tables: Tables, language: str) -> None:
        self._tables = tables
        self._labels = Labels(tables, language)
        self._language = language
        self._actors: dict[str, list[str]] = {}
        for row in tables.rows("involvements"):
            if row.value("listing") and row.value("role") == "organiser":
                self._actors.setdefault(row.cells["listing"], []).append(row.cells["actor"])

    def cell(self, listing: Row, column: str) -> str:
        """Return the text of one cell; what last year's report does not say stays empty."""
        match column:
            case "id":
                return listing.cells["initiative"]
            case "initiative":
                return self._labels.of("initiatives", listing.cells["initiative"])
            case "programme":
                return listing.cells["programme_name"]
            case "objective":
                return self._notation(listing.cells["objective"])
            case "audience":
                return "; ".join(self._labels.of("audiences", one) for one in listing.items("audience"))
            case "sector":
                return self._sector(listing)
            case "organisation":
                names = (self._labels.of("actors", one) for one in self._actors.get(listing.cells["id"], []))
                return "; ".join(names)
            case "last":
                return listing.cells["id"]
        return ""

    def _notation(self, objective: str) -> str:
        rows = self._tables.rows("objectives")
        return next((row.cells["notation"] for row in rows if row.cells["id"] == objective), "")

    def _sector(self, listing: Row) -> str:
        code = listing.cells["sector"]
        column = self._tables.description.table("listings").column("sector")
        return names_of_code(column, code).get(self._language, code) if code else ""


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise TypeError("a merged cell in a sheet of ours")
    return cell
