"""The site on a real socket, on the release of the real data."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.conftest import ROOT
from tests.web.events import with_events

from widgraph.findings import violations
from widgraph.graph import Graph, build_graph
from widgraph.release import Release
from widgraph.server import make_server
from widgraph.settings import Settings
from widgraph.tables import read_tables
from widgraph.web import create_app


@dataclass(frozen=True)
class Answer:
    """What came back: status, headers by lower-case name (several joined by a comma), body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


Ask = Callable[..., Answer]


@pytest.fixture(scope="session")
def address(release: Release) -> Iterator[tuple[str, int]]:
    settings = Settings(query_seconds=5.0)
    with create_app(release, settings) as app:
        server = make_server(app, settings, port=0)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        yield "127.0.0.1", server.effective_port
        server.close()


@pytest.fixture(scope="session")
def url(address: tuple[str, int]) -> str:
    return f"http://{address[0]}:{address[1]}"


@pytest.fixture(scope="session")
def ask(address: tuple[str, int]) -> Ask:
    """Return a function that sends one request as it is, following nothing."""

    def send(path: str, method: str = "GET", body: bytes | str | None = None, **headers: str) -> Answer:
        connection = http.client.HTTPConnection(*address, timeout=30)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, named)
            response = connection.getresponse()
            found: dict[str, str] = {}
            for name, value in response.getheaders():
                found[name.lower()] = f"{found[name.lower()]}, {value}" if name.lower() in found else value
            return Answer(response.status, found, response.read())
        finally:
            connection.close()

    return send


@pytest.fixture(scope="session")
def release_graph(release: Release) -> set[ox.Triple]:
    """Every triple of the release, from its own dump."""
    return {quad.triple for quad in ox.parse(path=release.dump("nt"), format=ox.RdfFormat.N_TRIPLES)}


@pytest.fixture(scope="session")
def ended_tables(tmp_path_factory: pytest.TempPathFactory, data: Path) -> Path:
    """The real tables with made-up events."""
    return with_events(data, tmp_path_factory.mktemp("ended") / "data")


@pytest.fixture(scope="session")
def ended_graph(ended_tables: Path) -> Graph:
    """What they become."""
    tables = read_tables(ended_tables)
    assert not violations(tables.findings)
    return build_graph(tables, ROOT / "ontology")


@pytest.fixture(scope="session")
def ended(release: Release, ended_graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release of that graph; all its other files are the real ones."""
    path = tmp_path_factory.mktemp("changed")
    for entry in release.path.iterdir():
        if entry.name != "store":
            (path / entry.name).symlink_to(entry)
    store = ox.Store(str(path / "store"))
    store.bulk_extend(ended_graph.quads)
    store.flush()
    del store
    return replace(release, path=path)
