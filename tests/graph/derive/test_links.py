"""Links that follow from listings, decisions, involvements and code lists (SKOS Reference, sections 4, 8 and 9)."""

from __future__ import annotations

from collections.abc import Callable

import pyoxigraph as ox

DCTERMS = "http://purl.org/dc/terms/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
WID = "https://w3id.org/widgraph/ns/wid#"

Links = Callable[[str], set[tuple[str, str]]]


def starting(pairs: set[tuple[str, str]], start: str) -> set[tuple[str, str]]:
    return {pair for pair in pairs if pair[0].startswith(start)}


def test_top_concepts_are_linked_both_ways(links: Links) -> None:
    top = links(SKOS + "topConceptOf")
    assert starting(top, "auth/audience/") == {("auth/audience/all", "auth/audience")}
    assert starting(top, "auth/objective-2021/") == {("auth/objective-2021/1", "auth/objective-2021")}
    assert ("auth/sector/private", "auth/sector") in top
    assert links(SKOS + "hasTopConcept") == {(scheme, concept) for concept, scheme in top}


def test_narrower_turns_broader_around(links: Links) -> None:
    assert links(SKOS + "narrower") == {
        ("auth/audience/all", "auth/audience/youth"),
        ("auth/audience/youth", "auth/audience/pupils"),
        ("auth/objective-2021/1", "auth/objective-2021/1-1"),
        ("auth/objective-2021/1", "auth/objective-2021/1-2"),
        ("auth/objective-2021/1", "auth/objective-2021/1-3"),
    }


def test_all_ancestors_are_given(links: Links) -> None:
    assert starting(links(SKOS + "broaderTransitive"), "auth/audience/") == {
        ("auth/audience/youth", "auth/audience/all"),
        ("auth/audience/pupils", "auth/audience/youth"),
        ("auth/audience/pupils", "auth/audience/all"),
    }


def test_objectives_of_all_strategies_are_collected(links: Links) -> None:
    members = {f"auth/objective-2021/{code}" for code in ("1", "1-1", "1-2", "1-3")}
    assert links(SKOS + "member") == {("auth/objective", member) for member in members}


def test_initiative_contributes_where_it_is_listed(links: Links) -> None:
    # i0003 is also in the introduction, which stands under no objective
    assert links(WID + "contributesTo") == {
        ("id/initiative/i0001", "auth/objective-2021/1-1"),
        ("id/initiative/i0001", "auth/objective-2021/1"),
        ("id/initiative/i0002", "auth/objective-2021/1-1"),
        ("id/initiative/i0003", "auth/objective-2021/1-1"),
    }


def test_initiative_is_listed_in_its_editions(links: Links) -> None:
    initiatives = {f"id/initiative/i000{number}" for number in (1, 2, 3)}
    assert links(WID + "listedIn") == {(initiative, "id/edition/2022") for initiative in initiatives}


def test_identity_decisions_become_links_both_ways(links: Links) -> None:
    one, two, three = (f"id/initiative/i000{number}" for number in (1, 2, 3))
    assert links(WID + "possiblySameAs") == {(one, three), (three, one)}
    assert links(DCTERMS + "relation") == {(two, three), (three, two)}


def test_roles_become_shortcuts(links: Links) -> None:
    assert links(WID + "coordinator") == {("id/strategy/2021", "id/actor/a001")}
    assert links(WID + "supporter") == {("id/strategy/2021", "id/actor/a002")}
    assert links(WID + "organiser") == {("id/listing/2022/1-1/01", "id/actor/a002")}


def test_a_comparison_with_itself_links_nothing(run: Callable[[list[ox.Quad]], set[ox.Triple]]) -> None:
    text = """
      PREFIX wid: <https://w3id.org/widgraph/ns/wid#> BASE <https://w3id.org/widgraph/>
      <id/identity/d009> wid:outcome <auth/identity-outcome/possibly-same> ;
        wid:decidesOn <id/initiative/i0001> ; wid:comparedWith <id/initiative/i0001> .
    """
    quads = list(ox.parse(text.encode(), format=ox.RdfFormat.TURTLE))
    assert not {triple for triple in run(quads) if triple.predicate.value == WID + "possiblySameAs"}


def test_a_concept_below_one_of_another_scheme_is_still_at_the_top(
    run: Callable[[list[ox.Quad]], set[ox.Triple]],
) -> None:
    text = """
      PREFIX skos: <http://www.w3.org/2004/02/skos/core#> BASE <https://w3id.org/widgraph/>
      <auth/two/low> skos:inScheme <auth/two> ; skos:broader <auth/one/high> .
      <auth/one/high> skos:inScheme <auth/one> .
    """
    made = run(list(ox.parse(text.encode(), format=ox.RdfFormat.TURTLE)))
    tops = {str(triple.subject) for triple in made if triple.predicate.value == SKOS + "topConceptOf"}
    assert tops == {"<https://w3id.org/widgraph/auth/two/low>", "<https://w3id.org/widgraph/auth/one/high>"}
