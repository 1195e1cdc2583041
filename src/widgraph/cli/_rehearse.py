"""`widgraph rehearse`: what data.gov.be and data.europa.eu would make of a catalogue."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from widgraph.errors import UsageError
from widgraph.rehearsal import PROFILES, Options, as_html, as_json, as_text, rehearse
from widgraph.release import open_release

_OWN = "catalog.ttl"


@click.command("rehearse")
@click.argument("source", default="", required=False, metavar="[URL|FILE]")
@click.option(
    "--build",
    "out",
    type=click.Path(path_type=Path),
    default=Path("build"),
    show_default=True,
    help="Folder of releases, for our own catalogue.",
)
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "html"]), default="table", help="Form of the result."
)
@click.option(
    "--profile", type=click.Choice(PROFILES), default=PROFILES[0], show_default=True, help="Release of DCAT-AP."
)
@click.option(
    "--shapes", type=click.Path(path_type=Path), help="Official SHACL shapes to judge conformance by: a file or folder."
)
@click.option("--offline", is_flag=True, help="Ask no address that the catalogue names.")
@click.option(
    "--map",
    "moved",
    multiple=True,
    metavar="PUBLIC=SERVED",
    help="Addresses that begin with PUBLIC are served at SERVED today, such as https://w3id.org/x/=http://127.0.0.1:8000/.",
)
@click.option(
    "--seconds", type=click.FloatRange(min=1), default=60.0, show_default=True, help="Time limit of the catalogue."
)
def rehearse_command(
    source: str,
    out: Path,
    form: str,
    profile: str,
    shapes: Path | None,
    offline: bool,
    moved: tuple[str, ...],
    seconds: float,
) -> int:
    """Play the harvesters of data.gov.be and data.europa.eu on a catalogue: ours (default), or anyone's.

    Says per dataset what each portal would show, drop, merge, translate or mark down, with the points of the quality
    score (405), the rule behind it and what to do. Speaks to the host of the catalogue only.
    Exits with 0 when nothing is lost, 1 when something is, 2 when the catalogue cannot be had.

    \b
    Examples:
      widgraph rehearse
      widgraph rehearse catalogue.ttl --profile 3.0.0
      widgraph rehearse https://data.example.org/catalog.ttl --format html > report.html
    """
    options = Options(profile, shapes, offline, _moved(moved), seconds)
    result = rehearse(source or _own(out), options)
    if form == "json":
        click.echo(as_json(result), nl=False)
    elif form == "html":
        click.echo(as_html(result), nl=False)
    else:
        click.echo(as_text(result, colour=sys.stdout.isatty()), nl=False)
    return 0 if result.clean else 1


def _own(out: Path) -> str:
    path = open_release(out).path / _OWN
    if not path.is_file():
        raise UsageError(f"The release in {out} has no {_OWN}.", "Run 'widgraph build' again, or name a catalogue.")
    return str(path)


def _moved(pairs: tuple[str, ...]) -> dict[str, str]:
    found = dict(pair.partition("=")[::2] for pair in pairs)
    for public, served in found.items():
        if not public.startswith(("http://", "https://")) or not served.startswith(("http://", "https://")):
            raise UsageError(
                f"--map {public}={served} is no PUBLIC=SERVED.",
                "Write --map https://public.example/=http://127.0.0.1:8000/.",
            )
    return found
