"""Figures for women and men that can stand side by side: same indicator, age, period, area and unit, both exact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from widgraph.namespaces import BASE
from widgraph.web._lists import Entry

_SEX: Final = "http://purl.org/linked-data/sdmx/2009/code#sex-"
_EXACT: Final = BASE + "auth/qualifier/exact"
POINTS: Final = BASE + "auth/unit/percentage-point"
_FULL: Final = {BASE + "auth/unit/percent": Decimal(100)}


@dataclass(frozen=True)
class Pair:
    """Two figures, the end of their scale, and how far women are above men (below when negative)."""

    women: Entry
    men: Entry
    scale: Decimal

    @property
    def gap(self) -> Decimal:
        """What women have minus what men have, in `gap_unit`."""
        return _number(self.women) - _number(self.men)

    @property
    def gap_unit(self) -> str:
        """The unit of the gap: between two percentages it is percentage points."""
        unit = str(self.women.cells.get("unit"))
        return POINTS if unit in _FULL else unit


def pairs(entries: Sequence[Entry]) -> Mapping[str, Sequence[Pair]]:
    """Return the pairs by indicator, in the order of the list.

    Percentages share a scale of 0 to 100; other units end at the larger of the two.
    """
    men = {_about(entry): entry for entry in entries if entry.cells.get("sex") == _SEX + "M"}
    found: dict[str, list[Pair]] = {}
    for entry in entries:
        other = men.get(_about(entry))
        if entry.cells.get("sex") != _SEX + "F" or other is None:
            continue
        if any(one.cells.get("qualifier") != _EXACT for one in (entry, other)):
            continue
        scale = _FULL.get(str(entry.cells.get("unit")), max(_number(entry), _number(other)))
        found.setdefault(str(entry.cells["indicator"]), []).append(Pair(entry, other, scale))
    return found


def _about(entry: Entry) -> tuple[str, ...]:
    return tuple(str(entry.cells.get(name)) for name in ("edition", "indicator", "age", "period", "area", "unit"))


def _number(entry: Entry) -> Decimal:
    return Decimal(str(entry.cells["value"]))
