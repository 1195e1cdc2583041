"""`widgraph report`: the annexes of a yearly report, from the current release."""

from __future__ import annotations

from pathlib import Path

import click

from widgraph.annexes import write_annexes
from widgraph.languages import LANGUAGES
from widgraph.namespaces import BASE
from widgraph.release import open_release
from widgraph.settings import load_settings
from widgraph.store import open_store


@click.command()
@click.option("--edition", required=True, metavar="YEAR", help="The year of the report.")
@click.option("--lang", "language", type=click.Choice(LANGUAGES), default="nl", show_default=True, help="Language.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("annexes"),
    show_default=True,
    help="Folder to write to.",
)
@click.option(
    "--build",
    type=click.Path(path_type=Path),
    default=Path("build"),
    show_default=True,
    help="Folder of releases.",
)
@click.pass_obj
def report(file: Path | None, edition: str, language: str, out: Path, build: Path) -> int:
    """Write annex 1 (all initiatives) and annex 2 (counts per objective and sector) as XLSX and HTML.

    Links lead to the site of the setting 'site_url', else to the permanent addresses.

    \b
    Example:
      widgraph report --edition 2022 --lang fr --out annexes
    """
    site = load_settings(file).site_url or BASE
    store = open_store(open_release(build))
    try:
        for path in write_annexes(store, edition, language, out, site):
            click.echo(path)
    finally:
        store.close()
    return 0
