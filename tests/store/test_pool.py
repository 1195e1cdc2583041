"""Queries from outside: answered in every form, stopped at every limit, and nothing is left behind."""

from __future__ import annotations

import http.server
import json
import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.store.conftest import Pools

from widgraph.errors import QueryBusy, QueryRefused, QuerySyntaxError, QueryTimeout, QueryTooLarge
from widgraph.namespaces import BASE
from widgraph.settings import Settings
from widgraph.store import GRAPH_FORMS, RESULT_FORMS, QueryPool
from widgraph.store._process import Process

CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
PARSERS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "tsv": ox.QueryResultsFormat.TSV,
}
TERMS = """SELECT * { VALUES (?a ?b ?c ?d) {
  (<https://example.org/é?a=b&c> "tab\\there & <b> \\"quoted\\" 'one'\\nline" "één"@nl-BE "2022-03-24"^^xsd:date)
  (UNDEF "" "7.5"^^xsd:decimal true)
} }"""


@pytest.mark.parametrize("form", PARSERS)
def test_results_are_read_back_by_another_reader(pool: QueryPool, form: str) -> None:
    """SPARQL 1.1 Query Results JSON, SPARQL Query Results XML, SPARQL 1.1 Query Results CSV and TSV."""
    answer = pool.run(TERMS, result_form=form)
    assert answer.media_type == RESULT_FORMS[form]
    found = ox.parse_query_results(answer.body, format=PARSERS[form])
    assert isinstance(found, ox.QuerySolutions)
    rows = [[solution[name] for name in "abcd"] for solution in found]
    xsd = "http://www.w3.org/2001/XMLSchema#"
    assert rows == [
        [
            ox.NamedNode("https://example.org/é?a=b&c"),
            ox.Literal("tab\there & <b> \"quoted\" 'one'\nline"),
            ox.Literal("één", language="nl-be"),
            ox.Literal("2022-03-24", datatype=ox.NamedNode(xsd + "date")),
        ],
        [
            None,
            ox.Literal(""),
            ox.Literal("7.5", datatype=ox.NamedNode(xsd + "decimal")),
            ox.Literal("true", datatype=ox.NamedNode(xsd + "boolean")),
        ],
    ]


def test_csv_holds_plain_values_and_ends_its_lines_as_rfc_4180_wants(pool: QueryPool) -> None:
    answer = pool.run(TERMS, result_form="csv")
    expected = "a,b,c,d\r\n" + (
        'https://example.org/é?a=b&c,"tab\there & <b> ""quoted"" \'one\'\nline",één,2022-03-24\r\n,,7.5,true\r\n'
    )
    assert answer.body.decode() == expected


@pytest.mark.parametrize("form", RESULT_FORMS)
def test_yes_and_no_have_a_form(pool: QueryPool, form: str) -> None:
    yes, no = pool.run("ASK {}", result_form=form), pool.run("ASK { FILTER(false) }", result_form=form)
    assert b"true" in yes.body
    assert b"false" in no.body


@pytest.mark.parametrize("form", GRAPH_FORMS)
def test_graphs_are_written_in_each_syntax(pool: QueryPool, form: str) -> None:
    answer = pool.run("CONSTRUCT { ?s a ?o } WHERE { ?s a ?o } LIMIT 3", graph_form=form)
    formats = {"ttl": "TURTLE", "nt": "N_TRIPLES", "rdf": "RDF_XML", "jsonld": "JSON_LD"}
    assert len(set(ox.parse(answer.body, format=getattr(ox.RdfFormat, formats[form])))) == 3
    assert (answer.media_type, answer.rows, answer.cut) == (GRAPH_FORMS[form], 3, False)


def count(pool: QueryPool, query: str, **dataset: list[str]) -> int:
    answer = pool.run(query, default_graphs=dataset.get("default", []), named_graphs=dataset.get("named", []))
    return int(json.loads(answer.body)["results"]["bindings"][0]["n"]["value"])


