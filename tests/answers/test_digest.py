"""When two answers are the same (SPARQL 1.1 Query, section 15; RDF Dataset Canonicalization 1.0)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgraph.answers import digest_boolean, digest_graph, digest_rows
from widgraph.answers._digest import Term

A, B = ox.NamedNode("https://example.org/a"), ox.NamedNode("https://example.org/b")
P = ox.NamedNode("https://example.org/p")
ROWS: Sequence[Sequence[Term | None]] = [(A, ox.Literal("één\n", language="nl")), (B, None)]


def test_the_digest_is_what_the_docs_say() -> None:
    """Written out by hand, so that another program can do the same."""
    lines = '?x\t?y\n<https://example.org/a>\t"één\\n"@nl\n<https://example.org/b>\t\n'
    assert digest_rows(["x", "y"], ROWS, ordered=True) == hashlib.sha256(lines.encode()).digest()[:16]
    assert digest_boolean(True) == hashlib.sha256(b"true\n").digest()[:16]
    triple = "<https://example.org/a> <https://example.org/p> <https://example.org/b> .\n"
    assert digest_graph([ox.Triple(A, P, B)] * 2) == hashlib.sha256(triple.encode()).digest()[:16]


def test_order_counts_only_where_the_query_orders() -> None:
    turned = list(reversed(ROWS))
    assert digest_rows(["x", "y"], ROWS, ordered=False) == digest_rows(["x", "y"], turned, ordered=False)
    assert digest_rows(["x", "y"], ROWS, ordered=True) != digest_rows(["x", "y"], turned, ordered=True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([(A,)], [(ox.Literal("https://example.org/a"),)]),
        ([(ox.Literal("1"),)], [(ox.Literal(1),)]),
        ([(ox.Literal("a", language="nl"),)], [(ox.Literal("a", language="fr"),)]),
        ([(A,)], [(A,), (A,)]),
        ([(None,)], [(ox.Literal(""),)]),
        ([(ox.Literal("a\tb"),)], [(ox.Literal("a"), ox.Literal("b"))]),
    ],
)
def test_what_differs_has_another_digest(one: list[tuple[Term]], other: list[tuple[Term]]) -> None:
    assert digest_rows(["x"], one, ordered=False) != digest_rows(["x"], other, ordered=False)


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
terms = st.one_of(
    texts.map(ox.Literal), st.sampled_from([A, B, None]), texts.map(lambda text: ox.Literal(text, language="nl"))
)
tables = st.lists(st.tuples(terms, terms), max_size=6)


@given(tables, tables, st.randoms())
def test_any_two_tables(one: list[tuple[Term, Term]], other: list[tuple[Term, Term]], random: object) -> None:
    """Same digest exactly when the same rows as often as each other."""
    same = sorted(map(str, one)) == sorted(map(str, other))
    assert (digest_rows("xy", one, ordered=False) == digest_rows("xy", other, ordered=False)) == same


def test_the_names_of_blank_nodes_do_not_count() -> None:
    def graph(name: str, value: str) -> list[ox.Triple]:
        node = ox.BlankNode(name)
        return [ox.Triple(A, P, node), ox.Triple(node, P, ox.Literal(value))]

    assert digest_graph(graph("m", "1")) == digest_graph(graph("n", "1")) != digest_graph(graph("n", "2"))
    one, other = [(ox.BlankNode("m"), A)], [(ox.BlankNode("n"), A)]
    assert digest_rows("xy", one, ordered=False) == digest_rows("xy", other, ordered=False) is not None


def test_blank_nodes_that_cannot_be_told_apart_cost_nothing() -> None:
    """A complete graph of blank nodes takes the full algorithm exponential time (RDFC-1.0, section 7.1)."""
    nodes = [ox.BlankNode() for _ in range(40)]
    assert digest_graph(ox.Triple(a, P, b) for a in nodes for b in nodes) is None
