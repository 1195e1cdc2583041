"""Queries from outside: answered in every form, stopped at every limit, and nothing is left behind."""

from __future__ import annotations

import asyncio
import contextlib
import csv
import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pyoxigraph as ox
import pytest
import rdflib
from tests.store.conftest import Pools
from tests.trap import trapping

from widgraph.errors import (
    QueryAbandoned,
    QueryBusy,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    QueryTooLarge,
    ReleaseError,
)
from widgraph.namespaces import BASE
from widgraph.settings import Settings
from widgraph.store import GRAPH_FORMS, RESULT_FORMS, QueryPool, Question

T = TypeVar("T")
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
    answer = pool.run(Question(TERMS, result_form=form))
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
    answer = pool.run(Question(TERMS, result_form="csv"))
    expected = "a,b,c,d\r\n" + (
        'https://example.org/é?a=b&c,"tab\there & <b> ""quoted"" \'one\'\nline",één,2022-03-24\r\n,,7.5,true\r\n'
    )
    assert answer.body.decode() == expected


@pytest.mark.parametrize("form", RESULT_FORMS)
def test_yes_and_no_have_a_form(pool: QueryPool, form: str) -> None:
    yes, no = (
        pool.run(Question("ASK {}", result_form=form)),
        pool.run(Question("ASK { FILTER(false) }", result_form=form)),
    )
    assert b"true" in yes.body
    assert b"false" in no.body


@pytest.mark.parametrize("form", GRAPH_FORMS)
def test_graphs_are_written_in_each_syntax(pool: QueryPool, form: str) -> None:
    answer = pool.run(Question("CONSTRUCT { ?s a ?o } WHERE { ?s a ?o } LIMIT 3", graph_form=form))
    formats = {"ttl": "TURTLE", "nt": "N_TRIPLES", "rdf": "RDF_XML", "jsonld": "JSON_LD"}
    assert len(set(ox.parse(answer.body, format=getattr(ox.RdfFormat, formats[form])))) == 3
    assert (answer.media_type, answer.rows, answer.cut) == (GRAPH_FORMS[form], 3, "")


def count(pool: QueryPool, query: str, **dataset: tuple[str, ...]) -> int:
    answer = pool.run(Question(query, default_graphs=dataset.get("default", ()), named_graphs=dataset.get("named", ())))
    return int(json.loads(answer.body)["results"]["bindings"][0]["n"]["value"])


