"""What a syntax error says: the place, the line, and what would put it right (SPARQL 1.1 Query, section 19)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgraph.errors import QuerySyntaxError
from widgraph.store import QueryPool
from widgraph.store._diagnosis import diagnose

CASES = [
    ("SELECT * { ?s foaff:name ?o }", 1, 15, "foaff:", "foaf:"),
    ("SELECT * {\n ?s dct:title ?o }", 2, 5, "dct:", "dcterms:"),
    ("SELECT * { ?s wdt:P31 ?o }", 1, 15, "wdt:", "PREFIX wdt: <http://www.wikidata.org/prop/direct/>"),
    ("SELECT * { ?s zzz:P31 ?o }", 1, 15, "zzz:", "PREFIX zzz: <...>"),
    ("SELECT * { ?s ?p ?o", 1, 10, "'{'", "'}'"),
    ("SELECT * { ?s ?p ?o FILTER(?o > 1 }", 1, 27, "'('", "')'"),
    ("SELECT * { ?s ?p ?o } }", 1, 23, "'}' closes nothing", "Remove it"),
    ("SELCT * { ?s ?p ?o }", 1, 1, "SELCT", "SELECT"),
    ("SELECT * { ?s ?p ?o } ORDR BY ?s", 1, 23, "ORDR", "ORDER"),
    ("SELECT (COUNT(*) AS n) {}", 1, 21, "'n'", "?n"),
    ("SELECT * { ?s ?p 'abc }", 1, 18, "never closed", "quotation mark"),
    ('SELECT * { ?s ?p """abc }', 1, 18, "never closed", "quotation mark"),
    ("SELECT * { <https://example.org/a b> ?p ?o }", 1, 34, "space", "Encode"),
    ("SELECT ?s { ?s ?p ?o } GROUP BY ?p", 1, 35, "neither grouped", "GROUP BY"),
    ("SELECT ?x ?x {}", 1, 16, "twice", "once"),
    ("SELECT (1 AS ?s) { ?s ?p ?o }", 1, 30, "already has one", "new name"),
    ("SELECT * { VALUES (?x ?y) { (1) } }", 1, None, "VALUES", "UNDEF"),
    ("SELECT * WHERE { ?s ?p }", 1, 25, "cannot be read", "subject"),
    ("", 1, 1, "empty", "SELECT"),
    ("# nothing but a comment", 1, 1, "empty", "SELECT"),
]


@pytest.mark.parametrize(("query", "line", "column", "what", "hint"), CASES)
def test_an_error_has_its_place_and_a_way_out(
    pool: QueryPool, query: str, line: int, column: int | None, what: str, hint: str
) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        pool.run(query)
    assert what in caught.value.message
    assert hint in (caught.value.hint or "")
    assert caught.value.line == line
    assert column is None or caught.value.column == column
    assert caught.value.text == query.split("\n")[line - 1]


def test_a_long_line_is_shown_around_its_fault() -> None:
    query = "SELECT * { " + "?s ?p ?o . " * 100 + " ?s zzz:a ?o }"
    error = diagnose(query, "", 1, 1)
    assert "zzz:a" in error.text
    assert len(error.text) <= 200


@given(st.text(max_size=300), st.integers(1, 50), st.integers(1, 400))
def test_any_text_has_a_diagnosis(query: str, line: int, column: int) -> None:
    error = diagnose(query, "expected one of Prefix not found", line, column)
    assert error.message
    assert 1 <= (error.line or 0) <= query.count("\n") + 1
    assert (error.column or 0) >= 1
