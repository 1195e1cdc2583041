"""Queries made of queries: what the whole finds, each part finds (SPARQL 1.1 Query, section 12)."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from widgraph import queries

WHOLE = """SELECT DISTINCT ?thing
WHERE {
  OPTIONAL { ?thing <x:name> ?name }
}
"""
EVEN = """# The even ones.
PREFIX x: <x:>
SELECT DISTINCT ?thing
WHERE { ?other x:of ?thing ; x:is "even" }
"""
SMALL = """PREFIX x: <x:>
SELECT DISTINCT ?thing
WHERE { VALUES ?size { $sizes } ?other x:of ?thing ; x:size ?size }
"""


@pytest.fixture
def store() -> ox.Store:
    """Four things; what is said of each is said by two others, so the parts must not share `?other`."""
    store = ox.Store()
    for number in range(4):
        thing, first, second = (ox.NamedNode(f"x:{name}{number}") for name in ("thing", "first", "second"))
        store.extend(
            ox.Quad(subject, predicate, value)
            for subject, predicate, value in (
                (first, ox.NamedNode("x:of"), thing),
                (second, ox.NamedNode("x:of"), thing),
                (first, ox.NamedNode("x:is"), ox.Literal("odd" if number % 2 else "even")),
                (second, ox.NamedNode("x:size"), ox.Literal("small" if number < 2 else "large")),
            )
        )
    return store


def found(store: ox.Store, query: str) -> list[str]:
    answer = store.query(query)
    assert isinstance(answer, ox.QuerySolutions)
    return sorted(row["thing"].value for row in answer)


def test_what_the_whole_finds_each_part_finds(store: ox.Store) -> None:
    small = queries.bind(SMALL, {"sizes": [ox.Literal("small")]})
    assert found(store, queries.joined(WHOLE, [EVEN])) == ["x:thing0", "x:thing2"]
    assert found(store, queries.joined(WHOLE, [EVEN, small])) == ["x:thing0"]


def test_a_whole_can_be_part_of_another_whole(store: ox.Store) -> None:
    small = queries.bind(SMALL, {"sizes": [ox.Literal("small"), ox.Literal("large")]})
    inner = queries.joined(WHOLE, [EVEN])
    assert found(store, queries.joined(WHOLE, [inner, small])) == ["x:thing0", "x:thing2"]
