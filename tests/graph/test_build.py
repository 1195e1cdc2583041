"""The real graph: where each statement lies, what is derived, and that every store keeps every term."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

from widgraph import resources
from widgraph.graph import Graph, build_graph, changed_terms
from widgraph.namespaces import BASE, WID, XSD
from widgraph.tables import read_tables


@pytest.fixture(scope="module")
def graph(data: Path) -> Graph:
    return build_graph(read_tables(data), resources.folder("ontology"))


def test_statements_are_in_named_graphs_by_provenance(graph: Graph) -> None:
    names = Counter(getattr(quad.graph_name, "value", "").removeprefix(BASE) for quad in graph.quads)
    assert set(names) == {
        "ns/wid",
        "id/graph/codes",
        "id/graph/derived",
        "id/graph/document-2022-nl",
        "id/graph/edition-2022",
        "id/graph/quality",
        "id/graph/register",
    }


def test_there_are_no_blank_nodes(graph: Graph) -> None:
    """Everything can be named and cited; a blank node has no address."""
    assert not [quad for quad in graph.quads for term in quad if isinstance(term, ox.BlankNode)]


def test_every_term_survives_a_store(graph: Graph) -> None:
    """Design, section 6: what is published is exact."""
    assert changed_terms(graph.quads) == []


@pytest.mark.parametrize(
    ("value", "datatype"), [("7.50", "decimal"), ("007", "integer"), ("1", "boolean"), ("5", "nonNegativeInteger")]
)
def test_a_term_that_a_store_would_rewrite_is_found(value: str, datatype: str) -> None:
    literal = ox.Literal(value, datatype=ox.NamedNode(XSD + datatype))
    quad = ox.Quad(ox.NamedNode(BASE + "id/x"), ox.NamedNode(WID + "value"), literal)
    assert len(changed_terms([quad])) == 1


def test_the_order_is_fixed_whatever_the_order_of_building(data: Path, graph: Graph) -> None:
    again = build_graph(read_tables(data), resources.folder("ontology"))
    assert list(again.quads) == list(graph.quads)


def test_quotes_come_only_with_the_text_itself(data: Path, report_text: Path, graph: Graph) -> None:
    verbatim = WID + "verbatim"
    assert not [quad for quad in graph.quads if quad.predicate.value == verbatim]
    text = report_text.read_text("utf-8")
    quoted = build_graph(read_tables(data), resources.folder("ontology"), text)
    quotes = [quad for quad in quoted.quads if quad.predicate.value == verbatim]
    passages = [quad for quad in quotes if "/id/passage/" in str(quad.subject)]
    assert len(passages) == len(read_tables(data).rows("passages"))
    assert all(isinstance(quad.object, ox.Literal) and quad.object.value in text for quad in quotes)
    assert {quad.object.language for quad in quotes if isinstance(quad.object, ox.Literal)} == {"nl"}
