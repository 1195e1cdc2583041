"""Some of the tables, or some of their rows, as a whole of their own."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from widgraph.tables._description import Table
from widgraph.tables._tables import Row, Tables


def narrow(tables: Tables, names: Collection[str], keep: Callable[[Row], bool] | None = None) -> Tables:
    """Return the tables of these names, in the order of the description, with the rows that `keep` accepts.

    A key that leads out of them is no longer one. Raises KeyError when there is no table of a name.
    """
    for name in names:
        tables.description.table(name)
    files = {f"{name}.csv" for name in names}
    kept = tuple(_within(table, files) for table in tables.description.tables if table.file in files)
    rows = {
        table.name: tuple(replace(row, table=table) for row in tables.rows(table.name) if keep is None or keep(row))
        for table in kept
    }
    return Tables(replace(tables.description, tables=kept), (), MappingProxyType(rows))


def _within(table: Table, files: Collection[str]) -> Table:
    schema = dict(table.source["tableSchema"])
    inside = [key for key in schema.get("foreignKeys", ()) if key["reference"]["resource"] in files]
    if len(inside) == len(schema.get("foreignKeys", ())):
        return table
    schema["foreignKeys"] = inside
    source = MappingProxyType({**table.source, "tableSchema": schema})
    return replace(table, foreign_keys=tuple(key for key in table.foreign_keys if key.table in files), source=source)


def of_edition(tables: Tables, edition: str) -> Callable[[Row], bool]:
    """Return what accepts the rows of one edition: those that name it, a document of it or a passage in one, and
    the rows they lead to by their keys."""
    documents = {row.value("id") for row in tables.rows("documents") if row.value("edition") == edition}
    passages = {row.value("id") for row in tables.rows("passages") if row.value("document") in documents}
    index: dict[str, Mapping[str, Row]] = {
        table.file: {row.cells[table.key]: row for row in tables.rows(table.name)}
        for table in tables.description.tables
    }
    waiting = deque(row for row in _rows(tables) if _told(row, edition, documents, passages))
    found: set[tuple[str, int]] = set()
    while waiting:
        row = waiting.popleft()
        if (row.table.file, row.number) in found:
            continue
        found.add((row.table.file, row.number))
        for key in row.table.foreign_keys:
            waiting.extend(index[key.table][item] for item in row.items(key.column) if item in index[key.table])
    return lambda row: (row.table.file, row.number) in found


def _rows(tables: Tables) -> Iterator[Row]:
    for table in tables.description.tables:
        if table.name != "datasets":
            yield from tables.rows(table.name)


def _told(row: Row, edition: str, documents: Collection[str | None], passages: Collection[str | None]) -> bool:
    cells = row.cells
    if row.table.name == "editions":
        return cells["id"] == edition
    if "edition" in cells:
        return cells["edition"] == edition
    if cells.get("document") in documents:
        return True
    return "passages" in cells and any(item in passages for item in row.items("passages"))
