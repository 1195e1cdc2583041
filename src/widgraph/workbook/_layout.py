"""Which sheet holds which table, what its columns are called, and how both are found again in any of the languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from widgraph.languages import LANGUAGES
from widgraph.tables import Column, Description, Table

#: The tables in the order of the work: what is edited every year, what is looked up, what a reading of the text made.
YEARLY: Final = (
    "initiatives",
    "listings",
    "timings",
    "involvements",
    "meetings",
    "counts",
    "figures",
    "identity",
    "notes",
)
REGISTERS: Final = ("actors", "audiences", "instruments", "provisions", "laws", "decisions", "references", "indicators")
#: Hidden sheets: the choices of drop-downs, and what the workbook was made from.
LISTS: Final = "_lists"
BASE: Final = "_base"
#: In a cell that points at a row or a code, its name follows after this; the import reads what stands before.
NAMED: Final = " · "
REQUIRED: Final = " *"
_SHEET_NAME: Final = 31
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\]")


def ordered(description: Description) -> tuple[Table, ...]:
    """Return the tables in the order of their sheets; a table that no order names comes in that of the description."""
    rank = {name: index for index, name in enumerate((*YEARLY, *REGISTERS))}
    return tuple(sorted(description.tables, key=lambda table: rank.get(table.name, len(rank))))


def sheet_name(table: Table, language: str) -> str:
    """Return the name of the sheet of a table; Excel allows 31 characters and not all of them."""
    return _FORBIDDEN.sub(" ", table.labels.get(language, table.name))[:_SHEET_NAME]


def heading(column: Column, language: str) -> str:
    """Return the heading of a column, marked when the column is required."""
    return column.labels.get(language, column.name) + (REQUIRED if column.required else "")


def key_of(text: str) -> str:
    """Return a heading or a name without what people change by accident: case, spaces, marks, a trailing star."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return " ".join(plain.replace("*", " ").replace("_", " ").split())


def sheets_by_key(description: Description) -> Mapping[str, Table]:
    """Return each table by every name its sheet may have: of each language, and that of its file."""
    found: dict[str, Table] = {}
    for table in description.tables:
        for name in (table.name, *(sheet_name(table, language) for language in LANGUAGES)):
            found.setdefault(key_of(name), table)
    return found


def columns_by_key(table: Table) -> Mapping[str, Column]:
    """Return each column of a table by every heading it may have: of each language, and its own name."""
    found: dict[str, Column] = {}
    for column in table.cells:
        for name in (column.name, *(column.labels.get(language, "") for language in LANGUAGES)):
            if name:
                found.setdefault(key_of(name), column)
    return found
