"""A folder of tables read whole: every file, every cell, all findings in one run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

from widgraph.findings import Finding, Place
from widgraph.tables._csv import read_records
from widgraph.tables._description import Description, read_description
from widgraph.tables._messages import finding
from widgraph.tables._references import check_references
from widgraph.tables._tables import Row, Tables
from widgraph.tables._values import check_row
from widgraph.tables._write import current_file

#: Files that live beside the tables and have their own readers.
_BESIDE: Final = frozenset({"ledger.csv", "lifecycle.csv"})


def read_tables(folder: Path) -> Tables:
    """Read the tables of a folder as its `csv-metadata.json` describes them.

    What is wrong is in `findings`, in the order of the description, then of the rows. Raises DataError only when the
    description itself cannot be used.
    """
    description = read_description(folder)
    findings: list[Finding] = []
    rows: dict[str, tuple[Row, ...]] = {}
    whole: set[str] = set()
    for table in description.tables:
        records = read_records(current_file(folder, table.file), table)
        findings += records.findings
        rows[table.name] = tuple(Row(table, number, MappingProxyType(cells)) for number, cells in records.rows)
        if records.complete:
            whole.add(table.name)
    findings += check_rows(description, rows, frozenset(whole))
    described = {table.file for table in description.tables} | _BESIDE
    for path in sorted(folder.glob("*.csv")):
        if path.name not in described:
            findings.append(finding("T21", Place(path.name)))
    return Tables(description, tuple(findings), MappingProxyType(rows))


def check_rows(
    description: Description, rows: Mapping[str, Sequence[Row]], whole: frozenset[str] | None = None
) -> list[Finding]:
    """Return what is wrong with rows, given by table name: each cell alone, then doubled ids and references.

    `whole` names the tables of which no row is missing (None: all); references into the others are not judged.
    """
    by_file = {table.file: tuple(rows[table.name]) for table in description.tables}
    complete = frozenset(table.file for table in description.tables if whole is None or table.name in whole)
    findings: list[Finding] = []
    for table in description.tables:
        of_cells = [found for row in by_file[table.file] for found in check_row(row)]
        of_keys = check_references(table, by_file, complete)
        columns = {column.name: index for index, column in enumerate(table.columns)}
        findings += sorted([*of_cells, *of_keys], key=lambda found: _order(found, columns))
    return findings


def _order(found: Finding, columns: dict[str, int]) -> tuple[int, int]:
    place = found.place or Place("")
    return place.row or 0, columns.get(place.column or "", 0)
