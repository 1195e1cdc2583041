"""What people write in the cells of the plain table: sectors, times, several things in one cell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from widgraph.workbook._layout import key_of
from widgraph.workbook._timing import Timing

SECTORS: Final[Mapping[str, str]] = {
    key_of(name): code
    for code, names in {
        "private": ("private", "privé", "privaat", "privésector", "secteur privé", "privat"),
        "public": ("public", "publiek", "openbaar", "overheid", "publique", "secteur public", "öffentlich"),
        "mixed": ("mixed", "gemengd", "mixte", "gemischt", "publiek-privaat", "public-privé"),
    }.items()
    for name in names
}


def timing_cells(timing: Timing) -> dict[str, str]:
    """Return the cells of a row of timings.csv: kind, precision, and the dates in the columns of that precision."""
    cells = {"kind": timing.kind, "precision": timing.precision, f"start_{timing.precision}": timing.start}
    return {**cells, f"end_{timing.precision}": timing.end} if timing.end else cells


def phrases(text: str) -> list[str]:
    """Return the parts of a cell that names several things, separated by semicolons or line breaks."""
    return [part for piece in re.split(r"[;\n]", text) if (part := " ".join(piece.split()))]
