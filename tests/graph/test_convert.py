"""Rows to statements: addresses (RFC 6570), graphs, and the cell each statement came from (CSV to RDF)."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.tables.conftest import BASE, GOOD, description

from widgraph.findings import Place
from widgraph.graph import Graph
from widgraph.graph._convert import convert, expand
from widgraph.tables import Tables, read_tables


@pytest.fixture
def tables(tmp_path: Path) -> Tables:
    (tmp_path / "csv-metadata.json").write_text(json.dumps(description()), "utf-8")
    for name, text in GOOD.items():
        (tmp_path / name).write_text(text, "utf-8")
    return read_tables(tmp_path)


@pytest.mark.parametrize(
    ("template", "value", "expected"),
    [
        ("x/{id}", "a b/c", "x/a%20b%2Fc"),
        ("x/{+id}", "a b/c", "x/a%20b/c"),
        ("x/{id}", "é~-._", "x/%C3%A9~-._"),
        ("{+id}", "https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("{+id}", "%20", "%20"),
        ("x/{other}", "a", "x/"),
    ],
)
def test_templates(template: str, value: str, expected: str) -> None:
    """RFC 6570, sections 3.2.2 and 3.2.3; an undefined variable is nothing (section 2.3)."""
    assert expand(template, {"id": value}) == expected


@given(st.text())
def test_a_simple_expansion_is_always_one_segment_of_plain_characters(value: str) -> None:
    try:
        value.encode()
    except UnicodeEncodeError:
        return
    expanded = expand("{id}", {"id": value})
    assert not set(expanded) - set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~%")


def test_the_statements_of_a_row(tables: Tables) -> None:
    of_first = {str(s.quad.triple) for s in convert(tables) if s.place.file == "things.csv" and s.place.row == 2}
    thing, xsd = f"<{BASE}thing/t1>", "http://www.w3.org/2001/XMLSchema#"
    assert of_first == {
        f'{thing} <{BASE}name> "Een, twee"@nl',
        f'{thing} <{BASE}size> "7"^^<{xsd}integer>',
        f'{thing} <{BASE}share> "7.5"^^<{xsd}decimal>',
        f'<{BASE}time/t1> <{BASE}day> "2022-03-24"^^<{xsd}date>',
        f'{thing} <{BASE}month> "2022-03"^^<{xsd}gYearMonth>',
        f"{thing} <{BASE}page> <https://example.org/a>",
        f'{thing} <{BASE}kind> "big"',
        f"{thing} <{BASE}tag> <{BASE}tag/red>",
        f"{thing} <{BASE}tag> <{BASE}tag/blue>",
        f'{thing} <{BASE}short> "abc"',
        f"{thing} <{BASE}type> <{BASE}Thing>",
    }


def test_each_row_goes_into_the_graph_that_its_table_names(tables: Tables) -> None:
    graphs = {s.quad.graph_name.value for s in convert(tables) if isinstance(s.quad.graph_name, ox.NamedNode)}
    assert graphs == {f"{BASE}graph/{name}" for name in ("t1", "t2", "red", "blue")}


def test_the_cell_behind_a_statement_is_known(tables: Tables) -> None:
    graph = Graph(convert(tables))
    thing = BASE + "thing/t1"
    assert graph.origin(thing) == Place("things.csv", 2)
    assert graph.origin(thing, BASE + "tag") == Place("things.csv", 2, "tags")
    assert graph.origin(thing, BASE + "tag", ox.NamedNode(BASE + "tag/blue")) == Place("things.csv", 2, "tags")
    assert graph.origin(thing, BASE + "tag", ox.NamedNode(BASE + "tag/green")) is None
    assert graph.origin(BASE + "tag/red") == Place("tags.csv", 2)
    assert graph.origin(BASE + "nothing") is None


def test_what_a_row_says_beside_its_subject_does_not_claim_that_subject(tables: Tables) -> None:
    """The row of a thing is where it is described, not the first row that happens to speak about it."""
    statements = list(convert(tables))
    assert Graph(reversed(statements)).origin(BASE + "tag/red") == Place("tags.csv", 2)
    assert Graph(statements).origin(BASE + "time/t1") == Place("things.csv", 2)
