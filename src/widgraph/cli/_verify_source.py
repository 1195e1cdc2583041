"""`widgraph verify-source`: every position and digest in the data against your own copy of the report."""

from __future__ import annotations

from pathlib import Path

import click

from widgraph import resources
from widgraph.checks import verify_source as verify
from widgraph.cli._data import data_folder
from widgraph.cli._findings import show_text
from widgraph.errors import DataError, UsageError
from widgraph.findings import violations
from widgraph.graph import build_graph
from widgraph.tables import read_tables


@click.command("verify-source")
@click.argument("report", type=click.Path(path_type=Path))
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=Path("data"),
    show_default=True,
    help="Folder of tables.",
)
def verify_source(report: Path, data: Path) -> int:
    """Compare every passage the data point at with your own copy of the report's text, REPORT.

    \b
    Example:
      widgraph verify-source women-in-digital-2022-nl.txt
    """
    if not report.is_file():
        raise UsageError(f"There is no file {report}.", "Give the path of your own copy of the report's text.")
    tables = read_tables(data_folder(data))
    if violations(tables.findings):
        show_text(tables.findings, "en")
        raise DataError("The tables have violations.", tables.findings, "Run 'widgraph check' and correct them first.")
    findings = verify(build_graph(tables, resources.folder("ontology")), report.read_bytes())
    show_text(findings, "en")
    if violations(findings):
        return 1
    click.echo(f"All {len(tables.rows('passages'))} passages hold in {report.name}.")
    return 0
