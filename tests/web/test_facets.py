"""Narrowing the list of initiatives: right against the tables, the counts true before the click, every form alike."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.web.conftest import Ask

from widgraph.tables import read_tables
from widgraph.web._facets import FLAGS, THINGS


def left(ask: Ask, query: str) -> set[str]:
    """Return the ids of the initiatives that a query of the address leaves."""
    answer = ask(f"/initiatives.json?{query}")
    assert answer.status == 200
    return {item["iri"].rpartition("/")[2] for item in json.loads(answer.body)["items"]}


def test_each_facet_leaves_what_the_tables_say(ask: Ask, data: Path) -> None:
    tables = read_tables(data)
    listings = tables.rows("listings")

    def of(keep: object) -> set[str | None]:
        assert callable(keep)
        return {row.value("initiative") for row in listings if keep(row)}

    timed = {row.value("listing") for row in tables.rows("timings")}
    girleek = {row.value("listing") for row in tables.rows("involvements") if row.value("actor") == "a012"}
    named = {row.value("id") for row in tables.rows("initiatives") if row.items("programme_name")}
    assert left(ask, "objective=5-3") == of(lambda row: row.value("objective") == "2021/5-3")
    assert left(ask, "objective=1") == of(lambda row: (row.value("objective") or "").startswith("2021/1"))
    assert left(ask, "audience=job-seekers") == of(lambda row: "job-seekers" in row.items("audience"))
    assert left(ask, "actor=a012") == of(lambda row: row.value("id") in girleek)
    assert left(ask, "sector=mixed") == of(lambda row: row.value("sector") == "mixed")
    assert left(ask, "timing=yes") == of(lambda row: row.value("id") in timed)
    assert left(ask, "programme=yes") == named
    assert left(ask, "edition=2022") == of(lambda row: True)


def test_ages_are_those_of_the_audiences(ask: Ask) -> None:
    found = left(ask, "age=15")
    slugs = {row["slug"] for row in initiatives() if row["id"] in found}
    assert "i-love-science-festival" in slugs
    assert "coderdojo-leren-programmeren" in slugs
    assert "workshop-inleiding-programmeren" not in slugs


def initiatives() -> list[dict[str, str]]:
    path = Path(__file__).parents[2] / "data/initiatives.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_facet_has_its_query_and_every_query_its_facet() -> None:
    folder = Path(__file__).parents[2] / "src/widgraph/queries/facets"
    flags = {f"{flag}-{code}" for flag in FLAGS for code in ("yes", "no")}
    assert {path.stem for path in folder.glob("*.rq")} == {*THINGS, *flags, "age", "among", "holds"}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    objective=st.sampled_from(["", "1", "2-2", "4-1", "5"]),
    audience=st.sampled_from(["", "women", "pupils", "organisations"]),
    timing=st.sampled_from(["", "yes", "no"]),
    age=st.sampled_from(["", "7", "16"]),
)
def test_choices_combine_as_both_together(ask: Ask, objective: str, audience: str, timing: str, age: str) -> None:
    given_ = {"objective": objective, "audience": audience, "timing": timing, "age": age}
    parts = [f"{name}={value}" for name, value in given_.items() if value]
    expected = left(ask, "")
    for part in parts:
        expected &= left(ask, part)
    assert left(ask, "&".join(parts)) == expected


def test_the_counts_are_true_before_the_click(ask: Ask) -> None:
    text = ask("/initiatives?lang=en&objective=1", Accept="text/html").text
    form = text.partition('<form class="facets"')[2].partition("</form>")[0]
    name = ""
    seen = 0
    for match in re.finditer(r'<select name="(\w+)"|<option value="([^"]+)"[^>]*>[^<]*\((\d+)\)', form):
        if match[1]:
            name = match[1]
        elif name != "objective":
            seen += 1
            assert len(left(ask, f"objective=1&{name}={match[2]}")) == int(match[3])
    assert seen > 20


def test_the_forms_keep_the_choice(ask: Ask) -> None:
    page = ask("/initiatives?objective=2-1&lang=en", Accept="text/html")
    assert "/initiatives.csv?objective=2-1" in page.text
    rows = list(csv.DictReader(io.StringIO(ask("/initiatives.csv?objective=2-1").text)))
    assert len(rows) == len(left(ask, "objective=2-1")) == 9


def test_two_choices_have_two_tags(ask: Ask) -> None:
    """RFC 9110, section 8.8.1: another selection is another representation."""
    one, two = ask("/initiatives.csv?objective=2-1"), ask("/initiatives.csv?objective=2-2")
    assert one.headers["etag"] != two.headers["etag"]
    assert one.body != two.body


@pytest.mark.parametrize(
    "query", ["age=x", "age=121", "age=-1", "objective=9", "sector=none", "programme=maybe", "actor=%3Cb%3E"]
)
def test_a_value_that_nothing_has_is_named(ask: Ask, query: str) -> None:
    answer = ask(f"/initiatives?{query}&lang=en", Accept="application/json")
    assert answer.status == 400
    assert f"'{query.partition('=')[0]}'" in json.loads(answer.body)["detail"]
