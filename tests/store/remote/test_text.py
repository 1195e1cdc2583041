"""Queries made ready for a remote store: graphs under their names there, prefixes, tails, parts; rows in order."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from widgraph.errors import EndpointError, QueryRefused
from widgraph.namespaces import BASE, XSD
from widgraph.store.remote import NOTHING, Placed, Rows, form_of, placed_query, repair_from, with_prefixes
from widgraph.store.remote._order import sort_rows
from widgraph.store.remote._repair import delicate
from widgraph.store.remote._text import bounded, construct_parts, counted, part_of_rows, split_tail, texts_typed

A, B = BASE + "id/graph/a", BASE + "ns/wid"
PLACED = Placed("1.0.0-abc", frozenset({A, B}))
THERE = BASE + "id/release/1.0.0-abc/"
Cell = tuple[str, str, str]


def test_the_release_is_the_dataset_and_graphs_have_their_names_there() -> None:
    text, dataset = placed_query(f"ASK {{ GRAPH <{A}> {{ <{A}> a <{B}> }} }}", PLACED, (), ())
    assert text == f"ASK {{ GRAPH <{THERE}id/graph/a> {{ <{A}> a <{B}> }} }}", "the same IRI elsewhere is data"
    assert dataset.default == [THERE + "id/graph/a", THERE + "ns/wid"]
    assert dataset.named == sorted([NOTHING, *dataset.default])


@pytest.mark.parametrize(
    ("query", "default", "named"),
    [
        (f"ASK FROM <{A}> {{ ?s ?p ?o }}", [THERE + "id/graph/a"], []),
        ("PREFIX g: <https://w3id.org/widgraph/id/graph/> ASK FROM NAMED g:a { ?s ?p ?o }", [NOTHING], ["id/graph/a"]),
        ("ASK from # comment\n <urn:foreign> { ?s ?p ?o }", [NOTHING], []),
        (f'ASK FROM <{A}> FROM NAMED <{B}> {{ ?s ?p "FROM <urn:x>" }}', [THERE + "id/graph/a"], ["ns/wid"]),
    ],
)
def test_from_goes_into_the_request(query: str, default: list[str], named: list[str]) -> None:
    """SPARQL 1.1 Query, section 13.2; Protocol, section 2.1.4."""
    text, dataset = placed_query(query, PLACED, (), ())
    assert "FROM" not in text.upper().replace('"FROM <URN:X>"', "")
    assert dataset.default == default
    assert dataset.named == sorted([NOTHING, *(THERE + name for name in named)])
    ox.Store().query(text)


def test_what_is_not_of_the_release_is_nowhere() -> None:
    text, dataset = placed_query(f"ASK {{ GRAPH <{BASE}id/graph/releases> {{ ?s ?p ?o }} }}", PLACED, (), ())
    assert f"<{NOTHING}>" in text
    text, dataset = placed_query(f"ASK {{ GRAPH <{B}> {{ ?s ?p ?o }} }}", PLACED, [A], [A, "urn:foreign"])
    assert f"<{NOTHING}>" in text, "of the release, but not in the dataset of the request"
    assert dataset.default == [THERE + "id/graph/a"]
    assert dataset.named == sorted([NOTHING, THERE + "id/graph/a"])


def test_prefixes_of_ours_need_not_be_declared() -> None:
    text = with_prefixes('ASK { ?s a wid:Actor ; skos:prefLabel "dcat:x" . # foaf:name\n }')
    assert text.startswith("PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX wid: <")
    assert "PREFIX dcat" not in text
    own = "PREFIX wid: <urn:other:> ASK { ?s a wid:Actor }"
    assert with_prefixes(own) == own


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("PREFIX select: <urn:ask> CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "CONSTRUCT"),
        ("# SELECT\nASK {}", "ASK"),
        ("describe <urn:x>", "DESCRIBE"),
    ],
)
def test_the_form_is_the_first_keyword(query: str, form: str) -> None:
    assert form_of(query) == form


@pytest.mark.parametrize(
    "query", ["INSERT DATA {}", "WITH <urn:g> DELETE { ?s ?p ?o } WHERE {}", "LOAD <urn:x>", "", "hello"]
)
def test_only_queries_are_sent(query: str) -> None:
    with pytest.raises(QueryRefused):
        form_of(query)


@pytest.mark.parametrize(
    ("query", "order", "limit", "offset"),
    [
        ("SELECT * { ?s ?p ?o } ORDER BY ?s DESC(?o)\nLIMIT 5 OFFSET 6 # LIMIT 9", "?s DESC(?o)", 5, 6),
        ("SELECT ?s { ?s ?p ?o } GROUP BY ?s order by LCASE(?s)", "LCASE(?s)", None, 0),
        ("SELECT * { { SELECT * { ?s ?p ?o } ORDER BY ?o LIMIT 1 } }", "", None, 0),
        ("SELECT * { ?s ?p ?o } OFFSET 3", "", None, 3),
    ],
)
def test_the_tail_of_a_query(query: str, order: str, limit: int | None, offset: int) -> None:
    tail = split_tail(query)
    assert (tail.order, tail.limit, tail.offset) == (order, limit, offset)
    assert "GROUP BY ?s" in tail.head or "GROUP" not in query
    ox.Store().query(tail.head)


def test_a_limit_is_added_only_where_it_may_stand() -> None:
    assert bounded("SELECT * { ?s ?p ?o } ORDER BY ?s # end", 10).endswith("# end\nLIMIT 11")
    for query in ("SELECT * { ?s ?p ?o } LIMIT 3", "SELECT * { ?s ?p ?o } VALUES ?s { <urn:a> }"):
        assert bounded(query, 10) == query


def asked(store: ox.Store, query: str, *names: str) -> set[tuple[str, ...]]:
    found = store.query(query)
    assert isinstance(found, ox.QuerySolutions)
    return {tuple(row[name].value for name in names or ("s", "o")) for row in found}


def test_parts_and_counts_are_queries_with_the_same_answer() -> None:
    store = ox.Store()
    for number in range(10):
        store.add(ox.Quad(ox.NamedNode(f"urn:{number}"), ox.NamedNode("urn:p"), ox.Literal(str(number % 3))))
    query = "PREFIX u: <urn:> SELECT ?s ?o { ?s u:p ?o } ORDER BY ?o ?s"
    whole = asked(store, query)
    assert len(whole) == 10
    assert set().union(*(asked(store, part_of_rows(query, ("s", "o"), 4, at)) for at in (0, 4, 8))) == whole
    assert [value for (value,) in asked(store, counted(query), "count")] == ["10"]
    graph = construct_parts("PREFIX u: <urn:> CONSTRUCT { ?s u:q ?o } WHERE { ?s u:p ?o }")
    assert graph is not None
    assert graph.single
    two = construct_parts("CONSTRUCT { ?s <urn:p> ?o ; a ?t } WHERE { ?s ?t ?o }")
    assert two is not None
    assert not two.single
    triples = [store.query(graph.part(4, at)) for at in (0, 4, 8)]
    assert len({str(one) for part in triples if isinstance(part, ox.QueryTriples) for one in part}) == 10
    assert construct_parts("CONSTRUCT WHERE { ?s ?p ?o }") is None
    assert construct_parts("SELECT * { ?s ?p ?o }") is None


def test_endpoints_are_told_the_datatype_of_texts_with_a_language() -> None:
    """RDF 1.1, section 3.3; nothing else of the query changes, and the answer stays what it was."""
    query = """SELECT ?o (datatype(?o) AS ?d) (DATATYPE(STRLANG(STR(DATATYPE(?o)), 'a')) AS ?e) {
      VALUES ?o { "x" "x"@nl 3 <urn:DATATYPE(?o)> } # DATATYPE(?o
      OPTIONAL { ?s ?datatype ?o } FILTER (STR(?o) != 'DATATYPE(?o)') }"""
    told = texts_typed(query)
    assert told.count("LANGMATCHES") == 4, "the outer of two names its argument twice"
    assert texts_typed("SELECT * { ?s ?DATATYPE ?o } # DATATYPE(") == "SELECT * { ?s ?DATATYPE ?o } # DATATYPE("
    found = []
    for text in (query, told):
        rows = ox.Store().query(text)
        assert isinstance(rows, ox.QuerySolutions)
        found.append(rows.serialize(format=ox.QueryResultsFormat.CSV) or b"")
    assert found[0] == found[1]
    assert b"langString" in found[0]


TERMS = st.one_of(
    st.none(),
    st.sampled_from(["urn:a", "urn:B", "urn:b"]).map(ox.NamedNode),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=4).map(ox.Literal),
    st.tuples(st.text("aBéZ", max_size=3), st.sampled_from(["nl", "fr"])).map(
        lambda x: ox.Literal(x[0], language=x[1])
    ),
    st.integers(-9, 99).map(lambda number: ox.Literal(str(number), datatype=ox.NamedNode(XSD + "integer"))),
)


@given(st.lists(st.tuples(TERMS, TERMS), max_size=12), st.sampled_from(["?a ?b", "DESC(?b) ?a", "LCASE(STR(?b)) ?a"]))
@settings(max_examples=60, deadline=None)
def test_rows_are_sorted_as_our_own_store_sorts_them(cells: list[tuple[ox.Literal | None, ...]], order: str) -> None:
    """SPARQL 1.1 Query, section 15.1: against the engine itself, asked the usual way."""
    rows = [{name: term for name, term in zip("ab", row, strict=True) if term is not None} for row in cells]
    lines = " ".join("(" + " ".join("UNDEF" if term is None else str(term) for term in row) + ")" for row in cells)
    found = ox.Store().query(f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {lines} }} }} ORDER BY {order}")
    assert isinstance(found, ox.QuerySolutions)
    expected = [(row["a"], row["b"]) for row in found]
    tail = split_tail(f"SELECT * {{ ?a ?x ?b }} ORDER BY {order}")
    got = sort_rows(tail, Rows(["a", "b"], rows))
    assert sorted(map(str, got)) == sorted(map(str, rows)), "nothing lost, nothing changed"
    keys = [(row.get("a"), row.get("b")) for row in got]
    if "LCASE" not in order:
        assert keys == expected


def triple(subject: str, value: str, kind: str) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode("urn:p"), ox.Literal(value, datatype=ox.NamedNode(XSD + kind)))


def test_rewritten_terms_are_put_back() -> None:
    given_ = [
        triple("urn:a", "12.50", "decimal"),
        triple("urn:b", "5", "nonNegativeInteger"),
        triple("urn:c", "1", "integer"),
    ]
    got = [triple("urn:a", "12.5", "decimal"), triple("urn:b", "5", "integer"), triple("urn:c", "1", "integer")]
    repair = repair_from(given_, got, [one.object for one in given_ if isinstance(one.object, ox.Literal)])
    assert repair.size == 2
    assert [repair.triple(one) for one in got] == given_
    assert repair.term(got[0].object) == given_[0].object  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given_", "got"),
    [
        # two literals that come back as one
        ([("a", "12.50", "decimal"), ("b", "12.5", "decimal")], [("a", "12.5", "decimal"), ("b", "12.5", "decimal")]),
        ([("a", "07", "integer"), ("b", "007", "integer")], [("a", "7", "integer"), ("b", "7", "integer")]),
        # one that does not come back at all
        ([("a", "12.50", "decimal")], []),
    ],
)
def test_what_cannot_be_put_back_is_refused(
    given_: list[tuple[str, str, str]], got: list[tuple[str, str, str]]
) -> None:
    stated = [triple(f"urn:{one[0]}", *one[1:]) for one in given_]
    with pytest.raises(EndpointError):
        repair_from(stated, [triple(f"urn:{one[0]}", *one[1:]) for one in got], [one.object for one in stated])  # type: ignore[misc]


def test_every_literal_a_store_could_touch_is_asked_about() -> None:
    regular = [triple(f"urn:{number}", str(number), "integer") for number in range(100)]
    odd = [triple("urn:x", "007", "integer"), triple("urn:y", "2020-02-29Z", "date"), triple("urn:z", "5", "byte")]
    plain = [ox.Triple(ox.NamedNode("urn:t"), ox.NamedNode("urn:p"), ox.Literal("12.50"))]
    found = delicate([*regular, *odd, *plain])
    assert set(odd) <= set(found)
    assert len(found) == 23, "a few of the regular ones, no texts"
