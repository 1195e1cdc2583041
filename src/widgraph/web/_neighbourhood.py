"""What points at a thing, the thing, and what it points at, as a picture: boxes, lines, and where their texts stand.

x to the right, y down; the page shows the same as lists, so that what is left out here is not lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Final

from widgraph.namespaces import BASE, SKOS, WID
from widgraph.web._views import Line, Page, Value

WIDTH: Final = 920
_SIDE: Final = 300
_MIDDLE: Final = (352, 568)
_ROW: Final = 27
_HEAD: Final = 22
_GAP: Final = 10
#: How many things a group and a side show, and how many characters fit into a box.
_IN_GROUP: Final = 5
_ON_SIDE: Final = 11
_CHARACTERS: Final = 37
#: Links that hold a code list or document together rather than tell something about the thing.
_SPARE: Final = {SKOS + name for name in ("inScheme", "topConceptOf", "broaderTransitive", "hasTopConcept")} | {
    WID + "listingForm",
    "http://purl.org/vocab/vann/example",
    BASE + "auth/objective",
}


@dataclass(frozen=True)
class Box:
    """A thing with its text cut to fit, and the top of its box."""

    value: Value
    text: str
    y: float


@dataclass(frozen=True)
class Group:
    """Things linked by one property: its name and where that stands, the boxes, how many more, and the line to them."""

    property: Value
    y: float
    boxes: Sequence[Box]
    more: int
    path: str


@dataclass(frozen=True)
class Neighbourhood:
    """The picture: its height, both sides, and the name of the thing in lines."""

    height: float
    left: Sequence[Group]
    right: Sequence[Group]
    name: Sequence[str]


def neighbourhood(page: Page) -> Neighbourhood | None:
    """Return the picture of a page; None when there are fewer than three neighbours to draw."""
    left, right = _chosen(page.incoming), _chosen(page.lines)
    if sum(len(values) for _, values, _ in left + right) < 3:
        return None
    height = max(_height(left), _height(right), 120)
    return Neighbourhood(
        height,
        _placed(left, height, _SIDE, _MIDDLE[0]),
        _placed(right, height, WIDTH - _SIDE, _MIDDLE[1]),
        wrap(page.name.text.text, 24)[:5],
    )


_Chosen = list[tuple[Value, Sequence[Value], int]]


def _chosen(lines: Iterable[Line]) -> _Chosen:
    found: _Chosen = []
    room = _ON_SIDE
    for line in lines:
        links = [value for value in line.values if value.href and value.iri]
        if not links or line.property.iri in _SPARE or room <= 0:
            continue
        shown = links[: min(_IN_GROUP, room)]
        room -= len(shown)
        found.append((line.property, shown, max(line.total, len(links)) - len(shown)))
    return found


def _height(groups: _Chosen) -> float:
    return sum(_HEAD + _ROW * (len(values) + (more > 0)) + _GAP for _, values, more in groups)


def _placed(groups: _Chosen, height: float, edge: float, middle: float) -> list[Group]:
    y = (height - _height(groups)) / 2
    placed = []
    for prop, values, more in groups:
        boxes = [Box(value, _cut(value.text.text), y + _HEAD + _ROW * index) for index, value in enumerate(values)]
        reach = y + _HEAD + _ROW * len(values) / 2
        bend = (edge + middle) / 2
        path = f"M{edge} {reach:.1f}C{bend} {reach:.1f} {bend} {height / 2:.1f} {middle} {height / 2:.1f}"
        placed.append(Group(prop, y, boxes, more, path))
        y += _HEAD + _ROW * (len(values) + (more > 0)) + _GAP
    return placed


def _cut(text: str) -> str:
    return text if len(text) <= _CHARACTERS else text[: _CHARACTERS - 1].rstrip() + "…"
