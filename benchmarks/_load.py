"""How many answers a second, and how late they come: wrk, from Debian's package of that name."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

_SCRIPT = Path(__file__).parent / "requests.lua"


@dataclass(frozen=True)
class Load:
    """Answers, answers per second, latency in milliseconds (median, 99th percentile), and how many failed."""

    answers: int
    rate: float
    p50: float
    p99: float
    failed: int


def measure(
    address: str, paths: Sequence[str], clients: int, seconds: int, accept: str, headers: Sequence[str] = ()
) -> Load:
    """Ask the paths in turn by so many clients at once for some seconds; `headers` are sent with each request."""
    if shutil.which("wrk") is None:
        raise SystemExit("This benchmark needs wrk: apt-get install wrk.")
    parts = urlsplit(address)
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(paths) + "\n")
        file.flush()
        command = ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "--timeout", "60s", "-s", str(_SCRIPT)]
        command += [part for header in headers for part in ("-H", header)]
        command += [f"{parts.scheme}://{parts.netloc}", "--", file.name, accept]
        text = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603
    found = re.search(r"^RESULT (.*)$", text, re.MULTILINE)
    if found is None:
        raise RuntimeError(text)
    values = json.loads(found[1])
    return Load(
        values["requests"], values["requests"] / values["seconds"], values["p50"], values["p99"], values["failed"]
    )
