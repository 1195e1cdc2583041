"""The rows of a workbook laid over the tables as they are: what the editor changed, and what others did meanwhile.

A three-way merge by cell. The base is what the workbook was made from; of it only digests are needed, since a cell is
the editor's change when it differs from the base, and somebody else's when the tables do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from widgraph.findings import Finding, Place
from widgraph.tables import Row, Table, Tables
from widgraph.workbook._base import Base, digest
from widgraph.workbook._labels import is_named
from widgraph.workbook._layout import NAMED
from widgraph.workbook._messages import finding
from widgraph.workbook._read import Book, Sheet, SheetRow

_SHOWN = 60
#: Share of the filled cells that must agree before two rows with different ids are one row whose id was changed.
_SAME = 0.75


@dataclass
class Merged:
    """A row as it would be written: its cells, the row of the sheet it comes from, the row it replaces."""

    cells: dict[str, str]
    source: SheetRow | None = None
    before: Row | None = None


@dataclass
class MergedTable:
    """The rows of a table in the order they would be written: those that are there first, then the new ones."""

    table: Table
    sheet: Sheet | None
    rows: list[Merged] = field(default_factory=list)
    removed: list[Row] = field(default_factory=list)

    @property
    def new(self) -> list[Merged]:
        """The rows that the tables do not have yet."""
        return [row for row in self.rows if row.before is None]

    def place(self, row: Merged, column: str | None = None) -> Place:
        """Return where a row, or a cell of it, is: in the sheet, or in the table when the sheet does not have it."""
        if self.sheet is not None and row.source is not None:
            return self.sheet.place(row.source.number, column)
        return row.before.place(column) if row.before is not None else Place(self.table.file, None, column)


def merge(book: Book, tables: Tables, base: Base | None = None) -> tuple[dict[str, MergedTable], list[Finding]]:
    """Lay a workbook over the tables; return the merged tables by name and what could not be merged.

    `base` is used instead of the one that the workbook carries. Without either, the workbook is taken as it is.
    """
    known = base or book.base
    merged: dict[str, MergedTable] = {}
    findings: list[Finding] = []
    for table in tables.description.tables:
        sheet = book.sheets.get(table.name)
        rows = tables.rows(table.name)
        if sheet is None:
            kept = [Merged(dict(row.cells), None, row) for row in rows]
            merged[table.name] = MergedTable(table, None, kept)
            continue
        if sheet.adds:
            merged[table.name] = _added(table, sheet, rows)
            continue
        digests = known.keys(table.name) if known and known.knows(table.name) else None
        merged[table.name], found = _TableMerge(table, sheet, rows, digests).run()
        findings += found
    return merged, findings


def _added(table: Table, sheet: Sheet, rows: tuple[Row, ...]) -> MergedTable:
    """Lay the rows of a sheet that only adds over a table."""
    own = {row.cells[table.key]: row for row in sheet.rows if row.cells[table.key]}
    merged = []
    for row in rows:
        source = own.pop(row.cells[table.key], None)
        merged.append(Merged(dict(source.cells if source else row.cells), source, row))
    new = (row for row in sheet.rows if not row.cells[table.key] or row.cells[table.key] in own)
    return MergedTable(table, sheet, [*merged, *(Merged(dict(row.cells), row) for row in new)])


class _TableMerge:
    """One table being merged."""

    def __init__(
        self, table: Table, sheet: Sheet, rows: tuple[Row, ...], base: Mapping[str, Mapping[str, str]] | None
    ) -> None:
        self._table = table
        self._sheet = sheet
        self._rows = {row.cells[table.key]: row for row in rows}
        self._base = base
        self._named = [column for column in table.cells if is_named(table, column)]
        self._findings: list[Finding] = []

    def run(self) -> tuple[MergedTable, list[Finding]]:
        """Return the merged table and what could not be merged."""
        own, new = self._own_rows()
        self._changed_ids(own, new)
        result = MergedTable(self._table, self._sheet)
        for key, row in self._rows.items():
            source = own.get(key)
            if source is not None:
                result.rows.append(Merged(self._cells(key, row, source), source, row))
            elif self._is_removed(key, row):
                result.removed.append(row)
            else:
                result.rows.append(Merged(dict(row.cells), None, row))
        for source in new:
            key = source.cells[self._table.key]
            if key and self._base is not None and key in self._base:
                self._gone(key, source, self._base[key])
            else:
                result.rows.append(Merged(dict(source.cells), source))
                self._findings += [self._tidied(source, name) for name in source.written]
        return result, self._findings

    def _own_rows(self) -> tuple[dict[str, SheetRow], list[SheetRow]]:
        """Return the sheet's rows that the tables have, by id, and the others."""
        key = self._table.key
        own: dict[str, SheetRow] = {}
        new: list[SheetRow] = []
        seen: dict[str, int] = {}
        for row in self._sheet.rows:
            name = row.cells[key] if row.cells[key] in self._rows else row.written.get(key, row.cells[key])
            name = name if name in self._rows else row.cells[key]
            if name and name in seen:
                first = str(self._sheet.place(seen[name], key))
                place = self._sheet.place(row.number, key)
                self._findings.append(finding("W25", place, found=repr(name), allowed=first))
                continue
            seen[name] = row.number
            if name in self._rows:
                own[name] = row
            else:
                new.append(row)
        return own, new

    def _changed_ids(self, own: dict[str, SheetRow], new: list[SheetRow]) -> None:
        """Find rows whose id was typed over: another row has gone that is all but the same."""
        key = self._table.key
        known = self._rows.keys() if self._base is None else self._base.keys()
        missing = {name: row for name, row in self._rows.items() if name not in own and name in known}
        for source in [row for row in new if row.cells[key]]:
            if not missing:
                return
            if self._base is not None and source.cells[key] in self._base:
                continue
            likeness = {name: _likeness(row, source, key) for name, row in missing.items()}
            best = max(likeness, key=lambda name: likeness[name])
            if likeness[best] >= _SAME:
                place = self._sheet.place(source.number, key)
                self._findings.append(finding("W26", place, found=repr(source.cells[key]), allowed=repr(best)))
                own[best] = source
                new.remove(source)
                del missing[best]

    def _cells(self, key: str, row: Row, source: SheetRow) -> dict[str, str]:
        """Return the cells of a row that both sides have."""
        base = self._base.get(key, {}) if self._base is not None else {}
        cells = dict(row.cells)
        for column in self._table.cells:
            name = column.name
            mine, theirs = source.cells[name], row.cells[name]
            written = source.written.get(name, mine)
            same = theirs in (mine, written) or (column in self._named and _bare(theirs) == mine)
            if same or name == self._table.key or name in source.refused:
                continue
            was = base.get(name)
            if was is not None and was in (digest(mine), digest(written)):
                continue
            if was is not None and was != digest(theirs):
                place = self._sheet.place(source.number, name)
                self._findings.append(finding("W28", place, found=_shown(mine), allowed=_shown(theirs)))
                continue
            cells[name] = mine
            if written != mine:
                self._findings.append(self._tidied(source, name))
        return cells

    def _is_removed(self, key: str, row: Row) -> bool:
        """Tell whether the editor took a row away, rather than somebody else adding it since."""
        if self._base is None:
            return True
        base = self._base.get(key)
        if base is None:
            return False
        changed = [f"{name} {_shown(cell)}" for name, cell in row.cells.items() if base.get(name) != digest(cell)]
        if changed:
            place = self._sheet.place(None, self._table.key)
            self._findings.append(finding("W29", place, found=repr(key), allowed="; ".join(changed)[:200]))
            return False
        return True

    def _gone(self, key: str, source: SheetRow, base: Mapping[str, str]) -> None:
        """A row that somebody else took away meanwhile: gone, unless the editor changed it."""
        for name, cell in source.cells.items():
            if base.get(name) not in (digest(cell), digest(source.written.get(name, cell))):
                self._findings.append(finding("W34", self._sheet.place(source.number, name), found=repr(key)))
                return

    def _tidied(self, source: SheetRow, name: str) -> Finding:
        return finding("W24", self._sheet.place(source.number, name), allowed=_shown(source.cells[name]))


def _bare(text: str) -> str:
    """Return what reading keeps of a cell that points at something: the part before the name."""
    return text.partition(NAMED)[0].strip()


def _likeness(row: Row, source: SheetRow, key: str) -> float:
    """Return the share of the filled cells, but for the id, that a row and a row of the sheet have in common."""
    pairs = [(cell, source.cells[name]) for name, cell in row.cells.items() if name != key]
    filled = [(mine, theirs) for mine, theirs in pairs if mine or theirs]
    return sum(mine == theirs for mine, theirs in filled) / len(filled) if len(filled) > 1 else 0.0


def _shown(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…")


def references(table: MergedTable, target: str) -> Iterator[tuple[Merged, str, str]]:
    """Yield every cell of a table that points into another: row, column, and the id it names."""
    for key in table.table.foreign_keys:
        if key.table != f"{target}.csv":
            continue
        separator = table.table.column(key.column).separator
        for row in table.rows:
            cell = row.cells[key.column]
            for item in (cell.split(separator) if separator else [cell]) if cell else []:
                yield row, key.column, item
