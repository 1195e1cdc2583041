"""The services that are compared, each started on loopback as its makers say, and stopped afterwards."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import venv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).parents[1]
PEERS = ("rdflib-endpoint[web]==0.6.3", "uvicorn==0.40.*", "oxigraph==0.5.13")
_PASSWORD = "benchmark"  # noqa: S105 - of a server on loopback that lives for a minute


def environment(folder: Path) -> Path:
    """Return the programs of a virtual environment with the peers in it, made on first use."""
    if not (folder / "bin/rdflib-endpoint").exists():
        venv.create(folder, with_pip=True)
        subprocess.run([folder / "bin/pip", "install", "-q", *PEERS], check=True)  # noqa: S603 - our own command
    return folder / "bin"


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Server:
    """A running server: where it answers, and the session that its processes are in."""

    endpoint: str
    session: int

    def cpu_seconds(self) -> float:
        """Return the processor time that all its processes have used."""
        ticks = 0
        for path in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                fields = path.read_text().rpartition(")")[2].split()
                ticks += sum(map(int, fields[11:15])) if int(fields[3]) == self.session else 0
        return ticks / os.sysconf("SC_CLK_TCK")

    def rest(self) -> None:
        """Wait until it has nothing to do of its own, such as making pages ahead."""
        before = -1.0
        while (now := self.cpu_seconds()) > before + 0.1:
            before = now
            time.sleep(2)


@contextmanager
def running(
    command: Sequence[str | Path], endpoint: str, *, settings: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """Run a server in a session of its own until it answers at `endpoint`, and end it with all it started."""
    process = subprocess.Popen(  # noqa: S603 - our own commands
        list(map(str, command)),
        env={**os.environ, **(settings or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait(endpoint, process)
        yield Server(endpoint, process.pid)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait(endpoint: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    address = f"{endpoint}?{urlencode({'query': 'ASK {}'})}"
    while True:
        with suppress(OSError), urllib.request.urlopen(address, timeout=5):  # noqa: S310 - loopback
            return
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"{process.args!r} does not answer")
        time.sleep(0.1)


def widgraph(build: Path, **settings: str) -> tuple[list[str], str, dict[str, str]]:
    """Return command, endpoint and settings of our own service."""
    port = free_port()
    named = {f"WIDGRAPH_{name.upper()}": value for name, value in settings.items()}
    command = [sys.executable, "-m", "widgraph", "serve", "--build", str(build), "--port", str(port)]
    return command, f"http://127.0.0.1:{port}/sparql", named


@contextmanager
def rdflib_endpoint(programs: Path, triples: Path) -> Iterator[Server]:
    """rdflib-endpoint over a file."""
    port = free_port()
    command = [programs / "rdflib-endpoint", "serve", "--host", "127.0.0.1", "--port", str(port), triples]
    with running(command, f"http://127.0.0.1:{port}/") as server:
        yield server


@contextmanager
def oxigraph(programs: Path, triples: Path) -> Iterator[Server]:
    """`oxigraph serve` in memory, the fastest it can be."""
    port = free_port()
    command = [programs / "oxigraph", "serve", "--bind", f"127.0.0.1:{port}"]
    with running(command, f"http://127.0.0.1:{port}/query") as server:
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}/store?default",
            triples.read_bytes(),
            {"Content-Type": "application/n-triples"},
            method="PUT",
        )
        urllib.request.urlopen(request, timeout=120).close()  # noqa: S310 - loopback
        yield server


@contextmanager
def virtuoso(folder: Path, triples: Path) -> Iterator[Server]:
    """Virtuoso from Debian, loaded by its own bulk loader."""
    port, sql = free_port(), free_port()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "data.nt").write_bytes(triples.read_bytes())
    command = [ROOT / "scripts/virtuoso", folder, str(port), str(sql)]
    with running(command, f"http://127.0.0.1:{port}/sparql", settings={"VIRTUOSO_PASSWORD": _PASSWORD}) as server:
        load = f"ld_dir('{folder}', 'data.nt', 'https://w3id.org/widgraph/id/graph/all'); rdf_loader_run(); checkpoint;"
        isql = ["isql-vt", f"127.0.0.1:{sql}", "dba", _PASSWORD, f"exec={load}"]
        subprocess.run(isql, check=True, capture_output=True)  # noqa: S603 - our own command
        yield server
