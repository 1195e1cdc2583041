"""What a workbook would change in the tables, row by row, and what is wrong, cell by cell; nothing is written."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from widgraph.findings import Finding, Place, Severity
from widgraph.tables import Row, Tables, check_rows, csv_bytes
from widgraph.workbook._base import Base
from widgraph.workbook._duplicates import duplicates
from widgraph.workbook._ids import propose_composed, propose_simple, propose_slugs
from widgraph.workbook._merge import Merged, MergedTable, merge, references
from widgraph.workbook._messages import finding
from widgraph.workbook._read import Book
from widgraph.workbook._resolve import Names, resolve

_POINTING: Final = 5
#: Rules of the tables that say the same as one of ours, which names the heading as the editor sees it.
_REQUIRED: Final = "T14"


@dataclass(frozen=True)
class Change:
    """A row added, changed or removed; `cells` are column, value before and value after, empty where there is none."""

    kind: str
    table: str
    key: str
    cells: tuple[tuple[str, str, str], ...]
    place: Place
    proposed: bool = False


@dataclass(frozen=True)
class Review:
    """A workbook laid over the tables: the tables as they would be, the changes, the findings with their cells."""

    book: Book
    tables: Tables
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    _places: Mapping[tuple[str, int], tuple[MergedTable, Merged]]

    def files(self) -> dict[str, bytes]:
        """Return the files of the tables that change, as they would be written."""
        changed = {change.table for change in self.changes}
        return {
            table.file: csv_bytes(table, self.tables.rows(table.name))
            for table in self.tables.description.tables
            if table.name in changed
        }

    def locate(self, place: Place | None) -> Place | None:
        """Return where in the workbook a place of the tables as they would be is."""
        if place is None or place.row is None:
            return place
        entry = self._places.get((place.file, place.row))
        return entry[0].place(entry[1], place.column) if entry else place


def review(book: Book, tables: Tables, *, base: Base | None = None, published: Collection[str] = ()) -> Review:
    """Lay a workbook over the tables as they are.

    Ids are proposed for new rows, none that is in `published` (last parts of the ledger's identifiers). Neither the
    shapes nor the ledger are asked: see `judge`.
    """
    merged, findings = merge(book, tables, base)
    propose_simple(merged, published)
    names = {name: Names(table) for name, table in merged.items()}
    resolved: list[Finding] = []
    proposed = {id(row) for table in merged.values() for row in table.new if not _given(row, table)}
    for table in merged.values():
        resolved += resolve(table, names)
        propose_composed(table)
        propose_slugs(table)
        names[table.table.name] = Names(table)
    orphans, pointing = _orphans(merged)
    findings = [*book.findings, *findings, *resolved, *orphans]
    places = {
        (table.table.file, number): (table, row)
        for table in merged.values()
        for number, row in enumerate(table.rows, start=2)
    }
    rows = {name: _rows(table) for name, table in merged.items()}
    whole = Review(book, Tables(tables.description, (), MappingProxyType(rows)), (), (), MappingProxyType(places))
    said = {found.place for found in findings if found.severity is Severity.VIOLATION} | pointing
    faulty = {(place.file, place.row) for place in said if place}
    for found in check_rows(tables.description, rows):
        place = whole.locate(found.place)
        if place in said or (place and (place.file, place.row) in faulty and _is_key(place, tables)):
            # an id made of other cells cannot be right before they are
            continue
        findings.append(_placed(found, place, tables))
    findings += _alike(merged["initiatives"]) if "initiatives" in merged else ()
    changes = tuple(change for table in merged.values() for change in _changes(table, proposed))
    return Review(book, whole.tables, changes, tuple(findings), whole._places)


def _given(row: Merged, table: MergedTable) -> bool:
    return row.source is not None and bool(row.source.cells[table.table.key])


def _rows(table: MergedTable) -> tuple[Row, ...]:
    return tuple(
        Row(table.table, number, MappingProxyType(row.cells)) for number, row in enumerate(table.rows, start=2)
    )


def _is_key(place: Place, tables: Tables) -> bool:
    return place.column == tables.description.table(place.file.removesuffix(".csv")).key


def _placed(found: Finding, place: Place | None, tables: Tables) -> Finding:
    """A finding of the tables, with the cell; an empty required cell is named by its heading in each language."""
    if found.rule == _REQUIRED and place is not None and place.column:
        column = tables.description.table(place.file.removesuffix(".csv")).column(place.column)
        return finding("W39", place, allowed={tongue: f"'{label}'" for tongue, label in column.labels.items()})
    return Finding(found.rule, found.severity, found.messages, place, found.found, found.allowed, found.subject)


def _orphans(merged: Mapping[str, MergedTable]) -> tuple[list[Finding], set[Place]]:
    """Return one finding per removed row that others point at, and the cells that do."""
    findings: list[Finding] = []
    places: set[Place] = set()
    for table in merged.values():
        pointing: dict[str, list[Place]] = {row.cells[table.table.key]: [] for row in table.removed}
        for other in merged.values() if pointing else ():
            for source, column, item in references(other, table.table.name):
                if item in pointing:
                    pointing[item].append(other.place(source, column))
        for key, cells in pointing.items():
            if cells:
                more = f" … (+{len(cells) - _POINTING})" if len(cells) > _POINTING else ""
                shown = ", ".join(str(cell) for cell in cells[:_POINTING]) + more
                place = table.sheet.place() if table.sheet else Place(table.table.file)
                findings.append(finding("W27", place, found=repr(key), allowed=shown))
                places.update(cells)
    return findings, places


def _alike(table: MergedTable) -> Iterator[Finding]:
    for alike in duplicates(table):
        shown = f"{alike.key} ({alike.name})"
        yield finding("W32", table.place(alike.row, alike.column), allowed=shown)


def _changes(table: MergedTable, proposed: Collection[int]) -> Iterator[Change]:
    key, name = table.table.key, table.table.name
    for row in table.rows:
        if row.before is None:
            cells = tuple((column, "", cell) for column, cell in row.cells.items() if cell)
            yield Change("added", name, row.cells[key], cells, table.place(row), id(row) in proposed)
        elif row.cells != row.before.cells:
            before = row.before.cells
            cells = tuple(
                (column, before[column], cell) for column, cell in row.cells.items() if before[column] != cell
            )
            yield Change("changed", name, row.cells[key], cells, table.place(row))
    for gone in table.removed:
        cells = tuple((column, cell, "") for column, cell in gone.cells.items() if cell)
        yield Change("removed", name, gone.cells[key], cells, table.sheet.place() if table.sheet else gone.place())
