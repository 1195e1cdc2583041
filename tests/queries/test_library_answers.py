"""The other questions of the library against their answers: short ones read off the report, long ones worked out from
the tables in plain Python, without the graph and without SPARQL."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path

import pyoxigraph as ox
import pytest

from widgraph.languages import LANGUAGES
from widgraph.namespaces import BASE
from widgraph.queries import library
from widgraph.release import Release
from widgraph.store import Store, open_store

Rows = Sequence[dict[str, str]]
Tables = Mapping[str, Rows]


@pytest.fixture(scope="module")
def store(release: Release) -> Store:
    return open_store(release)


@pytest.fixture(scope="module")
def tables(data: Path) -> Tables:
    found = {}
    for path in data.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            found[path.stem] = list(csv.DictReader(file))
    return found


def answer(store: Store, name: str, **values: str) -> Rows:
    """Return the rows of a library query as short texts; things by the end of their identifier."""
    rows = store.select(library.load(name).bound(values))
    return [{key: term.value.removeprefix(BASE).removeprefix("id/") for key, term in row.items()} for row in rows]


def parts(cell: str) -> list[str]:
    return [part for part in cell.split(";") if part]


def audiences_of(tables: Tables, column: str) -> dict[str, set[str]]:
    """Return the audiences by a column of the listings (`id`, `initiative`, `objective`)."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in tables["listings"]:
        found[row[column]] |= set(parts(row["audience"]))
    return found


def above(tables: Tables, audience: str) -> set[str]:
    """Return an audience and everything broader."""
    broader = {row["id"]: parts(row["broader"]) for row in tables["audiences"]}
    return {audience}.union(*(above(tables, one) for one in broader[audience]))


def test_numbers_per_sector(store: Store) -> None:
    """Chapter 5 of the report, heading by heading: the numbers in brackets in the sentence before each list."""
    private = [1, 1, 2, 1, 4, 2, 9, 4, 5, 1, 5, 5, 2, 7, 1, 6, 5, 3, 2, 6, 5]
    public = [7, 1, 7, 6, 5, 6, 3, 3, 5, 4, 4, 2, 7, 1, 4, 6, 3, 1, 8, 3]
    mixed = [1, 1, 2, 4, 1, 2, 2, 1, 1, 1, 1, 1]
    total = [9, 3, 11, 11, 13, 8, 12, 10, 11, 12, 11]
    found = {
        row["sector"]: (int(row["initiatives"]), int(row["headings"])) for row in answer(store, "reported-per-sector")
    }
    expected = {"private": private, "public": public, "mixed": mixed, "total": total}
    assert found == {sector: (sum(numbers), len(numbers)) for sector, numbers in expected.items()}


def test_what_runs_in_2022(store: Store) -> None:
    """Nine timings in eight places; most listings give none."""
    found = [
        (row["listing"].removeprefix("listing/2022/"), row["kind"], row["start"], row.get("end"))
        for row in answer(store, "in-a-year", year="2022")
    ]
    assert found == [
        ("1/05", "period", "2020", "2030"),
        ("1-1/01", "from", "2021", None),
        ("1-1/01", "period", "2021", "2022"),
        ("1-2/09", "period", "2021", "2023"),
        ("1/06", "period", "2021", "2024"),
        ("1/p1", "online-since", "2021-11", None),
        ("1/08", "period", "2022", "2024"),
        ("1/01", "planned-start", "2022-09", None),
        ("1-1/03", "held", "2022-10", None),
    ]
    assert {row["listing"].removeprefix("listing/2022/") for row in answer(store, "in-a-year", year="2030")} == {
        "1/05",
        "1-1/01",
        "1/p1",
    }


def test_what_happened_when(store: Store) -> None:
    assert [(row["date"], row["kind"]) for row in answer(store, "timeline")] == [
        ("2007-01-12", "decision"),  # the act on gender mainstreaming
        ("2007-01-12", "law"),
        ("2016", "instrument"),  # the barometer, a year alone
        ("2019-04-09", "decision"),  # the commitment is signed
        ("2019-04-09", "instrument"),
        ("2019-06-26", "meeting"),
        ("2019-10-14", "meeting"),
        ("2020-01-22", "meeting"),
        ("2020-11", "decision"),  # the ecosystem starts, a month
        ("2020-11", "instrument"),
        ("2021-03-05", "decision"),  # the strategy is approved
        ("2021-03-09", "decision"),
        ("2021-03-09", "instrument"),
        ("2021-06-11", "decision"),
        ("2021-06-11", "instrument"),
        ("2021-06-18", "decision"),  # the strategy is signed
        ("2021-09-16", "meeting"),
        ("2022-01-13", "meeting"),
        ("2022-03-24", "meeting"),
        ("2022-04-28", "decision"),  # the site of the partners opens
        ("2022-04-28", "instrument"),
    ]


def test_what_rests_on_what(store: Store) -> None:
    found = [tuple(row.values()) for row in answer(store, "legal-basis", language="en")]
    assert [(row[0], row[3]) for row in found] == [
        ("instrument/p003", "instrument/p002"),  # the scoreboard in the index
        ("instrument/p005", "instrument/p004"),  # the compass in the vision
        ("instrument/p006", "instrument/w001"),  # the federal plan on the act
    ]


