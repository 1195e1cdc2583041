"""The service as it is run, in a process of its own with a short limit, and good clients beside it."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pytest

GOOD = "SELECT (COUNT(?m) AS ?n) (RAND() AS ?r) { ?m a wid:Meeting }"
SECONDS = 0.5
_LIMITS = {
    "WIDGRAPH_QUERY_SECONDS": str(SECONDS),
    "WIDGRAPH_QUERY_MEMORY_MIB": "256",
    "WIDGRAPH_QUERY_WORKERS": "3",
    "WIDGRAPH_PORT": "0",
}


@dataclass
class Service:
    """A running service, its address, and what its good clients got."""

    process: subprocess.Popen[str]
    port: int
    memory_before: int = 0
    good: int = 0
    bad: list[str] = field(default_factory=list)

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, str, bytes]:
        """Return status, media type and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.headers.get_content_type(), answer.read()
        finally:
            connection.close()

    def query(self, text: str) -> tuple[int, str, bytes]:
        """Ask a query by a form."""
        form = urlencode({"query": text}).encode()
        return self.ask("/sparql", "POST", form, {"Content-Type": "application/x-www-form-urlencoded"})

    def check(self) -> None:
        """One good client: a query, which is never answered from what is kept, and a page."""
        status, _, body = self.query(GOOD)
        if status != 200 or json.loads(body)["results"]["bindings"][0]["n"]["value"] != "6":
            self.bad.append(f"query: {status} {body[:200]!r}")
        page, _, text = self.ask("/meetings?lang=en", headers={"Accept": "text/html"})
        if page != 200 or b"</html>" not in text:
            self.bad.append(f"page: {page}")
        self.good += 1

    def family(self) -> list[int]:
        """Return the numbers of the process and all that come from it."""
        found = [self.process.pid]
        for pid in found:
            for children in Path(f"/proc/{pid}/task").glob("*/children"):  # each thread has its own
                with contextlib.suppress(OSError):
                    found += map(int, children.read_text().split())
        return found

    def memory(self) -> int:
        """Return the memory of all its processes in MiB, what they share counted once."""
        total = 0
        for pid in self.family():
            with contextlib.suppress(OSError):
                found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
                total += int(found[1]) if found else 0
        return total >> 10

    def assert_unharmed(self) -> None:
        """Every good answer came meanwhile, the processes are those that there were, and memory is back."""
        assert self.good > 20
        assert self.bad == []
        assert len(self.family()) == 2 + 3 + 1  # itself, the one that forks, the workers and a spare
        deadline = time.monotonic() + 20
        while self.memory() > self.memory_before + 150:
            assert time.monotonic() < deadline, f"{self.memory_before} MiB before, {self.memory()} MiB now"
            time.sleep(0.2)


@pytest.fixture(scope="module")
def service(built: Path) -> Iterator[Service]:
    """The service; whoever sent what to it, in the end it has to be unharmed, in each of several test processes."""
    process = subprocess.Popen(
        [sys.executable, "-m", "widgraph", "serve", "--build", str(built)],
        env={**os.environ, **_LIMITS},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    line = process.stderr.readline()
    port = re.search(r":(\d+)/", line)
    assert port, line
    threading.Thread(target=process.stderr.read, daemon=True).start()
    made = Service(process, int(port[1]))
    for _ in range(20):
        made.check()
    made.memory_before = made.memory()
    ending = threading.Event()

    def good_client() -> None:
        while not ending.is_set():
            made.check()
            time.sleep(0.02)

    client = threading.Thread(target=good_client, daemon=True)
    client.start()
    yield made
    ending.set()
    client.join(30)
    try:
        made.assert_unharmed()
    finally:
        process.terminate()
        process.wait(20)
