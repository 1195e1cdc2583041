"""A time as people write it in a table: a year, a month, a day, from one to another, or from one on."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from babel.dates import get_month_names

from widgraph.languages import LANGUAGES
from widgraph.workbook._layout import key_of

_BETWEEN: Final = re.compile(
    r"\s*(?:–|—|\s-\s|(?<=[0-9]{4})-(?=[0-9]{4})|\b(?:tot en met|t/m|tot|à|au|jusqu'en|bis|to|until)\b)\s*"
)
_FROM: Final = re.compile(r"^(?:vanaf|sinds|à partir de|a partir de|dès|depuis|ab|seit|from|since)\s+")
_WIDTHS: Final = {4: "year", 7: "month", 10: "day"}


@dataclass(frozen=True)
class Timing:
    """A time: its kind (a code of timing-kind), its precision, and its first and last year, month or day."""

    kind: str
    precision: str
    start: str
    end: str = ""


def read_timing(text: str) -> Timing | None:
    """Return what a text says about time, None when it cannot be read in one way only."""
    plain = key_of(text)
    begun = _FROM.match(plain)
    if begun:
        start = _moment(plain[begun.end() :])
        return Timing("from", _WIDTHS[len(start)], start) if start else None
    parts = [part for part in _BETWEEN.split(plain) if part]
    if len(parts) not in (1, 2):
        return None
    moments = [_moment(part) for part in parts]
    if not all(moments) or len({len(moment) for moment in moments}) > 1 or moments != sorted(moments):
        return None
    return Timing("period", _WIDTHS[len(moments[0])], moments[0], moments[-1])


def _moment(text: str) -> str:
    """Return a year, month or day in its canonical form (XML Schema), empty when it is none."""
    text = text.strip(" .")
    if re.fullmatch(r"(19|20)[0-9]{2}", text) or re.fullmatch(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])", text):
        return text
    month = re.fullmatch(r"(0?[1-9]|1[0-2])[/-]((?:19|20)[0-9]{2})", text)
    if month:
        return f"{month[2]}-{int(month[1]):02d}"
    named = re.fullmatch(r"(?:([0-9]{1,2})\.? )?([^\W\d]+)\.? ((?:19|20)[0-9]{2})", text)
    if named and named[2] in _months():
        return (
            _day(named[3], _months()[named[2]], int(named[1])) if named[1] else f"{named[3]}-{_months()[named[2]]:02d}"
        )
    day = re.fullmatch(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]((?:19|20)[0-9]{2})", text)
    if day:
        return _day(day[3], int(day[2]), int(day[1]))
    iso = re.fullmatch(r"((?:19|20)[0-9]{2})-([0-9]{2})-([0-9]{2})", text)
    return _day(iso[1], int(iso[2]), int(iso[3])) if iso else ""


def _day(year: str, month: int, day: int) -> str:
    try:
        return datetime.date(int(year), month, day).isoformat()
    except ValueError:
        return ""


@cache
def _months() -> dict[str, int]:
    """The names of the months in the four languages, whole and short."""
    return {
        key_of(name).rstrip("."): number
        for language in LANGUAGES
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, locale=language).items()
    }
