"""New initiatives that may be old ones: names with the same rare words, whatever their case, accents and endings."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from widgraph.languages import LANGUAGES
from widgraph.search import stems
from widgraph.workbook._merge import Merged, MergedTable

#: Weighted share of words in common from which two names are shown as probably one.
_ALIKE: Final = 0.6
#: A word that more names have than this says nothing about which initiative it is.
_COMMON: Final = 60


@dataclass(frozen=True)
class Alike:
    """A new row, and the id and name of the one it looks like."""

    row: Merged
    column: str
    key: str
    name: str


def duplicates(table: MergedTable) -> Iterator[Alike]:
    """Yield each new row of the initiatives that looks like another one, with the one it is most like."""
    key = table.table.key
    names = {index: _words(row) for index, row in enumerate(table.rows)}
    frequency = Counter(word for words in names.values() for word in words)
    holders: dict[str, list[int]] = {}
    for index, words in names.items():
        for word in words:
            if frequency[word] <= _COMMON:
                holders.setdefault(word, []).append(index)
    weight = {word: math.log(1 + len(names) / count) for word, count in frequency.items()}
    for index, row in enumerate(table.rows):
        if row.before is not None:
            continue
        near = {other for word in names[index] for other in holders.get(word, ()) if other != index}
        # of two new rows that are alike, the later one is said to be like the earlier one
        known = [other for other in near if table.rows[other].before is not None or other < index]
        scored = [(_score(names[index], names[other], weight), other) for other in known]
        best = max(scored, key=lambda pair: (pair[0], -pair[1]), default=(0.0, -1))
        if best[0] >= _ALIKE:
            other = table.rows[best[1]]
            yield Alike(row, _column(row), other.cells[key], _title(other))


def _words(row: Merged) -> frozenset[str]:
    """Return the stems of all names of a row; the texts of one language are compared with those of each."""
    found: set[str] = set()
    for language in LANGUAGES:
        found.update(stems(row.cells.get(f"title_{language}", ""), language))
    found.update(stems(row.cells.get("programme_name", ""), "nl"))
    return frozenset(word for word in found if len(word) > 2)


def _score(mine: frozenset[str], other: frozenset[str], weight: Mapping[str, float]) -> float:
    """Return the weighted share of the words of the shorter name that the other has too (0 to 1)."""
    shorter, longer = sorted((mine, other), key=lambda words: sum(weight[word] for word in words))
    whole = sum(weight[word] for word in shorter)
    if len(shorter) < 2 or not whole:
        return float(shorter == longer and bool(shorter))
    return sum(weight[word] for word in shorter & longer) / whole


def _title(row: Merged) -> str:
    return next((row.cells[f"title_{language}"] for language in LANGUAGES if row.cells.get(f"title_{language}")), "")


def _column(row: Merged) -> str:
    return next((f"title_{language}" for language in LANGUAGES if row.cells.get(f"title_{language}")), "title_nl")
