"""`widgraph check`: what is wrong with the tables, and where; nothing is written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from widgraph import resources
from widgraph.checks import check_graph
from widgraph.cli._data import data_folder
from widgraph.findings import Finding, Severity, violations
from widgraph.graph import build_graph
from widgraph.languages import LANGUAGES
from widgraph.ledger import check_ledger
from widgraph.tables import read_tables

_MARK = {Severity.VIOLATION: "✗", Severity.WARNING: "!", Severity.INFO: "i"}


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
def check(source: Path, form: str, lang: str) -> int:
    """Check the tables in SOURCE (default: data) against their description and the shapes.

    Exits with 0 when there is nothing or only information and warnings, 1 when there are violations.

    \b
    Example:
      widgraph check data --lang nl
    """
    tables = read_tables(data_folder(source))
    findings = list(tables.findings)
    report = None
    if not violations(findings):
        graph = build_graph(tables, resources.folder("ontology"))
        report = check_graph(graph, resources.folder("shapes"))
        findings += [*report.findings, *check_ledger(source, graph, tables)]
    if form == "json":
        click.echo(json.dumps([as_json(finding) for finding in findings], ensure_ascii=False, indent=2))
    elif form == "ttl":
        _show_turtle(report.turtle() if report else None, findings)
    else:
        show_text(findings, lang)
    return 1 if violations(findings) else 0


def as_json(finding: Finding) -> dict[str, object]:
    """Return a finding as plain values for JSON."""
    place = finding.place
    return {
        "rule": finding.rule,
        "severity": str(finding.severity),
        "file": place.file if place else None,
        "row": place.row if place else None,
        "column": place.column if place else None,
        "found": finding.found,
        "allowed": finding.allowed,
        "subject": finding.subject,
        "messages": dict(finding.messages),
    }


def show_text(findings: Sequence[Finding], lang: str) -> None:
    """Print one block per finding, the most severe first, and a closing count."""
    order = {severity: rank for rank, severity in enumerate(Severity)}
    for finding in sorted(findings, key=lambda one: order[one.severity]):
        where = str(finding.place) if finding.place else (finding.subject or "the graph")
        click.echo(f"{_MARK[finding.severity]} {finding.rule} {where}: {finding.message(lang)}")
        if finding.found is not None:
            click.echo(f"    found: {finding.found[:200]}")
        if finding.allowed is not None:
            click.echo(f"    allowed: {finding.allowed[:400]}")
    counts = {severity: sum(finding.severity is severity for finding in findings) for severity in Severity}
    click.echo(
        f"{counts[Severity.VIOLATION]} violations, {counts[Severity.WARNING]} warnings, {counts[Severity.INFO]} notes"
    )


def _show_turtle(report: str | None, findings: Sequence[Finding]) -> None:
    """A SHACL report needs a graph; tables that cannot be read have none, and that is said instead."""
    if report is not None:
        click.echo(report, nl=False)
        return
    click.echo("The tables cannot be read, so there is no graph to report on:", err=True)
    for finding in violations(findings):
        click.echo(f"  {finding.rule} {finding.place}: {finding.message()}", err=True)
