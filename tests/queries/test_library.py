"""The questions that users ask, each one query without inference; the answers were read off the report by hand."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox
import pytest

from widgraph.queries import library
from widgraph.release import Release
from widgraph.store import Store, open_store

#: Listings per heading, counted in the text: bullets, and the platform told in running text under objective 1.
LISTED = {
    "1": 10, "1.1": 3, "1.2": 11, "1.3": 11, "1.4": 10, "2": 8, "2.1": 9, "2.2": 10, "2.3": 12, "3": 1, "3.1": 9,
    "3.2": 11, "3.3": 4, "3.4": 14, "4": 2, "4.1": 11, "4.2": 15, "4.3": 6, "5": 1, "5.1": 11, "5.2": 11, "5.3": 7,
}  # fmt: skip
Rows = Sequence[dict[str, str]]


@pytest.fixture(scope="module")
def store(release: Release) -> Store:
    return open_store(release)


def answer(store: Store, name: str, **values: str) -> Rows:
    """Return the rows of a library query as short texts: literals as they are, things by the end of their address."""
    rows = store.select(library.load(name).bound(values))
    return [{key: term.value.rpartition("/id/")[2] for key, term in row.items()} for row in rows]


def test_listings_per_objective_and_sub_objective(store: Store) -> None:
    rows = answer(store, "listings-per-objective")
    assert {row["number"]: int(row["listings"]) for row in rows} == LISTED
    assert sum(LISTED.values()) == 187


def test_where_reported_and_listed_numbers_differ_and_by_how_much(store: Store) -> None:
    found = {
        row["number"]: (row["reported"], row["listed"], row["difference"])
        for row in answer(store, "reported-and-listed")
    }
    assert found == {
        "1": ("9", "10", "1"),
        "1.4": ("9", "10", "1"),
        "2.1": ("13", "9", "-4"),
        "2.2": ("8", "10", "2"),
        "3.2": ("10", "11", "1"),
        "4.2": ("12", "15", "3"),
        "5.2": ("9", "11", "2"),
        "5.3": ("6", "7", "1"),
    }


def test_the_one_total_that_is_not_the_sum_of_its_sectors(store: Store) -> None:
    assert [(row["number"], row["difference"]) for row in answer(store, "totals-that-do-not-add-up")] == [("2.2", "-1")]


def test_initiatives_under_most_sub_objectives(store: Store) -> None:
    first, second, third, *_ = answer(store, "initiatives-under-most-sub-objectives")
    assert first["name"].startswith("Womenpreneur Conference")
    assert first["numbers"] == "1.1 1.4 3.4 4.1 4.2 5.2"
    assert {second["numbers"], third["numbers"]} == {"2.3 3.1 4.3 5.2 5.3", "2.3 3.2 4.1 5.2 5.3"}


def test_supporters_named_in_listings_and_in_which_role(store: Store) -> None:
    """A body that is only the audience of a training is not its organiser."""
    rows = answer(store, "supporters-named-in-listings")
    found: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        found.setdefault((row["name"], row["role"]), set()).add(row["listing"].removeprefix("listing/2022/"))
    assert found == {
        ("BeCentral", "supported-organisation"): {"4-3/01", "5-2/01", "5-3/01"},
        ("DigiSkills Belgium", "provider-of-platform"): {"1/p1"},
        ("FOD BOSA", "audience-member"): {"2-1/04", "3-1/04", "3-4/04", "4-1/04"},
        ("FOD Economie", "organiser"): {"0/p1", "0/p2", "0/p3"},
        ("Girleek", "organiser"): {"2-2/10", "3-2/11"},
        ("Inclusive Panels", "mentioned"): {"4-1/01", "4-1/03"},
        ("Inspiring Fifty", "mentioned"): {"3-4/01", "4/01"},
        ("Multicultural Bankers Network", "mentioned"): {"5-2/02"},
        ("VDAB", "organiser"): {"2-1/06"},
        ("Women in Finance", "mentioned"): {"3-3/02", "4-3/02"},
        ("Womenpreneur", "mentioned"): {"1-1/03", "1-4/10", "3-4/12", "4-1/10", "4-2/15", "5-2/08"},
        ("Womenpreneur", "supported-organisation"): {"4-3/01", "5-2/01", "5-3/01"},
    }


def test_meetings_with_and_without_attendance(store: Store) -> None:
    found = {row["date"]: row.get("participants") for row in answer(store, "meetings")}
    assert found == {
        "2019-06-26": None,
        "2019-10-14": None,
        "2020-01-22": None,
        "2021-09-16": "52",
        "2022-01-13": "51",
        "2022-03-24": "50",
    }


def test_figures_where_women_are_above_men_and_below(store: Store) -> None:
    found: dict[str, set[tuple[str, str]]] = {}
    for row in answer(store, "women-and-men"):
        found.setdefault(row["position"], set()).add((row["women"], row["men"]))
    assert found == {
        "above": {("98", "96"), ("100", "99"), ("5", "4")},
        "below": {
            ("22.8", "65.9"), ("229830", "664512"), ("7.5", "20.7"), ("60", "65"), ("86", "87"), ("52", "57"),
            ("61", "65"), ("3", "16"), ("1", "9"),
        },
    }  # fmt: skip


def test_everything_for_someone_aged_15(store: Store) -> None:
    rows = answer(store, "for-an-age", age="15")
    assert {row["listing"].removeprefix("listing/2022/") for row in rows} == {
        *("1-1/02", "1-2/06", "1-3/08"),  # pupils of secondary schools
        *("1-2/05", "1-3/04", "1-4/04", "5-1/07"),  # young people from age 7
        *("1-2/07", "1-3/03"),  # 6 to 18, 12 to 18
        *("1-3/02", "1-3/06", "1-4/08", "5-1/11"),
    }
    assert {row["basis"] for row in rows} == {"stated", "editorial"}


def test_initiatives_that_two_sub_objectives_share(store: Store) -> None:
    rows = answer(store, "shared-by-two-objectives", first="1.2", second="1.3")
    assert [row["name"] for row in rows] == [
        "I Love Science Festival",
        "Inspiratiedag STEM",
        "Leren programmeren bij Coderdojo",
        "Structureel investeren in Coderdojo Belgium",
        "Wallcode: digitale vaardigheden voor jong talent via animaties",
    ]


@pytest.mark.parametrize("name", library.names())
def test_every_question_has_an_answer_and_stands_on_its_own(store: Store, name: str) -> None:
    """No prefix of ours is assumed, so the text works at any endpoint."""
    query = library.load(name)
    ask = {"SELECT": store.select, "ASK": store.ask, "CONSTRUCT": store.construct}[query.form]
    assert ask(query.bound({}))
    assert ox.Store().query(query.bound({})) is not None


def test_the_data_readme_counts_right(data: Path) -> None:
    """The table of tables in data/README.md gives the numbers of rows that the files have."""
    text = (data / "README.md").read_text("utf-8")
    for names, numbers in re.findall(r"^\| ([a-z, ]+) \| [^|]+ \| ([0-9, ]+) \|$", text, re.M):
        for name, number in zip(names.split(", "), numbers.split(", "), strict=True):
            with (data / f"{name}.csv").open(encoding="utf-8", newline="") as file:
                assert len(list(csv.DictReader(file))) == int(number), name
