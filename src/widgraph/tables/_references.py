"""Do the tables hold together? Unique ids, references that exist, and no circles (CSVW model, sections 6.4 and 6.5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from widgraph.findings import Finding
from widgraph.tables._description import ForeignKey, Table
from widgraph.tables._messages import finding
from widgraph.tables._tables import Row
from widgraph.tables._values import nearest, shown


def check_references(table: Table, rows: Mapping[str, Sequence[Row]], whole: frozenset[str]) -> Iterator[Finding]:
    """Yield doubled ids, references to nothing, and circles of one table.

    `rows` are those of all tables by file; `whole` the files that were read to their end: references into the others
    are not judged, since a fault there is already reported.
    """
    own = [row for row in rows[table.file] if table.key in row.cells]
    yield from _doubled(table, own)
    for key in table.foreign_keys:
        if key.table in whole:
            yield from _missing(key, rows[table.file], rows[key.table])
        if key.table == table.file:
            yield from _circles(table, key, own)


def _doubled(table: Table, rows: Sequence[Row]) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for row in rows:
        key = row.value(table.key)
        if key is None:
            continue
        if key in first:
            yield finding("T16", row.place(table.key), found=shown(key), allowed=str(first[key]))
        first.setdefault(key, row.number)


def _missing(key: ForeignKey, rows: Sequence[Row], targets: Sequence[Row]) -> Iterator[Finding]:
    known = {target.value(key.target): None for target in targets}
    for row in rows:
        for item in row.items(key.column) if key.column in row.cells else ():
            if item.strip() and item not in known:
                candidates = [name for name in known if name]
                allowed = f"{key.table}: {nearest(item, candidates)}"
                yield finding("T17", row.place(key.column), found=shown(item), allowed=allowed)


def _circles(table: Table, key: ForeignKey, rows: Sequence[Row]) -> Iterator[Finding]:
    """Yield one finding per circle: the last reference of each circle found is taken away until none is left."""
    places = {row.value(table.key): row for row in rows}
    edges = {row.value(table.key): set(row.items(key.column) if key.column in row.cells else ()) for row in rows}
    while True:
        try:
            TopologicalSorter(edges).prepare()
        except CycleError as error:
            # graphlib names a circle from the one pointed at to the one pointing, first and last being the same
            circle: list[str] = list(reversed(error.args[1]))
            turn = circle.index(min(circle[:-1]))
            circle = [*circle[turn:-1], *circle[:turn], circle[turn]]
            row = places[circle[0]]
            yield finding("T20", row.place(key.column), found=" → ".join(circle))
            edges[circle[0]].discard(circle[1])
        else:
            return
