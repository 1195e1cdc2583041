"""What is refused before any worker sees it (design, section 6; SPARQL 1.1 Query, section 19)."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgraph.errors import QueryRefused
from widgraph.store import check_query

LONGEST = 16_384


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
        "SELECT * { service silent <http://127.0.0.1/> { ?s ?p ?o } }",
        "SELECT * { SERVICESILENT<http://127.0.0.1/>{ ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o.SERVICE:x { ?s ?p ?o } }",
        "SELECT * { ?s ?p trueSERVICE<http://127.0.0.1/>{ ?a ?b ?c } }",
        r"SELECT * { \u0053ERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
        r"SELECT * { S\U00000045RVICE <http://127.0.0.1/> { ?s ?p ?o } }",
        "SELECT * { # comment\nSERVICE # <\n <http://127.0.0.1/> { ?s ?p ?o } }",
        "SELECT * { FILTER(1<2)SERVICE<http://127.0.0.1/>{ ?s ?p ?o } }",
        "SELECT * { ?s ?p 'x'SERVICE ?s { ?s ?p ?o } }",
    ],
)
def test_service_is_refused_however_it_is_written(query: str) -> None:
    with pytest.raises(QueryRefused, match="SERVICE"):
        check_query(query, LONGEST)


@pytest.mark.parametrize(
    "query",
    [
        "INSERT DATA { <a:a> <b:b> 1 }",
        "delete where { ?s ?p ?o }",
        "LOAD <http://127.0.0.1/>",
        "PREFIX a: <b:c> CLEAR ALL",
        "DROP GRAPH <a:a>",
    ],
)
def test_updates_are_refused(query: str) -> None:
    with pytest.raises(QueryRefused, match="update"):
        check_query(query, LONGEST)


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("SELECT * " + "{" * 70 + "}" * 70, "nested"),
        ("SELECT (" + "(" * 70 + "1" + ")" * 70 + " AS ?x) {}", "nested"),
        ("SELECT * {}" + " " * LONGEST, "bytes"),
        ("SELECT * {\0}", "null"),
    ],
)
def test_what_no_reader_could_follow_is_refused(query: str, reason: str) -> None:
    with pytest.raises(QueryRefused, match=reason):
        check_query(query, LONGEST)


@pytest.mark.parametrize(
    ("query", "form", "dataset"),
    [
        ("SELECT * { ?s ?p 'SERVICE' }", "SELECT", False),
        ('ASK { ?s ?p """a "SERVICE" b""" }', "ASK", False),
        ("# SERVICE\nSELECT * { ?s <http://example.org/SERVICE> ?o }", "SELECT", False),
        ("CONSTRUCT { ?s ?p ?o } FROM <a:a> WHERE { ?s ?p ?o }", "CONSTRUCT", True),
        ("PREFIX insert: <a:a> DESCRIBE insert:x", "DESCRIBE", False),
        ("SELECT ?SERVICE ?insert { ?SERVICE ?insert ?o }", "SELECT", False),
    ],
)
def test_words_in_strings_names_and_comments_are_no_keywords(query: str, form: str, dataset: bool) -> None:
    look = check_query(query, LONGEST)
    assert (look.form, look.dataset) == (form, dataset)


@given(st.text(max_size=400))
def test_any_text_is_looked_at_or_refused(text: str) -> None:
    with contextlib.suppress(QueryRefused):
        check_query(text, LONGEST)


@pytest.mark.parametrize(
    ("query", "ordered", "limited", "steady"),
    [
        ("SELECT * { ?s ?p ?o }", False, False, True),
        ("SELECT * { ?s ?p ?o } order by ?s LIMIT 3", True, True, True),
        ("SELECT * { { SELECT ?s { ?s ?p ?o } ORDER BY ?s LIMIT 1 } }", False, False, True),
        ("SELECT * { ?s ?p 'ORDER BY }' } # ORDER BY", False, False, True),
        ('SELECT * { ?s ?p """} ORDER BY""" }', False, False, True),
        ("SELECT * { ?s order:by <a#ORDER> }", False, False, True),
        ("SELECT (RAND() AS ?x) {}", False, False, False),
        ("SELECT ?rand ?now { ?rand ?now 'UUID()' }", False, False, True),
    ],
)
def test_what_a_query_says_of_its_order(query: str, ordered: bool, limited: bool, steady: bool) -> None:
    """What decides whether two answers can be compared (SPARQL 1.1 Query, section 15)."""
    look = check_query(query, 1000)
    assert (look.ordered, look.limited, look.steady) == (ordered, limited, steady)
