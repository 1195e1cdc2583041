"""`widgraph check`: what is wrong with the tables, and where; nothing is written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from widgraph import resources
from widgraph.checks import Report, Result, check_graph
from widgraph.cli._data import data_folder
from widgraph.cli._findings import as_json, show_text
from widgraph.cli._source import is_workbook, lay
from widgraph.findings import Finding, violations
from widgraph.graph import build_graph
from widgraph.languages import LANGUAGES
from widgraph.ledger import check_ledger
from widgraph.tables import read_tables
from widgraph.workbook import judge


@click.command()
@click.argument("source", type=click.Path(path_type=Path), default=Path("data"), required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "ttl"]),
    default="text",
    help="How to show findings.",
)
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", help="Language of the messages.")
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=Path("data"),
    show_default=True,
    help="Folder of tables that a workbook is compared with.",
)
def check(source: Path, form: str, lang: str, data: Path) -> int:
    """Check the tables in SOURCE (a folder, default: data, or a workbook) against their description and the shapes.

    Exits with 0 when there is nothing or only information and warnings, 1 when there are violations.

    \b
    Examples:
      widgraph check data --lang nl
      widgraph check women-in-digital.xlsx
    """
    findings, report = _workbook(source, data) if is_workbook(source) else _tables(source)
    if form == "json":
        click.echo(json.dumps([as_json(finding) for finding in findings], ensure_ascii=False, indent=2))
    elif form == "ttl":
        _show_turtle(report.turtle() if report else None, findings)
    else:
        show_text(findings, lang)
    return 1 if violations(findings) else 0


def _tables(source: Path) -> tuple[list[Finding], Report | None]:
    tables = read_tables(data_folder(source))
    findings = list(tables.findings)
    if violations(findings):
        return findings, None
    graph = build_graph(tables, resources.folder("ontology"))
    report = check_graph(graph, resources.folder("shapes"))
    return [*findings, *report.findings, *check_ledger(source, graph, tables)], report


def _workbook(source: Path, data: Path) -> tuple[list[Finding], Report]:
    """The same for a workbook; new identifiers are no fault of it, since the ledger comes after the import."""
    laid = lay(source, data)
    judged = judge(laid.review, laid.folder, laid.before, remarks=True)
    return [*laid.review.findings, *judged], Report(tuple(one for one in judged if isinstance(one, Result)))


def _show_turtle(report: str | None, findings: Sequence[Finding]) -> None:
    """A SHACL report needs a graph; tables that cannot be read have none, and that is said instead."""
    if report is not None:
        click.echo(report, nl=False)
        return
    click.echo("The tables cannot be read, so there is no graph to report on:", err=True)
    for finding in violations(findings):
        click.echo(f"  {finding.rule} {finding.place}: {finding.message()}", err=True)