def test_what_stands_under_2_1(store: Store) -> None:
    """Nine points, the audience as the report words it; the third names none."""
    assert [(row["ordinal"], row.get("audience")) for row in answer(store, "under-an-objective", objective="2.1")] == [
        ("1", "vrouwen in de digitale wereld (beroeps- en opleidingstrajecten)"),
        ("2", "bedrijven"),
        ("3", None),
        ("4", "Belgische overheidsinstellingen en SELOR (FOD BOSA)"),
        ("5", "werkzoekenden"),
        ("6", "werkzoekenden, werknemers en werkgevers"),
        ("7", "HR en hiring managers"),
        ("8", "vrouwen uit diverse, kwetsbare en veroordeelde milieus"),
        ("9", "vrouwen uit diverse, kwetsbare en veroordeelde milieus"),
    ]


def test_the_largest_gaps(store: Store) -> None:
    found = [(row["women"], row["men"], row["gap"]) for row in answer(store, "largest-gaps")]
    assert found[:6] == [
        ("22.8", "65.9", "43.1"),  # leading small and medium enterprises
        ("3", "16", "13"),  # ever written code, 16 to 19
        ("1", "9", "8"),  # the same, 16 to 74
        ("60", "65", "5"),
        ("52", "57", "5"),
        ("61", "65", "4"),
    ]
    assert len(found) == 10


def test_where_the_report_says_it(store: Store, report_text: Path) -> None:
    """The positions hold for the report itself: each passage names the conference."""
    text = report_text.read_bytes().decode("utf-8")
    rows = answer(store, "where-in-the-source", word="womenpreneur")
    assert [row["listing"].removeprefix("listing/2022/") for row in rows] == [
        *("1-1/03", "1-4/10", "3-4/12", "4-1/10", "4-2/15", "5-2/08")
    ]
    for row in rows:
        assert "omenpreneur" in text[int(row["start"]) : int(row["end"])]


def test_every_listing_has_its_place_and_the_question_would_notice(store: Store, release: Release) -> None:
    query = library.load("every-listing-has-its-place").bound({})
    assert store.ask(query) is True
    damaged = ox.Store()
    damaged.bulk_load(path=str(release.dump("nq")), format=ox.RdfFormat.N_QUADS)
    passages = ox.NamedNode(BASE + "ns/wid#statedIn")
    listing = ox.NamedNode(BASE + "id/listing/2022/2-1/04")
    for quad in list(damaged.quads_for_pattern(listing, passages, None)):
        damaged.remove(quad)
    assert bool(damaged.query(query, use_default_graph_as_union=True)) is False


def test_audiences(store: Store, tables: Tables) -> None:
    counted = Counter(one for of in audiences_of(tables, "id").values() for one in of)
    rows = answer(store, "audiences")
    assert {row["audience"].rpartition("/")[2]: int(row["listings"]) for row in rows} == counted
    assert [row["name"] for row in rows[:3]] == ["ondernemingen", "iedereen", "vrouwen"]


def test_audience_groups(store: Store, tables: Tables) -> None:
    counted = Counter(
        group
        for of in audiences_of(tables, "id").values()
        for group in set().union(*(above(tables, one) for one in of))
    )
    tops = {row["id"] for row in tables["audiences"] if not row["broader"]}
    found = {row["group"].rpartition("/")[2]: int(row["listings"]) for row in answer(store, "audience-groups")}
    assert found == {group: counted[group] for group in tops}


def test_coverage(store: Store, tables: Tables) -> None:
    counted = Counter(
        (row["objective"].removeprefix("2021/").partition("-")[0], one)
        for row in tables["listings"]
        if row["objective"]
        for one in parts(row["audience"])
    )
    rows = answer(store, "coverage")
    assert {(row["number"], row["audience"].rpartition("/")[2]): int(row["listings"]) for row in rows} == counted


def test_alike_by_audience(store: Store, tables: Tables) -> None:
    by_initiative = audiences_of(tables, "initiative")
    shared = {
        (f"initiative/{one}", f"initiative/{other}"): len(by_initiative[one] & by_initiative[other])
        for one, other in combinations(sorted(by_initiative), 2)
        if len(by_initiative[one] & by_initiative[other]) > 1
    }
    assert {(row["one"], row["other"]): int(row["shared"]) for row in answer(store, "alike-by-audience")} == shared


def test_not_for_an_audience(store: Store, tables: Tables) -> None:
    by_objective = audiences_of(tables, "objective")
    subs = [row for row in tables["objectives"] if row["broader"]]
    label = {row["id"]: row["label_nl"] for row in tables["audiences"]}
    (group,) = [one for one, name in label.items() if name == "leerkrachten"]
    expected = [
        row["notation"]
        for row in subs
        if not any(group in above(tables, one) for one in by_objective.get(row["id"], set()))
    ]
    for word in ("leerkrachten", next(row["label_fr"] for row in tables["audiences"] if row["id"] == group)):
        assert [row["number"] for row in answer(store, "not-for-audience", audience=word)] == expected


