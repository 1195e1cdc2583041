"""The strategy as a wheel: every objective an arc, every heading a spoke, every listing a dot.

Plain geometry: x to the right, y down, angles in degrees clockwise from the top. All spokes are equally wide, so that
the eye compares lengths, which are numbers of dots.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians, sin
from typing import Final

from widgraph.web._lists import Entry

#: Half the width of the picture, and the radii of its rings, in units of its own.
SIZE: Final = 250
_ARC: Final = (50, 78)
_CODE: Final = 95
_FIRST: Final = 113
_STEP: Final = 9.2
_GAP: Final = 7.0


@dataclass(frozen=True)
class Spoke:
    """A heading with its listings: where its code stands, where its dots are, and the outline a pointer meets."""

    entry: Entry
    number: int
    code: tuple[float, float]
    dots: Sequence[tuple[float, float]]
    outline: str


@dataclass(frozen=True)
class Arc:
    """An objective with its headings: its place among the objectives (for its colour), outline and spokes."""

    entry: Entry
    place: int
    number: int
    outline: str
    code: tuple[float, float]
    spokes: Sequence[Spoke]


def wheel(below: Mapping[str, Sequence[Entry]]) -> Sequence[Arc]:
    """Return the arcs of the tree of objectives; a heading without listings keeps its spoke, without dots."""
    headings = {top.iri: [top, *below.get(top.iri, ())] for top in below.get("", ())}
    total = sum(len(group) for group in headings.values())
    if not total:
        return ()
    width = (360 - _GAP * len(headings)) / total
    arcs, angle = [], _GAP / 2
    for place, top in enumerate(below[""], 1):
        group = headings[top.iri]
        spokes = [_spoke(entry, angle + width * index, width) for index, entry in enumerate(group)]
        end = angle + width * len(group)
        arcs.append(
            Arc(
                entry=top,
                place=(place - 1) % 5 + 1,
                number=sum(spoke.number for spoke in spokes),
                outline=_ring(*_ARC, angle, end),
                code=_point(sum(_ARC) / 2, (angle + end) / 2),
                spokes=spokes,
            )
        )
        angle = end + _GAP
    return arcs


def _spoke(entry: Entry, start: float, width: float) -> Spoke:
    number = (entry.counts.listed or 0) if entry.counts else 0
    middle = start + width / 2
    dots = [_point(_FIRST + _STEP * index, middle) for index in range(number)]
    return Spoke(entry, number, _point(_CODE, middle), dots, _ring(_ARC[1] + 3, SIZE - 2, start, start + width))


def _point(radius: float, angle: float) -> tuple[float, float]:
    return round(radius * sin(radians(angle)), 1), round(-radius * cos(radians(angle)), 1)


def _ring(inner: float, outer: float, start: float, end: float) -> str:
    """The outline of a piece of a ring as an SVG path (SVG 2, section 9.3)."""
    large = int(end - start > 180)
    (a, b), (c, d) = _point(outer, start), _point(outer, end)
    (e, f), (g, h) = _point(inner, end), _point(inner, start)
    return f"M{a} {b}A{outer} {outer} 0 {large} 1 {c} {d}L{e} {f}A{inner} {inner} 0 {large} 0 {g} {h}Z"
