"""A dataset as a workbook that people like to open: a sheet about it, then one sheet per table.

Headings stand in four languages above the name of the column; panes are frozen, columns can be filtered, and text is
always text, whatever character it starts with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from widgraph.catalogue._contents import Contents
from widgraph.languages import LANGUAGES
from widgraph.spreadsheet import save, write_text
from widgraph.tables import Column, Row, Table

_HEADINGS: Final = len(LANGUAGES) + 1
_WIDEST: Final = 60
_NARROWEST: Final = 8
_FILLS: Final = (PatternFill("solid", fgColor="1F3A5F"), PatternFill("solid", fgColor="E8EEF5"))
_FONTS: Final = (Font(bold=True, color="FFFFFF"), Font(bold=True, color="1F3A5F"))
_SMALL: Final = Font(italic=True, color="555555", name="Consolas")
_TOP: Final = Alignment(vertical="top", wrap_text=True)
_LABELS: Final[Mapping[str, Sequence[str]]] = {
    "title": ("titel", "titre", "Titel", "title"),
    "description": ("beschrijving", "description", "Beschreibung", "description"),
    "identifier": ("identificator", "identifiant", "Kennung", "identifier"),
    "version": ("versie", "version", "Version", "version"),
    "modified": ("gewijzigd op", "modifié le", "geändert am", "changed on"),
    "licence": ("licentie", "licence", "Lizenz", "licence"),
    "sheet": ("blad", "feuille", "Blatt", "sheet"),
    "rows": ("rijen", "lignes", "Zeilen", "rows"),
}
_LICENCE: Final = "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/"


def write_workbook(contents: Contents, path: Path) -> None:
    """Write a dataset as a workbook; same rows, same bytes."""
    book = Workbook()
    about = book.active
    if not isinstance(about, Worksheet):
        raise TypeError("a new workbook has a sheet")
    about.title = "widgraph"
    _about(about, contents)
    for table in contents.tables.description.tables:
        _sheet(book.create_sheet(table.name[:31]), table, contents.tables.rows(table.name))
    save(book, path)


def _about(sheet: Worksheet, contents: Contents) -> None:
    dataset = contents.dataset
    lines: list[tuple[str, Sequence[str]]] = [
        ("title", [dataset.titles[code] for code in LANGUAGES]),
        ("description", [dataset.descriptions[code] for code in LANGUAGES]),
    ]
    lines += [
        (key, [value])
        for key, value in (
            ("identifier", dataset.iri),
            ("version", dataset.version),
            ("modified", dataset.modified),
            ("licence", _LICENCE),
        )
    ]
    for number, (key, values) in enumerate(lines, 1):
        write_text(_cell(sheet, number, 1), " / ".join(dict.fromkeys(_LABELS[key])))
        for place, value in enumerate(values, 2):
            write_text(_cell(sheet, number, place), value)
            _cell(sheet, number, place).alignment = _TOP
        _cell(sheet, number, 1).font = _FONTS[1]
        _cell(sheet, number, 1).alignment = _TOP
    start = len(lines) + 2
    heads = (" / ".join(dict.fromkeys(_LABELS["sheet"])), *LANGUAGES, " / ".join(dict.fromkeys(_LABELS["rows"])))
    for place, text in enumerate(heads, 1):
        write_text(_cell(sheet, start, place), text)
        _cell(sheet, start, place).font, _cell(sheet, start, place).fill = _FONTS[0], _FILLS[0]
    for number, table in enumerate(contents.tables.description.tables, start + 1):
        cell = _cell(sheet, number, 1)
        write_text(cell, table.name)
        cell.hyperlink = f"#'{table.name[:31]}'!A1"
        cell.style = "Hyperlink"
        for place, code in enumerate(LANGUAGES, 2):
            write_text(_cell(sheet, number, place), table.labels.get(code, ""))
        _cell(sheet, number, len(LANGUAGES) + 2).value = len(contents.tables.rows(table.name))
    for letter in "ABCDE":
        sheet.column_dimensions[letter].width = 42 if letter != "A" else 44


def _sheet(sheet: Worksheet, table: Table, rows: Sequence[Row]) -> None:
    widths: list[int] = []
    for place, column in enumerate(table.cells, 1):
        for line, code in enumerate(LANGUAGES, 1):
            cell = _cell(sheet, line, place)
            write_text(cell, column.labels.get(code, ""))
            cell.font, cell.fill = _FONTS[line > 1], _FILLS[line > 1]
        name = _cell(sheet, _HEADINGS, place)
        write_text(name, column.name)
        name.font, name.fill = _SMALL, _FILLS[1]
        widths.append(max(len(column.name) + 4, *(len(label) + 2 for label in column.labels.values()), _NARROWEST))
    for number, row in enumerate(rows, _HEADINGS + 1):
        for place, column in enumerate(table.cells, 1):
            value = row.value(column.name)
            if value is not None:
                _fill(sheet, number, place, column, value)
                widths[place - 1] = max(widths[place - 1], len(value) + 2)
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = min(width, _WIDEST)
    sheet.freeze_panes = _cell(sheet, _HEADINGS + 1, 2)
    last = get_column_letter(len(table.cells))
    sheet.auto_filter.ref = f"A{_HEADINGS}:{last}{_HEADINGS + max(len(rows), 1)}"
    sheet.print_title_rows = f"1:{_HEADINGS}"


def _fill(sheet: Worksheet, number: int, place: int, column: Column, value: str) -> None:
    """Numbers are numbers, everything else is the text that stands in the table."""
    cell = _cell(sheet, number, place)
    base = column.datatype.base
    if column.separator is None and base in ("integer", "decimal"):
        cell.value = int(value) if base == "integer" else float(value)
    else:
        write_text(cell, value)
        cell.alignment = _TOP


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise TypeError("no cells are merged")
    return cell
