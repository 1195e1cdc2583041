"""One fault in a catalogue that loses nothing -> exactly the rules of that fault (docs/rehearsal.md)."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from widgraph.rehearsal import Effect, Options, Rehearsal, rehearse


def play(text: str | bytes, folder: Path, *, profile: str = "3.0.1", name: str = "catalogue.ttl") -> Rehearsal:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return rehearse(str(path), Options(profile=profile))


def hazards(result: Rehearsal) -> dict[str, set[Effect]]:
    found: dict[str, set[Effect]] = {}
    for finding in result.hazards:
        found.setdefault(finding.rule, set()).add(finding.effect)
    return found


def test_nothing_is_lost_of_the_perfect_catalogue(perfect: str, tmp_path: Path) -> None:
    result = play(perfect, tmp_path)
    assert hazards(result) == {}
    assert result.clean
    assert [one.europe.score for one in result.datasets] == [405, 405]
    assert all(one.belgium.shown and not one.belgium.translated for one in result.datasets)


LICENCE = "<http://publications.europa.eu/resource/authority/licence/CC_BY_4_0>"
TREES = 'dct:identifier "trees" ;'


class Fault(NamedTuple):
    """One change of the perfect catalogue and what it must lead to."""

    name: str
    old: str
    new: str
    expected: dict[str, set[Effect]]


def faults() -> list[Fault]:
    """Read faults.txt; the file explains its form."""
    found = []
    text = Path(__file__).with_name("faults.txt").read_text(encoding="utf-8")
    for block in text.split("\n[")[1:]:
        name, old, new, rules = block.strip().split("\n")
        expected: dict[str, set[Effect]] = {}
        for rule in rules.removeprefix("= ").split(", "):
            expected.setdefault(rule.partition(" ")[0], set()).add(Effect(rule.partition(" ")[2]))
        change = new.removeprefix("+").strip().replace("\\n", "\n").replace("x*100001", "x" * 100_001)
        found.append(Fault(name.rstrip("]"), old.removeprefix("- ").replace("\\n", "\n"), change, expected))
    return found


FAULTS = faults()


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
def test_one_fault_one_rule(perfect: str, tmp_path: Path, fault: Fault) -> None:
    """Exactly the rules of the fault, every finding with its thing and the way to mend it, the points adding up."""
    assert fault.old in perfect
    result = play(perfect.replace(fault.old, fault.new, 1), tmp_path)
    assert hazards(result) == fault.expected
    assert not result.clean
    for finding in result.hazards:
        assert finding.dataset or finding.node or finding.place or finding.rule == "A4"
        assert finding.fix
        assert finding.source
    for one in result.datasets:
        assert one.europe.score == 405 - sum(finding.points for finding in one.findings)


def test_a_series_typed_as_a_dataset_is_harvested_and_scored_as_one(perfect: str, tmp_path: Path) -> None:
    """Checklist F1: the mean of the catalogue falls, and the datasets in it reach another dataset (C3)."""
    result = play(perfect.replace("a dcat:DatasetSeries", "a dcat:DatasetSeries , dcat:Dataset"), tmp_path)
    assert hazards(result)["F1"] == {Effect.HARVESTED}
    assert hazards(result)["C3"] == {Effect.MERGED}
    assert len(result.datasets) == 3
    assert result.score < 405


@pytest.mark.parametrize(
    ("old", "new", "points"),
    [
        ('dcat:keyword "boom"@nl , "arbre"@fr , "Baum"@de , "tree"@en ;', "", 30),
        ("dct:spatial <http://publications.europa.eu/resource/authority/country/BEL> ;", "", 20),
        ("dct:temporal t:trees-period ;", "", 20),
        ("dcat:accessURL t:trees-page ;", "", 80),  # 50, and 30 for conformance: accessURL is mandatory
        ("dcat:downloadURL <https://data.example.be/trees.csv> ;", "", 50),
        ("dct:format ft:CSV ;", "", 75),  # 20 + 5, 10 of the tables, 20 and 20 of openness
        ("dcat:mediaType <https://www.iana.org/assignments/media-types/text/csv> ;", "", 25),  # 10 + 5, 10
        (f"dct:license {LICENCE} ;", "", 30),
        (LICENCE + " ;\n    dct:rights", "t:rights ;\n    dct:rights", 10),
        ("dct:accessRights <http://publications.europa.eu/resource/authority/access-right/PUBLIC> ;", "", 15),
        ("dcat:contactPoint t:contact ;", "", 20),
        ("dct:publisher t:publisher ;\n    dcat:contactPoint", "dcat:contactPoint", 10),
        ("dct:rights t:rights ;", "", 5),
        ('dcat:byteSize "11"^^xsd:nonNegativeInteger ;', "", 5),
        ("dcat:distribution t:trees-csv", "dct:subject t:trees-csv", 220),  # all 230 but the dataset's own two dates
    ],
)
def test_points_by_the_table_of_metrics(perfect: str, tmp_path: Path, old: str, new: str, points: int) -> None:
    """Checklist, section 4: what each metric costs, added up by hand."""
    assert old in perfect
    result = play(perfect.replace(old, new, 1), tmp_path)
    assert [one.europe.score for one in result.datasets] == [405 - points, 405]


def test_the_best_distribution_counts(perfect: str, tmp_path: Path) -> None:
    worse = "dcat:distribution t:trees-csv , t:trees-page-too .\nt:trees-page-too a dcat:Distribution ; " + (
        'dct:identifier "x" ; dct:title "x"@en ; dcat:accessURL t:trees-page .'
    )
    result = play(perfect.replace("dcat:distribution t:trees-csv .", worse, 1), tmp_path)
    assert result.clean
    assert result.datasets[0].europe.best_distribution == "https://data.example.be/trees-csv"


def test_byte_size_follows_the_profile(perfect: str, tmp_path: Path) -> None:
    decimal = perfect.replace("xsd:nonNegativeInteger", "xsd:decimal")
    for text, profile, score in (
        (perfect, "3.0.1", 405),
        (perfect, "3.0.0", 375),
        (perfect, "2.1.1", 375),
        (decimal, "3.0.1", 375),
        (decimal, "3.0.0", 405),
        (decimal, "2.1.1", 405),
    ):
        assert play(text, tmp_path, profile=profile).score == score


def test_values_our_copies_of_the_tables_do_not_know_are_assumed_and_said_to_be(perfect: str, tmp_path: Path) -> None:
    result = play(perfect.replace("/licence/CC_BY_4_0", "/licence/EUPL_1_2"), tmp_path)
    assert result.clean
    metric = next(one for one in result.datasets[0].europe.metrics if one.name == "licence in the EU table")
    assert metric.assumed
    assert "assumed" in metric.why


def test_notes_do_not_fail(perfect: str, tmp_path: Path) -> None:
    sum_of = "spdx:checksum t:sum ; dct:license t:rights ;"
    more = perfect.replace(TREES, f"{TREES} {sum_of}", 1)
    many = " , ".join(f"t:d{number}" for number in range(12))
    text = "".join(
        f't:d{number} a dcat:Distribution ; dct:title "x"@en ; dct:identifier "{number}" ; dcat:accessURL t:page .\n'
        for number in range(12)
    )
    more = more.replace("dcat:distribution t:trees-csv .", f"dcat:distribution t:trees-csv , {many} .\n{text}", 1)
    result = play(more, tmp_path)
    assert {"E11", "D11", "R3", "D10"} <= {finding.rule for finding in result.findings if not finding.hazard}
    assert not {"E11", "D11", "R3", "D10"} & set(hazards(result))
