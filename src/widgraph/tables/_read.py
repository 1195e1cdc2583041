"""A folder of tables read whole: every file, every cell, all findings in one run."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import Final

from widgraph.findings import Finding, Place
from widgraph.tables._csv import read_records
from widgraph.tables._description import read_description
from widgraph.tables._messages import finding
from widgraph.tables._references import check_references
from widgraph.tables._tables import Row, Tables
from widgraph.tables._values import check_row

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
        records = read_records(folder / table.file, table)
        findings += records.findings
        rows[table.file] = tuple(Row(table, number, MappingProxyType(cells)) for number, cells in records.rows)
        if records.complete:
            whole.add(table.file)
    for table in description.tables:
        of_cells = [found for row in rows[table.file] for found in check_row(row)]
        of_keys = check_references(table, rows, frozenset(whole))
        columns = {column.name: index for index, column in enumerate(table.columns)}
        findings += sorted([*of_cells, *of_keys], key=lambda found: _order(found, columns))
    described = {table.file for table in description.tables} | _BESIDE
    for path in sorted(folder.glob("*.csv")):
        if path.name not in described:
            findings.append(finding("T21", Place(path.name)))
    by_name = {table.name: rows[table.file] for table in description.tables}
    return Tables(description, tuple(findings), MappingProxyType(by_name))


def _order(found: Finding, columns: dict[str, int]) -> tuple[int, int]:
    place = found.place or Place("")
    return place.row or 0, columns.get(place.column or "", 0)
