"""`SELECT *` has its columns in the order in which the query names them."""

from __future__ import annotations

import json

import pytest

from widgraph.store import QueryPool
from widgraph.store._columns import ordered


@pytest.mark.parametrize(
    ("query", "columns"),
    [
        ("SELECT * { ?s ?p ?o }", ["s", "p", "o"]),
        ("PREFIX a: <a:a>\nselect distinct*{ ?z a:b ?y . ?y a:c ?a }", ["z", "y", "a"]),
        ("SELECT * { ?s ?p ?o { SELECT ?b ?a { ?a ?b ?hidden } } }", ["s", "p", "o", "b", "a"]),
        ("SELECT ?p ?o { ?o ?p ?s { SELECT * { ?s ?q ?r } } }", ["p", "o"]),
        ("SELECT (2 * 3 AS ?b) (1 AS ?a) {}", ["b", "a"]),
        ("SELECT * { $s $p 'a * ?x' } # ?comment", ["s", "p"]),
        ("SELECT * {}", []),
    ],
)
def test_columns_come_as_they_are_named(pool: QueryPool, query: str, columns: list[str]) -> None:
    assert json.loads(pool.run(query).body)["head"]["vars"] == columns


def test_only_the_outermost_star_is_spelt_out() -> None:
    assert ordered("ASK { { SELECT * { ?s ?p ?o } } }", ["o", "p", "s"]) is None
    assert ordered("SELECT ?s { ?s ?p ?o }", ["s"]) is None
