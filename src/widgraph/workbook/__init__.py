"""The tables as a workbook to edit, and back: what changed, what is wrong and where, before anything is written."""

from widgraph.workbook._annotate import annotated
from widgraph.workbook._base import Base, base_of
from widgraph.workbook._guard import DEFAULT, Limits
from widgraph.workbook._judge import judge
from widgraph.workbook._open import open_grids
from widgraph.workbook._places import CellPlace
from widgraph.workbook._read import Book, Sheet, SheetRow, book_of, read_workbook
from widgraph.workbook._review import Change, Review, review
from widgraph.workbook._show import show_changes, word
from widgraph.workbook._write import workbook_bytes, write_workbook

__all__ = [
    "DEFAULT",
    "Base",
    "Book",
    "CellPlace",
    "Change",
    "Limits",
    "Review",
    "Sheet",
    "SheetRow",
    "annotated",
    "base_of",
    "book_of",
    "judge",
    "open_grids",
    "read_workbook",
    "review",
    "show_changes",
    "word",
    "workbook_bytes",
    "write_workbook",
]
