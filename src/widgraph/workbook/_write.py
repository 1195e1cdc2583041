"""The tables as a workbook to edit: one sheet per table, in the editor's language."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from widgraph.errors import UsageError
from widgraph.languages import LANGUAGES
from widgraph.spreadsheet import LONGEST_CELL, packed, save, write_text
from widgraph.tables import Column, Table, Tables
from widgraph.workbook._base import base_rows
from widgraph.workbook._escape import escape
from widgraph.workbook._labels import Labels
from widgraph.workbook._layout import BASE, LISTS, REGISTERS, YEARLY, heading, ordered, sheet_name
from widgraph.workbook._texts import GUIDE, LINES, SHEETS, TITLE, note

#: Rows below the last that have the drop-downs too.
_SPARE: Final = 2000
_DARK, _MIDDLE, _PALE, _GREY = "1F3864", "8EA9DB", "D9E2F3", "EDEDED"
_WIDTHS: Final = (8, 52)
_LINE: Final = 15.0
_TEXT: Final = "@"
_NUMBERS: Final = {"integer", "decimal"}
_TOP: Final = Alignment(vertical="top")
_WRAP: Final = Alignment(vertical="top", wrap_text=True)
_FREE: Final = Protection(locked=False)


def write_workbook(tables: Tables, out: Path, language: str = "nl") -> None:
    """Write the editing workbook of the tables to `out` (.xlsx), whole or not at all; same tables, same bytes.

    Raises UsageError when the file cannot be written or a cell does not fit into a sheet.
    """
    if out.suffix.lower() != ".xlsx":
        raise UsageError(f"{out.name} is not the name of a workbook.", "Give a name that ends in .xlsx.")
    book = _workbook(tables, language)
    try:
        save(book, out)
    except OSError as error:
        raise UsageError(f"{out} cannot be written: {error.strerror}.", "Choose another place, or close it.") from error


def workbook_bytes(tables: Tables, language: str = "nl") -> bytes:
    """Return the editing workbook of the tables as the bytes of its file; `language` is one of nl, fr, de, en."""
    return packed(_workbook(tables, language))


def _workbook(tables: Tables, language: str) -> Workbook:
    if language not in LANGUAGES:
        raise UsageError(f"There is no language '{language}'.", f"Choose one of {', '.join(LANGUAGES)}.")
    book = Workbook()
    guide = book.active
    assert isinstance(guide, Worksheet)  # noqa: S101 - a new workbook has one
    labels = Labels(tables, language)
    lists = _Lists(book.create_sheet(LISTS))
    for table in ordered(tables.description):
        _table_sheet(book, tables, table, language, labels, lists)
    _guide(guide, tables, language)
    base = book.create_sheet(BASE)
    for number, row in enumerate(base_rows(tables, language), start=1):
        for index, value in enumerate(row, start=1):
            _put(base, number, index, value)
    base.sheet_state = "veryHidden"
    book.move_sheet(LISTS, len(book.sheetnames))
    lists.sheet.sheet_state = "hidden"
    book.active = 0
    return book


class _Lists:
    """The hidden sheet with the choices of all drop-downs, each list once."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self._ranges: dict[tuple[str, ...], str] = {}

    def range_of(self, options: tuple[str, ...]) -> str:
        """Return the address of a list, written when it is new."""
        if options not in self._ranges:
            column = len(self._ranges) + 1
            for number, option in enumerate(options, start=1):
                _put(self.sheet, number, column, option)
            letter = get_column_letter(column)
            self._ranges[options] = f"{LISTS}!${letter}$1:${letter}${len(options)}"
        return self._ranges[options]


def _put(sheet: Worksheet, row: int, column: int, value: str) -> None:
    """Write a text as a text: never as a formula, an error or a date, whatever it begins with."""
    if not value:
        return
    text = escape(value)
    if len(text) > LONGEST_CELL:
        raise UsageError(f"A text of {len(text)} characters does not fit into a cell.", "Shorten it to 32 767.")
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # noqa: S101 - nothing is merged here
    write_text(cell, text)


def _table_sheet(book: Workbook, tables: Tables, table: Table, language: str, labels: Labels, lists: _Lists) -> None:
    sheet = book.create_sheet(sheet_name(table, language))
    rows = tables.rows(table.name)
    last = max(len(rows) + 1, 2)
    for index, column in enumerate(table.cells, start=1):
        values = [row.cells[column.name] for row in rows]
        options = labels.options(table, column)
        shown = (
            values if column.separator else [labels.named(table, column, value) if value else "" for value in values]
        )
        _column(sheet, index, column, shown, key=column.name == table.key)
        _heading(sheet, index, column, table, language, choice=bool(options), example=_example(shown))
        if options:
            _drop_down(sheet, index, lists.range_of(options), last, strict=_is_code(column))
    _heights(sheet, len(rows), len(table.cells))
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.cells))}{last}"
    yearly, register = table.name in YEARLY, table.name in REGISTERS
    sheet.sheet_properties.tabColor = _DARK if yearly else _MIDDLE if register else "A6A6A6"
    _protect(sheet)
    sheet.page_setup.orientation = "landscape"
    _fit(sheet)
    sheet.print_title_rows = "1:1"


