"""A release into a remote store: verified, resumable, and never half of it before a reader's eyes."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests import servers
from tests.servers import Server

from widgraph.errors import EndpointError, ReleaseError, UsageError
from widgraph.namespaces import BASE
from widgraph.push import CHUNK, Target, compare, digest, find_target, push_release
from widgraph.release import FileEntry, Manifest, Release
from widgraph.settings import Settings
from widgraph.store.remote import (
    CATALOGUE,
    Credentials,
    Dataset,
    Endpoint,
    Http,
    Placed,
    ask_endpoint,
    current_release,
    open_remote,
    read_catalogue,
)

XSD = "http://www.w3.org/2001/XMLSchema#"
BOTH = ["oxigraph", "virtuoso"]


def made_up(folder: Path, name: str, size: int = 40, extra: str = "") -> Release:
    """A release of made-up statements: three graphs, each statement naming the release it is of."""
    lines = [
        f'<urn:test:{number}> <urn:test:of> "{name} {number}"@nl <{BASE}id/graph/{graph}> .\n'
        for graph in ("a", "b", "c")
        for number in range(size)
    ]
    text = "".join(lines) + extra.replace("GRAPH", f"<{BASE}id/graph/a>")
    content = text.encode()
    (folder / "dumps").mkdir(parents=True)
    (folder / "dumps/widgraph.nq").write_bytes(content)
    quads = list(ox.parse(content, format=ox.RdfFormat.N_QUADS))
    graphs = {f"{BASE}id/graph/{graph}": sum(f"/{graph}>" in str(quad.graph_name) for quad in quads) for graph in "abc"}
    entry = FileEntry(len(content), hashlib.sha256(content).hexdigest())
    manifest = Manifest(name, "0.0.1", len(quads), graphs, {}, files={"dumps/widgraph.nq": entry})
    return Release(folder, manifest)


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Server]:
    """An Oxigraph server for one test alone: it starts at once."""
    with servers.oxigraph(tmp_path / "server") as server:
        yield server


def target(server: Server, *, update_only: bool = False) -> Target:
    endpoint = Endpoint(server.url, Http(server.credentials), 30.0, 1 << 26)
    return find_target(endpoint, update=server.url.replace("/query", "/update") if update_only else "")


def seen(server: Server) -> set[tuple[str, int]]:
    """What a reader of the current release finds: of which release its statements are, and how many of each."""
    asked = ask_endpoint(
        Endpoint(server.url, Http(), 30.0, 1 << 26), "SELECT ?of { GRAPH ?g { ?s <urn:test:of> ?of } }"
    )
    assert isinstance(asked.answer, ox.QuerySolutions)
    found: dict[str, int] = {}
    for row in asked.answer:
        name = str(row["of"].value).partition(" ")[0]
        found[name] = found.get(name, 0) + 1
    return set(found.items())


@pytest.mark.parametrize("update_only", [False, True])
def test_releases_follow_each_other_and_old_ones_go(own: Server, tmp_path: Path, update_only: bool) -> None:
    there = target(own, update_only=update_only)
    for number in (1, 2, 3):
        done = push_release(made_up(tmp_path / f"r{number}", f"r{number}"), there, grace=0)
        assert (len(done.sent), len(done.kept)) == (3, 0)
        assert seen(own) == {(f"r{number}", 120)}
    assert done.removed == ["r1"]
    catalogue = read_catalogue(there.endpoint)
    assert {name: (entry.whole, entry.current) for name, entry in catalogue.items()} == {
        "r2": (True, False),
        "r3": (True, True),
    }
    assert there.count(Placed("r1", frozenset()).prefix + "id/graph/a") == 0
    again = push_release(made_up(tmp_path / "again", "r3"), there, grace=0)
    assert (len(again.sent), len(again.kept), again.removed) == (0, 3, [])


@pytest.mark.parametrize("name", BOTH)
def test_an_odd_graph_arrives_or_is_refused(name: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """Terms that survive: lines, quotes, other scripts, long texts; a lexical form that does not is put back."""
    there = target(request.getfixturevalue(name))
    odd = r'"a\nb\tc\"d\\e ßé漢字 😀"@fr , "" , "' + "x" * 5000 + '" , "2020-02-29"^^<DATE> , "true"^^<BOOL>'
    lines = "".join(
        f"<urn:test:odd> <urn:test:p{index}> {term} GRAPH .\n"
        for index, term in enumerate(odd.replace("DATE", XSD + "date").replace("BOOL", XSD + "boolean").split(" , "))
    )
    plain = made_up(tmp_path / "plain", f"plain-{name}", 5, lines)
    assert push_release(plain, there, grace=0, clean=False).rewritten == 0
    rewritten = f'<urn:test:odd> <urn:test:price> "12.50"^^<{XSD}decimal> GRAPH .\n'
    release = made_up(tmp_path / "priced", f"priced-{name}", 5, rewritten)
    assert push_release(release, there, grace=0, clean=False).rewritten == 1
    store = open_remote(release, Settings(endpoint=there.endpoint.url))
    assert any("rewrites 1 literals" in line for line in store.faults)
    price = ox.Literal("12.50", datatype=ox.NamedNode(XSD + "decimal"))
    assert store.select("SELECT ?o { ?s <urn:test:price> ?o }") == [{"o": price}]
    triples = store.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    assert ox.Triple(ox.NamedNode("urn:test:odd"), ox.NamedNode("urn:test:price"), price) in triples
    two = rewritten + f'<urn:test:even> <urn:test:price> "12.5"^^<{XSD}decimal> GRAPH .\n'
    with pytest.raises(EndpointError, match="did not arrive as it was sent"):
        push_release(made_up(tmp_path / "two", f"two-{name}", 5, two), there, grace=0, clean=False)
    current = current_release(there.endpoint)
    assert current is not None
    assert current.id == f"priced-{name}", "what was current stays current"


def test_a_dry_run_writes_nothing(own: Server, tmp_path: Path) -> None:
    there = target(own)
    lines: list[str] = []
    done = push_release(made_up(tmp_path / "r1", "r1"), there, grace=0, dry_run=True, progress=lines.append)
    assert len(done.sent) == 3
    assert there.count(CATALOGUE) == 0
    assert "would make r1 current" in lines[-1]


def test_a_graph_somebody_changed_is_sent_again_and_its_release_is_not_whole_meanwhile(
    own: Server, tmp_path: Path
) -> None:
    there = target(own)
    release = made_up(tmp_path / "r1", "r1")
    push_release(release, there, grace=0)
    store = open_remote(release, Settings(endpoint=own.url))
    graph = Placed("r1", frozenset()).prefix + "id/graph/b"
    there.add(graph, [ox.Triple(ox.NamedNode("urn:x"), ox.NamedNode("urn:x"), ox.NamedNode("urn:x"))])
    whole: list[bool] = []

    def look(_: str) -> None:
        whole.append(read_catalogue(there.endpoint)["r1"].whole)

    done = push_release(release, there, grace=0, progress=look)
    assert done.sent == [f"{BASE}id/graph/b"]
    assert not all(whole), "unmarked while it was wrong"
    assert whole[-1]
    assert store.count() == 120


def test_a_reader_stops_once_its_release_is_unmarked(own: Server, tmp_path: Path) -> None:
    there = target(own)
    release = made_up(tmp_path / "r1", "r1")
    push_release(release, there, grace=0)
    store = open_remote(release, Settings(endpoint=own.url))
    store._trusted -= 60  # as if it had last looked a minute ago
    assert len(store.select("SELECT * { ?s ?p ?o }")) == 120
    for number in (2, 3):
        push_release(made_up(tmp_path / f"r{number}", f"r{number}"), there, grace=0)
    store._trusted -= 60
    with pytest.raises(EndpointError, match="does not hold the whole of release r1"):
        store.select("SELECT * { ?s ?p ?o }")
    with pytest.raises(EndpointError, match="does not hold the whole"):
        open_remote(release, Settings(endpoint=own.url))


def test_large_graphs_go_in_chunks_that_every_server_takes(own: Server, tmp_path: Path) -> None:
    there = target(own, update_only=True)
    release = made_up(tmp_path / "r1", "r1", 2 * CHUNK + 1)
    push_release(release, there, grace=0)
    assert seen(own) == {("r1", 6 * CHUNK + 3)}


def test_a_damaged_release_and_an_unknown_server_are_refused(own: Server, tmp_path: Path) -> None:
    release = made_up(tmp_path / "r1", "r1")
    release.dump("nq").write_bytes(release.dump("nq").read_bytes()[:-1] + b" ")
    with pytest.raises(ReleaseError, match="damaged"):
        push_release(release, target(own), grace=0)
    with pytest.raises(UsageError, match="written to is not known"):
        find_target(Endpoint(own.url + "?x=1", Http(), 5.0, 10_000))


def test_blank_nodes_are_compared_by_their_place_not_their_name() -> None:
    """RDFC-1.0."""

    def graph(one: str, two: str) -> list[ox.Triple]:
        nodes = ox.BlankNode(one), ox.BlankNode(two)
        to = ox.NamedNode("urn:p")
        return [ox.Triple(nodes[0], to, nodes[1]), ox.Triple(nodes[1], to, ox.Literal("x"))]

    assert digest(graph("a", "b")) == digest(reversed(graph("z", "y")))
    assert digest(graph("a", "b")) != digest(graph("a", "b")[:1])
    assert compare(graph("a", "b"), graph("c", "d"), 2).same
    assert not compare(graph("a", "b"), graph("c", "d"), 3).same


PUSH = """
import sys
from pathlib import Path
from tests.push.test_push import made_up, target
from tests.servers import Server
from widgraph.push import push_release
url, folder, update_only = sys.argv[1], Path(sys.argv[2]), sys.argv[3] == "True"
push_release(
    made_up(folder, "r2", 800), target(Server(url, None, 0), update_only=update_only), grace=0,
    progress=lambda step: print(step, flush=True),
)
"""


@pytest.mark.parametrize(
    ("moment", "update_only"),
    [("2/3] id/graph/b: sending", False), ("2/3] id/graph/b: sending", True), ("3/3] id/graph/c: verified", False)],
)
def test_a_kill_at_any_moment_leaves_readers_the_release_they_had(
    own: Server, tmp_path: Path, moment: str, update_only: bool
) -> None:
    """A reader asks all the time; it only ever finds all of one release. The same push again goes on."""
    push_release(made_up(tmp_path / "r1", "r1", 800), target(own), grace=0)
    with reading(own) as found:
        command = [sys.executable, "-c", PUSH, own.url, str(tmp_path / "r2"), str(update_only)]
        process = subprocess.Popen(command, cwd=servers.SCRIPTS.parent, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        steps = []
        for line in process.stdout:
            steps.append(line)
            if moment in line:
                os.kill(process.pid, signal.SIGKILL)
                break
        process.wait()
        assert moment in steps[-1]
        time.sleep(0.3)
        assert seen(own) <= {("r1", 2400)} or seen(own) <= {("r2", 2400)}
        done = push_release(made_up(tmp_path / "again", "r2", 800), target(own, update_only=update_only), grace=0)
        assert f"{BASE}id/graph/a" in done.kept, "what was there is not sent again"
    assert seen(own) == {("r2", 2400)}
    assert found
    assert set(found) <= {frozenset({("r1", 2400)}), frozenset({("r2", 2400)})}


class reading:  # noqa: N801 - a context manager
    """Reads the current release over and over in a thread; what it found, and any error, is in its list."""

    def __init__(self, server: Server) -> None:
        self._found: list[object] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._read, args=(lambda: seen(server),))

    def _read(self, look: Callable[[], set[tuple[str, int]]]) -> None:
        while not self._stop.is_set():
            try:
                self._found.append(frozenset(look()))
            except Exception as error:
                self._found.append(repr(error))

    def __enter__(self) -> list[object]:
        self._thread.start()
        return self._found

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()


def test_virtuoso_switches_without_a_gap(virtuoso: Server, tmp_path: Path) -> None:
    """It does not do two things at once, so nothing may depend on that."""
    there = target(virtuoso)
    push_release(made_up(tmp_path / "v1", "v1", 200), there, grace=0, clean=False)
    with reading(virtuoso) as found:
        for name in ("v2", "v3"):
            push_release(made_up(tmp_path / name, name, 200), there, grace=0, clean=False)
    assert set(found) <= {frozenset({(name, 600)}) for name in ("v1", "v2", "v3")}
    assert seen(virtuoso) == {("v3", 600)}


def test_writing_needs_credentials_where_the_server_wants_them(virtuoso: Server, tmp_path: Path) -> None:
    for wrong in (None, Credentials("dba", "not-it")):
        there = find_target(Endpoint(virtuoso.url, Http(wrong), 30.0, 1 << 26))
        with pytest.raises(EndpointError, match="let us") as caught:
            push_release(made_up(tmp_path / str(wrong and 1), "never", 3), there, grace=0)
        assert "not-it" not in caught.value.message
    assert "never" not in read_catalogue(Endpoint(virtuoso.url, Http(), 30.0, 1 << 26))
    assert there.endpoint.query("ASK {}", "ASK", Dataset()).status == 200
