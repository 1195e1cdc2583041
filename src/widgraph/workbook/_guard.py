"""Is this a workbook that is safe to open? Answered from its parts as bytes, before any of them is parsed."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from openpyxl.utils import column_index_from_string

from widgraph.findings import Finding, Place
from widgraph.workbook._messages import finding

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_WORKBOOK: Final = re.compile(r"(.*/)?workbook\d*\.xml")
_CHUNK: Final = 1 << 20
_OVERLAP: Final = 1024
#: Ranges that openpyxl turns into one cell each.
_RANGE: Final = re.compile(
    rb"<(?:\w+:)?(?:mergeCell|hyperlink)\s[^>]*?\bref=[\"']\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)"
)
_CELLS: Final = re.compile(rb"<(?:\w+:)?c[\s/>]")
_ROWS: Final = re.compile(rb"<(?:\w+:)?row[\s/>]")
_DOCTYPE: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


@dataclass(frozen=True)
class Limits:
    """What a workbook may be: bytes of its file and unpacked, parts, cells that exist (also empty ones), rows."""

    file_bytes: int = 100_000_000
    unpacked_bytes: int = 600_000_000
    parts: int = 5_000
    cells: int = 5_000_000
    rows: int = 1_000_000


DEFAULT: Final = Limits()


def guard(path: Path, limits: Limits = DEFAULT) -> Finding | None:
    """Return why a file is not opened, or None when it may be."""
    place = Place(path.name)
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError as error:
        return finding("W06", place, found=error.strerror or "?")
    if size > limits.file_bytes:
        return finding("W04", place, found=_mb(size), allowed=_mb(limits.file_bytes))
    if start.startswith(_OLE):
        return finding("W02" if _ENCRYPTED in path.read_bytes() else "W03", place)
    if not zipfile.is_zipfile(path):
        return (
            finding("W06", place, found="zip")
            if start.startswith(b"PK")
            else finding("W01", place, found=_guess(start))
        )
    try:
        with zipfile.ZipFile(path) as archive:
            return _guard_parts(archive, place, limits)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        return finding("W06", place, found=str(error)[:120] or type(error).__name__)
    except Exception as error:
        return finding("W06", place, found=type(error).__name__)


def _guess(start: bytes) -> str:
    """Say what a file is that is no workbook."""
    text = start.lstrip(b"\xef\xbb\xbf").lstrip()
    known = {
        b"%PDF": "PDF",
        b"<!DOCTYPE html": "HTML",
        b"<html": "HTML",
        b"<?xml": "XML",
        b"{\\rtf": "RTF",
        b"\x1f\x8b": "gzip",
    }
    for mark, name in known.items():
        if text[: len(mark)].lower() == mark.lower():
            return name
    if not text:
        return "0 bytes"
    if b"\x00" in start:
        return "?"
    return "CSV" if re.search(rb"[,;\t]", text.split(b"\n")[0]) else "text"


def _guard_parts(archive: zipfile.ZipFile, place: Place, limits: Limits) -> Finding | None:
    """Look at the parts; a size that its header lies about is stopped by zipfile itself."""
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    total = sum(entry.file_size for entry in entries)
    if total > limits.unpacked_bytes:
        return finding("W04", place, found=_mb(total), allowed=_mb(limits.unpacked_bytes))
    if len(entries) > limits.parts:
        return finding("W08", place, found=f"{len(entries)} parts", allowed=str(limits.parts))
    if any(entry.flag_bits & 1 for entry in entries):
        return finding("W02", place)
    if not any(_WORKBOOK.fullmatch(name) for name in names):
        return finding("W01", place, found=_package(archive, names))
    macros = sorted(name for name in names if name.lower().endswith("vbaproject.bin") or "/macrosheets/" in name)
    if macros:
        return finding("W07", place, found=macros[0])
    if len(names) < len(entries):
        return finding("W06", place, found="two parts of one name")
    return _scan(archive, place, limits)


def _package(archive: zipfile.ZipFile, names: set[str]) -> str:
    """Say what kind of zipped document this is."""
    if "mimetype" in names:
        kind = archive.read("mimetype")[:80].decode("ascii", "replace")
        return "OpenDocument (.ods)" if "spreadsheet" in kind else kind
    for mark, name in (("xl/workbook.bin", ".xlsb"), ("word/document.xml", ".docx"), ("ppt/presentation.xml", ".pptx")):
        if mark in names:
            return name
    return "zip"


def _scan(archive: zipfile.ZipFile, place: Place, limits: Limits) -> Finding | None:
    """Read every part once as bytes: no document type, and not more cells and rows than can be held."""
    cells = rows = 0
    for entry in archive.infolist():
        if not entry.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        sheet = "/worksheets/" in f"/{entry.filename}"
        for chunk, new in _chunks(archive, entry):
            match = _DOCTYPE.search(chunk)
            if match or _DOCTYPE.search(chunk.replace(b"\x00", b"")):
                return finding("W05", place, found=entry.filename)
            if sheet:
                cells += sum(match.end() > new for match in _CELLS.finditer(chunk))
                cells += sum(_area(match) for match in _RANGE.finditer(chunk) if match.end() > new)
                rows += sum(match.end() > new for match in _ROWS.finditer(chunk))
                if cells > limits.cells:
                    return finding("W08", place, found=f"> {limits.cells} cells", allowed=str(limits.cells))
                if rows > limits.rows:
                    return finding("W08", place, found=f"> {limits.rows} rows", allowed=str(limits.rows))
    return None


def _area(match: re.Match[bytes]) -> int:
    """Return how many cells a range covers."""
    left, top, right, bottom = (part.decode() for part in match.groups())
    across = column_index_from_string(right[:3]) - column_index_from_string(left[:3]) + 1
    return max(across, 1) * max(int(bottom) - int(top) + 1, 1)


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[tuple[bytes, int]]:
    """Yield a part in pieces that overlap, so that no mark falls between two; with where the new bytes begin."""
    tail = b""
    with archive.open(entry) as file:
        while piece := file.read(_CHUNK):
            yield tail + piece, len(tail)
            tail = (tail + piece)[-_OVERLAP:]


def _mb(size: int) -> str:
    return f"{size / 1_000_000:.0f} MB"
