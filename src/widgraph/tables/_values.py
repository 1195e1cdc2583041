"""Is this cell what its column allows? (CSVW model, section 6.4; XML Schema Datatypes, canonical forms)"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

from widgraph.findings import Finding
from widgraph.tables._csv import CELL_LIMIT
from widgraph.tables._description import Column, Datatype
from widgraph.tables._messages import finding
from widgraph.tables._tables import Row

_SHOWN: Final = 80
#: Two bytes of UTF-8 read as windows-1252, and what a failed decoding leaves behind.
_MISREAD: Final = re.compile("Ã[\u0080-¿]|â€|\ufffd")
_FORMULA: Final = ("=", "+", "-", "@")
_FORMS: Final = {
    "integer": (r"0|-?[1-9][0-9]*", "12"),
    "decimal": (r"(?!-0$)-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?", "7.5"),
    "gYear": (r"[0-9]{4}", "2022"),
    "gYearMonth": (r"[0-9]{4}-(0[1-9]|1[0-2])", "2022-03"),
    "date": (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "2022-03-24"),
    "anyURI": (r"https?://[^\s<>\"{}|\\^`]+", "https://example.org/"),
}


def check_row(row: Row) -> Iterator[Finding]:
    """Yield what is wrong with the cells of a row, each taken alone."""
    for column in row.table.cells:
        if column.name in row.cells:
            yield from _check_cell(row, column, row.cells[column.name])


def shown(value: str) -> str:
    """Return a value as a message shows it: quoted, and not a screen long."""
    return repr(value if len(value) <= _SHOWN else value[:_SHOWN] + "…")


def nearest(value: str, candidates: list[str]) -> str:
    """Return what is allowed, in words: the values nearest to what was written first, and not a hundred of them."""
    close = get_close_matches(value, candidates, n=3, cutoff=0.6)
    rest = [candidate for candidate in candidates if candidate not in close]
    listed = (close + rest)[:8] if len(candidates) <= 8 or not close else close
    more = len(candidates) - len(listed[:8])
    return ", ".join(listed[:8]) + (f" … (+{more})" if more else "")


def _check_cell(row: Row, column: Column, cell: str) -> Iterator[Finding]:
    place = row.place(column.name)
    if not cell:
        if column.required:
            yield finding("T14", place, allowed=column.labels.get("nl", column.name))
        return
    if len(cell) > CELL_LIMIT:
        yield finding("T11", place, found=str(len(cell)), allowed=str(CELL_LIMIT))
        return
    hidden = _hidden(cell)
    if hidden:
        yield finding("T12", place, found=hidden)
        return
    items = cell.split(column.separator) if column.separator else [cell]
    for item in items:
        tidy = " ".join(item.split())
        if not item or tidy != item:
            wanted = cell if column.separator is None else f"{column.separator}".join(p for p in map(_tidy, items) if p)
            yield finding("T13", place, found=shown(cell), allowed=shown(_tidy(wanted)))
            return
    for item in sorted({item for item in items if items.count(item) > 1}):
        yield finding("T18", place, found=shown(item))
    for item in dict.fromkeys(items):
        if column.datatype.base == "string" and item.startswith(_FORMULA):
            yield finding("T19", place, found=shown(item))
        allowed = _refusal(item, column.datatype)
        if allowed:
            yield finding("T15", place, found=shown(item), allowed=allowed)


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _hidden(cell: str) -> str | None:
    """Name the first character that cannot be seen, or that shows the text was misread or is not in NFC."""
    for character in cell:
        if unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp") and character != "\u200d":
            return f"U+{ord(character):04X}"
    misread = _MISREAD.search(cell)
    if misread:
        return repr(misread.group())
    if not unicodedata.is_normalized("NFC", cell):
        return next(f"U+{ord(c):04X}" for c in cell if not unicodedata.is_normalized("NFC", c) or _combining(c))
    return None


def _combining(character: str) -> bool:
    return unicodedata.combining(character) > 0


def _refusal(value: str, datatype: Datatype) -> str | None:
    """Return None when the value is allowed, else what is allowed, with a proposal where one is likely."""
    if datatype.base in _FORMS:
        pattern, example = _FORMS[datatype.base]
        if not re.fullmatch(pattern, value) or (datatype.base == "date" and not _is_date(value)):
            return _proposal(value, datatype) or f"{datatype.base}, '{example}'"
    if datatype.format and not re.fullmatch(datatype.format, value):
        return nearest(value, list(datatype.choices)) if datatype.choices else datatype.format
    if datatype.max_length is not None and len(value) > datatype.max_length:
        return f"≤ {datatype.max_length} (now {len(value)})"
    if datatype.base in ("integer", "decimal"):
        return _outside(value, datatype)
    return None


def _outside(value: str, datatype: Datatype) -> str | None:
    low, high = datatype.minimum, datatype.maximum
    if (low is None or float(value) >= low) and (high is None or float(value) <= high):
        return None
    return f"{'' if low is None else low}–{'' if high is None else high}"


def _is_date(value: str) -> bool:
    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _proposal(value: str, datatype: Datatype) -> str | None:
    """Propose the form we keep for a number or date written another way; only when there is one reading."""
    pattern = _FORMS[datatype.base][0]
    if datatype.base in ("integer", "decimal"):
        plain = value.replace(",", ".").replace("%", "").strip()
        if re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", plain):
            sign, digits = ("-", plain[1:]) if plain.startswith("-") else ("", plain.lstrip("+"))
            whole, _, fraction = digits.partition(".")
            fraction = fraction.rstrip("0")
            candidate = sign + (whole.lstrip("0") or "0") + (f".{fraction}" if fraction else "")
            return f"'{candidate}'" if re.fullmatch(pattern, candidate) else None
    if datatype.base == "date":
        parts = re.fullmatch(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})", value)
        if parts:
            day, month, year = (int(part) for part in parts.groups())
            candidate = f"{year:04d}-{month:02d}-{day:02d}"
            return f"'{candidate}'" if _is_date(candidate) else None
    return None