def _example(shown: list[str]) -> str | None:
    return next((value for value in shown if value), None)


def _is_code(column: Column) -> bool:
    return bool(column.datatype.choices) and not column.separator


def _column(sheet: Worksheet, index: int, column: Column, shown: list[str], *, key: bool) -> None:
    """Write the cells of a column and its style, which also holds for the empty rows below."""
    number = column.datatype.base in _NUMBERS
    width = max(len(column.labels.get("nl", column.name)) + 6, *(len(value) for value in shown), _WIDTHS[0])
    wrap = width > _WIDTHS[1]
    dimension = sheet.column_dimensions[get_column_letter(index)]
    dimension.width = min(width + 2, _WIDTHS[1])
    dimension.number_format = "General" if number else _TEXT
    dimension.protection = _FREE
    dimension.alignment = _WRAP if wrap else _TOP
    grey = PatternFill("solid", fgColor=_GREY) if key else None
    for row, value in enumerate(shown, start=2):
        cell = sheet.cell(row, index)
        if number and _is_number(value):
            cell.value = float(value) if "." in value else int(value)
        else:
            _put(sheet, row, index, value)
        cell.number_format = "General" if number else _TEXT
        cell.alignment = _WRAP if wrap else _TOP
        if grey is None:
            cell.protection = _FREE
        else:
            cell.fill = grey


def _is_number(value: str) -> bool:
    """Tell whether a number comes back as it was written."""
    try:
        return bool(value) and (repr(float(value)) == value or str(int(value)) == value) and len(value) <= 15
    except ValueError:
        return False


def _heading(
    sheet: Worksheet, index: int, column: Column, table: Table, language: str, *, choice: bool, example: str | None
) -> None:
    _put(sheet, 1, index, heading(column, language))
    cell = sheet.cell(1, index)
    required = column.required
    cell.fill = PatternFill("solid", fgColor=_DARK if required else _PALE)
    cell.font = Font(name="Calibri", size=11, bold=True, color="FFFFFF" if required else "000000")
    cell.alignment = Alignment(vertical="center", wrap_text=True)
    text = note(column, language, key=column.name == table.key, choice=choice, example=example)
    cell.comment = Comment(escape(text), "widgraph", width=320, height=22 * (text.count("\n") + 2 + len(text) // 45))


def _drop_down(sheet: Worksheet, index: int, source: str, last: int, *, strict: bool) -> None:
    """A code must be one of the list; a row may also be one that was just added, and a list has several."""
    letter = get_column_letter(index)
    choice = DataValidation(
        type="list", formula1=source, allow_blank=True, showErrorMessage=strict, errorStyle="warning"
    )
    choice.add(f"{letter}2:{letter}{last + _SPARE}")
    sheet.add_data_validation(choice)


def _protect(sheet: Worksheet) -> None:
    """Lock the ids and headings, without a password; False means that it stays allowed."""
    protection = sheet.protection
    protection.sheet = True
    protection.formatCells = protection.formatColumns = protection.formatRows = False
    protection.insertRows = protection.autoFilter = protection.sort = protection.insertHyperlinks = False


def _guide(sheet: Worksheet, tables: Tables, language: str) -> None:
    sheet.title = GUIDE[language]
    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].width = 6
    sheet.column_dimensions["B"].width = 110
    sheet.column_dimensions["C"].width = 10
    _put(sheet, 1, 2, TITLE[language])
    sheet.cell(1, 2).font = Font(name="Calibri", bold=True, size=16, color=_DARK)
    for number, line in enumerate(LINES[language], start=1):
        sheet.cell(number + 2, 1, number).alignment = Alignment(vertical="top", horizontal="right")
        _put(sheet, number + 2, 2, line)
        sheet.cell(number + 2, 2).alignment = _WRAP
    start = len(LINES[language]) + 4
    for index, text in enumerate(SHEETS[language], start=2):
        _put(sheet, start, index, text)
        sheet.cell(start, index).font = Font(name="Calibri", size=11, bold=True)
    for number, table in enumerate(ordered(tables.description), start=start + 1):
        name = sheet_name(table, language)
        _put(sheet, number, 2, name)
        sheet.cell(number, 2).hyperlink = f"#{quote_sheetname(name)}!A1"
        sheet.cell(number, 2).font = Font(name="Calibri", size=11, color="0563C1", underline="single")
        sheet.cell(number, 3, len(tables.rows(table.name)))
    _fit(sheet)


def _heights(sheet: Worksheet, rows: int, columns: int) -> None:
    """Make each row as high as its longest text; LibreOffice does not do it by itself, and a filter hides the rest."""
    sheet.row_dimensions[1].height = 2 * _LINE
    for number in range(2, rows + 2):
        lengths = [len(str(sheet.cell(number, index).value or "")) for index in range(1, columns + 1)]
        lines = -(-max(lengths, default=0) // _WIDTHS[1])
        if lines > 1:
            sheet.row_dimensions[number].height = min(lines, 20) * _LINE


def _fit(sheet: Worksheet) -> None:
    """Print as wide as the page and as long as it takes."""
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
