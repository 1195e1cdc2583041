"""The derived graph of a tiny report, made by the queries of the project in the order of their names."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest

ROOT = Path(__file__).parents[3]
QUERIES = sorted((ROOT / "src/widgraph/graph/derive").glob("*.rq"))
BASE = "https://w3id.org/widgraph/"
DERIVED = ox.NamedNode(BASE + "id/graph/derived")

Derive = Callable[[Iterable[ox.Quad]], set[ox.Triple]]


def codes() -> list[ox.Quad]:
    """Return the code lists and cube structures as they are in their named graph."""
    graph = ox.NamedNode(BASE + "id/graph/codes")
    files = (ROOT / "ontology/codes.ttl", ROOT / "ontology/cube.ttl")
    return [ox.Quad(quad.subject, quad.predicate, quad.object, graph) for file in files for quad in ox.parse(path=file)]


def derive(quads: Iterable[ox.Quad]) -> set[ox.Triple]:
    """Run every query over the union of all graphs; each sees what the ones before it made."""
    store = ox.Store()
    store.extend(quads)
    made: set[ox.Triple] = set()
    for path in QUERIES:
        result = store.query(path.read_text("utf-8"), use_default_graph_as_union=True)
        assert isinstance(result, ox.QueryTriples)
        triples = set(result)
        store.extend(ox.Quad(one.subject, one.predicate, one.object, DERIVED) for one in triples)
        made |= triples
    return made


@pytest.fixture(scope="session")
def tiny() -> list[ox.Quad]:
    return [*ox.parse(path=Path(__file__).with_name("tiny.trig")), *codes()]


@pytest.fixture(scope="session")
def derived(tiny: list[ox.Quad]) -> set[ox.Triple]:
    return derive(tiny)


@pytest.fixture(scope="session")
def run() -> Derive:
    return derive


@pytest.fixture(scope="session")
def links(derived: set[ox.Triple]) -> Callable[[str], set[tuple[str, str]]]:
    """Return a function: the pairs that a property joins, addresses of the project cut to what follows the base."""

    def short(term: object) -> str:
        assert isinstance(term, ox.NamedNode)
        return term.value.removeprefix(BASE)

    return lambda prop: {(short(s), short(o)) for s, p, o in derived if p.value == prop}


@pytest.fixture(scope="session")
def labels(derived: set[ox.Triple]) -> Callable[[str], dict[str, str]]:
    """Return a function: the derived labels of one thing by language; two in one language are an error."""

    def of(name: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for subject, predicate, value in derived:
            if subject == ox.NamedNode(BASE + name) and predicate.value.endswith(("rdf-schema#label", "terms/title")):
                assert isinstance(value, ox.Literal)
                assert value.language is not None
                assert value.language not in found, f"{name} has two labels in {value.language}"
                found[value.language] = value.value
        return found

    return of
