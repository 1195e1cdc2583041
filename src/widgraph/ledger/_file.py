"""`ledger.csv`: reading, sealing and appending.

Each row carries a seal: a digest of the row and of the seal before it. Editing, moving or removing any row but the last
breaks the chain at that row, so a slip in an editor is found without asking the history.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path

from widgraph.findings import Finding, Place, Severity
from widgraph.ledger._messages import message

NAME = "ledger.csv"
_IRI = re.compile(r"(id|auth)/[A-Za-z0-9._/-]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Entry:
    """One published identifier.

    `iri` is relative to the base; `kind` the CURIE of its class; `key` what the tables knew it by (a slug, a name, a
    passage), so that an identifier given to something else is found; `minted` an ISO date; `version` the release's.
    """

    iri: str
    kind: str
    key: str
    minted: str
    version: str
    seal: str = ""


HEADER = tuple(field.name for field in fields(Entry))


@dataclass(frozen=True)
class Ledger:
    """The entries in file order, the row number of each (the header is row 1), and what is wrong with the file."""

    entries: tuple[Entry, ...]
    rows: tuple[int, ...]
    findings: tuple[Finding, ...]

    @property
    def last_seal(self) -> str:
        """The seal a new row continues from."""
        return self.entries[-1].seal if self.entries else ""


def seal(entry: Entry, before: str) -> str:
    """Return the seal of an entry that follows a row sealed `before`: 16 hexadecimal digits of a SHA-256."""
    content = "\x1f".join((before, *astuple(entry)[:-1]))
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def read_ledger(path: Path) -> Ledger:
    """Read a ledger; a missing file is an empty one. Never raises for bad content: that is in the findings."""
    if not path.exists():
        return Ledger((), (), ())
    try:
        text = path.read_bytes().decode("utf-8")
        records = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        return Ledger((), (), (_finding("L01", None, None, problem=str(error)),))
    if not records or tuple(records[0]) != HEADER:
        return Ledger((), (), (_finding("L01", 1, None, problem="header"),))
    entries: list[Entry] = []
    rows: list[int] = []
    findings: list[Finding] = []
    before = ""
    first: dict[str, int] = {}
    for number, record in enumerate(records[1:], start=2):
        if len(record) != len(HEADER):
            findings.append(_finding("L01", number, None, problem=f"{len(record)} cells"))
            continue
        entry = Entry(*record)
        findings += _row_findings(entry, number, before, first)
        before = entry.seal
        first.setdefault(entry.iri, number)
        entries.append(entry)
        rows.append(number)
    return Ledger(tuple(entries), tuple(rows), tuple(findings))


def _row_findings(entry: Entry, number: int, before: str, first: dict[str, int]) -> list[Finding]:
    findings = []
    if not _IRI.fullmatch(entry.iri):
        findings.append(_finding("L02", number, "iri", found=entry.iri))
    if not _DATE.fullmatch(entry.minted):
        findings.append(_finding("L02", number, "minted", found=entry.minted))
    if entry.iri in first:
        findings.append(_finding("L03", number, "iri", found=entry.iri, first=str(first[entry.iri])))
    if entry.seal != seal(entry, before):
        findings.append(_finding("L04", number, "seal", found=entry.seal))
    return findings


def _finding(rule: str, row: int | None, column: str | None, *, found: str | None = None, **values: str) -> Finding:
    texts = message(rule, found=found or "", **values)
    return Finding(rule, Severity.VIOLATION, texts, Place(NAME, row, column), found=found)


def append(path: Path, ledger: Ledger, entries: Iterable[Entry]) -> Sequence[Entry]:
    """Add entries, sealed, at the end of the file, all or none; return them as written."""
    sealed: list[Entry] = []
    before = ledger.last_seal
    for entry in entries:
        before = seal(entry, before)
        sealed.append(replace(entry, seal=before))
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    if not path.exists():
        writer.writerow(HEADER)
    writer.writerows(astuple(entry) for entry in sealed)
    old = path.read_bytes() if path.exists() else b""
    part = path.with_suffix(f".part-{os.getpid()}")
    part.write_bytes(old + out.getvalue().encode())
    part.replace(path)
    return sealed