def test_listings_without_audience(store: Store, tables: Tables) -> None:
    expected = {f"listing/{row['id'].replace('.', '-')}" for row in tables["listings"] if not row["audience"]}
    assert {row["listing"] for row in answer(store, "listings-without-audience")} == expected


def test_the_network_has_one_line_per_initiative_and_audience(store: Store, tables: Tables) -> None:
    triples = store.construct(library.load("network-of-audiences").bound({"language": "de"}))
    links = {
        (triple.subject.value.rpartition("/")[2], triple.object.value.rpartition("/")[2])
        for triple in triples
        if isinstance(triple.object, ox.NamedNode) and isinstance(triple.subject, ox.NamedNode)
    }
    expected = {(one, audience) for one, of in audiences_of(tables, "initiative").items() for audience in of}
    assert links == expected
    assert {triple.object.language for triple in triples if isinstance(triple.object, ox.Literal)} == {"de"}


def test_figures(store: Store, tables: Tables) -> None:
    found = Counter((row["value"], row["unit"], row["qualifier"]) for row in answer(store, "figures"))
    assert found == Counter((row["value"], row["unit"], row["qualifier"]) for row in tables["figures"])


def test_identifiers(store: Store, tables: Tables) -> None:
    found = {(row["actor"], row["scheme"], row["value"]) for row in answer(store, "identifiers")}
    assert found == {(f"actor/{row['actor']}", row["scheme"], row["value"]) for row in tables["identifiers"]}


def test_identity_decisions(store: Store, tables: Tables) -> None:
    found = {
        (row["outcome"], row["basis"], row["confidence"]): int(row["decisions"])
        for row in answer(store, "identity-decisions")
    }
    assert found == Counter((row["outcome"], row["basis"], row["confidence"]) for row in tables["identity"])


def test_possibly_the_same(store: Store, tables: Tables) -> None:
    found = {(row["one"], row["other"]) for row in answer(store, "possibly-the-same")}
    assert found == {
        (f"initiative/{row['initiative']}", f"initiative/{row['other']}")
        for row in tables["identity"]
        if row["outcome"] == "possibly-same"
    }


@pytest.mark.parametrize("word", ["STEM", "stem", "girleek", "école"])
def test_initiatives_by_word(store: Store, tables: Tables, word: str) -> None:
    """In the name in any language, whatever the capitals."""
    expected = {
        f"initiative/{row['id']}"
        for row in tables["initiatives"]
        if any(word.lower() in row[f"title_{language}"].lower() for language in LANGUAGES)
    }
    assert {row["initiative"] for row in answer(store, "initiatives-by-word", word=word)} == expected


def test_notes_on_the_data(store: Store, tables: Tables) -> None:
    about = ["objective", "listing", "initiative", "actor", "figure", "count"]
    about += ["decision", "instrument", "document", "strategy"]
    expected = Counter({row["id"]: max(1, sum(len(parts(row[one])) for one in about)) for row in tables["notes"]})
    assert Counter(row["note"].removeprefix("note/") for row in answer(store, "notes-on-the-data")) == expected


def test_programme_names(store: Store, tables: Tables) -> None:
    expected = Counter((name, row["initiative"]) for row in tables["listings"] for name in parts(row["programme_name"]))
    found = {
        (row["programme"], row["initiative"].removeprefix("initiative/")): int(row["listings"])
        for row in answer(store, "programme-names")
    }
    assert found == expected


def test_supporters(store: Store, tables: Tables) -> None:
    """The list of supporters in the report, with the numbers of those that were verified."""
    expected = {
        f"actor/{row['actor']}" for row in tables["involvements"] if row["role"] == "supporter" and row["strategy"]
    }
    rows = answer(store, "supporters")
    assert {row["actor"] for row in rows} == expected
    numbers: dict[str, set[str]] = defaultdict(set)
    for row in tables["identifiers"]:
        numbers[f"actor/{row['actor']}"].add(f"{row['scheme']}:{row['value']}")
    assert {row["actor"]: set(row.get("identifiers", "").split()) for row in rows} == {
        one: numbers[one] for one in expected
    }


def test_wordings(store: Store, tables: Tables) -> None:
    found = Counter((row["number"], row["section"], row["wording"]) for row in answer(store, "wordings"))
    assert found == Counter(
        (row["objective"].removeprefix("2021/").replace("-", "."), row["section"], row["text"])
        for row in tables["wordings"]
    )


def test_every_question_answers_in_the_language_asked_for(store: Store) -> None:
    """As many rows in each of the four languages; no text in another one."""
    for name in library.names():
        query = library.load(name)
        if query.form == "SELECT" and any(one.type == "language" for one in query.parameters):
            rows = {language: store.select(query.bound({"language": language})) for language in LANGUAGES}
            assert len({len(found) for found in rows.values()}) == 1, name
            for language, found in rows.items():
                spoken = {term.language for row in found for term in row.values() if isinstance(term, ox.Literal)}
                assert spoken <= {None, language, "nl"} if name == "under-an-objective" else {None, language}, name
