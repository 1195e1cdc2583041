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
#: Ids and years are text on purpose: no green corners (ECMA-376 part 1, section 18.3.1.50; order in 18.3.1.99).
_IGNORED: Final = b'<ignoredErrors><ignoredError sqref="A1:XFD1048576" numberStoredAsText="1"/></ignoredErrors>'
_BEFORE_IGNORED: Final = re.compile(rb"<(?:drawing|legacyDrawing|tableParts) |</worksheet>")
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


def packed(book: Workbook) -> bytes:
    """Return a workbook without any time in it, so that the same content is the same bytes."""
    raw, out = io.BytesIO(), io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _SAVED_AT.sub(rb"\g<1>1980-01-01T00:00:00Z\g<3>", content)
            elif name.startswith("xl/worksheets/sheet"):
                content = _BEFORE_IGNORED.sub(lambda match: _IGNORED + match[0], content, count=1)
            target.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def save(book: Workbook, path: Path) -> None:
    """Write a workbook without any time in it, whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(packed(book))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