def test_the_default_graph_is_the_union_unless_a_dataset_is_named(pool: QueryPool) -> None:
    """SPARQL 1.1 Query, section 13.2; Protocol, section 2.1.4: the one of the request wins."""
    register, edition = BASE + "id/graph/register", BASE + "id/graph/edition-2022"
    of_register = f"SELECT (COUNT(*) AS ?n) FROM <{register}> {{ ?s ?p ?o }}"  # noqa: S608 - SPARQL, and our own
    everything = count(pool, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    one = count(pool, of_register)
    other = count(pool, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", default=(edition,))
    assert 0 < one < everything
    assert 0 < other < everything
    assert one != other
    assert count(pool, of_register, default=(edition,)) == other
    named = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert count(pool, named, named=(register,)) == one
    assert count(pool, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", named=(register,)) == 0


def test_a_syntax_error_has_a_place(pool: QueryPool) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        pool.run("SELECT *\nWHERE { ?s ?p }")
    assert (caught.value.line, caught.value.column) == (2, 16)


def test_rows_are_cut_and_that_is_said(pool_of: Pools) -> None:
    answer = pool_of(query_rows=5).run("SELECT * { ?s ?p ?o }")
    assert (answer.rows, answer.cut) == (5, "rows")
    assert len(json.loads(answer.body)["results"]["bindings"]) == 5


@pytest.mark.parametrize("form", [*RESULT_FORMS, *GRAPH_FORMS])
def test_an_answer_with_too_many_bytes_is_cut_at_a_whole_row_or_triple(pool_of: Pools, form: str) -> None:
    query = "SELECT ?s ?o { ?s a ?o }" if form in RESULT_FORMS else "CONSTRUCT WHERE { ?s ?p ?o }"
    pool = pool_of(query_bytes=2500)
    if form in RESULT_FORMS:
        answer = pool.run(Question(query, result_form=form, note="/limits"))
    else:
        answer = pool.run(Question(query, graph_form=form, note="/limits"))
    assert answer.cut == "bytes"
    assert answer.rows > 2
    assert len(answer.body) < 2700
    assert rows_of(form, answer.body) == answer.rows


def rows_of(form: str, body: bytes) -> int:
    """Count the rows or triples as another reader finds them."""
    if form == "csv":
        return len(list(csv.reader(io.StringIO(body.decode())))) - 1
    if form in PARSERS:
        return len(list(ox.parse_query_results(body, format=PARSERS[form])))  # type: ignore[arg-type]
    return len(
        rdflib.Graph().parse(data=body, format={"ttl": "turtle", "rdf": "xml", "jsonld": "json-ld"}.get(form, form))
    )


def test_a_query_that_takes_too_long_is_stopped_and_the_next_one_is_answered(pool_of: Pools) -> None:
    pool = pool_of(query_seconds=0.7, query_workers=1)
    pool.run("ASK {}")
    before = pool.pids()
    start = time.monotonic()
    with pytest.raises(QueryTimeout, match=r"0\.7 seconds"):
        pool.run(CROSS)
    assert time.monotonic() - start < 3
    assert json.loads(pool.run("ASK {}").body)["boolean"] is True
    wait_for(lambda: len(set(before) - set(pool.pids())) == 1)
    wait_for(lambda: sum(map(gone, before)) == 1)


def test_a_query_that_needs_too_much_memory_ends_only_its_worker(pool_of: Pools) -> None:
    pool = pool_of(query_memory_mib=300, query_seconds=30.0)
    with pytest.raises(QueryTooLarge, match="300 MiB"):
        pool.run("SELECT (STRLEN(?d) AS ?n) { BIND('0123456789abcdef' AS ?s) " + doubled(30) + " }")
    assert json.loads(pool.run("ASK {}").body)["boolean"] is True


def test_a_full_pool_says_when_to_come_back(pool_of: Pools) -> None:
    pool = pool_of(waiting=0, query_workers=1, query_seconds=1.0, query_cache_mib=0)
    pool.run("ASK {}")
    with ThreadPoolExecutor(1) as threads:
        slow = threads.submit(pool.run, CROSS)
        time.sleep(0.3)
        with pytest.raises(QueryBusy) as caught:
            pool.run("ASK {}")
        assert isinstance(slow.exception(), QueryTimeout)
    assert caught.value.retry_after == 1


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


def test_closing_ends_every_worker(source: Path) -> None:
    pool = QueryPool(source, Settings(query_workers=3))
    pids = pool.pids()
    pool.close()
    assert len(pids) == 4
    wait_for(lambda: all(gone(pid) for pid in pids))


@pytest.fixture
def trap() -> Iterator[tuple[str, list[str]]]:
    with trapping() as found:
        yield found


#: A worker whose guard lets everything through: it closes its limits, evaluates, and says what came of it.
FOOLED = """
import sys
import pyoxigraph as ox
from widgraph.store import _sandbox, _worker
from widgraph.store._guard import Look
store, look = ox.Store(), Look("SELECT", False, True, False, False)
_worker.check_query = lambda query, longest: look
request = {"default": [], "named": [], "result_form": "json", "note": "", "longest": 0, "rows": 9, "bytes": 9999}
assert _sandbox.enter(512, files=False)
for query in sys.argv[1:]:
    print(_worker._answer(store, {**request, "edition": ("", 0), "query": query}))
"""


def test_a_worker_reaches_no_network_even_when_the_guard_is_fooled(trap: tuple[str, list[str]]) -> None:
    address, received = trap
    queries = [f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}", f"ASK {{ SERVICE <{address}> {{}} }}", "ASK {}"]
    done = subprocess.run([sys.executable, "-c", FOOLED, *queries], capture_output=True, text=True, check=True)
    answers = done.stdout.splitlines()
    assert len(answers) == 3
    assert all("The query cannot be run" in answer for answer in answers[:2])
    assert '"boolean":true' in answers[2]
    assert received == []


def test_the_pool_refuses_what_the_guard_refuses(pool: QueryPool) -> None:
    with pytest.raises(QueryRefused):
        pool.run("INSERT DATA { <a:a> <b:b> 1 }")


@pytest.mark.parametrize("reason", [signal.SIGSEGV, signal.SIGABRT, signal.SIGKILL])
def test_a_worker_that_falls_over_costs_one_answer(pool_of: Pools, reason: signal.Signals) -> None:
    pool = pool_of(query_workers=1)
    with ThreadPoolExecutor(1) as threads:
        lost = threads.submit(pool.run, CROSS)
        time.sleep(0.2)
        for pid in pool.pids():  # the idle ones too
            os.kill(pid, reason)
        expected = QueryRefused if reason == signal.SIGSEGV else QueryTooLarge
        assert isinstance(lost.exception(), expected)
    time.sleep(0.2)  # until the idle ones have ended too
    assert json.loads(pool.run("ASK {}").body)["boolean"] is True


def test_idle_workers_that_have_ended_cost_nobody_an_answer(pool_of: Pools) -> None:
    """As when the machine runs out of memory: whether they have answered before or never had to."""
    pool = pool_of(query_workers=2, query_cache_mib=0)
    pool.run("ASK {}")
    for pid in pool.pids():
        os.kill(pid, signal.SIGKILL)
    time.sleep(0.2)
    for _ in range(4):
        assert b"true" in pool.run("ASK {}").body


def test_the_process_that_forks_is_replaced_too(pool_of: Pools) -> None:
    pool = pool_of(query_workers=1, query_seconds=0.3)
    pool.run("ASK {}")
    os.kill(pool._server._process.pid, signal.SIGKILL)
    for _ in range(3):
        with pytest.raises(QueryTimeout):
            pool.run(CROSS)
        wait_for(lambda: len(pool.pids()) == 2)
    assert json.loads(pool.run("ASK {}").body)["boolean"] is True


def wait_for(true: Callable[[], bool], seconds: float = 10.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_query_nobody_waits_for_is_stopped(pool_of: Pools) -> None:
    pool = pool_of(query_workers=1, query_seconds=60.0)
    left = threading.Event()
    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(pool.run, CROSS, gone=left.is_set)
        wait_for(lambda: len(pool._busy) == 1)
        pid = next(iter(pool._busy)).pid
        left.set()
        assert isinstance(running.exception(10), QueryAbandoned)
    wait_for(lambda: gone(pid))


def test_one_place_is_kept_for_short_queries(pool_of: Pools) -> None:
    pool = pool_of(query_workers=2, query_seconds=3.0, query_cache_mib=0)
    with ThreadPoolExecutor(4) as threads:
        slow = [threads.submit(pool.run, CROSS + f" # {number}") for number in range(4)]
        answered = 0
        while not all(one.done() for one in slow):
            with contextlib.suppress(QueryBusy):
                answered += pool.run("ASK {}").body.count(b"true")
        kinds = [type(one.exception()) for one in slow]
    assert answered > 20
    assert QueryTimeout in kinds
    assert QueryBusy in kinds


def test_an_answer_is_kept_unless_it_changes_from_call_to_call(pool_of: Pools) -> None:
    pool = pool_of()
    assert pool.run("SELECT (1 AS ?x) {}") is pool.run("SELECT (1 AS ?x) {}")
    assert pool.run("SELECT (UUID() AS ?x) {}").body != pool.run("SELECT (UUID() AS ?x) {}").body


def test_a_worker_that_has_grown_is_replaced(pool_of: Pools) -> None:
    """The engine gives memory back late; a process gives it back when it ends."""
    pool = pool_of(query_workers=1, query_seconds=20.0)
    before = pool.pids()
    pool.run("SELECT (STRLEN(?d) AS ?n) { BIND('0123456789abcdef' AS ?s) " + doubled(22) + " }")
    wait_for(lambda: len(set(pool.pids()) - set(before)) == 1)


def doubled(times: int) -> str:
    steps = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(times))
    return f"BIND(?s AS ?x0) {steps} BIND(?x{times} AS ?d)"


def test_nothing_to_open_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="cannot open"):
        QueryPool(tmp_path / "nothing", Settings())


def test_a_query_that_computes_long_gives_way(pool_of: Pools) -> None:
    """By processor time, so that a busy machine makes no query long; the worker that gave way is replaced."""
    pool = pool_of(query_workers=1, query_seconds=2.0)
    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(pool.run, CROSS)
        wait_for(lambda: len(pool._busy) == 1)
        worker = next(iter(pool._busy))
        wait_for(lambda: worker.spent or running.done())
        assert worker.used() > 0.04
        assert running.done() or os.getpriority(os.PRIO_PROCESS, worker.pid) == 19


class Loop:
    """An event loop in a thread of its own; Playwright keeps one running in the main thread."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever)
        self._thread.start()

    def begin(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        return asyncio.run_coroutine_threadsafe(work, self.loop)

    def stop(self) -> None:
        if self._thread.is_alive():
            self.loop.call_soon_threadsafe(self.loop.stop)
            self._thread.join()

    def cancel(self) -> None:
        """Cancel what was still running when the loop was stopped, as a server does at its end."""

        async def others() -> None:
            left = asyncio.all_tasks() - {asyncio.current_task()}
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)

        ending = threading.Thread(target=lambda: self.loop.run_until_complete(others()))
        ending.start()
        ending.join()


@pytest.fixture
def owner() -> Iterator[Loop]:
    made = Loop()
    yield made
    made.stop()
    made.loop.close()


def test_a_pool_answers_in_the_loop_of_its_owner(pool_of: Pools, owner: Loop) -> None:
    pool = pool_of(query_cache_mib=0)
    pool.use_loop(owner.loop)
    threads = set(threading.enumerate())

    async def ask() -> bytes:
        answers = await asyncio.gather(*(pool.answer(Question(f"ASK {{}} # {number}")) for number in range(6)))
        return answers[-1].body

    assert b"true" in owner.begin(ask()).result(20)
    assert set(threading.enumerate()) <= threads
    owner.stop()
    pool.leave_loop(owner.loop)
    assert b"true" in pool.run("ASK {}").body, "after the loop of its owner the pool has one of its own"


def test_a_pool_answers_in_any_other_loop(pool_of: Pools, owner: Loop) -> None:
    pool = pool_of(query_cache_mib=0)
    assert b"true" in pool.run("ASK {}").body
    assert b"true" in owner.begin(pool.answer(Question("ASK {} # here"))).result(20).body
    assert owner.loop not in {worker._loop for worker in pool._idle}, "its workers stay in the loop of the pool"


def test_a_loop_that_ends_takes_its_queries_along(pool_of: Pools, owner: Loop) -> None:
    pool = pool_of(query_workers=1, query_cache_mib=0, query_seconds=60.0)
    pool.use_loop(owner.loop)
    for number in range(3):
        owner.begin(pool.answer(Question(f"{CROSS} # {number}")))
    wait_for(lambda: len(pool._busy) == 1)
    (pid,) = (worker.pid for worker in pool._busy)
    owner.stop()
    pool.leave_loop(owner.loop)
    wait_for(lambda: gone(pid))
    assert b"true" in pool.run("ASK {}").body
    owner.cancel()
    wait_for(lambda: len(pool.pids()) == 2)
    time.sleep(0.3)
    assert len(pool.pids()) == 2, "the worker that was lost has one successor"


def test_a_thread_that_waits_is_told_when_the_loop_has_ended(pool_of: Pools, owner: Loop) -> None:
    """As at Ctrl-C, while a page with a query in it is being made."""
    pool = pool_of(query_workers=1, query_cache_mib=0, query_seconds=60.0)
    pool.use_loop(owner.loop)
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(pool.run, CROSS)
        wait_for(lambda: len(pool._busy) == 1)
        owner.stop()
        owner.loop.close()
        pool.leave_loop(owner.loop)
        assert isinstance(waiting.exception(10), QueryBusy)
    assert b"true" in pool.run("ASK {}").body


def test_who_gives_up_waiting_leaves_the_place_to_others(pool_of: Pools, owner: Loop) -> None:
    pool = pool_of(query_workers=1, query_cache_mib=0, query_seconds=20.0)
    pool.use_loop(owner.loop)

    async def ask() -> bytes:
        slow = asyncio.ensure_future(pool.answer(Question(CROSS)))
        await asyncio.sleep(0.1)
        waiting = [asyncio.ensure_future(pool.answer(Question(f"ASK {{}} # {number}"))) for number in range(3)]
        await asyncio.sleep(0)
        for one in (waiting[0], slow, waiting[1]):
            one.cancel()
        return (await waiting[2]).body

    assert b"true" in owner.begin(ask()).result(10)
