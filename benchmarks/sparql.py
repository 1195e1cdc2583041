"""SPARQL over HTTP side by side: widgraph with all its brakes on, rdflib-endpoint, `oxigraph serve`, Virtuoso.

    python benchmarks/sparql.py [--build build] [--seconds 5] [--rounds 3] [--only NAME ...]

Point look-up, join of three with GROUP BY, REGEX filter, by 1 and 8 clients, over the release and over a made-up graph
of about 100 000 triples. Needs wrk; Virtuoso is left out where it is not installed. rdflib-endpoint and oxigraph come
from PyPI into a virtual environment of their own. The servers take turns, round after round; medians are shown.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import tempfile
import urllib.request
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import _report
import _servers
from _data import KINDS, Data, release_data, synthetic_data
from _load import Load, measure
from _servers import Server

ACCEPT = "application/sparql-results+json"
#: By data, question, clients and server: what each round found.
Found = dict[tuple[str, str, int, str], list[tuple[Load, float]]]
Start = Callable[[Data], AbstractContextManager[Server]]


def servers(programs: Path, scratch: Path) -> dict[str, Start]:
    """Return how each server is started on some data, by name."""

    def ours(**settings: str) -> Start:
        def start(data: Data) -> AbstractContextManager[Server]:
            command, endpoint, named = _servers.widgraph(data.build, **settings)
            return _servers.running(command, endpoint, settings=named)

        return start

    found: dict[str, Start] = {
        "widgraph": ours(query_cache_mib="0", pages_ahead="0"),
        "widgraph, answers kept": ours(pages_ahead="0"),
        "rdflib-endpoint": lambda data: _servers.rdflib_endpoint(programs, data.triples),
        "oxigraph serve": lambda data: _servers.oxigraph(programs, data.triples),
    }
    if shutil.which("virtuoso-t"):
        found["Virtuoso"] = lambda data: _servers.virtuoso(scratch / f"virtuoso-{data.name}", data.triples)
    return found


def rows_of(endpoint: str, query: str) -> int:
    """Return how many rows a server answers with."""
    request = urllib.request.Request(f"{endpoint}?{urlencode({'query': query})}", headers={"Accept": ACCEPT})  # noqa: S310
    with urllib.request.urlopen(request, timeout=120) as answer:  # noqa: S310 - loopback
        return len(json.load(answer)["results"]["bindings"])


def measured(server: Server, queries: list[str], clients: int, seconds: int) -> tuple[Load, float]:
    """Measure one kind of query on one server; also return the milliseconds of processor time per answer."""
    path = urlsplit(server.endpoint).path
    before = server.cpu_seconds()
    paths = [f"{path}?{urlencode({'query': query})}" for query in queries]
    load = measure(server.endpoint, paths, clients, seconds, ACCEPT)
    return load, 1000 * (server.cpu_seconds() - before) / max(1, load.answers)


def main() -> None:
    """Measure and write the results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, default=_servers.ROOT / "build")
    parser.add_argument("--programs", type=Path, default=_servers.ROOT / "build/benchmark-environment")
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="*", help="servers to measure; nothing is written then")
    options = parser.parse_args()
    programs = _servers.environment(options.programs)
    found: Found = {}
    counts: dict[tuple[str, str], dict[str, int]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        datasets = [release_data(options.build), synthetic_data(Path(scratch))]
        starts = servers(programs, Path(scratch))
        for _ in range(options.rounds):
            for data in datasets:
                for name in options.only or starts:
                    with starts[name](data) as server:
                        for kind in KINDS:
                            queries = list(data.questions[kind])
                            counted = sum(rows_of(server.endpoint, query) for query in queries[:10])
                            counts.setdefault((data.name, kind), {})[name] = counted
                            for clients in (1, 8):
                                load = measured(server, queries, clients, options.seconds)
                                found.setdefault((data.name, kind, clients, name), []).append(load)
                                print(data.name, kind, clients, name, load, flush=True)
        sizes = ", ".join(f"{data.name} {data.size} triples" for data in datasets)
    for question, by_name in counts.items():
        if len(set(by_name.values())) != 1:
            raise SystemExit(f"The servers do not agree on {question}: {by_name}")
    if not options.only:
        _write(found, sizes, options.rounds, options.seconds)


def _write(found: Found, sizes: str, rounds: int, seconds: int) -> None:
    rates = {key: statistics.median(load.rate for load, _ in loads) for key, loads in found.items()}
    rows = []
    for (data, kind, clients, name), loads in sorted(found.items(), key=lambda item: item[0][:3]):
        rate = rates[data, kind, clients, name]
        rows.append(
            {
                "data": data,
                "question": kind,
                "clients": clients,
                "server": name,
                "answers per s": f"{rate:.0f}",
                "p50 ms": f"{statistics.median(load.p50 for load, _ in loads):.2f}",
                "p99 ms": f"{statistics.median(load.p99 for load, _ in loads):.2f}",
                "processor ms": f"{statistics.median(cpu for _, cpu in loads):.3f}",
                "failed": sum(load.failed for load, _ in loads),
                "times rdflib-endpoint": _share(rate, rates[data, kind, clients, "rdflib-endpoint"], 1),
                "of oxigraph serve": _share(rate, rates[data, kind, clients, "oxigraph serve"], 2),
            }
        )
    text = (
        f"Median of {rounds} rounds of {seconds} s, the servers in turn; each client asks different questions of one "
        f"kind, one after the other. Data: {sizes}. All servers gave the same number of rows. widgraph runs with every "
        "limit on, once without and once with its memory of answers. `processor ms` is the processor time of all "
        "processes of a server per answer: unlike the rate it hardly depends on what else the machine does."
    )
    _report.write("sparql", "SPARQL over HTTP side by side", text, rows)


def _share(rate: float, other: float, digits: int) -> str:
    return f"{rate / other:.{digits}f}" if other else "(it answered nothing in time)"


if __name__ == "__main__":
    main()
