"""The tables for everybody else: one value per cell, and a description any CSVW processor can follow.

A list in a cell becomes a link table (`listings-audience.csv`), because CSVW cannot make one statement per value of a
list with addresses built from each (CSV to RDF, section 4.2); so both forms say the same, and a test has an independent
converter prove it.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from widgraph.tables._description import NAME, Column, Table
from widgraph.tables._tables import Tables

_VARIABLE: Final = re.compile(r"\{\+?([a-z0-9_]+)\}")


def publish_tables(tables: Tables, folder: Path) -> None:
    """Write the tables and their description into a new folder; same rows, same bytes."""
    folder.mkdir(parents=True)
    described: list[dict[str, Any]] = []
    for table in tables.description.tables:
        lists = [column for column in table.cells if column.separator]
        single = [column for column in table.cells if not column.separator]
        names = [column.name for column in single]
        rows = ([row.value(name) or "" for name in names] for row in tables.rows(table.name))
        _write(folder / table.file, names, rows)
        described.append(_main_table(table, {column.name for column in lists}))
        for column in lists:
            keys = _keys(table, column)
            _write(folder / _link_file(table, column), [*keys, column.name], _links(tables, table, column, keys))
            described.append(_link_table(table, column, keys))
    description = {**tables.description.source, "tables": described}
    (folder / NAME).write_text(json.dumps(description, ensure_ascii=False, indent=1) + "\n", "utf-8")


def publish_table(tables: Tables, name: str, path: Path) -> None:
    """Write one table as people read it, into a new file: a row per thing, the values of a list in one cell.

    Several values of a cell are separated as in the tables people edit. Raises KeyError when there is no such table.
    """
    names = [column.name for column in tables.description.table(name).cells]
    _write(path, names, ([row.value(column) or "" for column in names] for row in tables.rows(name)))


def _link_file(table: Table, column: Column) -> str:
    return f"{table.name}-{column.name}.csv"


def _keys(table: Table, column: Column) -> list[str]:
    """Return the columns a link table needs beside the value: the row's key, and what its addresses are made from."""
    used = {table.key, *_VARIABLE.findall(table.about_url), *column.variables()} - {column.name}
    return [cell.name for cell in table.cells if cell.name in used]


def _links(tables: Tables, table: Table, column: Column, keys: list[str]) -> Iterator[list[str]]:
    for row in tables.rows(table.name):
        for item in row.items(column.name):
            yield [*(row.value(key) or "" for key in keys), item]


def _write(path: Path, names: list[str], rows: Iterator[list[str]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(rows)
    path.write_text(text.getvalue(), "utf-8")


def _main_table(table: Table, lists: set[str]) -> dict[str, Any]:
    schema = dict(table.source["tableSchema"])
    schema["columns"] = [column for column in schema["columns"] if column["name"] not in lists]
    kept = [key for key in schema.get("foreignKeys", ()) if key["columnReference"] not in lists]
    schema.pop("foreignKeys", None)
    return {**table.source, "tableSchema": {**schema, **({"foreignKeys": kept} if kept else {})}}


def _link_table(table: Table, column: Column, keys: list[str]) -> dict[str, Any]:
    schema = table.source["tableSchema"]
    value = {key: part for key, part in column.source.items() if key != "separator"} | {"required": True}
    of_row = {"columnReference": table.key, "reference": {"resource": table.file, "columnReference": table.key}}
    of_value = [key for key in schema.get("foreignKeys", ()) if key["columnReference"] == column.name]
    return {
        **table.source,
        "url": _link_file(table, column),
        "rdfs:label": _labels(table, column),
        "tableSchema": {
            "aboutUrl": table.about_url,
            "primaryKey": [*keys, column.name],
            "foreignKeys": [of_row, *of_value],
            "columns": [*(_silent(table.column(key)) for key in keys), value],
        },
    }


def _silent(column: Column) -> dict[str, Any]:
    """The main table speaks about this column already."""
    return {**column.source, "suppressOutput": True}


def _labels(table: Table, column: Column) -> list[dict[str, str]]:
    return [
        {"@value": f"{label}: {column.labels[language]}", "@language": language}
        for language, label in table.labels.items()
    ]
