"""What the rules say they make is what they make, statement by statement, on the tables as published."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from widgraph.graph import rule_of, rules
from widgraph.release import Release

DERIVE = Path(__file__).parents[2] / "src/widgraph/graph/derive"


@pytest.fixture(scope="module")
def stated(release: Release) -> list[ox.Quad]:
    quads = ox.parse(path=release.dump("nq"), format=ox.RdfFormat.N_QUADS)
    return [quad for quad in quads if not str(quad.graph_name).endswith("id/graph/derived>")]


def test_every_derived_statement_is_of_the_rule_that_says_so(stated: list[ox.Quad]) -> None:
    store = ox.Store()
    store.extend(stated)
    number = 0
    for rule, path in zip(rules(), sorted(DERIVE.glob("*.rq")), strict=True):
        made = store.query(path.read_text("utf-8"), use_default_graph_as_union=True)
        assert isinstance(made, ox.QueryTriples)
        for triple in list(made):
            assert isinstance(triple.subject, ox.NamedNode)
            found = rule_of(triple.subject.value, triple.predicate.value)
            assert found is rule, f"{triple} is made by {rule.name}, not by {found and found.name}"
            store.add(ox.Quad(*triple))
            number += 1
    assert number > 9000


def test_a_rule_says_what_it_is_for() -> None:
    for rule in rules():
        assert len(rule.purpose) > 20
        assert rule.purpose.endswith(".")
        assert "CONSTRUCT" in rule.query
        assert "makes:" not in rule.purpose + rule.query
