"""What good clients notice of an attack: rates and latencies of pages and queries, without and with two attackers.

    python benchmarks/hostile.py [--build build] [--seconds 10] [--limit 1.0]

First every hostile query of the test suite, one at a time: how long until it is answered, and how long a good query
right after it takes. Then pages and short queries, each asked by two clients, alone and beside two attackers that send
nothing but joins of everything with everything. Needs wrk.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import _report
import _servers
from _load import measure

sys.path.insert(0, str(_servers.ROOT))
from tests.hostile.cases import CASES, PRODUCTS

_GOOD = (_servers.ROOT / "src/widgraph/queries/meetings.rq").read_text(encoding="utf-8")
_PAGES = ["/meetings?lang=en", "/initiatives?lang=fr", "/doc/initiative/i0042.html?lang=nl", "/coverage?lang=de"]


def ask(endpoint: str, query: str) -> int:
    """Return the status of the answer to a query sent as a form."""
    request = Request(endpoint, urlencode({"query": query}).encode())  # noqa: S310 - loopback
    try:
        with urlopen(request, timeout=60) as answer:  # noqa: S310 - loopback
            answer.read()
            return int(answer.status)
    except HTTPError as error:
        error.read()
        return error.code


def memory_mib(session: int) -> int:
    """Return what all processes of a session hold, what they share counted once."""
    total = 0
    for path in Path("/proc").glob("[0-9]*"):
        try:
            if int((path / "stat").read_text().rpartition(")")[2].split()[3]) == session:
                lines = (path / "smaps_rollup").read_text().splitlines()
                total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        except (OSError, StopIteration):
            continue
    return total >> 10


def one_at_a_time(endpoint: str, limit: float) -> list[dict[str, object]]:
    """Return for each hostile query how long it and a good query after it took, in seconds and milliseconds."""
    rows: list[dict[str, object]] = []
    for name, query in CASES.items():
        start = time.monotonic()
        status = ask(endpoint, query.replace("ADDRESS", "http://127.0.0.1:9/"))
        taken = time.monotonic() - start
        start = time.monotonic()
        good = ask(endpoint, "ASK {}")
        after = time.monotonic() - start
        late = f"{max(0.0, taken - limit):.3f}"
        row = {"hostile query": name, "status": status, "answered after s": f"{taken:.3f}", "over the limit s": late}
        rows.append({**row, "good query after it": good, "after ms": f"{after * 1000:.1f}"})
        print(row, flush=True)
    return rows


@contextmanager
def attackers(endpoint: str, number: int) -> Iterator[None]:
    """Keep so many clients sending endless queries."""
    ending = threading.Event()

    def attack(own: int) -> None:
        turn = 0
        while not ending.is_set():
            turn += 1
            ask(endpoint, f"{list(PRODUCTS.values())[turn % 5]} # {own}-{turn}")

    threads = [threading.Thread(target=attack, args=(one,)) for one in range(number)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ending.set()
        for thread in threads:
            thread.join()


def beside(endpoint: str, seconds: int) -> list[dict[str, object]]:
    """Return rates and latencies of good clients, alone and under attack."""
    site = endpoint.removesuffix("/sparql")
    short = [f"/sparql?{urlencode({'query': f'{_GOOD} # {number}'})}" for number in range(500)]
    kinds = {"pages": (_PAGES, "text/html"), "short queries": (short, "application/sparql-results+json")}
    found: dict[tuple[str, str], list[tuple[float, float, float, int]]] = {}
    for _ in range(3):
        for kind, (paths, accept) in kinds.items():
            for name, number in (("alone", 0), ("two attackers", 2)):
                with attackers(endpoint, number):
                    load = measure(site, paths, 2, seconds, accept)
                found.setdefault((kind, name), []).append((load.rate, load.p50, load.p99, load.failed))
    rows: list[dict[str, object]] = []
    for (kind, name), loads in found.items():
        rate, p50, p99 = (statistics.median(load[place] for load in loads) for place in range(3))
        alone = statistics.median(load[0] for load in found[kind, "alone"])
        share = f"{100 * rate / alone:.0f} %"
        row = {"good clients": kind, "beside": name, "answers per s": f"{rate:.0f}", "of the rate alone": share}
        rows.append({**row, "p50 ms": f"{p50:.2f}", "p99 ms": f"{p99:.2f}", "failed": sum(load[3] for load in loads)})
    return rows


def main() -> None:
    """Measure and write the results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, default=_servers.ROOT / "build")
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--limit", type=float, default=1.0)
    options = parser.parse_args()
    command, endpoint, settings = _servers.widgraph(
        options.build, query_seconds=str(options.limit), query_cache_mib="0"
    )
    with _servers.running(command, endpoint, settings=settings) as server:
        for _ in range(50):
            ask(endpoint, _GOOD)
        server.rest()
        before = memory_mib(server.session)
        rows = one_at_a_time(endpoint, options.limit)
        time.sleep(2)
        after = memory_mib(server.session)
        good = beside(endpoint, options.seconds)
    late = max(float(str(row["over the limit s"])) for row in rows)
    slowest = max(float(str(row["after ms"])) for row in rows)
    text = (
        f"{len(rows)} hostile queries, time limit {options.limit:g} s; the latest was answered {late:.3f} s over the "
        f"limit, and the slowest good query right after one took {slowest:.1f} ms. All processes together held "
        f"{before} MiB before and {after} MiB after. No query is answered from memory."
    )
    _report.write("hostile", "Hostile queries one by one", text, rows)
    attack = (
        f"Two good clients for {options.seconds} s, median of three rounds, alone and beside two attackers that send "
        "joins of everything with everything. No query is answered from memory; pages are kept, as they always are."
    )
    _report.write("hostile-beside", "Good clients beside attackers", attack, good)


if __name__ == "__main__":
    main()
