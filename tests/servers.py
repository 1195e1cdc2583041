"""Real triple stores on loopback, started by the project's own scripts, each in a folder of its own."""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from widgraph.store.remote import Credentials

SCRIPTS = Path(__file__).parents[1] / "scripts"
#: Made up for the tests; Virtuoso starts with it and no log may show it.
PASSWORD = "geheim-4711"  # noqa: S105
#: So few rows that Virtuoso cuts the longer answers of our own pages.
ROWS = 1_000


@dataclass(frozen=True)
class Server:
    """A running store: its query service, who may write, and its process."""

    url: str
    credentials: Credentials | None
    pid: int

    @property
    def environment(self) -> dict[str, str]:
        """What a command needs in its environment to write here."""
        if self.credentials is None:
            return {}
        return {
            "WIDGRAPH_ENDPOINT_USER": self.credentials.user,
            "WIDGRAPH_ENDPOINT_PASSWORD": self.credentials.password,
        }


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


@contextmanager
def oxigraph(folder: Path) -> Iterator[Server]:
    """Run `oxigraph serve` (PyPI: oxigraph)."""
    port = free_port()
    with _running(
        [str(SCRIPTS / "oxigraph"), str(folder), str(port)], {"OXIGRAPH": _oxigraph_binary()}, folder, f":{port}/query"
    ) as pid:
        yield Server(f"http://127.0.0.1:{port}/query", None, pid)


@contextmanager
def virtuoso(folder: Path) -> Iterator[Server]:
    """Run Virtuoso (Debian: virtuoso-opensource-7-bin)."""
    if shutil.which("virtuoso-t") is None:
        pytest.skip("Virtuoso is not installed (make test-system)")
    port, sql = free_port(), free_port()
    given = {"VIRTUOSO_PASSWORD": PASSWORD, "VIRTUOSO_ROWS": str(ROWS)}
    with _running(
        [str(SCRIPTS / "virtuoso"), str(folder), str(port), str(sql)], given, folder, f":{port}/sparql"
    ) as pid:
        yield Server(f"http://127.0.0.1:{port}/sparql", Credentials("dba", PASSWORD), pid)


def _oxigraph_binary() -> str:
    """Find the server beside the interpreter, or where its package says it is."""
    beside = Path(sys.executable).parent / "oxigraph"
    if beside.exists():
        return str(beside)
    try:
        files = importlib.metadata.files("oxigraph") or []
    except importlib.metadata.PackageNotFoundError:
        files = []
    for file in files:
        if file.name == "oxigraph" and Path(str(file.locate())).is_file():
            return str(Path(str(file.locate())).resolve())
    pytest.skip("the Oxigraph server is not installed (development requirements)")


@contextmanager
def _running(command: list[str], given: dict[str, str], folder: Path, address: str) -> Iterator[int]:
    folder.mkdir(parents=True, exist_ok=True)
    log = folder.with_suffix(".log")
    with log.open("wb") as out:
        process = subprocess.Popen(command, env={**os.environ, **given}, stdout=out, stderr=out, start_new_session=True)
    try:
        deadline = time.monotonic() + 60
        while not _answers(f"http://127.0.0.1{address}?query=ASK%7B%7D"):
            if process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"{command[0]} does not start: {log.read_text('utf-8', 'replace')[-800:]}")
            time.sleep(0.1)
        yield process.pid
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310 - loopback
            return bool(response.status == 200)
    except (OSError, urllib.error.URLError):
        return False
