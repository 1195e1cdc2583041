"""What people write in the cells of the plain table: times, sectors, several things in one cell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from widgraph.workbook._layout import key_of

_DATE: Final = r"(?:1\d{3}|2\d{3})(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"
_ONE: Final = re.compile(_DATE)
_SPAN: Final = re.compile(rf"({_DATE})\s*(?:-|–|—|/|tot|t/m|tot en met|à|au|bis|to|until)\s*({_DATE})")
_FROM: Final = re.compile(rf"(?:vanaf|sinds|dès|depuis|à partir de|ab|seit|from|since)\s+({_DATE})")
_PRECISIONS: Final = {4: "year", 7: "month", 10: "day"}
SECTORS: Final[Mapping[str, str]] = {
    key_of(name): code
    for code, names in {
        "private": ("private", "privé", "privaat", "privat", "particulier"),
        "public": ("public", "publiek", "openbaar", "overheid", "öffentlich"),
        "mixed": ("mixed", "gemengd", "mixte", "gemischt"),
    }.items()
    for name in names
}


@dataclass(frozen=True)
class Timing:
    """When, as the table of timings has it: kind, precision, and start and end in the columns of that precision."""

    kind: str
    start: str
    end: str

    @property
    def cells(self) -> dict[str, str]:
        """The cells of the row in timings.csv."""
        precision = _PRECISIONS[len(self.start)]
        cells = {"kind": self.kind, "precision": precision, f"start_{precision}": self.start}
        if self.end:
            cells[f"end_{precision}"] = self.end
        return cells


def read_timing(text: str) -> Timing | None:
    """Return the time a text says: a year, month or day, two of them, or from one on; None for anything else.

    Dates are those of ISO 8601. Two dates must be equally precise.
    """
    said = " ".join(text.casefold().split())
    span = _SPAN.fullmatch(said)
    if span and len(span[1]) == len(span[2]) and span[1] <= span[2]:
        return Timing("period", span[1], span[2])
    since = _FROM.fullmatch(said)
    if since:
        return Timing("from", since[1], "")
    return Timing("held", said, "") if _ONE.fullmatch(said) else None


def phrases(text: str) -> list[str]:
    """Return the parts of a cell that names several things, separated by semicolons or line breaks."""
    return [part for piece in re.split(r"[;\n]", text) if (part := " ".join(piece.split()))]
