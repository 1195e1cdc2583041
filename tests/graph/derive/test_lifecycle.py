"""What follows from an event in the life of an identifier, said of the thing itself."""

from __future__ import annotations

from collections.abc import Callable

import pyoxigraph as ox

OWL = "http://www.w3.org/2002/07/owl#"
Pairs = Callable[[str], set[tuple[str, str]]]


def test_what_is_no_longer_in_use_has_a_status_unless_it_states_its_own(links: Pairs) -> None:
    assert links("http://www.w3.org/ns/adms#status") == {
        ("id/strategy/2019", "auth/status/retired"),
        ("id/actor/a90", "auth/status/retired"),
    }


def test_what_is_merged_or_split_points_at_what_replaces_it(links: Pairs) -> None:
    assert links("http://purl.org/dc/terms/isReplacedBy") == {
        ("id/initiative/i90", "id/initiative/i91"),
        ("id/actor/a90", "id/actor/a91"),
        ("id/actor/a90", "id/actor/a92"),
    }


def test_it_is_deprecated_from_the_first_moment_of_its_day_and_what_was_revived_is_not(derived: set[ox.Triple]) -> None:
    base = "https://w3id.org/widgraph/"
    moments = {
        str(getattr(triple.subject, "value", "")).removeprefix(base): getattr(triple.object, "value", "")
        for triple in derived
        if triple.predicate.value.endswith("#invalidatedAtTime")
    }
    assert moments == {
        "id/strategy/2019": "2024-02-29T00:00:00Z",
        "id/initiative/i90": "2024-03-01T00:00:00Z",
        "id/actor/a90": "2024-03-02T00:00:00Z",
    }
    deprecated = {triple.subject for triple in derived if triple.predicate.value == OWL + "deprecated"}
    assert deprecated == {ox.NamedNode(base + name) for name in moments}
