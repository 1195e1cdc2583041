"""A resource page and its Turtle: widgraph, Trifid, and the same page as a file under nginx; one run, the same data.

  python benchmarks/pages.py [--seconds 4] [--rounds 3]

Needs wrk and nginx (make test-system) and Trifid (npm ci --prefix benchmarks). The load comes from wrk: a client in
Python would be slower than nginx and take the second core away from the server. "First time" is widgraph with its store
of answers switched off (`page_cache_mib = 0`), so that every answer is made anew; Trifid keeps none. Writes
results/pages.csv and results/pages.md with the machine and the day.
"""

from __future__ import annotations

import argparse
import csv
import http.client
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from widgraph.release import Release, make_release, open_release

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).parent / "results"
CLIENTS = (1, 8)
#: Every initiative: the pages people open most, of many sizes.
PATHS = tuple(f"initiative/i{number:04}" for number in range(1, 131))
_ADDRESSES = (("/doc/", ".html"), ("/doc/", ".ttl"), ("/id/", ""))
_LUA = """
local paths, at = {}, 0
for line in io.lines("PATHS") do paths[#paths + 1] = line end
request = function()
  at = at % #paths + 1
  return wrk.format(nil, paths[at])
end
done = function(summary, latency)
  local errors = summary.errors
  print(string.format("RESULT %d %d %d %d %d", summary.requests, summary.duration, latency:percentile(50),
    latency:percentile(99), errors.status + errors.connect + errors.read + errors.timeout))
end
"""


@dataclass(frozen=True)
class Target:
    """What is asked: its name, the server it runs on, the addresses, and the headers sent."""

    what: str
    server: str
    port: int
    paths: tuple[str, ...]
    headers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Measured:
    """Requests per second, median and 99th percentile in milliseconds; several rounds give the median round."""

    target: Target
    clients: int
    rate: float
    p50: float
    p99: float


