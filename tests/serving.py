"""A site on a loopback socket, for tests that ask it as clients do."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox

from widgraph.release import Manifest, Release
from widgraph.server import make_server
from widgraph.settings import Settings
from widgraph.store import Store
from widgraph.web import create_app


@contextmanager
def serving(release: Release, settings: Settings, store: Store | None = None) -> Iterator[str]:
    """Serve a release, or what another store holds of it, on a free port and yield the address of the site."""
    with create_app(release, settings, store=store) as app:
        server = make_server(app, settings, port=0)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.effective_port}"
        finally:
            server.close()
            thread.join(10)


def release_of(quads: Iterable[ox.Quad], folder: Path) -> Release:
    """Return a release that holds any quads at all, made without tables and checks."""
    found = list(quads)
    (folder / "dumps").mkdir(parents=True)
    ox.serialize(found, folder / "dumps/widgraph.nq", format=ox.RdfFormat.N_QUADS)
    store = ox.Store(str(folder / "store"))
    store.extend(found)
    store.flush()
    graphs = {str(getattr(quad.graph_name, "value", "")): 0 for quad in found}
    for quad in found:
        graphs[str(getattr(quad.graph_name, "value", ""))] += 1
    return Release(folder, Manifest("0.0.0-7e5700000000", "0.0.0", len(found), graphs, {}))
