"""From what people write to the id or code that is meant: `2.3`, a name, or a name in another language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from widgraph.findings import Finding, Place
from widgraph.languages import LANGUAGES
from widgraph.tables import Column
from widgraph.workbook._labels import names_of_code, target_of
from widgraph.workbook._layout import key_of, sheet_name
from widgraph.workbook._merge import Merged, MergedTable
from widgraph.workbook._messages import finding

_NAMES = ("notation", "title", "label", "alt", "name", "programme_name")
#: Looking for what is near takes long among many; after so many faults nobody reads the proposals.
_SUGGESTIONS = 50


class Names:
    """The ids of a table and what its rows are called, in any language."""

    def __init__(self, table: MergedTable) -> None:
        self.table = table.table
        key = self.table.key
        self.ids = {row.cells[key] for row in table.rows if row.cells[key]}
        self.removed = {row.cells[key] for row in table.removed}
        self._by_name: dict[str, list[str]] = {}
        for row in table.rows:
            for name in _names(row, table):
                ids = self._by_name.setdefault(key_of(name), [])
                if row.cells[key] not in ids:
                    ids.append(row.cells[key])
        self._asked = 0

    def find(self, text: str) -> list[str]:
        """Return the ids that a text stands for: one, none, or several of one name."""
        if text in self.ids:
            return [text]
        return [name for name in self._by_name.get(key_of(text), []) if name]

    def suggest(self, text: str) -> str | None:
        """Return what is nearest to a text that stands for nothing: how it is written, and its id."""
        self._asked += 1
        if self._asked > _SUGGESTIONS:
            return None
        near = get_close_matches(text, sorted(self.ids), n=1, cutoff=0.75)
        if not near:
            near = get_close_matches(key_of(text), list(self._by_name), n=1, cutoff=0.6)
        if not near:
            near = get_close_matches(text, sorted(self.ids), n=1, cutoff=0.5)
        if not near:
            return None
        ids = self.find(near[0])
        return f"{near[0]} ({ids[0]})" if ids and ids[0] != near[0] else near[0]


def _names(row: Merged, table: MergedTable) -> Iterable[str]:
    for column in table.table.cells:
        if column.name in _NAMES or column.name[:-3] in _NAMES:
            cell = row.cells[column.name]
            yield from (cell.split(column.separator) if column.separator else [cell]) if cell else []


def resolve(table: MergedTable, names: Mapping[str, Names]) -> list[Finding]:
    """Replace names by ids and codes in the cells the editor wrote; return what stands for nothing.

    An item that could not be resolved stays as it was written.
    """
    findings: list[Finding] = []
    for column in table.table.cells:
        target = target_of(table.table, column)
        if target is None and not column.datatype.choices:
            continue
        for row in table.rows:
            cell = row.cells[column.name]
            if row.source is None or not cell or (row.before is not None and row.before.cells[column.name] == cell):
                continue
            items = cell.split(column.separator) if column.separator else [cell]
            if target is None:
                resolved = [_code(column, item) for item in items]
            else:
                place = table.place(row, column.name)
                resolved = [_id(text, names[target], place, findings) for text in items]
            row.cells[column.name] = (column.separator or "").join(dict.fromkeys(resolved))
    return findings


def _id(text: str, known: Names, place: Place, findings: list[Finding]) -> str:
    """Return the id that a text stands for, or the text itself after saying why there is none."""
    ids = known.find(text)
    if len(ids) == 1:
        return ids[0]
    if text in known.removed:
        return text
    if ids:
        findings.append(finding("W31", place, found=repr(text), allowed=", ".join(ids[:8])))
    else:
        where = {language: f"'{sheet_name(known.table, language)}'" for language in LANGUAGES}
        findings.append(finding("W30", place, found=repr(text), allowed=where, suggestion=known.suggest(text)))
    return text


def _code(column: Column, text: str) -> str:
    """Return the code that a text is, or names; else the text, which the reader of tables then refuses."""
    if text in column.datatype.choices:
        return text
    key = key_of(text)
    for code in column.datatype.choices:
        if key == key_of(code) or key in {key_of(name) for name in names_of_code(column, code).values()}:
            return code
    return text
