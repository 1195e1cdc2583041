"""A workbook of the real tables with two faults, to be checked."""

from __future__ import annotations

import io
from pathlib import Path

from openpyxl import load_workbook

from widgraph.tables import read_tables
from widgraph.workbook import workbook_bytes


def with_faults(data: Path) -> bytes:
    """Return the workbook: markup in a name, and an identifier that is none."""
    book = load_workbook(io.BytesIO(workbook_bytes(read_tables(data), "nl")))
    book.worksheets[1]["B2"].value = "<script>alert(1)</script>"
    book.worksheets[1]["A3"].value = "i9"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
