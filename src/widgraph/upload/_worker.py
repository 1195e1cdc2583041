"""The process in which a workbook from outside is opened: `python -m widgraph.upload._worker FOLDER LANGUAGE MIB`.

It reads the bytes of the file from its standard input and writes one answer to its standard output: a length, findings
and differences in JSON, and the annotated workbook. The file lives in the memory of this process and goes with it.
"""

from __future__ import annotations

import json
import os
import struct
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from widgraph.errors import DataError
from widgraph.findings import Finding
from widgraph.ledger import NAME, read_ledger
from widgraph.store import enter_sandbox
from widgraph.tables import read_tables
from widgraph.workbook import annotated, judge, read_workbook, review, show_changes

#: The exit code that says so.
OUT_OF_MEMORY: Final = 3
_SHEET_BYTES: Final = 200_000_000


def main() -> None:
    """Read the file, close the limits, answer."""
    folder, language, memory = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    descriptor = os.memfd_create("workbook")
    with os.fdopen(os.dup(descriptor), "wb") as file:
        file.write(sys.stdin.buffer.read())
    # openpyxl writes each sheet through a file of its own; the folder for it is removed by who started this process
    enter_sandbox(memory, files=True, file_bytes=_SHEET_BYTES)
    try:
        answer, book = check(folder, Path(f"/proc/self/fd/{descriptor}"), language)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    head = json.dumps(answer).encode()
    sys.stdout.buffer.write(struct.pack("<I", len(head)) + head + book)
    sys.stdout.buffer.flush()


def check(folder: Path, path: Path, language: str) -> tuple[dict[str, Any], bytes]:
    """Return what `widgraph import` would say of a workbook, and the workbook with the findings in it."""
    before = read_tables(folder)
    try:
        book = read_workbook(path, before.description)
    except DataError as error:
        return {"opened": False, "findings": _lines(error.findings), "changes": []}, b""
    published = frozenset(entry.iri.rpartition("/")[2] for entry in read_ledger(folder / NAME).entries)
    laid = review(book, before, published=published)
    findings: Sequence[Finding] = laid.findings
    if laid.changes:
        findings = (*findings, *judge(laid, folder, before))
    changes = list(show_changes(laid, language))
    answer = {"opened": True, "findings": _lines(findings), "changes": changes, "changed": len(laid.changes)}
    return answer, annotated(path, findings, language)


def _lines(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    # the file as a whole has no name here, only a number
    return [
        {
            "rule": one.rule,
            "severity": str(one.severity),
            "place": str(one.place) if one.place and not one.place.file.isdecimal() else "",
            "messages": dict(one.messages),
        }
        for one in findings
    ]


if __name__ == "__main__":
    main()
