"""`widgraph build`: check, then a new release, switched in atomically."""

from __future__ import annotations

import time
from pathlib import Path

import click

from widgraph.cli._check import show_text
from widgraph.cli._data import data_folder
from widgraph.errors import DataError, UsageError
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
@click.pass_obj
def build(settings: Path | None, source: Path, out: Path, report: Path | None, quiet: bool) -> int:
    """Make a release from the tables in SOURCE (default: data) and switch to it.

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

    try:
        release = make_release(data_folder(source), out, source=report, settings=known, progress=progress)
    except DataError as error:
        show_text(error.findings, "en")
        raise
    click.echo(f"{release.id}: {release.manifest.quads} statements in {release.path}")
    return 0