def main() -> int:
    """Measure and write the results; says what is missing when something needed is not here."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seconds", type=int, default=4)
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    modules = Path(__file__).parent / "node_modules" / "trifid"
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if not (shutil.which("wrk") and nginx and modules.is_dir()):
        print("pages: left out, needs wrk and nginx (make test-system) and Trifid (npm ci --prefix benchmarks)")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        found = _measure(Path(folder), given.seconds, given.rounds)
    _write(found)
    return 0


def _measure(folder: Path, seconds: int, rounds: int) -> list[Measured]:
    make_release(ROOT / "data", folder / "build")
    release = open_release(folder / "build")
    serve = [sys.executable, "-m", "widgraph", "serve", "--build", str(folder / "build"), "--port"]
    html, turtle, things = (tuple(f"{start}{one}{end}" for one in PATHS) for start, end in _ADDRESSES)
    (folder / "files").mkdir()
    with (
        _server([*serve, "38601"], 38601, "/healthz"),
        _server([*serve, "38602"], 38602, "/healthz", WIDGRAPH_PAGE_CACHE_MIB="0"),
        _server(
            [str(ROOT / "scripts/trifid"), str(_plain(release, folder)), str(folder / "trifid"), "38603"],
            38603,
            things[0],
        ),
    ):
        tag = _save(folder / "files", 38601)
        with _server(
            [str(ROOT / "scripts/nginx"), str(folder / "files"), str(folder / "nginx"), "38604"], 38604, "/page.html"
        ):
            targets = [
                Target("page, first time", "widgraph", 38602, html),
                Target("page, warm", "widgraph", 38601, html),
                Target("page, not modified", "widgraph", 38601, html[:1], (f"If-None-Match: {tag}",)),
                Target("page", "Trifid", 38603, things, ("Accept: text/html",)),
                Target("page", "nginx, a file", 38604, ("/page.html",)),
                Target("Turtle, first time", "widgraph", 38602, turtle),
                Target("Turtle, warm", "widgraph", 38601, turtle),
                Target("Turtle", "Trifid", 38603, things, ("Accept: text/turtle",)),
                Target("Turtle", "nginx, a file", 38604, ("/page.ttl",)),
            ]
            runs: dict[tuple[Target, int], list[Measured]] = {
                (one, clients): [] for one in targets for clients in CLIENTS
            }
            for target in targets:
                _visit(target)
            for _ in range(rounds):  # one after the other in every round, so that a busy moment meets them all
                for target, clients in runs:
                    runs[target, clients].append(_load(folder, target, clients, seconds))
    return [sorted(of, key=lambda one: one.rate)[len(of) // 2] for of in runs.values()]


def _plain(release: Release, folder: Path) -> Path:
    """The dump as the release has it; Trifid reads N-Triples."""
    copied = folder / "all.nt"
    shutil.copy(release.dump("nt"), copied)
    return copied


def _save(folder: Path, port: int) -> str:
    """Keep one page and its Turtle as files for nginx; return the tag of the page."""
    for name, path in (("page.html", f"/doc/{PATHS[0]}.html"), ("page.ttl", f"/doc/{PATHS[0]}.ttl")):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
            (folder / name).write_bytes(answer.read())
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/doc/{PATHS[0]}.html") as answer:
        return str(answer.headers["ETag"])


@contextmanager
def _server(command: Sequence[str], port: int, path: str, **environment: str) -> Iterator[None]:
    """Run a server until it answers and as long as the block runs."""
    process = subprocess.Popen(  # noqa: S603
        command,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        for _ in range(300):
            try:
                request = urllib.request.Request(
                    f"http://127.0.0.1:{port}{path}", headers={"Accept": "text/turtle, */*"}
                )
                urllib.request.urlopen(request, timeout=5).close()  # noqa: S310
                break
            except OSError:
                if process.poll() is not None:
                    raise RuntimeError(f"{command[0]} ended with {process.returncode}") from None
                time.sleep(0.2)
        else:
            raise RuntimeError(f"{command[0]} did not answer within a minute")
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(10)


def _visit(target: Target) -> None:
    """Ask every address once, so that what a server keeps is there before it is measured."""
    connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=60)
    for path in target.paths:
        connection.request("GET", path, headers=dict(header.split(": ", 1) for header in target.headers))
        connection.getresponse().read()
    connection.close()


def _load(folder: Path, target: Target, clients: int, seconds: int) -> Measured:
    paths, script = folder / "paths.txt", folder / "load.lua"
    paths.write_text("\n".join(target.paths) + "\n", encoding="utf-8")
    script.write_text(_LUA.replace("PATHS", str(paths)), encoding="utf-8")
    headers = [part for header in target.headers for part in ("-H", header)]
    command = ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "--timeout", "10s", "-s", str(script), *headers]
    said = subprocess.run(  # noqa: S603 - our own command
        [*command, f"http://127.0.0.1:{target.port}"], capture_output=True, text=True, check=True
    ).stdout
    match = re.search(r"RESULT (\d+) (\d+) (\d+) (\d+) (\d+)", said)
    if match is None or int(match[5]):
        raise RuntimeError(f"{target.what} of {target.server}: {said}")
    requests, micros, p50, p99, _ = (int(one) for one in match.groups())
    return Measured(target, clients, requests / micros * 1e6, p50 / 1000, p99 / 1000)


def _times(one: Measured, found: Sequence[Measured]) -> float:
    """How many times Trifid's rate for the same kind of answer and number of clients."""
    kind = one.target.what.partition(",")[0]
    other = next(
        peer
        for peer in found
        if peer.target.server == "Trifid" and peer.target.what == kind and peer.clients == one.clients
    )
    return one.rate / other.rate


def _write(found: Sequence[Measured]) -> None:
    RESULTS.mkdir(exist_ok=True)
    rows = [
        (
            one.target.what,
            one.target.server,
            one.clients,
            round(one.rate),
            one.p50,
            one.p99,
            round(_times(one, found), 1),
        )
        for one in found
    ]
    with (RESULTS / "pages.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("what", "server", "clients", "requests_per_second", "p50_ms", "p99_ms", "times_trifid"))
        writer.writerows(rows)
    lines = [
        "# Pages",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} processors ({_processor()}), Linux {platform.release()}, "
        f"Python {platform.python_version()}; load by wrk, every initiative in turn. Load of the machine before: "
        f"{os.getloadavg()[0]:.1f}. Written by `python benchmarks/pages.py`.",
        "",
        "| what | server | clients | requests/s | p50 ms | p99 ms | times Trifid |",
        "|---|---|--:|--:|--:|--:|--:|",
        *(f"| {' | '.join(str(cell) for cell in row)} |" for row in rows),
    ]
    (RESULTS / "pages.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


if __name__ == "__main__":
    raise SystemExit(main())
