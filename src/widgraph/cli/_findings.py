"""Findings for people and for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import click

from widgraph.findings import Finding, Severity
from widgraph.workbook import CellPlace

_MARK = {Severity.VIOLATION: "✗", Severity.WARNING: "!", Severity.INFO: "i"}
#: Findings of one rule that are shown one by one; thousands of the same fault have one cause.
_EACH = 200


def as_json(finding: Finding) -> dict[str, object]:
    """Return a finding as plain values for JSON."""
    place = finding.place
    return {
        "rule": finding.rule,
        "severity": str(finding.severity),
        "file": place.file if place else None,
        "row": place.row if place else None,
        "column": place.column if place else None,
        "cell": str(place) if isinstance(place, CellPlace) else None,
        "found": finding.found,
        "allowed": finding.allowed,
        "subject": finding.subject,
        "messages": dict(finding.messages),
    }


def show_text(findings: Sequence[Finding], lang: str) -> None:
    """Print one block per finding, the most severe first, and a closing count."""
    order = {severity: rank for rank, severity in enumerate(Severity)}
    shown: Counter[str] = Counter()
    for finding in sorted(findings, key=lambda one: order[one.severity]):
        shown[finding.rule] += 1
        if shown[finding.rule] > _EACH:
            continue
        where = str(finding.place) if finding.place else (finding.subject or "the graph")
        message = finding.message(lang)
        click.echo(f"{_MARK[finding.severity]} {finding.rule} {where}: {message}")
        if finding.found is not None and finding.found not in message:
            click.echo(f"    found: {finding.found[:200]}")
        if finding.allowed is not None and finding.allowed not in message:
            click.echo(f"    allowed: {finding.allowed[:400]}")
    for rule, count in shown.items():
        if count > _EACH:
            click.echo(f"… {rule}: {count - _EACH} more")
    counts = Counter(finding.severity for finding in findings)
    click.echo(
        f"{counts[Severity.VIOLATION]} violations, {counts[Severity.WARNING]} warnings, {counts[Severity.INFO]} notes"
    )
