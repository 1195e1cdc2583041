"""`widgraph serve`: the browser on the current release."""

from __future__ import annotations

import signal
from pathlib import Path

import click

from widgraph.release import open_release
from widgraph.server import make_server
from widgraph.settings import load_settings
from widgraph.store.remote import open_remote
from widgraph.web import create_app


@click.command()
@click.option(
    "--build",
    "out",
    type=click.Path(path_type=Path),
    default=Path("build"),
    show_default=True,
    help="Folder of releases.",
)
@click.option("--endpoint", metavar="URL", help="Remote SPARQL endpoint that holds the release (setting 'endpoint').")
@click.option("--host", help="Address to listen on (setting 'host').")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on (setting 'port').")
@click.pass_obj
def serve(file: Path | None, out: Path, endpoint: str | None, host: str | None, port: int | None) -> int:
    """Serve the current release as web pages, linked data and SPARQL.

    For a while after the start, pages are made before anybody asks for them (setting 'pages_ahead'), unless there is an
    endpoint.

    With an endpoint, questions are answered by the remote store it belongs to, once 'widgraph push' has brought the
    release there; dumps, tables and the search index stay those of the build.

    \b
    Examples:
      widgraph serve --port 8000
      widgraph serve --endpoint http://localhost:8890/sparql
    """
    settings = load_settings(file, endpoint=endpoint, host=host, port=port)
    release = open_release(out)
    store = open_remote(release, settings) if settings.endpoint else None
    for line in store.faults if store else ():
        click.echo(f"The endpoint {line}.", err=True)
    with create_app(release, settings, store=store) as app:
        app.start()
        server = make_server(app, settings, ahead=True)
        address = f"http://{settings.host}:{server.effective_port}/"
        signal.signal(signal.SIGTERM, lambda *_: server.close())
        click.echo(f"Serving {release.id} on {address} (Ctrl-C to stop)", err=True)
        try:
            server.run()
        finally:
            server.close()
    return 0
