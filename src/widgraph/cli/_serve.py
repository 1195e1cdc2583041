"""`widgraph serve`: the browser on the current release."""

from __future__ import annotations

from pathlib import Path

import click

from widgraph.release import open_release
from widgraph.settings import load_settings
from widgraph.web import create_app, make_server


@click.command()
@click.option(
    "--build",
    "out",
    type=click.Path(path_type=Path),
    default=Path("build"),
    show_default=True,
    help="Folder of releases.",
)
@click.option("--host", help="Address to listen on (setting 'host').")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on (setting 'port').")
@click.pass_obj
def serve(file: Path | None, out: Path, host: str | None, port: int | None) -> int:
    """Serve the current release as web pages, linked data and SPARQL.

    \b
    Example:
      widgraph serve --port 8000
    """
    settings = load_settings(file, host=host, port=port)
    release = open_release(out)
    with create_app(release, settings) as app:
        server = make_server(app, settings)
        port = getattr(server, "effective_port", settings.port)
        click.echo(f"Serving {release.id} on http://{settings.host}:{port}/ (Ctrl-C to stop)", err=True)
        try:
            server.run()
        finally:
            server.close()
    return 0
