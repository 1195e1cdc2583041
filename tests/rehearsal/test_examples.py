"""The example catalogues beside the official shapes (the conformance folder's README): the differences, explained."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from widgraph.checks import shacl_results
from widgraph.errors import UsageError
from widgraph.rehearsal import Options, Rehearsal, rehearse

ROOT = Path(__file__).parents[2]
CONFORMANCE = ROOT.parent / "shared" / "conformance" / "dcat-ap-3"
EXAMPLES = ("good", "bare", "bad")
PROFILES = ("3.0.1", "3.0.0", "2.1.1")

pytestmark = pytest.mark.skipif(not CONFORMANCE.is_dir(), reason="the official shapes and examples are not here")


def play(example: str, profile: str = "3.0.1", shapes: Path | None = None) -> Rehearsal:
    return rehearse(str(CONFORMANCE / "examples" / f"{example}.ttl"), Options(profile=profile, shapes=shapes))


def points(result: Rehearsal) -> list[int]:
    return [one.europe.score for one in result.datasets]


def test_good_loses_nothing() -> None:
    result = play("good")
    assert (points(result), result.hazards, result.clean) == ([405, 405], (), True)


def test_bare_loses_what_the_shapes_do_not_ask_for() -> None:
    """405 - 5 (no dct:rights) - 5 (issued) - 5 (modified): level 1 conforms, as the README says."""
    result = play("bare")
    assert points(result) == [390]
    assert {finding.rule for finding in result.hazards} == {"B1", "D1", "D8", "D9", "E5", "H1"}
    assert result.datasets[0].belgium.translated == ["nl", "fr", "de"]
    range_shapes = CONFORMANCE / "3.0.1" / "range.ttl"
    catalogue = ox.parse(path=str(CONFORMANCE / "examples" / "bare.ttl"))
    official = {one.path for one in shacl_results(catalogue, [range_shapes])}
    values = {finding.node for finding in result.hazards if finding.rule == "H1"}
    assert len(official) > 5
    assert "http://publications.europa.eu/resource/authority/country/BEL" in values


def test_bad_is_skipped_by_belgium_and_scored_by_hand() -> None:
    """First dataset: 405 - 30 - 30 keyword - 20 spatial - 50 accessURL - 10 in tables - 40 openness - 15 rights, dates.

    Its best distribution is the CSV one, named by texts: given, but in no table; downloadURL is given, and assumed.
    Second dataset: 30 for conformance, and nothing else.
    """
    result = play("bad")
    assert points(result) == [210, 30]
    assert not any(one.belgium.shown for one in result.datasets)
    assert {"B1", "B2", "B4", "D1", "D2", "D4", "D5", "D6", "E2", "E4", "F2", "H1", "S1"} <= {
        finding.rule for finding in result.hazards
    }


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("example", EXAMPLES)
def test_our_table_and_the_official_shapes_judge_alike(example: str, profile: str) -> None:
    ours, official = play(example, profile), play(example, profile, CONFORMANCE / profile)
    assert "own table" in ours.judge
    assert "shapes.ttl" in official.judge
    assert points(ours) == points(official)


@pytest.mark.parametrize(("profile", "expected"), [("3.0.1", [405]), ("3.0.0", [375]), ("2.1.1", [375])])
def test_byte_size_is_what_the_older_releases_reject(profile: str, expected: list[int]) -> None:
    assert points(play("good", profile)) == expected * 2


@pytest.mark.parametrize("profile", PROFILES)
def test_single_faults_are_judged_alike(perfect: str, profile: str, tmp_path: Path) -> None:
    """Every constraint of our table that a small change can break, against the official files of each release."""
    lines = [
        't:sum a spdx:Checksum ; spdx:checksumValue "zz"^^xsd:hexBinary .',
        't:sum a spdx:Checksum ; spdx:algorithm t:a , t:b ; spdx:checksumValue "00"^^xsd:hexBinary , "1" .',
        't:id a adms:Identifier ; skos:notation "a" , "b" .',
        't:place a dct:Location ; dcat:bbox "a" , "b" ; dcat:centroid t:x .',
        't:time a dct:PeriodOfTime ; dcat:startDate "2024" , "2025" .',
        "t:bond a dcat:Relationship .",
        "t:concept a skos:Concept . t:scheme a skos:ConceptScheme .",
        "t:agent a foaf:Agent ; dct:type t:a , t:b .",
        't:record a dcat:CatalogRecord ; foaf:primaryTopic t:publisher ; dct:modified "x" ; dct:title t:x .',
        't:service a dcat:DataService ; dct:title t:x ; dcat:endpointURL "x" ; dct:license t:a , t:b .',
        't:series a dcat:DatasetSeries ; dct:issued "x" ; dct:publisher "x" , t:publisher ; dcat:contactPoint "x" .',
        't:more a dcat:Catalog ; dct:title "x" ; foaf:homepage t:a , t:b ; dct:issued "2024"^^xsd:gYear .',
        "t:d a dcat:Distribution ; dct:format t:a , t:b ; dct:issued t:x ; adms:status t:a , t:b .",
        't:d a dcat:Distribution ; dcat:accessURL "x" ; dcat:byteSize "-1"^^xsd:nonNegativeInteger , 5 .',
        't:d a dcat:Distribution ; dcat:accessURL t:x ; dcat:temporalResolution "P"^^xsd:duration ; dct:title t:x .',
        't:s a dcat:Dataset ; dct:title "x" ; dct:description t:x ; dcat:version "1" , "2" .',
        't:s a dcat:Dataset ; dct:title "x" ; dct:description "x" ; owl:versionInfo "1" , "2" .',
        't:s a dcat:Dataset ; dct:issued "x" ; dct:modified "2024-13-01"^^xsd:date ; dcat:theme "x" .',
        't:s a dcat:Dataset ; dct:title "x" ; dct:description "x" ; dct:language "nl" ; dcat:keyword t:x .',
    ]
    shapes = CONFORMANCE / profile
    for number, line in enumerate(lines):
        path = tmp_path / f"c{number}.ttl"
        path.write_text(perfect + line, encoding="utf-8")
        ours, official = (
            {(finding.node, finding.message.partition(": ")[0]) for finding in result.findings if finding.rule == "S1"}
            for result in (
                rehearse(str(path), Options(profile=profile)),
                rehearse(str(path), Options(profile=profile, shapes=shapes)),
            )
        )
        assert ours == official, line


def test_shapes_that_cannot_be_used(tmp_path: Path) -> None:
    broken = tmp_path / "shapes.ttl"
    broken.write_text("not turtle", encoding="utf-8")
    for shapes in (tmp_path / "nowhere", broken):
        with pytest.raises(UsageError):
            play("good", shapes=shapes)
