"""The checking of workbooks as its callers see it: one file in, findings and differences out, within limits."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from widgraph.errors import WidgraphError
from widgraph.findings import Severity
from widgraph.languages import choose
from widgraph.upload._worker import OUT_OF_MEMORY


@dataclass(frozen=True)
class FindingLine:
    """One finding of a workbook: rule, severity, `Sheet!C14`, and the message by language."""

    rule: str
    severity: Severity
    place: str
    messages: Mapping[str, str]

    def message(self, language: str) -> str:
        """Return the message in a language, or in the first fallback language that has one."""
        chosen = choose(self.messages, language)
        return chosen[0] if chosen else self.rule


@dataclass(frozen=True)
class Checked:
    """What `widgraph import` would say of a workbook.

    `opened` is False when it could not be read at all; `changes` are the lines about rows added, changed and removed,
    `changed` their number of rows; `annotated` is the file with the findings in it.
    """

    opened: bool
    findings: Sequence[FindingLine]
    changes: Sequence[str]
    changed: int
    annotated: bytes


class Refused(WidgraphError):
    """A workbook was not checked; `reason` is busy, late or large."""

    def __init__(self, reason: str, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.reason = reason


class Checker:
    """Checks workbooks against the tables of a folder, one at a time, each in a process that ends with it."""

    def __init__(self, folder: Path, *, seconds: float, memory_mib: int) -> None:
        self._folder = folder
        self._seconds = seconds
        self._memory_mib = memory_mib
        self._turn = threading.Lock()

    def check(self, content: bytes, language: str, name: str = "workbook.xlsx") -> Checked:
        """Return what is said of a workbook, given as the bytes of its file; raise Refused when it is not checked.

        `name` is what the file is called in the findings.
        """
        if not self._turn.acquire(timeout=self._seconds):
            raise Refused("busy", "Other workbooks are being checked.", "Try again in a moment.")
        try:
            return self._answer(self._run(content, language), name)
        finally:
            self._turn.release()

    def _run(self, content: bytes, language: str) -> bytes:
        command = [sys.executable, "-I", "-m", "widgraph.upload._worker"]
        command += [str(self._folder), language, str(self._memory_mib)]
        try:
            with tempfile.TemporaryDirectory(prefix="widgraph-check-") as folder:
                done = subprocess.run(  # noqa: S603 - our own module, our own path, a language of ours
                    command,
                    input=content,
                    capture_output=True,
                    timeout=self._seconds,
                    check=False,
                    env={"TMPDIR": folder},
                )
        except subprocess.TimeoutExpired:
            raise Refused(
                "late",
                f"Checking the workbook took longer than {self._seconds:g} seconds.",
                "Remove sheets and rows that are not of the tables, or use 'widgraph import --dry-run'.",
            ) from None
        if done.returncode == OUT_OF_MEMORY or done.returncode < 0:
            raise Refused(
                "large",
                f"Checking the workbook needed more than {self._memory_mib} MiB.",
                "Remove sheets and rows that are not of the tables, or use 'widgraph import --dry-run'.",
            )
        done.check_returncode()
        return done.stdout

    def _answer(self, output: bytes, name: str) -> Checked:
        (length,) = struct.unpack_from("<I", output)
        head = json.loads(output[4 : 4 + length])
        findings = [
            FindingLine(one["rule"], Severity(one["severity"]), one["place"] or name, one["messages"])
            for one in head["findings"]
        ]
        return Checked(head["opened"], findings, head["changes"], head.get("changed", 0), output[4 + length :])
