"""A client that leaves: its request to the endpoint is dropped at once, and its place is free for others."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

import pytest
from tests.serving import serving
from tests.store.remote.conftest import Liar

from widgraph.errors import QueryAbandoned
from widgraph.release import Release
from widgraph.settings import Settings
from widgraph.store.remote import Endpoint, Http, Placed, RemoteQueries, RemoteStore
from widgraph.store.remote._faults import Faults
from widgraph.store.remote._reading import Reading
from widgraph.store.remote._repair import Repair

#: Far longer than any of these tests may take: what ends sooner was not ended by the time limit.
SETTINGS = Settings(query_seconds=60.0, query_workers=1)
SLOW = "SELECT ?a { ?a ?b ?c }"
YES = '{"head":{},"boolean":true}'


class Trap:
    """Makes a server hang on queries that are slow, and counts them and the lines on which the client left."""

    def __init__(self, liar: Liar) -> None:
        self.begun = threading.Semaphore(0)
        self.left = threading.Semaphore(0)
        liar.does(self._answer)

    def _answer(self, line: socket.socket, request: bytes) -> None:
        if b"SELECT" in request:
            self.begun.release()
            line.settimeout(50)
            if line.recv(1) == b"":
                self.left.release()
            return
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\nContent-Length: {len(YES)}\r\n\r\n"
        line.sendall((head + YES).encode())


def store_at(liar: Liar, release: Release) -> RemoteStore:
    endpoint = Endpoint(liar.url, Http(), 60.0, 100_000)
    placed = Placed(release.id, frozenset(release.manifest.graphs))
    return RemoteStore(Reading(endpoint, placed, Faults("x"), Repair()), 10)


@pytest.fixture
def pool(release: Release, liar: Liar) -> Iterator[RemoteQueries]:
    with RemoteQueries(store_at(liar, release), SETTINGS, waiting=1) as queries:
        yield queries


def test_a_request_that_nobody_waits_for_is_dropped(pool: RemoteQueries, liar: Liar) -> None:
    trap, gone = Trap(liar), threading.Event()
    caught: list[BaseException] = []

    def ask() -> None:
        try:
            pool.run(SLOW, gone=gone.is_set)
        except QueryAbandoned as error:
            caught.append(error)

    asking = threading.Thread(target=ask)
    asking.start()
    assert trap.begun.acquire(timeout=20)
    assert not trap.left.acquire(timeout=0.3), "as long as somebody waits, so do we"
    gone.set()
    assert trap.left.acquire(timeout=5), "the endpoint sees that we have hung up"
    asking.join(5)
    assert len(caught) == 1
    assert b"true" in pool.run("ASK {}").body, "the only place is free again"
    assert len(liar.requests) == 2


def test_who_leaves_while_waiting_for_a_place_costs_the_endpoint_nothing(pool: RemoteQueries, liar: Liar) -> None:
    trap, first_gone, second_gone = Trap(liar), threading.Event(), threading.Event()

    def ask(gone: threading.Event) -> None:
        with pytest.raises(QueryAbandoned):
            pool.run(SLOW, gone=gone.is_set)

    first, second = (threading.Thread(target=ask, args=(gone,)) for gone in (first_gone, second_gone))
    first.start()
    assert trap.begun.acquire(timeout=20)
    second.start()
    second.join(0.3)
    assert second.is_alive()
    second_gone.set()
    second.join(5)
    assert not second.is_alive()
    assert first.is_alive()
    first_gone.set()
    first.join(5)
    assert len(liar.requests) == 1


def test_hanging_up_on_the_site_hangs_up_on_the_endpoint(release: Release, liar: Liar) -> None:
    """Over real sockets: client, site, endpoint."""
    trap = Trap(liar)
    with serving(release, SETTINGS, store_at(liar, release)) as url:
        place = urlsplit(url)
        with socket.create_connection((place.hostname or "", place.port or 0)) as client:
            client.sendall(f"GET /sparql?query={quote(SLOW)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            assert trap.begun.acquire(timeout=20)
        assert trap.left.acquire(timeout=5)
