"""The annexes as workbooks (Office Open XML): numbers as numbers, links as links, headings that stay in view."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from pathlib import Path
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from widgraph.annexes._rows import Annexes, Link, Row, Words
from widgraph.spreadsheet import save, write_text

_HEAD: Final = PatternFill("solid", start_color="5B2A78")
_TOP: Final = PatternFill("solid", start_color="F2EAF7")
_LINE: Final = Border(bottom=Side(style="thin", color="E3DBD0"))
_LINKED: Final = Font(color="431B5C", underline="single")
_OVERVIEW_WIDTHS: Final = (8, 34, 40, 24, 28, 30, 22, 34, 12, 20, 52)
_COUNTS_WIDTHS: Final = (8, 48, 10, 10, 10, 12, 12, 10, 12, 70)
#: In centimetres.
_CHART_HEIGHT, _CHART_WIDTH = 12, 24
#: In points.
_LINE_HEIGHT: Final = 15


def write_overview(annexes: Annexes, path: Path) -> None:
    """Write the first annex, one row per listing."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = annexes.say("Initiatives")
    _table(sheet, annexes.overview_head(), annexes.overview(), _OVERVIEW_WIDTHS)
    save(book, path)


def write_counts(annexes: Annexes, path: Path) -> None:
    """Write the second annex: counts per heading, then sums per strategic objective with a chart."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = annexes.say("Counts")
    _table(sheet, annexes.counts_head(), annexes.counts(), _COUNTS_WIDTHS)
    for number, heading in enumerate(annexes.content.headings, 2):
        if heading.top:
            for cell in sheet[number]:
                cell.fill = _TOP
            for cell in sheet[number][:2]:
                cell.font = Font(bold=True)
    sums = book.create_sheet(annexes.say("Sums"))
    rows = annexes.sums()
    _table(sums, annexes.sums_head(), rows, _COUNTS_WIDTHS[:7])
    _chart(annexes, sums, len(rows))
    save(book, path)


def _table(sheet: Worksheet, head: Sequence[str], rows: Sequence[Row], widths: Sequence[int]) -> None:
    for column, (text, width) in enumerate(zip(head, widths, strict=True), 1):
        cell = _cell(sheet, 1, column)
        write_text(cell, text)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = _HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            _write(_cell(sheet, number, column), value)
        sheet.row_dimensions[number].height = _LINE_HEIGHT * max(map(_lines, row, widths))
    sheet.row_dimensions[1].height = _LINE_HEIGHT * max(map(_lines, head, widths))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(head))}{len(rows) + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


def _lines(value: str | int | Link | Words | None, width: int) -> int:
    """Return how many lines a cell needs; a sheet wraps text but no program agrees with another on the height."""
    plain = value.value if isinstance(value, (Link, Words)) else value
    return ceil(1.15 * len(plain) / width) if isinstance(plain, str) else 1


def _write(cell: Cell, value: str | int | Link | Words | None) -> None:
    cell.border = _LINE
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if isinstance(value, Link):
        cell.hyperlink = value.href
        value = value.value
        cell.font = _LINKED
    elif isinstance(value, Words):
        value = value.value
    if isinstance(value, str):
        write_text(cell, value)
    elif value is not None:
        cell.value = value


def _chart(annexes: Annexes, sheet: Worksheet, rows: int) -> None:
    """Draw reported beside listed per strategic objective; the last row, the total, would dwarf the others."""
    chart = BarChart()
    chart.type = "bar"
    chart.title = annexes.say("Reported and listed numbers")
    chart.height, chart.width = _CHART_HEIGHT, _CHART_WIDTH
    chart.add_data(Reference(sheet, min_col=6, max_col=7, min_row=1, max_row=rows), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=2, min_row=2, max_row=rows))
    chart.y_axis.delete = chart.x_axis.delete = False
    chart.x_axis.scaling.orientation = "maxMin"
    sheet.add_chart(chart, f"A{rows + 4}")


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise TypeError("a merged cell in a sheet of ours")
    return cell
