"""The W3C tests of the SPARQL 1.1 Protocol: all for queries; those for updates, of which every one is refused."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.collection import Collection
from tests.serving import release_of, serving

from widgraph.settings import Settings

FOLDER = Path(__file__).parents[2].parent / "shared/conformance/sparql11/protocol"
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = rdflib.Namespace("http://www.w3.org/2011/http#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
UT = rdflib.Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
#: Tests that are not passed, and why. There are none.
EXCEPTIONS: dict[str, str] = {}
FORMATS = {
    "boolean": ("application/sparql-results+json",),
    "tabular": ("application/sparql-results+json",),
    "RDF": ("text/turtle",),
}


@dataclass(frozen=True)
class Sent:
    """One request of a test and what it must get."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None
    statuses: tuple[str, ...]
    format: str
    boolean: bool | None


def manifest() -> rdflib.Graph:
    return rdflib.Graph().parse(FOLDER / "manifest.ttl")


def requests() -> dict[str, list[Sent]]:
    """Return the requests of every test by its name."""
    if not FOLDER.is_dir():
        return {}
    graph = manifest()
    found = {}
    for test in listed(graph, graph.value(predicate=rdflib.RDF.type, object=MF.Manifest), MF.entries):
        sent = [_sent(graph, one) for one in listed(graph, graph.value(test, MF.action), HT.requests)]
        found[str(test).rpartition("#")[2]] = sent
    return found


def listed(graph: rdflib.Graph, subject: Any, predicate: rdflib.URIRef) -> list[Any]:
    """Return the members of a list that a property leads to; none when there is no such property."""
    head = graph.value(subject, predicate)
    return [] if head is None else list(Collection(graph, head))


def _sent(graph: rdflib.Graph, node: Any) -> Sent:
    body, answer = graph.value(node, HT.body), graph.value(node, HT.resp)
    headers = listed(graph, node, HT.headers)
    text = None
    if body is not None:
        text = str(graph.value(body, CNT.chars)).encode(str(graph.value(body, CNT.characterEncoding)))
    boolean = graph.value(answer, MF.expectedBoolean)
    return Sent(
        str(graph.value(node, HT.methodName)),
        # the manifest says that this part is to be replaced by the address of the service
        str(graph.value(node, HT.absolutePath)).replace("/sparql/", "/sparql", 1),
        {str(graph.value(one, HT.fieldName)): str(graph.value(one, HT.fieldValue)) for one in headers},
        text,
        tuple(str(one).rpartition("StatusCode")[2] for one in graph.objects(answer, MF.expectedStatus)),
        str(graph.value(answer, MF.expectedFormat) or ""),
        None if boolean is None else bool(boolean),
    )


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site over the graphs that the manifest names (ut:graphData)."""
    if not FOLDER.is_dir():
        pytest.skip("the W3C tests are not here")
    graph = manifest()
    files = {
        str(graph.value(node, rdflib.RDFS.label)): FOLDER / str(graph.value(node, UT.graph)).rpartition("/")[2]
        for node in graph.objects(None, UT.graphData)
    }
    quads = [
        ox.Quad(one.subject, one.predicate, one.object, ox.NamedNode(name))
        for name, path in sorted(files.items())
        for one in ox.parse(path=path)
    ]
    assert len(files) == 3
    release = release_of(quads, tmp_path_factory.mktemp("protocol") / "release")
    with serving(release, Settings(query_workers=1)) as address:
        yield address


def ask(address: str, sent: Sent) -> tuple[int, str, bytes]:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
    try:
        connection.request(sent.method, sent.path, sent.body, sent.headers)
        answer = connection.getresponse()
        return answer.status, answer.headers.get_content_type(), answer.read()
    finally:
        connection.close()


TESTS = requests()


def test_the_manifest_has_the_tests_it_should() -> None:
    if not TESTS:
        pytest.skip("the W3C tests are not here")
    updates = [name for name in TESTS if "update" in name]
    assert (len(TESTS) - len(updates), len(updates)) == (20, 14)


@pytest.mark.parametrize("name", TESTS)
def test_w3c_protocol(service: str, name: str) -> None:
    """SPARQL 1.1 Protocol, section 2.1 (query) and 2.2 (update; refused here with 4xx and words)."""
    if name in EXCEPTIONS:
        pytest.xfail(EXCEPTIONS[name])
    sent = TESTS[name]
    updating = "update" in name
    for one in sent:
        status, kind, body = ask(service, one)
        if updating and one.boolean is None:
            assert 400 <= status < 500
            assert json.loads(body)["detail"]
        elif not updating:  # what an update would have changed is not asked
            assert f"{status // 100}xx" in one.statuses
            assert not one.format or kind in FORMATS[one.format]
            if one.boolean is not None:
                assert json.loads(body)["boolean"] is one.boolean
    count = "/sparql?query=SELECT%20%28COUNT%28%2A%29%20AS%20%3Fn%29%20%7B%20GRAPH%20%3Fg%20%7B%3Fs%20%3Fp%20%3Fo%7D%7D"
    _, _, body = ask(service, Sent("GET", count, {}, None, (), "", None))
    assert json.loads(body)["results"]["bindings"][0]["n"]["value"] == "3"
