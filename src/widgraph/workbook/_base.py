"""What a workbook was made from: a short digest of every cell, on a hidden sheet.

With it, a cell that the editor changed can be told from one that somebody else changed in the tables meanwhile, without
keeping the tables of that day.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from widgraph.tables import Tables

#: The first cell of the sheet; another version of this layout gets another number.
FORMAT: Final = "widgraph-base-1"
_COLUMNS: Final = "#"


@dataclass(frozen=True)
class Base:
    """The digests of cells by table, id and column; `language` is that of the workbook."""

    language: str | None
    digests: Mapping[str, Mapping[str, Mapping[str, str]]]

    def knows(self, table: str) -> bool:
        """Tell whether the table was in the workbook when it was made."""
        return table in self.digests

    def keys(self, table: str) -> Mapping[str, Mapping[str, str]]:
        """Return the digests of the rows of a table by id."""
        return self.digests.get(table, {})


def digest(value: str) -> str:
    """Return the digest of a cell: 8 hexadecimal digits of a SHA-256, a dash for an empty one."""
    return hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()[:8] if value else "-"


def base_rows(tables: Tables, language: str) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the hidden sheet."""
    yield FORMAT, language, ""
    for table in tables.description.tables:
        names = [column.name for column in table.cells]
        yield table.name, _COLUMNS, " ".join(names)
        for row in tables.rows(table.name):
            yield table.name, row.cells[table.key], " ".join(digest(row.cells[name]) for name in names)


def base_of(tables: Tables) -> Base:
    """Return the base that a workbook made from these tables would carry."""
    found = read_base(base_rows(tables, ""))
    assert found is not None  # noqa: S101 - the line above writes what this reads
    return Base(None, found.digests)


def read_base(rows: Iterable[tuple[str, ...]]) -> Base | None:
    """Return what the hidden sheet says, or None when it is not one of ours or was damaged."""
    lines = iter(rows)
    first = next(lines, ())
    if not first or first[0] != FORMAT:
        return None
    digests: dict[str, dict[str, dict[str, str]]] = {}
    columns: dict[str, list[str]] = {}
    for line in lines:
        if len(line) < 3:
            return None
        table, key, values = line[:3]
        if key == _COLUMNS:
            columns[table] = values.split()
            digests[table] = {}
            continue
        parts = values.split()
        if table not in columns or len(parts) != len(columns[table]):
            return None
        digests[table][key] = dict(zip(columns[table], parts, strict=True))
    return Base(first[1] or None if len(first) > 1 else None, digests)
