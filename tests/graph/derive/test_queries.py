"""The queries themselves: SPARQL 1.1 CONSTRUCT (SPARQL 1.1 Query, section 16.2), safe to run anywhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

ROOT = Path(__file__).parents[3]
QUERIES = sorted((ROOT / "src/widgraph/graph/derive").glob("*.rq"))


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_query_says_what_it_is_for(path: Path) -> None:
    text = path.read_text("utf-8")
    assert re.fullmatch(r"[0-9]{2}-[a-z-]+", path.stem)
    assert text.startswith("# ")
    assert re.search(r"^CONSTRUCT \{", text, re.MULTILINE)
    prefixes = set(re.findall(r"^PREFIX ([a-z0-9-]+):", text, re.MULTILINE))
    body = re.sub(r'<[^>]*>|"[^"]*"|#.*', "", text.partition("CONSTRUCT")[2])
    assert set(re.findall(r"\b([a-z0-9-]+):[A-Za-z]", body)) == prefixes, "unused or missing prefixes"


def test_every_query_makes_something(tiny: list[ox.Quad]) -> None:
    store = ox.Store()
    store.extend(tiny)
    for path in QUERIES:
        result = store.query(path.read_text("utf-8"), use_default_graph_as_union=True)
        assert isinstance(result, ox.QueryTriples)
        triples = set(result)
        assert triples, f"{path.name} makes nothing from the tiny report"
        store.extend(ox.Quad(*triple) for triple in triples)


def test_no_blank_node_and_only_simple_literals(derived: set[ox.Triple]) -> None:
    datatypes = set()
    for triple in derived:
        assert not isinstance(triple.subject, ox.BlankNode)
        assert not isinstance(triple.object, ox.BlankNode)
        if isinstance(triple.object, ox.Literal):
            datatypes.add(triple.object.datatype.value.rpartition("#")[2])
            assert triple.object.language in {None, "nl", "fr", "de", "en"}
    assert datatypes == {"boolean", "dateTime", "integer", "langString"}


def test_nothing_derived_is_stated_already(tiny: list[ox.Quad], derived: set[ox.Triple]) -> None:
    assert not derived & {quad.triple for quad in tiny}


def test_a_second_round_adds_nothing(
    tiny: list[ox.Quad], derived: set[ox.Triple], run: Callable[[Iterable[ox.Quad]], set[ox.Triple]]
) -> None:
    """What a query makes must not feed itself; only labels are left out the second time, because they are there."""
    assert run([*tiny, *(ox.Quad(*triple) for triple in derived)]) <= derived


def test_nothing_from_nothing(run: Callable[[Iterable[ox.Quad]], set[ox.Triple]]) -> None:
    assert run([]) == set()


def test_another_engine_agrees(tiny: list[ox.Quad], derived: set[ox.Triple]) -> None:
    """rdflib evaluates the same queries to the same graph: nothing rests on the habits of one engine."""
    graph = rdflib.Graph()
    graph.parse(data=ox.serialize((quad.triple for quad in tiny), format=ox.RdfFormat.N_TRIPLES), format="nt")
    made = rdflib.Graph()
    for path in QUERIES:
        result = graph.query(path.read_text("utf-8")).graph
        assert result is not None
        made += result
        graph += result
    expected = rdflib.Graph()
    expected.parse(data=ox.serialize(derived, format=ox.RdfFormat.N_TRIPLES), format="nt")
    assert isomorphic(made, expected)
