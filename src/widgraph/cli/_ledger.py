"""`widgraph ledger`: the identifiers that are new, and their rows in the ledger."""

from __future__ import annotations

import csv
import datetime
import sys
from dataclasses import astuple
from pathlib import Path

import click

from widgraph import resources
from widgraph.cli._data import data_folder
from widgraph.cli._findings import show_text
from widgraph.errors import DataError
from widgraph.findings import violations
from widgraph.graph import build_graph
from widgraph.ledger import NAME, append, disagreements, propose, read_ledger, resources_of
from widgraph.tables import read_tables

_SERIES = "women-in-digital"


@click.command()
@click.argument("source", type=click.Path(path_type=Path), default=Path("data"), required=False)
@click.option("--write", is_flag=True, help="Add the rows to the ledger; without it they are only shown.")
def ledger(source: Path, write: bool) -> int:
    """Show the identifiers in SOURCE (default: data) that the ledger does not have yet, as rows for it.

    A row, once written, stays: what is published is never taken away, never given to something else.

    \b
    Example:
      widgraph ledger
      widgraph ledger --write
    """
    folder = data_folder(source)
    tables = read_tables(folder)
    path = folder / NAME
    known = read_ledger(path)
    if violations(tables.findings):
        show_text(tables.findings, "en")
        raise DataError("The tables have violations.", tables.findings, "Run 'widgraph check' and correct them first.")
    found = resources_of(build_graph(tables, resources.folder("ontology")), tables)
    broken = [finding for finding in disagreements(known, found, tables) if finding.rule != "L08"]
    if broken:
        show_text(broken, "en")
        raise DataError("The ledger and the tables disagree.", broken, "Correct the rows named, then try again.")
    version = next((row.value("version") for row in tables.rows("datasets") if row.value("id") == _SERIES), None)
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    entries = propose(known, found, today, version or "0.0.0")
    if write:
        append(path, known, entries)
        click.echo(f"{len(entries)} rows added to {path}.")
    else:
        csv.writer(sys.stdout, lineterminator="\n").writerows(astuple(entry)[:-1] for entry in entries)
        click.echo(f"{len(entries)} identifiers are new.", err=True)
    return 0
