"""A copy of somebody's workbook with each finding at its cell, and a first sheet that lists them all."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import quote_sheetname
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from widgraph.findings import Finding, Severity
from widgraph.spreadsheet import packed, write_text
from widgraph.workbook._places import CellPlace

_FILLS: Final = {Severity.VIOLATION: "F8CBAD", Severity.WARNING: "FFE699", Severity.INFO: "DDEBF7"}
_WIDTHS: Final = (24, 14, 100)
_HEADS: Final = {
    "nl": ("Bevindingen", "Cel", "Ernst", "Wat er is"),
    "fr": ("Constats", "Cellule", "Gravité", "Ce qu'il y a"),
    "de": ("Befunde", "Zelle", "Schwere", "Was ist"),
    "en": ("Findings", "Cell", "Severity", "What it is"),
}
SEVERITIES: Final = {
    Severity.VIOLATION: {"nl": "fout", "fr": "erreur", "de": "Fehler", "en": "error"},
    Severity.WARNING: {"nl": "waarschuwing", "fr": "avertissement", "de": "Warnung", "en": "warning"},
    Severity.INFO: {"nl": "opmerking", "fr": "remarque", "de": "Hinweis", "en": "note"},
}
_AUTHOR: Final = "widgraph"
#: A comment of Excel holds no more characters.
_LONGEST: Final = 30_000


def annotated(path: Path, findings: Sequence[Finding], language: str) -> bytes:
    """Return the file of a workbook with the findings in it.

    The workbook must have been read by `read_workbook` before. Pictures, charts and what else openpyxl does not know
    are not in the copy.
    """
    book: Workbook = load_workbook(io.BytesIO(path.read_bytes()), keep_links=False)
    ordered = sorted(findings, key=lambda one: (list(Severity).index(one.severity), str(one.place)))
    _mark(book, ordered, language)
    _list(book, ordered, language)
    return packed(book)


def _mark(book: Workbook, findings: Sequence[Finding], language: str) -> None:
    """Colour the cells of the findings by the worst of them, and write what is said as a comment."""
    by_cell: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for one in findings:
        if isinstance(one.place, CellPlace) and one.place.address and one.place.sheet in book.sheetnames:
            cell = one.place.address if not one.place.address.isdecimal() else f"A{one.place.address}"
            by_cell[one.place.sheet, cell].append(one)
    for (sheet, address), found in by_cell.items():
        cell = book[sheet][address]
        cell.fill = PatternFill("solid", start_color=_FILLS[found[0].severity])
        texts = [f"{SEVERITIES[one.severity][language]}: {one.message(language)}" for one in found]
        if cell.comment is not None:
            texts.append(cell.comment.text)
        if isinstance(cell, Cell):
            cell.comment = Comment("\n\n".join(texts)[:_LONGEST], _AUTHOR, height=160, width=360)


def _list(book: Workbook, findings: Sequence[Finding], language: str) -> None:
    """Put a sheet in front that lists every finding and leads to its cell."""
    title, *heads = _HEADS[language]
    sheet = book.create_sheet(title, 0)
    book.active = 0
    for column, (text, width) in enumerate(zip(heads, _WIDTHS, strict=True), 1):
        cell = _cell(sheet, 1, column)
        write_text(cell, text)
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = width
    for number, one in enumerate(findings, 2):
        place = _cell(sheet, number, 1)
        write_text(place, str(one.place) if one.place else "")
        if isinstance(one.place, CellPlace) and one.place.address and one.place.sheet in book.sheetnames:
            address = one.place.address if not one.place.address.isdecimal() else f"A{one.place.address}"
            place.hyperlink = f"#{quote_sheetname(one.place.sheet)}!{address}"
        write_text(_cell(sheet, number, 2), SEVERITIES[one.severity][language])
        message = _cell(sheet, number, 3)
        write_text(message, one.message(language)[:_LONGEST])
        message.alignment = Alignment(wrap_text=True, vertical="top")
        _cell(sheet, number, 2).fill = PatternFill("solid", start_color=_FILLS[one.severity])
    sheet.freeze_panes = "A2"


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise TypeError("a merged cell in a sheet of ours")
    return cell
