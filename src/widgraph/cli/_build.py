"""`widgraph build`: check, then a new release, switched in atomically."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import click

from widgraph.cli._data import data_folder
from widgraph.cli._findings import show_text
from widgraph.cli._source import is_workbook, lay
from widgraph.errors import DataError, UsageError
from widgraph.findings import violations
from widgraph.release import make_release
from widgraph.settings import load_settings


@click.command()
@click.argument("source", type=click.Path(path_type=Path), default=Path("data"), required=False)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("build"),
    show_default=True,
    help="Where releases go.",
)
@click.option(
    "--source",
    "report",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The report's own text, for holders of its rights: its quotes are built in.",
)
@click.option("--quiet", "-q", is_flag=True, help="Show no progress.")
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=Path("data"),
    show_default=True,
    help="Folder of tables that a workbook is compared with.",
)
@click.pass_obj
def build(settings: Path | None, source: Path, out: Path, report: Path | None, quiet: bool, data: Path) -> int:
    """Make a release from the tables in SOURCE (a folder, default: data, or a workbook) and switch to it.

    Violations stop the build; the release that was there goes on serving.

    \b
    Example:
      widgraph build data --out build
    """
    if report is not None and not report.is_file():
        raise UsageError(f"There is no file {report}.", "Give the path of the report's text after --source.")
    known = load_settings(settings)
    started = time.monotonic()

    def progress(step: str) -> None:
        if not quiet:
            click.echo(f"[{time.monotonic() - started:5.1f} s] {step}", err=True)

    laid = lay(source, data).review if is_workbook(source) else None
    try:
        if laid is not None and violations(laid.findings):
            raise DataError("Not built: the workbook has violations.", laid.findings, "Correct the cells named.")
        folder = data_folder(data if laid else source)
        given = laid.tables if laid else None
        release = make_release(folder, out, tables=given, source=report, settings=known, progress=progress)
    except DataError as error:
        findings = [replace(one, place=laid.locate(one.place)) if laid else one for one in error.findings]
        show_text(findings, "en")
        raise
    click.echo(f"{release.id}: {release.manifest.quads} statements in {release.path}")
    return 0
