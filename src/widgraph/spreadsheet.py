"""Workbooks (Office Open XML, ISO/IEC 29500) that are the same bytes each time, and whose cells never run anything."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

#: A cell of a sheet holds no more characters (Excel specifications and limits).
LONGEST_CELL: Final = 32_767
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_SAVED_AT: Final = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def write_text(cell: Cell, text: str) -> None:
    """Write text that stays text: `=1+1`, `+32`, `-5` and `@name` are shown as they are, never computed.

    Characters that XML cannot hold are left out; raises ValueError for text longer than a cell.
    """
    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    if len(text) > LONGEST_CELL:
        raise ValueError(f"A cell holds {LONGEST_CELL} characters; this text has {len(text)}.")
    cell.value = text
    cell.data_type = "s"
    if text[:1] in {"=", "+", "-", "@"}:
        # the leading quote of a spreadsheet: editing the cell does not make a formula of it either
        cell.quotePrefix = True


def save(book: Workbook, path: Path) -> None:
    """Write a workbook without any time in it, so that the same content is the same bytes."""
    raw = io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as packed, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name in packed.namelist():
            content = packed.read(name)
            if name == "docProps/core.xml":
                content = _SAVED_AT.sub(rb"\g<1>1980-01-01T00:00:00Z\g<3>", content)
            out.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
