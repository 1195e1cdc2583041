"""What a cell of a sheet means in a column of a table; what spreadsheets do to values is undone, and said."""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from widgraph.findings import Finding, Place
from widgraph.tables import Column
from widgraph.workbook._escape import unescape
from widgraph.workbook._layout import NAMED
from widgraph.workbook._messages import finding
from widgraph.workbook._open import Raw

_EXTERNAL: Final = re.compile(r"\[[^\]]+\][^!]*!|'[^']*\[[^\]]+\][^']*'!|\b(?:https?|file)://", re.IGNORECASE)
_INVISIBLE: Final = re.compile("[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060\ufeff]")
#: Day 0 of a sheet's calendar; what Excel counts from 1 January 1900, a day off by its 29 February of that year.
_DAY_ZERO: Final = datetime.date(1899, 12, 30)
_SERIALS: Final = range(18_264, 73_051)  # 1950 to 2099
_DATES: Final = {"date", "gYearMonth", "gYear"}
_SHOWN: Final = 60


@dataclass(frozen=True)
class Text:
    """A cell as text: as it stands, and without what nobody sees; and what there is to say about it."""

    written: str
    tidy: str
    findings: tuple[Finding, ...] = ()


def read_cell(raw: Raw, column: Column, place: Place, *, names: bool) -> Text:
    """Return what a cell means in its column; with `names`, only what stands before the name of a code or row."""
    if raw.formula is not None:
        found = _formula(raw, place)
        if found.rule != "W18":
            return Text("", "", (found,))
        inner = read_cell(Raw(raw.value, raw.error), column, place, names=names)
        return Text(inner.tidy, inner.tidy, (found, *inner.findings))
    if raw.error:
        return Text("", "", (finding("W20", place, found=str(raw.value)),))
    if isinstance(raw.value, str):
        written = unescape(raw.value)
        if names and NAMED in written and not column.separator:
            written = written.partition(NAMED)[0]
        return Text(written, tidy(written, column, names=names))
    return _typed(raw.value, column, place)


def _formula(raw: Raw, place: Place) -> Finding:
    formula = raw.formula or ""
    shown = formula if len(formula) <= _SHOWN else formula[: _SHOWN - 1] + "…"
    if raw.error:
        return finding("W20", place, found=str(raw.value))
    if _EXTERNAL.search(formula):
        return finding("W21", place, found=shown)
    if raw.value is None:
        return finding("W19", place, found=shown)
    return finding("W18", place, found=shown, allowed=repr(str(raw.value)[:_SHOWN]))


def tidy(text: str, column: Column | None = None, *, names: bool = False) -> str:
    """Return a text without invisible characters, doubled spaces, line breaks and blanks at its ends; in NFC."""
    plain = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    if column is None or not column.separator:
        return " ".join(plain.split())
    parts = re.split(rf"[{re.escape(column.separator)}\n]", plain)
    items = [" ".join(part.split()) for part in parts]
    if names:
        items = [item.partition(NAMED)[0] for item in items]
    return column.separator.join(item for item in items if item)


def _typed(value: object, column: Column, place: Place) -> Text:
    """A number, date, time or logical value, as a text of the column's type."""
    base = column.datatype.base
    if isinstance(value, bool):
        return _plain("", (finding("W23", place, found=str(value).upper()),))
    if isinstance(value, datetime.datetime | datetime.date):
        day = value.date() if isinstance(value, datetime.datetime) else value
        if base in _DATES:
            return _plain(_date(day, base), ())
        return _plain("", (finding("W23", place, found=day.isoformat()),))
    if isinstance(value, int | float):
        number = format(value, ".15g")
        if base in ("date", "gYearMonth") and value == int(value) and int(value) in _SERIALS:
            text = _date(_DAY_ZERO + datetime.timedelta(days=int(value)), base)
            return _plain(text, (finding("W22", place, found=number, allowed=text),))
        return _plain(number if "e" not in number else format(value, "f").rstrip("0").rstrip("."), ())
    return _plain("", (finding("W23", place, found=str(value)),))


def _date(day: datetime.date, base: str) -> str:
    text = day.isoformat()
    return text[:4] if base == "gYear" else text[:7] if base == "gYearMonth" else text


def _plain(text: str, findings: tuple[Finding, ...]) -> Text:
    return Text(text, text, findings)
