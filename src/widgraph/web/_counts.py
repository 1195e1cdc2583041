"""Reported and listed numbers of a heading, side by side; what the report does not say stays empty."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from widgraph.namespaces import BASE
from widgraph.web._reader import Row, iri, text

_TOTAL = BASE + "auth/sector/total"


@dataclass
class Counts:
    """What one edition says and has under one heading."""

    sectors: dict[str, int] = field(default_factory=dict)
    stated: int | None = None
    summed: int | None = None
    listed: int | None = None
    bullets: int | None = None

    @property
    def reported(self) -> int | None:
        """The explicit total of the report, else the sum of its sectors, else nothing."""
        return self.stated if self.stated is not None else self.summed

    @property
    def basis(self) -> str:
        """The basis of the reported number."""
        return BASE + "auth/count-basis/" + ("stated" if self.stated is not None else "summed")

    @property
    def difference(self) -> int | None:
        """How many more are listed than reported."""
        if self.listed is None or self.reported is None:
            return None
        return self.listed - self.reported

    @property
    def iris(self) -> set[str]:
        """The sectors, which need names."""
        return set(self.sectors)


def counts_of(rows: Iterable[Row]) -> dict[str, Counts]:
    """Group solutions with item, basis, sector and value by item."""
    found: dict[str, Counts] = {}
    for row in rows:
        item, basis, value = iri(row, "item"), iri(row, "basis"), text(row, "value")
        if not item:
            continue
        counts = found.setdefault(item, Counts())
        if not basis or value is None:
            continue
        sector = iri(row, "sector") or _TOTAL
        match basis.rpartition("/")[2]:
            case "stated" if sector != _TOTAL:
                counts.sectors[sector] = int(value)
            case "stated":
                counts.stated = int(value)
            case "summed":
                counts.summed = int(value)
            case "listed-all":
                counts.listed = int(value)
            case "listed-bullets":
                counts.bullets = int(value)
    return found
