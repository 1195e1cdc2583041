"""SPARQL constraints answered by Oxigraph find what rdflib's evaluator finds (SHACL, section 5)."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
from rdflib import SH, Graph, URIRef

from widgraph.checks._evaluate import EvaluatedGraph
from widgraph.checks._load import data_graph, shapes_graph
from widgraph.checks._run import validate

ROOT = Path(__file__).parents[2]
MADE_UP = ROOT / "tests/fixtures/graph/made-up.trig"
PARTS = (SH.sourceShape, SH.focusNode, SH.resultPath, SH.value, SH.resultSeverity)
XSD = "http://www.w3.org/2001/XMLSchema#"

Found = set[tuple[str, ...]]


def results(report: Graph) -> Found:
    """Return each result as the texts of its parts; shapes have IRIs, so these compare across runs."""
    nodes = report.subjects(URIRef(str(SH.resultSeverity)), None)
    return {tuple(str(report.value(node, URIRef(str(part)))) for part in PARTS) for node in nodes}


@pytest.fixture(scope="module")
def rules() -> Graph:
    return shapes_graph(ROOT / "shapes")


@pytest.fixture(scope="module")
def data() -> Graph:
    """A made-up report that breaks many rules, with the code lists of the project."""
    files = [MADE_UP, ROOT / "ontology/codes.ttl", ROOT / "ontology/cube.ttl"]
    return data_graph(quad for file in files for quad in ox.parse(path=file))


def test_both_evaluators_find_the_same(data: Graph, rules: Graph) -> None:
    _, report, _ = pyshacl.validate(data, shacl_graph=rules, inference="none", inplace=True)
    assert isinstance(report, Graph)
    by_rdflib, by_oxigraph = results(report), results(validate(data, rules))
    assert len({shape for shape, *_ in by_rdflib}) > 20
    assert by_oxigraph == by_rdflib


@pytest.mark.parametrize(
    ("term", "kept"),
    [
        (ox.Literal("7.5", datatype=ox.NamedNode(XSD + "decimal")), True),
        (ox.Literal("7.50", datatype=ox.NamedNode(XSD + "decimal")), False),
        (ox.Literal("1", datatype=ox.NamedNode(XSD + "nonNegativeInteger")), False),
    ],
)
def test_a_term_that_oxigraph_would_rewrite_is_seen_as_it_is_written(term: ox.Literal, kept: bool) -> None:
    subject = ox.NamedNode("http://example.org/s")
    graph = EvaluatedGraph(data_graph([ox.Quad(subject, ox.NamedNode("http://example.org/p"), term)]))
    assert (graph._engine is not None) == kept
    rows = list(graph.query("SELECT ?this (STR(?o) AS ?text) WHERE { ?this ?p ?o }"))
    assert [str(row[1]) for row in rows if not isinstance(row, bool)] == [term.value]


def test_a_variable_bound_beforehand_is_bound_everywhere() -> None:
    """SHACL, section 5.3.1: $this is the focus node, in nested groups too."""
    one, two, prop = (ox.NamedNode(f"http://example.org/{name}") for name in ("one", "two", "p"))
    graph = EvaluatedGraph(data_graph([ox.Quad(one, prop, one), ox.Quad(two, prop, two)]))
    query = "SELECT $this ?v WHERE { { $this ?p ?v } FILTER NOT EXISTS { $this <http://example.org/q> ?v } }"
    found = list(graph.query(query, initBindings={"this": URIRef(two.value)}))
    assert [tuple(map(str, row)) for row in found if not isinstance(row, bool)] == [(two.value, two.value)]


def test_the_focus_node_is_bound_in_a_constraint() -> None:
    """SHACL, section 5.3.1: with two focus nodes, each is asked about for itself."""
    shapes = Graph().parse(
        data="""
        @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://example.org/> .
        ex:shape a sh:NodeShape ; sh:targetNode ex:one , ex:two ;
            sh:sparql [ sh:select "SELECT $this WHERE { FILTER (STRENDS(STR($this), 'two')) }" ] .
        """,
        format="turtle",
    )
    one, two, prop = (ox.NamedNode(f"http://example.org/{name}") for name in ("one", "two", "p"))
    report = validate(data_graph([ox.Quad(one, prop, one), ox.Quad(two, prop, two)]), shapes)
    assert {str(node) for node in report.objects(None, URIRef(str(SH.focusNode)))} == {two.value}