def test_the_default_graph_is_the_union_unless_a_dataset_is_named(pool: QueryPool) -> None:
    """SPARQL 1.1 Query, section 13.2; Protocol, section 2.1.4: the one of the request wins."""
    register, edition = BASE + "id/graph/register", BASE + "id/graph/edition-2022"
    of_register = f"SELECT (COUNT(*) AS ?n) FROM <{register}> {{ ?s ?p ?o }}"  # noqa: S608 - SPARQL, and our own
    everything = count(pool, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    one = count(pool, of_register)
    other = count(pool, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", default=[edition])
    assert 0 < one < everything
    assert 0 < other < everything
    assert one != other
    assert count(pool, of_register, default=[edition]) == other
    named = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert count(pool, named, named=[register]) == one
    assert count(pool, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", named=[register]) == 0


def test_a_syntax_error_has_a_place(pool: QueryPool) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        pool.run("SELECT *\nWHERE { ?s ?p }")
    assert (caught.value.line, caught.value.column) == (2, 16)


def test_rows_are_cut_and_that_is_said(pool_of: Pools) -> None:
    answer = pool_of(query_rows=5).run("SELECT * { ?s ?p ?o }")
    assert (answer.rows, answer.cut) == (5, True)
    assert len(json.loads(answer.body)["results"]["bindings"]) == 5


def test_an_answer_that_is_too_long_is_stopped(pool_of: Pools) -> None:
    with pytest.raises(QueryTooLarge, match="1000 bytes"):
        pool_of(query_bytes=1000).run("SELECT * { ?s ?p ?o }")


def test_a_query_that_takes_too_long_is_stopped_and_the_next_one_is_answered(pool_of: Pools) -> None:
    pool = pool_of(query_seconds=0.7, query_workers=1)
    pool.run("ASK {}")
    before = pool.pids()
    start = time.monotonic()
    with pytest.raises(QueryTimeout, match=r"0\.7 seconds"):
        pool.run(CROSS)
    assert time.monotonic() - start < 3
    assert json.loads(pool.run("ASK {}").body)["boolean"] is True
    assert pool.pids() != before
    assert gone(before[0])


def test_a_query_that_needs_too_much_memory_ends_only_its_worker(pool_of: Pools) -> None:
    pool = pool_of(query_memory_mib=600, query_seconds=30.0)
    with pytest.raises(QueryTooLarge, match="600 MiB"):
        pool.run("SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?e), STR(?i))) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    assert json.loads(pool.run("ASK {}").body)["boolean"] is True


def test_a_full_pool_says_when_to_come_back(pool_of: Pools) -> None:
    pool = pool_of(waiting=0, query_workers=1, query_seconds=2.0)
    pool.run("ASK {}")
    with ThreadPoolExecutor(1) as threads:
        slow = threads.submit(pool.run, CROSS)
        time.sleep(0.3)
        with pytest.raises(QueryBusy) as caught:
            pool.run("ASK {}")
        assert isinstance(slow.exception(), QueryTimeout)
    assert caught.value.retry_after == 2


def test_many_at_once_are_all_answered(pool_of: Pools) -> None:
    pool = pool_of(waiting=40, query_workers=2)
    with ThreadPoolExecutor(20) as threads:
        answers = list(threads.map(lambda number: pool.run(f"SELECT ({number} AS ?n) {{}}"), range(40)))
    assert [json.loads(answer.body)["results"]["bindings"][0]["n"]["value"] for answer in answers] == [
        str(number) for number in range(40)
    ]


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_closing_ends_every_worker(folder: Path) -> None:
    pool = QueryPool(folder, Settings(query_workers=3))
    pids = pool.pids()
    pool.close()
    assert len(pids) == 3
    assert all(gone(pid) for pid in pids)


@pytest.fixture
def trap() -> Iterator[tuple[str, list[str]]]:
    """A server that must receive nothing."""
    received: list[str] = []

    class Trap(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            received.append(self.path)
            self.send_error(500)

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Trap)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/", received
    server.shutdown()
    server.server_close()


def test_a_worker_reaches_no_network_even_when_the_guard_is_fooled(folder: Path, trap: tuple[str, list[str]]) -> None:
    address, received = trap
    process = Process(folder, 1024)
    request = {"dataset": False, "default": [], "named": [], "result_form": "json", "graph_form": "ttl"}
    try:
        for query in (f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}", f"ASK {{ SERVICE <{address}> {{}} }}"):
            header, _ = process.ask({**request, "query": query, "rows": 10, "bytes": 10_000}, 10.0)
            assert header["error"] == "failed"
    finally:
        process.stop()
    assert received == []


def test_the_pool_refuses_what_the_guard_refuses(pool: QueryPool) -> None:
    with pytest.raises(QueryRefused):
        pool.run("INSERT DATA { <a:a> <b:b> 1 }")
