"""A resource page and its Turtle side by side: widgraph, Trifid, and the same answer as a file under nginx.

    python benchmarks/pages.py [--build build] [--rounds 3] [--seconds 3]

Every initiative is asked for in turn, by 1 and by 8 clients, the servers after one another in every round. "Made anew"
is widgraph without its memory of answers (page_cache_mib = 0), so that each answer is made for its reader; "made ahead"
is widgraph as it is started, a while after, when it has made its pages before anybody asked. Of both, how long the
first request for each address takes is measured before anything else. Trifid keeps no answers. Needs wrk and nginx
(make test-system) and Trifid (npm ci --prefix benchmarks); scripts/trifid and scripts/nginx say how each is started.
"""

from __future__ import annotations

import argparse
import http.client
import shutil
import statistics
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import _report
import _servers
from _load import Load, measure

from widgraph.release import make_release, open_release

CLIENTS = (1, 8)
_THINGS = tuple(f"initiative/i{number:04}" for number in range(1, 131))
_MODULES = Path(__file__).parent / "node_modules/trifid"
_ACCEPT = {"page": "text/html", "Turtle": "text/turtle"}


@dataclass(frozen=True)
class Case:
    """What is asked of which running server: the kind of answer, how it comes about, the paths, one more header."""

    kind: str
    name: str
    server: _servers.Server
    paths: tuple[str, ...]
    headers: tuple[str, ...] = ()


def main() -> None:
    """Measure and write results/pages.csv and .md."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--build", type=Path, help="folder of releases; without it, one is built")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--seconds", type=int, default=3)
    given = options.parse_args()
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if not (shutil.which("wrk") and nginx and _MODULES.is_dir()):
        print("pages: left out; needs wrk and nginx (make test-system) and Trifid (npm ci --prefix benchmarks)")
        return
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        build = given.build or folder / "build"
        if given.build is None:
            make_release(_servers.ROOT / "data", build)
        cases = list(_cases(stack, folder, build))
        first = "; ".join(_first_times(case) for case in cases if case.name.startswith("widgraph, made"))
        for case in cases:
            _ask_each(case)
        rows = _measured(cases, given.rounds, given.seconds)
    _report.write(
        "pages", "Pages and Turtle side by side", _TEXT.format(given=given, number=len(_THINGS), first=first), rows
    )
    print((_report.RESULTS / "pages.md").read_text(encoding="utf-8"))


_TEXT = (
    "Median of {given.rounds} rounds of {given.seconds} s, {number} initiatives in turn. `processor ms` is the time "
    "that all processes of a server compute per answer: unlike the rate it hardly depends on what else the machine "
    "does. `times Trifid` compares rates, `by processor` the time computed per answer. The very first request for each "
    "address, one after the other: {first}."
)


def _cases(stack: ExitStack, folder: Path, build: Path) -> Iterator[Case]:
    html, turtle = (tuple(f"/doc/{one}.{form}" for one in _THINGS) for form in ("html", "ttl"))
    things = tuple(f"/id/{one}" for one in _THINGS)
    ahead = stack.enter_context(_widgraph(build))
    anew = stack.enter_context(_widgraph(build, page_cache_mib="0"))
    tag = _save(folder / "files", anew)
    port = _servers.free_port()
    command = [_servers.ROOT / "scripts/trifid", open_release(build).dump("nt"), folder / "trifid", str(port)]
    trifid = stack.enter_context(_servers.running(command, f"http://127.0.0.1:{port}/query"))
    port = _servers.free_port()
    command = [_servers.ROOT / "scripts/nginx", folder / "files", folder / "nginx", str(port)]
    nginx = stack.enter_context(_servers.running(command, f"http://127.0.0.1:{port}/page.html"))
    for kind, paths, file in (("page", html, "/page.html"), ("Turtle", turtle, "/page.ttl")):
        yield Case(kind, "widgraph, made anew", anew, paths)
        yield Case(kind, "widgraph, made ahead", ahead, paths)
        if kind == "page":
            yield Case(kind, "widgraph, not modified (304)", ahead, paths[:1], (f"If-None-Match: {tag}",))
        yield Case(kind, "Trifid", trifid, things)
        yield Case(kind, "nginx, a file", nginx, (file,))


@contextmanager
def _widgraph(build: Path, **settings: str) -> Iterator[_servers.Server]:
    command, endpoint, named = _servers.widgraph(build, **settings)
    with _servers.running(command, endpoint, settings=named) as server:
        yield server


def _save(folder: Path, server: _servers.Server) -> str:
    """Keep one page and its Turtle as files for nginx; return the tag of the page."""
    folder.mkdir()
    tag = ""
    for name in ("page.ttl", "page.html"):
        address = server.endpoint.replace("/sparql", f"/doc/{_THINGS[0]}.{name.partition('.')[2]}")
        with urllib.request.urlopen(address) as answer:  # noqa: S310 - loopback
            (folder / name).write_bytes(answer.read())
            tag = str(answer.headers["ETag"])
    return tag


def _first_times(case: Case) -> str:
    """Return in words how long the first request for each address takes, once the server has nothing else to do."""
    case.server.rest()
    connection = http.client.HTTPConnection(urlsplit(case.server.endpoint).netloc, timeout=60)
    times = []
    for path in case.paths:
        start = time.perf_counter()
        connection.request("GET", path, headers={"Accept": _ACCEPT[case.kind]})
        connection.getresponse().read()
        times.append((time.perf_counter() - start) * 1000)
    connection.close()
    return f"{case.kind} {case.name}, median {statistics.median(times):.2f} ms, longest {max(times):.2f} ms"


def _ask_each(case: Case) -> None:
    for path in case.paths:
        address = case.server.endpoint.partition("//")[2].partition("/")[0]
        request = urllib.request.Request(f"http://{address}{path}", headers={"Accept": _ACCEPT[case.kind]})
        urllib.request.urlopen(request, timeout=60).close()  # noqa: S310 - loopback


def _measured(cases: list[Case], rounds: int, seconds: int) -> list[dict[str, object]]:
    found: dict[tuple[int, int], list[tuple[Load, float]]] = {}
    for _ in range(rounds):
        for place, case in enumerate(cases):
            for clients in CLIENTS:
                before = case.server.cpu_seconds()
                load = measure(case.server.endpoint, case.paths, clients, seconds, _ACCEPT[case.kind], case.headers)
                spent = (case.server.cpu_seconds() - before) * 1000 / max(1, load.answers)
                found.setdefault((place, clients), []).append((load, spent))
    rates = {key: statistics.median(load.rate for load, _ in of) for key, of in found.items()}
    costs = {key: statistics.median(spent for _, spent in of) for key, of in found.items()}
    rows = []
    for (place, clients), of in found.items():
        peer = next(at for at, one in enumerate(cases) if (one.kind, one.name) == (cases[place].kind, "Trifid"))
        rate, spent = rates[place, clients], costs[place, clients]
        rows.append(
            {
                "answer": cases[place].kind,
                "clients": clients,
                "server": cases[place].name,
                "answers per s": round(rate),
                "p50 ms": f"{statistics.median(load.p50 for load, _ in of):.2f}",
                "p99 ms": f"{statistics.median(load.p99 for load, _ in of):.2f}",
                "processor ms": f"{spent:.3f}",
                "failed": sum(load.failed for load, _ in of),
                "times Trifid": f"{rate / rates[peer, clients]:.1f}",
                "by processor": f"{costs[peer, clients] / spent:.1f}" if spent else "",
            }
        )
    return rows


if __name__ == "__main__":
    main()
