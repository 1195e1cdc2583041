"""The text that an edition collected in workbooks is read from: a line for each row, only ever added to.

With it, every listing has its passage like those read from a printed report (position and SHA-256 in a text that does
not change where something already stands), and `widgraph verify-source` proves them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """A place in the text: section, first character, the one after the last (code points), and digest."""

    section: str
    start: int
    end: int
    sha256: str


def file_name(document: str) -> str:
    """Return the name of the file, beside the tables, that holds the text of a document."""
    return f"collected-{document}.txt"


def digest(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def add(text: str, lines: Sequence[tuple[str, Sequence[str]]]) -> tuple[str, list[Line]]:
    """Return the text with lines added at its end, each given as section and cells, and where they stand."""
    places = []
    for section, cells in lines:
        words = " | ".join(cell.replace("|", "/") for cell in cells if cell)
        start = len(text) + len(section) + 1
        text += f"{section} {words}\n"
        places.append(Line(section, start, start + len(words), digest(words)))
    return text, places
