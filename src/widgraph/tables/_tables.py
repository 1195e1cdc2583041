"""Rows with their place, as read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from widgraph.findings import Finding, Place
from widgraph.tables._description import Description, Table


@dataclass(frozen=True)
class Row:
    """One row of a table; `number` is the row in the sheet, the header being 1."""

    table: Table
    number: int
    cells: Mapping[str, str]

    def value(self, column: str) -> str | None:
        """Return a cell as it stands, None when empty; raise KeyError when the table has no such column."""
        return self.cells[column] or None

    def items(self, column: str) -> tuple[str, ...]:
        """Return the values of a cell: those of its list where the column has a separator, else one or none."""
        cell = self.value(column)
        if cell is None:
            return ()
        separator = self.table.column(column).separator
        return tuple(cell.split(separator)) if separator else (cell,)

    def place(self, column: str | None = None) -> Place:
        """Return where the row, or a cell of it, is."""
        return Place(self.table.file, self.number, column)


@dataclass(frozen=True)
class Tables:
    """All tables of a folder, and everything found wrong while reading them."""

    description: Description
    findings: tuple[Finding, ...]
    _rows: Mapping[str, tuple[Row, ...]]

    def rows(self, name: str) -> tuple[Row, ...]:
        """Return the rows of a table in the order of its file; raise KeyError when there is no such table."""
        return self._rows[name]
