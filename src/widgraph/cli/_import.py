"""`widgraph import`: an edited workbook back into the tables, after showing every fault and every difference."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from widgraph.cli._data import data_folder
from widgraph.cli._findings import show_text
from widgraph.cli._source import lay
from widgraph.errors import DataError
from widgraph.findings import Finding, violations
from widgraph.languages import LANGUAGES
from widgraph.tables import snapshot, write_tables
from widgraph.workbook import judge, show_changes


@click.command("import")
@click.argument("book", metavar="WORKBOOK", type=click.Path(path_type=Path))
@click.option(
    "--into",
    type=click.Path(path_type=Path),
    default=Path("data"),
    show_default=True,
    help="Folder of tables to change.",
)
@click.option("--dry-run", is_flag=True, help="Show faults and differences; write nothing, ask nothing.")
@click.option("--yes", "-y", is_flag=True, help="Write without asking.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the messages (default: the workbook's).")
@click.option(
    "--base",
    type=click.Path(path_type=Path),
    help="The workbook or folder of tables this one was made from, if it does not remember.",
)
@click.option("--edition", help="The edition that a plain table is for (default: the last).")
def import_(
    book: Path,
    into: Path,
    dry_run: bool,
    yes: bool,
    lang: str | None,
    base: Path | None,
    edition: str | None,
) -> int:
    """Read an edited WORKBOOK (.xlsx) and write its changes into the tables: all of them, or none.

    A plain table with the columns initiative, objective, audience, sector, timing and organisation will do too: each of
    its rows becomes a listing of an edition.

    Every fault is shown with its sheet and cell, and every row that would be added, changed or removed. Exits with 1,
    and writes nothing, when there is a violation.

    \b
    Examples:
      widgraph import women-in-digital.xlsx --dry-run
      widgraph import women-in-digital.xlsx --into data
      widgraph import initiatives.xlsx --edition 2023
    """
    files = snapshot(data_folder(into))
    laid = lay(book, into, base=base, language=lang, edition=edition)
    review = laid.review
    language = lang or review.book.language or "en"
    findings: tuple[Finding, ...] = review.findings
    if review.changes:
        click.echo(f"{len(review.changes)} rows differ; asking the shapes and the ledger.", err=True)
        findings = (*findings, *judge(review, laid.folder, laid.before))
    show_text(findings, language)
    for line in show_changes(review, language):
        click.echo(line)
    if violations(findings):
        raise DataError("Nothing was written.", findings, "Correct the cells named, then import again.")
    if dry_run or not review.changes:
        click.echo("Nothing was written.", err=True)
        return 0
    if not yes and sys.stdin.isatty():
        click.confirm("Write these changes?", abort=True)
    changed = {**review.files(), **laid.texts}
    write_tables(into, changed, expected=files)
    click.echo(f"Written: {', '.join(sorted(changed))}.", err=True)
    if any(change.kind == "added" for change in review.changes):
        click.echo("New identifiers are published with 'widgraph ledger --write'.", err=True)
    return 0
