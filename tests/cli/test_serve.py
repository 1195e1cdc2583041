"""`serve` as whoever runs a site starts and stops it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest


@pytest.mark.parametrize(("sign", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_signal_ends_it_and_all_its_processes(built: Path, sign: signal.Signals, code: int) -> None:
    command = [sys.executable, "-m", "widgraph", "serve", "--build", str(built), "--port", "0"]
    # who runs the tests in the background of a shell has SIGINT ignored, and so have all children
    server = subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert server.stderr is not None
    try:
        address = re.search(r"http://[0-9.:]+/", server.stderr.readline())
        assert address is not None
        with urllib.request.urlopen(f"{address[0]}sparql?query=ASK%7B%7D", timeout=60) as answer:  # noqa: S310 - loopback
            assert answer.status == 200
        assert len(members(server.pid)) > 2, "the workers are there"
        server.send_signal(sign)
        assert server.wait(20) == code
        assert server.stderr.read() == ("" if code == 0 else "\nStopped.\n")
    finally:
        server.kill()
        server.wait()
    assert members(server.pid) == []


def members(session: int) -> list[int]:
    """Return the processes of a session that have not ended."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(int(path.parent.name))
    return [one for one in found if one != os.getpid()]
