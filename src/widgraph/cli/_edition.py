"""`widgraph edition`: the next year's edition begun, with last year's initiatives to decide about."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from widgraph.cli._data import data_folder
from widgraph.cli._findings import show_text
from widgraph.errors import DataError
from widgraph.findings import violations
from widgraph.languages import LANGUAGES
from widgraph.tables import read_tables, snapshot, write_tables
from widgraph.workbook.collected import start_edition, write_collection


@click.group()
def edition() -> None:
    """Begin the edition of the next year.

    \b
    Example:
      widgraph edition new 2023
    """


@edition.command("new")
@click.argument("year", type=int)
@click.option(
    "--into",
    type=click.Path(path_type=Path),
    default=Path("data"),
    show_default=True,
    help="Folder of tables to add to.",
)
@click.option("--workbook", "out", type=click.Path(path_type=Path, dir_okay=False), help="Workbook to write (.xlsx).")
@click.option("--lang", type=click.Choice(LANGUAGES), default="nl", show_default=True, help="Language of the workbook.")
@click.option(
    "--issued",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day the dataset of the edition is first published (default: today).",
)
def new(year: int, into: Path, out: Path | None, lang: str, issued: datetime.datetime | None) -> int:
    """Add the edition of YEAR to the tables, and write a workbook with what the edition before lists.

    In the workbook each initiative of last year is confirmed, stopped or renamed, and new ones are added below;
    'widgraph import' takes it over. An edition that is there already only gets its workbook again.

    \b
    Example:
      widgraph edition new 2023 --workbook women-in-digital-2023.xlsx --lang fr
    """
    folder = data_folder(into)
    before = snapshot(folder)
    tables = read_tables(folder)
    if violations(tables.findings):
        show_text(tables.findings, lang)
        raise DataError("The tables have violations.", tables.findings, "Run 'widgraph check' and correct them first.")
    if str(year) not in {row.cells["id"] for row in tables.rows("editions")}:
        files = start_edition(tables, year, issued.date() if issued else datetime.date.today())
        write_tables(folder, files, before)
        click.echo(f"Begun: edition {year}, in {', '.join(sorted(files))}.")
    out = out or Path(f"women-in-digital-{year}.xlsx")
    rows = write_collection(read_tables(folder), str(year), out, lang)
    click.echo(f"{rows} rows to decide about in {out}.")
    return 0
