"""What a larger graph costs: the release written out so many times under other names, served as it is.

    python benchmarks/scale.py [--build build] [--times 1 10 100 1000] [--seconds 5]

Of every thing there are so many copies with identifiers of their own; codes are shared: an objective or audience
has so many times its initiatives. Pages and their Turtle of initiatives from all copies and point queries are asked by
one client, nothing kept or made ahead. Needs wrk.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode

import _report
import _servers
import pyoxigraph as ox
from _load import measure

from hostile import memory_mib
from widgraph import queries
from widgraph.release import Manifest, open_release

#: The names of graphs are no things.
_IDENTIFIER = re.compile(rb"(<https://w3id\.org/widgraph/id/(?!graph/)[a-z-]+/)")
_INITIATIVES = 130
_ASKED = 400
_HERE = Path(__file__).parent


def copied(dump: Path, times: int, target: Path) -> None:
    """Write the dump so many times, the things of each copy but the first under identifiers of their own."""
    text = dump.read_bytes()
    with target.open("wb") as file:
        for number in range(times):
            mark = _mark(number).encode()
            file.write(_IDENTIFIER.sub(rb"\g<1>" + mark, text) if mark else text)


def _mark(number: int) -> str:
    return f"k{number}-" if number else ""


def made(build: Path, times: int, folder: Path) -> float:
    """Make a release of so many copies; return the seconds that loading its store took."""
    release = open_release(build)
    target = folder / f"releases/{times}"
    (target / "dumps").mkdir(parents=True)
    copied(release.dump("nq"), times, target / "dumps/widgraph.nq")
    start = time.monotonic()
    store = ox.Store(str(target / "store"))
    store.bulk_load(path=str(target / "dumps/widgraph.nq"), format=ox.RdfFormat.N_QUADS)
    store.flush()
    store.optimize()
    taken = time.monotonic() - start
    old = release.manifest
    manifest = Manifest(f"{old.version}-{times:012x}", old.version, len(store), dict(old.graphs), {}, issued=old.issued)
    (target / "manifest.json").write_text(manifest.dumps(), encoding="utf-8")
    (folder / "current").symlink_to(f"releases/{times}")
    return taken


def asked(times: int) -> dict[str, tuple[str, list[str]]]:
    """Return media type and paths of what is asked, spread over the copies."""
    spread = [
        f"initiative/{_mark(number * times // _ASKED)}i{number % _INITIATIVES + 1:04}" for number in range(_ASKED)
    ]
    point = (_HERE / "queries/release-point.rq").read_text(encoding="utf-8")
    bound = [queries.bind(point, {"this": ox.NamedNode(f"https://w3id.org/widgraph/id/{one}")}) for one in spread]
    return {
        "page": ("text/html", [f"/doc/{one}.html" for one in spread]),
        "Turtle": ("text/turtle", [f"/doc/{one}.ttl" for one in spread]),
        "point query": ("application/sparql-results+json", [f"/sparql?{urlencode({'query': one})}" for one in bound]),
    }


def measured(build: Path, times: int, seconds: int) -> dict[str, object]:
    """Return what one size costs."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        loading = made(build, times, folder)
        size = sum(file.stat().st_size for file in folder.glob(f"releases/{times}/store/*"))
        command, endpoint, settings = _servers.widgraph(folder, page_cache_mib="0", query_cache_mib="0")
        start = time.monotonic()
        with _servers.running(command, endpoint, settings=settings) as server:
            row: dict[str, object] = {
                "times": times,
                "statements": open_release(folder).manifest.quads,
                "store filled in s": f"{loading:.1f}",
                "store MB": round(size / 1e6),
                "answers after s": f"{time.monotonic() - start:.1f}",
            }
            for kind, (accept, paths) in asked(times).items():
                measure(endpoint, paths, 1, 2, accept)
                load = measure(endpoint, paths, 1, seconds, accept)
                row |= {
                    f"{kind} ms": f"{load.p50:.2f}",
                    f"{kind} p99": f"{load.p99:.2f}",
                    f"{kind} failed": load.failed,
                }
            return {**row, "memory MiB": memory_mib(server.session)}


def main() -> None:
    """Measure and write results/scale.csv and .md."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, default=_servers.ROOT / "build")
    parser.add_argument("--times", type=int, nargs="+", default=[1, 10, 100])
    parser.add_argument("--seconds", type=int, default=5)
    options = parser.parse_args()
    rows = []
    for times in options.times:
        rows.append(measured(options.build, times, options.seconds))
        print(rows[-1], flush=True)
    text = (
        "One client asks pages and Turtle of initiatives from all copies, and point queries; medians and 99th "
        "percentiles in ms. Nothing is kept or made ahead. Up to two million statements query workers hold the graph "
        "in memory, above they read it from disk."
    )
    _report.write("scale", "A larger graph", text, rows)


if __name__ == "__main__":
    main()
