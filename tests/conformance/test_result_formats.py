"""Results in every form, read back by two readers that are not ours: rdflib and Oxigraph."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.query import Result

from widgraph.settings import Settings
from widgraph.store import GRAPH_FORMS, QueryPool, Question

FOLDER = Path(__file__).parents[2].parent / "shared/conformance/sparql11/csv-tsv-res"
OXIGRAPH = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "tsv": ox.QueryResultsFormat.TSV,
}
#: A double and a subtype of integer come out in Oxigraph's canonical form, which has the same value. In our own graph
#: that makes no difference: the build refuses every term that the store would rewrite.
CANONICAL = {
    "csv": {"1.0E6": "1000000"},
    "tsv": {
        "1.0e6": '"1000000"^^<http://www.w3.org/2001/XMLSchema#double>',
        '"-3"^^<http://www.w3.org/2001/XMLSchema#negativeInteger>': "-3",
    },
}
CASES = [
    ("data.ttl", "csvtsv01.rq", "csvtsv01"),
    ("data.ttl", "csvtsv02.rq", "csvtsv02"),
    ("data2.ttl", "csvtsv01.rq", "csvtsv03"),
]


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QueryPool]:
    path = tmp_path_factory.mktemp("formats") / "empty.nq"
    path.write_bytes(b"")
    with QueryPool(path, Settings(query_workers=1)) as made:
        yield made


def rows(form: str, data: bytes) -> list[dict[str, str]]:
    """Read cells as they stand; a blank node has no name of its own."""
    text = data.decode()
    lines = list(csv.reader(io.StringIO(text))) if form == "csv" else [line.split("\t") for line in text.splitlines()]
    return [
        {name.lstrip("?"): "_:" if cell.startswith("_:") else cell for name, cell in zip(lines[0], line, strict=True)}
        for line in lines[1:]
    ]


@pytest.mark.parametrize("form", ["csv", "tsv"])
@pytest.mark.parametrize(("data", "query", "expected"), CASES)
def test_w3c_csv_and_tsv(tmp_path: Path, data: str, query: str, expected: str, form: str) -> None:
    """The W3C tests of SPARQL 1.1 Query Results CSV and TSV."""
    if not FOLDER.is_dir():
        pytest.skip("the W3C tests are not here")
    path = tmp_path / "data.nq"
    ox.serialize((ox.Quad(*triple) for triple in ox.parse(path=FOLDER / data)), path, format=ox.RdfFormat.N_QUADS)
    with QueryPool(path, Settings(query_workers=1)) as pool:
        answer = pool.run(Question((FOLDER / query).read_text(), result_form=form))
    found = rows(form, answer.body)
    wanted = rows(form, (FOLDER / f"{expected}.{form}").read_bytes())
    assert found == [{name: CANONICAL[form].get(cell, cell) for name, cell in row.items()} for row in wanted]


#: Characters that XML 1.0 can hold, with those that each form has to escape.
TEXTS = st.text(
    st.one_of(
        st.sampled_from("\t\n\r\"'\\<>&,;{}[]"),
        st.characters(exclude_categories=["Cs", "Cc", "Cn"]),
    ),
    max_size=20,
)
LITERALS = st.one_of(
    TEXTS.map(ox.Literal),
    st.builds(lambda text, tag: ox.Literal(text, language=tag), TEXTS, st.sampled_from(["nl", "en-gb", "zh-hant"])),
    st.integers(-(10**12), 10**12).map(ox.Literal),
    st.booleans().map(ox.Literal),
    st.builds(lambda text: ox.Literal(text, datatype=ox.NamedNode("http://example.org/type")), TEXTS),
)
CELLS = st.one_of(
    st.none(),
    LITERALS,
    st.sampled_from(["a", "é", "?x=1&y=2", "a%20b"]).map(lambda end: ox.NamedNode(f"http://example.org/{end}")),
)


def asking(table: list[list[ox.NamedNode | ox.Literal | None]]) -> str:
    """Return a query whose answer is the table."""
    lines = ["(" + " ".join("UNDEF" if cell is None else str(cell) for cell in row) + ")" for row in table]
    return "SELECT ?a ?b { VALUES (?a ?b) { " + " ".join(lines) + " } }"


@settings(max_examples=40, deadline=None)
@given(table=st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=4))
def test_any_result_is_read_back_by_two_readers(
    pool: QueryPool, table: list[list[ox.NamedNode | ox.Literal | None]]
) -> None:
    """Query Results JSON, XML, CSV and TSV, by Oxigraph's reader and by rdflib's (CSV: Python's)."""
    for form, format_ in OXIGRAPH.items():
        answer = pool.run(Question(asking(table), result_form=form))
        assert answer.rows == len(table)
        found = ox.parse_query_results(answer.body, format=format_)
        assert isinstance(found, ox.QuerySolutions)
        assert [[row["a"], row["b"]] for row in found] == table
        read = Result.parse(io.BytesIO(answer.body), format=form)
        terms = [[of_rdflib(row.get(rdflib.Variable(name))) for name in "ab"] for row in read.bindings]
        assert terms == table
    plain = pool.run(Question(asking(table), result_form="csv")).body.decode()
    assert list(csv.reader(io.StringIO(plain, newline="")))[1:] == [
        ["" if cell is None else cell.value for cell in row] for row in table
    ]


def of_rdflib(term: object) -> ox.NamedNode | ox.Literal | None:
    if isinstance(term, rdflib.URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, rdflib.Literal):
        datatype = ox.NamedNode(str(term.datatype)) if term.datatype else None
        return ox.Literal(str(term), language=term.language, datatype=None if term.language else datatype)
    return None


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_cut_result_is_read_back_by_two_readers(tmp_path: Path, form: str) -> None:
    path = tmp_path / "empty.nq"
    path.write_bytes(b"")
    with QueryPool(path, Settings(query_workers=1, query_rows=2)) as pool:
        values = '"},{" "}},{" "</result>" UNDEF "x"'
        answer = pool.run(
            Question(f"SELECT ?x {{ VALUES ?x {{ {values} }} }}", result_form=form, note="/sparql?a&b#limits")
        )
    assert (answer.rows, answer.cut) == (2, "rows")
    assert len(Result.parse(io.BytesIO(answer.body), format=form).bindings) == 2
    found = ox.parse_query_results(answer.body, format=OXIGRAPH[form])
    assert isinstance(found, ox.QuerySolutions)
    assert len(list(found)) == 2
    if form == "json":
        assert json.loads(answer.body)["head"]["link"] == ["/sparql?a&b#limits"]


@pytest.mark.parametrize("form", GRAPH_FORMS)
def test_graphs_are_read_back_by_two_readers(pool: QueryPool, form: str) -> None:
    """Turtle, N-Triples, RDF/XML and JSON-LD."""
    query = """CONSTRUCT { <http://example.org/é> ?p ?o } WHERE { VALUES (?p ?o) {
      (<http://example.org/p> "a \\" <b> & \\n c"@nl) (<http://example.org/p> 7) (<http://example.org/q> <http://example.org/o>)
    } }"""
    answer = pool.run(Question(query, graph_form=form))
    names = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld"}
    formats = {"ttl": "TURTLE", "nt": "N_TRIPLES", "rdf": "RDF_XML", "jsonld": "JSON_LD"}
    by_rdflib = {(str(s), str(p), str(o)) for s, p, o in rdflib.Graph().parse(data=answer.body, format=names[form])}
    by_oxigraph = {
        (one.subject.value, one.predicate.value, one.object.value)
        for one in ox.parse(answer.body, format=getattr(ox.RdfFormat, formats[form]))
    }
    assert by_rdflib == by_oxigraph
    assert len(by_rdflib) == 3
