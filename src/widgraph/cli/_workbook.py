"""`widgraph workbook`: the tables as a workbook to edit."""

from __future__ import annotations

from pathlib import Path

import click

from widgraph.cli._data import data_folder
from widgraph.cli._findings import show_text
from widgraph.errors import DataError
from widgraph.findings import violations
from widgraph.languages import LANGUAGES
from widgraph.tables import read_tables
from widgraph.workbook import write_workbook


@click.command()
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--lang", type=click.Choice(LANGUAGES), default="nl", show_default=True, help="Language of the workbook.")
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=Path("data"),
    show_default=True,
    help="Folder of tables.",
)
def workbook(out: Path, lang: str, data: Path) -> int:
    """Write the tables as a workbook OUT (.xlsx): one sheet per table, with drop-downs, notes and protected ids.

    Edit it in Excel or LibreOffice and read it back with 'widgraph import'.

    \b
    Example:
      widgraph workbook women-in-digital.xlsx --lang fr
    """
    tables = read_tables(data_folder(data))
    if violations(tables.findings):
        show_text(tables.findings, lang)
        raise DataError("The tables have violations.", tables.findings, "Run 'widgraph check' and correct them first.")
    write_workbook(tables, out, lang)
    rows = sum(len(tables.rows(table.name)) for table in tables.description.tables)
    click.echo(f"{len(tables.description.tables)} sheets with {rows} rows in {out}.")
    return 0
