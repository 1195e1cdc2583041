"""`widgraph push`: the current release into a remote SPARQL 1.1 store."""

from __future__ import annotations

import time
from pathlib import Path

import click

from widgraph.errors import UsageError
from widgraph.push import find_target, push_release
from widgraph.release import open_release
from widgraph.settings import load_settings
from widgraph.store.remote import TRUST_SECONDS, open_endpoint


@click.command()
@click.option("--endpoint", metavar="URL", help="Address of the store's query service (setting 'endpoint').")
@click.option(
    "--build",
    "out",
    type=click.Path(path_type=Path),
    default=Path("build"),
    show_default=True,
    help="Folder of releases.",
)
@click.option("--graph-store", default="", metavar="URL", help="Where it takes graphs (Graph Store Protocol).")
@click.option("--update", default="", metavar="URL", help="Where it takes updates (SPARQL 1.1 Update).")
@click.option("--keep-all", is_flag=True, help="Remove no older release.")
@click.option(
    "--grace",
    type=click.FloatRange(min=0),
    help="Seconds between unmarking an older release and removing it (default: as long as a reader may use it).",
)
@click.option("--dry-run", is_flag=True, help="Compare only; write nothing.")
@click.option("--quiet", "-q", is_flag=True, help="Show no progress.")
@click.pass_obj
def push(
    file: Path | None,
    endpoint: str | None,
    out: Path,
    graph_store: str,
    update: str,
    keep_all: bool,
    grace: float | None,
    dry_run: bool,
    quiet: bool,
) -> int:
    """Bring the current release into a remote store, graph by graph, verify it, and make it the current one there.

    The addresses for writing are found by themselves on Virtuoso and Oxigraph. User and password come from
    WIDGRAPH_ENDPOINT_USER and WIDGRAPH_ENDPOINT_PASSWORD, or from the file that the setting 'endpoint_credentials'
    names. The exit code is 1 when a dry run finds something to send.

    \b
    Example:
      widgraph push --endpoint http://localhost:8890/sparql
    """
    settings = load_settings(file, endpoint=endpoint)
    if not settings.endpoint:
        raise UsageError("There is no endpoint to push to.", "Give --endpoint URL, or the setting 'endpoint'.")
    started = time.monotonic()

    def progress(step: str) -> None:
        if not quiet:
            click.echo(f"[{time.monotonic() - started:5.1f} s] {step}", err=True)

    release = open_release(out)
    target = find_target(open_endpoint(settings), graph_store, update)
    wait = TRUST_SECONDS + max(settings.endpoint_seconds, settings.query_seconds) if grace is None else grace
    done = push_release(release, target, grace=wait, clean=not keep_all, dry_run=dry_run, progress=progress)
    if dry_run:
        click.echo(
            f"{release.id}: {len(done.sent)} graphs to send, {len(done.kept)} there already; nothing was written"
        )
        return 1 if done.sent else 0
    note = f"; the store rewrites {done.rewritten} literals, readers put them back" if done.rewritten else ""
    click.echo(f"{release.id}: {len(done.sent)} graphs sent, {len(done.kept)} there already, all verified{note}")
    return 0
