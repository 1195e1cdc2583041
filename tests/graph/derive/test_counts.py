"""Counts and their quality: what is stated, summed and listed (RDF Data Cube, sections 6 and 7; DQV, section 4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pyoxigraph as ox
import pytest

BASE = "https://w3id.org/widgraph/"
WID = BASE + "ns/wid#"
QB = "http://purl.org/linked-data/cube#"
VALUE = "http://purl.org/linked-data/sdmx/2009/measure#obsValue"
DQV = "http://www.w3.org/ns/dqv#"

Links = Callable[[str], set[tuple[str, str]]]


def values(triples: Iterable[ox.Triple], start: str, predicate: str) -> dict[str, ox.Literal]:
    """Return the value of a property by what follows the start of each subject's address."""
    found: dict[str, ox.Literal] = {}
    for subject, prop, value in triples:
        assert isinstance(subject, ox.NamedNode)
        if prop.value == predicate and subject.value.startswith(BASE + start):
            assert isinstance(value, ox.Literal)
            assert found.setdefault(subject.value.removeprefix(BASE + start), value) == value
    return found


def integers(found: dict[str, ox.Literal]) -> dict[str, int]:
    assert all(value.datatype.value.endswith("#integer") for value in found.values())
    assert all(str(int(value.value)) == value.value for value in found.values()), "not canonical"
    return {key: int(value.value) for key, value in found.items()}


def test_sums_and_counts(derived: set[ox.Triple]) -> None:
    assert integers(values(derived, "id/observation/count/2022/", VALUE)) == {
        "1-1/summed/total": 4,  # private 2 and public 2: equal values must both count
        "1/summed/total": 10,  # the one sector mentioned
        "1/listed-bullets/total": 0,
        "1/listed-all/total": 1,  # the item in running text
        "1-1/listed-bullets/total": 3,
        "1-1/listed-all/total": 3,
        "1-2/listed-bullets/total": 0,
        "1-2/listed-all/total": 0,
        "1-3/listed-bullets/total": 0,
        "1-3/listed-all/total": 0,
    }


def test_no_observation_for_a_sector_that_is_not_mentioned(derived: set[ox.Triple]) -> None:
    sectors = {triple.object for triple in derived if triple.predicate.value == WID + "sector"}
    assert sectors == {ox.NamedNode(BASE + "auth/sector/total")}


@pytest.mark.parametrize("place", ["1-1/summed/total", "1-3/listed-all/total"])
def test_derived_observation_has_the_dimensions_of_a_stated_one(
    derived: set[ox.Triple], tiny: list[ox.Quad], place: str
) -> None:
    stated = ox.NamedNode(BASE + "id/observation/count/2022/1-1/stated/total")
    expected = {quad.predicate for quad in tiny if quad.subject == stated}
    made = ox.NamedNode(BASE + "id/observation/count/2022/" + place)
    assert {triple.predicate for triple in derived if triple.subject == made} - {
        ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    } == expected


def test_a_slice_holds_all_counts_of_a_heading(links: Links) -> None:
    observations = {o for s, o in links(QB + "observation") if s == "id/slice/count/2022/1-1"}
    start = "id/observation/count/2022/1-1/"
    assert observations == {
        start + end
        for end in (
            "stated/private",
            "stated/public",
            "stated/total",
            "summed/total",
            "listed-bullets/total",
            "listed-all/total",
        )
    }
    assert ("id/dataset/counts", "id/slice/count/2022/1-1") in links(QB + "slice")
    assert ("id/slice/count/2022/1-1", "auth/objective-2021/1-1") in links(WID + "objective")
    assert len({s for s, _ in links(QB + "sliceStructure")}) == 4


def test_measurements(derived: set[ox.Triple], links: Links) -> None:
    assert integers(values(derived, "id/measurement/2022/", DQV + "value")) == {
        "1-1/listed-minus-reported": -2,  # 3 listed, total 5
        "1-1/stated-minus-summed": 1,  # total 5, sectors 4
        "1/listed-minus-reported": -9,  # 1 listed, no total, sectors 10
        "1-2/listed-minus-reported": -3,  # none listed, total 3, nothing to sum
    }
    assert ("id/measurement/2022/1/listed-minus-reported", "id/slice/count/2022/1") in links(DQV + "computedOn")
    assert (
        "id/measurement/2022/1-1/stated-minus-summed",
        "id/metric/stated-minus-summed",
    ) in links(DQV + "isMeasurementOf")


def test_a_triple_in_two_graphs_counts_once(
    tiny: list[ox.Quad], derived: set[ox.Triple], run: Callable[[Iterable[ox.Quad]], set[ox.Triple]]
) -> None:
    copy = ox.NamedNode(BASE + "id/graph/copy")
    again = [ox.Quad(quad.subject, quad.predicate, quad.object, copy) for quad in tiny]
    assert run([*tiny, *again]) == derived


def test_another_edition_is_counted_apart(
    tiny: list[ox.Quad], derived: set[ox.Triple], run: Callable[[Iterable[ox.Quad]], set[ox.Triple]]
) -> None:
    """Next year's report on the same strategy changes nothing in this year's numbers."""
    text = """
      PREFIX wid: <https://w3id.org/widgraph/ns/wid#> PREFIX sdmx-measure: <http://purl.org/linked-data/sdmx/2009/measure#>
      BASE <https://w3id.org/widgraph/>
      <id/edition/2023> a wid:Edition ; wid:reportsOn <id/strategy/2021> .
      <id/listing/2023/1-1/01> a wid:Listing ; wid:inEdition <id/edition/2023> ; wid:lists <id/initiative/i0002> ;
        wid:underObjective <auth/objective-2021/1-1> ; wid:listingForm <auth/listing-form/bullet> .
      <id/observation/count/2023/1-1/stated/mixed> wid:edition <id/edition/2023> ; sdmx-measure:obsValue 7 ;
        wid:objective <auth/objective-2021/1-1> ; wid:sector <auth/sector/mixed> ;
        wid:countBasis <auth/count-basis/stated> .
    """
    later = run([*tiny, *ox.parse(text.encode(), format=ox.RdfFormat.TURTLE)])
    assert derived <= later
    assert integers(values(later, "id/observation/count/2023/1-1/", VALUE)) == {
        "summed/total": 7,
        "listed-bullets/total": 1,
        "listed-all/total": 1,
    }
    assert integers(values(later, "id/measurement/2023/", DQV + "value")) == {"1-1/listed-minus-reported": -6}
