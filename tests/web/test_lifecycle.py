"""Retired, merged, split, renamed, revived and removed things, with made-up events on a copy of the real tables.

Nothing has happened to any identifier yet, so `data/lifecycle.csv` has no row; everything below is test data.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from tests.conftest import ROOT
from tests.web.events import EVENTS, rewritten

from widgraph.checks import check_graph
from widgraph.findings import violations
from widgraph.graph import Graph, build_graph, changed_terms
from widgraph.ledger import append, check_ledger, propose, read_ledger, resources_of
from widgraph.release import Release
from widgraph.tables import read_tables
from widgraph.web import create_app

BASE = "https://w3id.org/widgraph/"


@pytest.fixture(scope="module")
def client(ended: Release) -> Iterator[FlaskClient]:
    with create_app(ended) as app:
        yield app.test_client()


def said(graph: Graph, about: str) -> set[tuple[str, str]]:
    return {
        (quad.predicate.value.rpartition("#")[2].rpartition("/")[2], getattr(quad.object, "value", ""))
        for quad in graph.quads
        if quad.subject == ox.NamedNode(BASE + about)
    }


def test_the_rules_accept_it_and_the_ledger_keeps_its_promise(ended_tables: Path, ended_graph: Graph) -> None:
    assert violations(check_graph(ended_graph, ROOT / "shapes").findings) == []
    assert not changed_terms(ended_graph.quads)
    tables, path = read_tables(ended_tables), ended_tables / "ledger.csv"
    assert {finding.rule for finding in check_ledger(ended_tables, ended_graph, tables)} == {"L08"}
    ledger = read_ledger(path)
    rows = propose(ledger, resources_of(ended_graph, tables), "2026-03-08", "1.1.0")
    assert {row.iri for row in rows} == {f"id/event/{event['id']}" for event in EVENTS}
    append(path, ledger, rows)
    assert not check_ledger(ended_tables, ended_graph, tables)


@pytest.mark.parametrize("dropped", ["e904", "e907"])
def test_without_the_event_the_same_change_is_refused(ended_tables: Path, dropped: str, tmp_path: Path) -> None:
    shutil.copytree(ended_tables, tmp_path / "data")
    rewritten(tmp_path / "data" / "lifecycle.csv", {dropped: None})
    tables = read_tables(tmp_path / "data")
    rules = {one.rule for one in check_ledger(tmp_path / "data", build_graph(tables, ROOT / "ontology"), tables)}
    assert {"e904": "L07", "e907": "L05"}[dropped] in rules


def test_what_follows_is_said_of_the_things_themselves(ended_graph: Graph) -> None:
    ended = {
        ("deprecated", "true"),
        ("invalidatedAtTime", "2026-03-01T00:00:00Z"),
        ("status", f"{BASE}auth/status/retired"),
    }
    assert ended <= said(ended_graph, "id/initiative/i0014")
    assert ("isReplacedBy", f"{BASE}id/actor/a004") in said(ended_graph, "id/actor/a003")
    assert ("status", f"{BASE}auth/status/merged") in said(ended_graph, "id/actor/a003")
    successors = {value for name, value in said(ended_graph, "auth/audience/women") if name == "isReplacedBy"}
    assert successors == {f"{BASE}auth/audience/women-concerned", f"{BASE}auth/audience/women-in-digital"}
    assert ("altLabel", "VERZONNEN NAAM") in said(ended_graph, "id/actor/a014")
    assert "deprecated" not in {name for name, _ in said(ended_graph, "id/actor/a014")}
    assert "deprecated" not in {name for name, _ in said(ended_graph, "id/meeting/2019-06-26")}
    assert said(ended_graph, "id/note/n035") == set()


@pytest.mark.parametrize(
    ("thing", "day", "successors"),
    [
        ("initiative/i0014", "2026-03-01", []),
        ("actor/a003", "2026-03-02", ["id/actor/a004"]),
        ("auth/audience/women", "2026-03-03", ["auth/audience/women-concerned", "auth/audience/women-in-digital"]),
    ],
)
def test_pages_and_data_answer_200_with_status_date_reason_and_successor(
    client: FlaskClient, thing: str, day: str, successors: list[str]
) -> None:
    for language, words in (("nl", "Niet meer in gebruik"), ("en", "No longer in use")):
        text = client.get(f"/doc/{thing}.html?lang={language}").text
        assert words in text
        assert f"verzonnen reden &lt;b&gt;voor&lt;/b&gt; een test ({language})" in text
        for successor in successors:
            assert f'href="/doc/{successor.removeprefix("id/")}?lang={language}"' in text
    answer = client.get(f"/doc/{thing}.nt")
    assert answer.status_code == 200
    triples = {str(quad.triple) for quad in ox.parse(answer.data, format=ox.RdfFormat.N_TRIPLES)}
    everything = "\n".join(sorted(triples))
    assert f'"{day}"^^<http://www.w3.org/2001/XMLSchema#date>' in everything
    assert "een test (fr)" in everything
    assert f'"{day}T00:00:00Z"' in everything
    assert all(f"<http://purl.org/dc/terms/isReplacedBy> <{BASE}{one}>" in everything for one in successors)
    assert client.get(f"/id/{thing}" if not thing.startswith("auth/") else f"/{thing}").status_code == 303


def test_an_old_name_stays_findable_on_the_page(client: FlaskClient) -> None:
    text = client.get("/doc/actor/a014.html?lang=en").text
    assert "MADE UP" in text
    assert "No longer in use" not in text


def test_what_was_revived_is_in_use(client: FlaskClient) -> None:
    assert "No longer in use" not in client.get("/doc/meeting/2019-06-26.html?lang=en").text


@pytest.mark.parametrize("path", ["/doc/note/n035", "/doc/note/n035.ttl", "/doc/note/n035.html", "/id/note/n035"])
def test_what_the_law_took_away_is_410_with_a_bare_notice(client: FlaskClient, path: str) -> None:
    """RFC 9110, section 15.5.11: gone for good, and nothing of what it was."""
    answer = client.get(path, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.mimetype) == (410, "application/problem+json")
    document = json.loads(answer.data)
    assert document.keys() == {"type", "title", "status", "detail", "instance", "hint"}
    assert "verzonnen reden" not in answer.text
    assert client.get(path, headers={"Accept": "text/html"}).status_code == 410


def test_what_never_existed_is_still_404(client: FlaskClient) -> None:
    assert client.get("/doc/note/n999").status_code == 404
