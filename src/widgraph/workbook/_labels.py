"""What ids and codes are called, so that nobody has to know them by heart."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

import pyoxigraph as ox

from widgraph import resources
from widgraph.languages import choose
from widgraph.namespaces import BASE, SKOS
from widgraph.tables import Column, Row, Table, Tables
from widgraph.workbook._layout import NAMED

_LENGTH = 70


@lru_cache(maxsize=1)
def code_names() -> Mapping[str, Mapping[str, str]]:
    """Return the names of every code of `ontology/codes.ttl` by its address and language."""
    names: dict[str, dict[str, str]] = {}
    path = resources.folder("ontology") / "codes.ttl"
    for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE, base_iri=BASE):
        if quad.predicate.value == SKOS + "prefLabel" and isinstance(quad.object, ox.Literal):
            names.setdefault(str(getattr(quad.subject, "value", "")), {})[quad.object.language or "nl"] = (
                quad.object.value
            )
    return MappingProxyType(names)


def target_of(table: Table, column: Column) -> str | None:
    """Return the table whose rows the cells of a column point at, or None."""
    return next((key.table.removesuffix(".csv") for key in table.foreign_keys if key.column == column.name), None)


def is_named(table: Table, column: Column) -> bool:
    """Tell whether the cells of a column may carry a name after the id or code."""
    return bool(column.datatype.choices) or target_of(table, column) is not None


def names_of_code(column: Column, code: str) -> Mapping[str, str]:
    """Return the names of a code of a column by language; none when the code lists have none."""
    template = column.value_url or ""
    return code_names().get(template.replace(f"{{{column.name}}}", code), {})


class Labels:
    """The names of the rows of all tables, in one language (with the usual fallback)."""

    def __init__(self, tables: Tables, language: str) -> None:
        self._tables = tables
        self._language = language
        self._names: dict[str, dict[str, str]] = {}

    def of(self, table: str, key: str) -> str:
        """Return what a row is called, empty when it has no name or is not there."""
        if table not in self._names:
            rows = self._tables.rows(table)
            self._names[table] = {row.value(row.table.key) or "": self._name(row) for row in rows}
        return self._names[table].get(key, "")

    def options(self, table: Table, column: Column) -> tuple[str, ...]:
        """Return the choices of a column's drop-down: rows of another table, or codes; none for other columns."""
        target = target_of(table, column)
        if target is not None:
            keys = (row.value(row.table.key) or "" for row in self._tables.rows(target))
            return tuple(self.named(table, column, key) for key in keys)
        return tuple(self.named(table, column, code) for code in column.datatype.choices)

    def named(self, table: Table, column: Column, value: str) -> str:
        """Return a value as a cell shows it: with its name where it points at a row or is a code."""
        target = target_of(table, column)
        if target is not None:
            name = self.of(target, value)
        elif column.datatype.choices:
            chosen = choose(names_of_code(column, value), self._language)
            name = chosen[0] if chosen else ""
        else:
            return value
        return f"{value}{NAMED}{_short(name)}" if name and name != value else value

    def _name(self, row: Row) -> str:
        if "initiative" in row.cells and row.table.name == "listings":
            return self.of("initiatives", row.value("initiative") or "")
        for stem in ("label", "title", "text"):
            texts = {
                column.name.removeprefix(f"{stem}_"): row.value(column.name) or ""
                for column in row.table.cells
                if column.name == stem or column.name.startswith(f"{stem}_")
            }
            chosen = choose({language: text for language, text in texts.items() if text}, self._language)
            if chosen:
                notation = row.cells.get("notation", "")
                return f"{notation} {chosen[0]}" if notation else chosen[0]
        return next(iter(row.items("name")), "") if "name" in row.cells else ""


def _short(text: str) -> str:
    plain = " ".join(text.replace(";", ",").split())
    return plain if len(plain) <= _LENGTH else plain[: _LENGTH - 1].rstrip() + "…"
