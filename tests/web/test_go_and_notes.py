"""Short addresses for print, and the oddities of the report explained where they matter (design, section 4)."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from tests.web.conftest import Ask


def test_every_short_name_leads_to_its_initiative(ask: Ask, data: Path) -> None:
    with (data / "initiatives.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows[::10]:
        answer = ask(f"/go/{row['slug']}")
        assert (answer.status, answer.headers["location"]) == (302, f"/doc/initiative/{row['id']}")
        assert f'<https://w3id.org/widgraph/id/initiative/{row["id"]}>; rel="cite-as"' in answer.headers["link"]
    assert ask("/go/wats?lang=fr").headers["location"].endswith("?lang=fr")


@pytest.mark.parametrize("slug", ["nothing-of-this-name", "%22", "a%22%20%7D%20%23"])
def test_an_unknown_short_name_is_404(ask: Ask, slug: str) -> None:
    assert ask(f"/go/{slug}").status == 404


@pytest.mark.parametrize(
    ("thing", "words"),
    [
        ("auth/objective-2021/2-2", "four, three and two make nine"),
        ("decision/strategy-approval", "validates in chapter 1"),
        ("actor/a045", "two names are ambiguous"),
    ],
)
def test_a_page_explains_what_is_odd_about_its_thing(ask: Ask, thing: str, words: str) -> None:
    text = ask(f"/doc/{thing}.html?lang=en").text
    assert "Notes on the data" in text
    assert words in text


def test_a_thing_without_oddities_has_no_such_section(ask: Ask) -> None:
    assert "Notes on the data" not in ask("/doc/meeting/2021-09-16.html?lang=en").text
