"""A chart of an answer, where its shape allows one: names with numbers as bars, points in time as a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from widgraph.web.sparql._result_view import Cell, View

_FEWEST, _MOST_BARS, _MOST_POINTS, _MOST_CHARTS = 2, 60, 500, 3
#: Columns whose values together name a row; more than this is a table and nothing else.
_MOST_LABELS = 2
_TIME = re.compile(r"(-?[0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
#: The drawing area of a line, in units of its own; the page scales it.
WIDTH, HEIGHT = 640, 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 20, 16, 34


@dataclass(frozen=True)
class Bar:
    """One bar: its label, its value as written, its start and length in percent of the width."""

    label: str
    value: str
    start: float
    length: float
    href: str = ""


@dataclass(frozen=True)
class Point:
    """One point of a line: where it is drawn, and what it stands for."""

    x: float
    y: float
    label: str
    value: str


@dataclass(frozen=True)
class Chart:
    """The chart of one column of numbers: bars, or a line with the numbers at its ends for the axes."""

    name: str
    bars: Sequence[Bar] = ()
    points: Sequence[Point] = ()
    low: str = ""
    high: str = ""

    @property
    def path(self) -> str:
        """The points as SVG writes them (SVG 2, section 10.6)."""
        return " ".join(f"{point.x:g},{point.y:g}" for point in self.points)


def charts(view: View) -> Sequence[Chart]:
    """Return up to three charts of a table; none when its rows have no short names or it has no numbers."""
    if view.shortened or not _FEWEST <= len(view.rows) <= _MOST_POINTS:
        return ()
    numbers = [place for place, numeric in enumerate(view.numeric) if numeric]
    times = _times(view, numbers)
    if times is not None:
        place, moments = times
        values = [one for one in numbers if one != place][:_MOST_CHARTS]
        return [made for one in values if (made := _line(view, place, one, moments))]
    naming = _naming(view, numbers)
    if not naming or len(view.rows) > _MOST_BARS:
        return ()
    return [_bars(view, naming, place) for place in numbers[:_MOST_CHARTS]]


def _naming(view: View, numbers: Sequence[int]) -> Sequence[int]:
    """Return the columns that name a row: texts, or else things by their names; empty when it takes too many."""
    others = [place for place in range(len(view.names)) if place not in numbers]
    texts = [place for place in others if not all(cell is None or cell.iri for cell in _column(view, place))]
    chosen = texts or others
    return chosen if len(chosen) <= _MOST_LABELS else ()


def _column(view: View, place: int) -> Sequence[Cell | None]:
    return [row[place] for row in view.rows]


def _times(view: View, numbers: Sequence[int]) -> tuple[int, Sequence[float]] | None:
    """Return the one column of different moments in time, from early to late or back; None without one."""
    if len(numbers) < 1 or len(view.names) - len(numbers) > 1:
        return None
    for place in range(len(view.names)):
        moments = [moment for cell in _column(view, place) if (moment := _moment(cell)) is not None]
        ordered = moments in (sorted(moments), sorted(moments, reverse=True))
        if len(moments) == len(view.rows) == len(set(moments)) and len(moments) > _FEWEST and ordered:
            return place, moments
    return None


def _moment(cell: Cell | None) -> float | None:
    """Return a year, month or day as a year with its fraction; a bare number is a year only between 1800 and 2200."""
    match = _TIME.fullmatch(cell.text) if cell and not cell.iri else None
    if cell is None or match is None or (cell.number is not None and not 1800 <= cell.number <= 2200):
        return None
    return int(match[1]) + (int(match[2] or 1) - 1) / 12 + (int(match[3] or 1) - 1) / 372


def _bars(view: View, naming: Sequence[int], place: int) -> Chart:
    values = [cell.number if (cell := row[place]) and cell.number is not None else 0.0 for row in view.rows]
    low, high = min(0.0, *values), max(0.0, *values)
    span = (high - low) or 1.0
    made = []
    for row, value in zip(view.rows, values, strict=True):
        cell = row[place]
        named = [one for column in naming if (one := row[column])]
        start = (min(value, 0.0) - low) / span * 100
        label = " · ".join(one.text for one in named)
        made.append(Bar(label, cell.text if cell else "", round(start, 2), round(abs(value) / span * 100, 2)))
    return Chart(view.names[place], bars=made)


def _line(view: View, time: int, place: int, moments: Sequence[float]) -> Chart | None:
    cells = [(moment, row[time], row[place]) for moment, row in zip(moments, view.rows, strict=True)]
    known = sorted(
        (moment, cell.number, when.text, cell.text)
        for moment, when, cell in cells
        if when and cell and cell.number is not None
    )
    if len(known) <= _FEWEST:
        return None
    low, high = min(one[1] for one in known), max(one[1] for one in known)
    first, last = known[0][0], known[-1][0]
    points = [
        Point(
            round(_LEFT + (moment - first) / (last - first) * (WIDTH - _LEFT - _RIGHT), 1),
            round(HEIGHT - _BOTTOM - (value - low) / ((high - low) or 1.0) * (HEIGHT - _TOP - _BOTTOM), 1),
            label,
            text,
        )
        for moment, value, label, text in known
    ]
    ends = {value: text for _, value, _, text in known}
    return Chart(view.names[place], points=points, low=ends[low], high=ends[high])
