"""The shapes and the ledger asked about a workbook; what they find is led back to its cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from widgraph import resources
from widgraph.checks import check_graph
from widgraph.findings import Finding, Place, Severity, violations
from widgraph.graph import build_graph
from widgraph.ledger import check_ledger
from widgraph.tables import Row, Tables
from widgraph.workbook._review import Review

#: New identifiers are in no ledger yet; that is no fault of a workbook.
_NEW = "L08"
_VANISHED = "L05"


def judge(review: Review, folder: Path, before: Tables, *, remarks: bool = False) -> tuple[Finding, ...]:
    """Return what the shapes and the ledger in `folder` say of the tables as a workbook would make them.

    `before` are the tables as they are. What the review refused already is set aside, so that one fault does not hide
    the others: a refused row has its old cells, a refused new one is left out. Remarks (severity info) are given for
    rows that change, or for all with `remarks`.
    """
    tables = _sound(review, before)
    graph = build_graph(tables, resources.folder("ontology"))
    found = [*check_graph(graph, resources.folder("shapes")).findings, *check_ledger(folder, graph, tables)]
    changed = {(place.file, place.row) for place in (change.place for change in review.changes)}
    placed = (_placed(one, review) for one in found if one.rule != _NEW)
    return tuple(
        one
        for one in placed
        if remarks or one.severity is not Severity.INFO or (one.place and (one.place.file, one.place.row) in changed)
    )


def _placed(found: Finding, review: Review) -> Finding:
    if found.rule == _VANISHED and found.found:
        key = found.found.partition("/")[2].partition("/")[2]
        gone = next((change for change in review.changes if change.kind == "removed" and change.key == key), None)
        if gone:
            return replace(found, place=gone.place)
    return replace(found, place=review.locate(found.place))


def _sound(review: Review, before: Tables) -> Tables:
    """Return the tables without what was refused; rows keep their numbers, so that their places stay right."""
    refused = {_row_key(found.place) for found in violations(review.findings)}
    old = {(row.table.file, row.cells[row.table.key]): row for row in _all(before)}
    rows: dict[str, list[Row]] = {}
    for table in review.tables.description.tables:
        kept = rows.setdefault(table.name, [])
        for row in review.tables.rows(table.name):
            was = old.get((table.file, row.cells[table.key]))
            if _row_key(review.locate(row.place())) not in refused:
                kept.append(row)
            elif was is not None:
                kept.append(Row(table, row.number, was.cells))
        kept += _put_back(review, before, table.name, len(kept))
    _drop_dangling(review.tables, rows)
    return Tables(review.tables.description, (), MappingProxyType({name: tuple(kept) for name, kept in rows.items()}))


def _row_key(place: Place | None) -> tuple[str, int | None, str]:
    """Return what tells the row of a place from all others, be it in a sheet or in a table."""
    return (place.file, place.row, getattr(place, "sheet", "")) if place else ("", None, "")


def _all(tables: Tables) -> Iterator[Row]:
    for table in tables.description.tables:
        yield from tables.rows(table.name)


def _put_back(review: Review, before: Tables, name: str, count: int) -> Iterator[Row]:
    """Rows that were removed though others point at them."""
    orphans = {found.found for found in review.findings if found.rule == "W27"}
    gone = {change.key for change in review.changes if change.kind == "removed" and change.table == name}
    for number, row in enumerate(before.rows(name), start=count + 1_000_000):
        key = row.cells[row.table.key]
        if key in gone and repr(key) in orphans:
            yield Row(row.table, number, row.cells)


def _drop_dangling(tables: Tables, rows: Mapping[str, list[Row]]) -> None:
    """Leave out rows that point at a row that was left out, until none does."""
    while True:
        ids = {f"{name}.csv": {row.cells[row.table.key] for row in kept} for name, kept in rows.items()}
        dropped = False
        for name, kept in rows.items():
            keys = tables.description.table(name).foreign_keys
            sound = [row for row in kept if all(item in ids[k.table] for k in keys for item in row.items(k.column))]
            dropped = dropped or len(sound) < len(kept)
            kept[:] = sound
        if not dropped:
            return
