"""Ids for new rows: the next free number, which was never used before, or the id that the row's own cells make."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Final

from widgraph.workbook._merge import Merged, MergedTable

_NUMBERED: Final = re.compile(r"([a-z])\[0-9\]\{(\d)(?:,\d)?\}")
_SLUG: Final = "[a-z0-9]+(-[a-z0-9]+)*"
_LETTERS: Final = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ß": "ss", "&": " "})


class _Used:
    """The ids that are taken; where it looked for a free one before, it goes on from there."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._ids = set(ids)
        self._last: dict[str, int] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._ids

    def add(self, name: str) -> None:
        """Take an id."""
        self._ids.add(name)

    def first(self, template: str, start: int = 1) -> str:
        """Return the first id of a template such as `2022/1/{:02d}` that is free, counting from `start`."""
        number = self._last.get(template, start)
        while template.format(number) in self._ids:
            number += 1
        self._last[template] = number
        return template.format(number)

    def past(self, letter: str, width: int) -> str:
        """Return the number after the highest that was ever used with a letter."""
        template = f"{letter}{{:0{width}d}}"
        if template not in self._last:
            numbers = [int(name[1:]) for name in self._ids if re.fullmatch(rf"{letter}[0-9]+", name)]
            self._last[template] = max(numbers, default=0) + 1
        return self.first(template)


def propose_simple(merged: Mapping[str, MergedTable], published: Collection[str]) -> None:
    """Give an id to each new row whose id depends on no other table: a number, or its name as a slug.

    `published` are the ids that the ledger knows: a number once published is never given again.
    """
    for table in merged.values():
        waiting = [row for row in table.new if not row.cells[table.table.key]]
        if not waiting:
            continue
        pattern = table.table.column(table.table.key).datatype.format or ""
        numbered = _NUMBERED.fullmatch(pattern)
        used = _Used([*_ids(table), *published])
        for row in waiting:
            if numbered:
                proposal = used.past(numbered[1], int(numbered[2]))
            elif pattern == _SLUG:
                proposal = _free(slug(_name(row)), used)
            else:
                continue
            if proposal:
                row.cells[table.table.key] = proposal
                used.add(proposal)


def propose_composed(table: MergedTable) -> None:
    """Give an id to each new row whose id is made from its other cells; a cell that is missing leaves it empty."""
    compose = _COMPOSED.get(table.table.name)
    if compose is None:
        return
    used = _Used(_ids(table))
    for row in table.new:
        if not row.cells[table.table.key]:
            proposal = compose(row.cells, used)
            if proposal:
                row.cells[table.table.key] = proposal
                used.add(proposal)


def propose_slugs(table: MergedTable) -> None:
    """Give a short name for the web to each new row that lacks one, where the table has such a column."""
    if "slug" not in {column.name for column in table.table.cells}:
        return
    used = _Used(row.cells["slug"] for row in table.rows if row.cells["slug"])
    for row in table.new:
        if not row.cells["slug"]:
            row.cells["slug"] = _free(slug(_name(row)), used)
            used.add(row.cells["slug"])


def slug(text: str) -> str:
    """Return a text as a slug: small letters without accents, digits and hyphens, at most 60 characters."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    ascii_only = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "-", ascii_only)[:60].strip("-")


def _name(row: Merged) -> str:
    names = ("title_nl", "label_nl", "title_fr", "label_fr", "title_en", "label_en", "title_de", "label_de")
    return next((row.cells[name] for name in names if row.cells.get(name)), "")


def _ids(table: MergedTable) -> list[str]:
    key = table.table.key
    return [*(row.cells[key] for row in table.rows), *(row.cells[key] for row in table.removed)]


def _free(name: str, used: _Used) -> str:
    return name if not name or name not in used else used.first(f"{name}-{{}}", 2)


def next_number(letter: str, width: int, used: Collection[str]) -> str:
    """Return the id after the highest one in use: a letter and a number of at least `width` digits."""
    return _Used(used).past(letter, width)


def _joined(*parts: str) -> str:
    return "/".join(parts) if all(parts) else ""


def heading_of(objective: str) -> str:
    """Return the heading of an objective in the id of a listing: 2-1 for 2021/2-1, 0 for none, empty for no id."""
    return objective.partition("/")[2] if objective else "0"


def _listing(cells: Mapping[str, str], used: _Used) -> str:
    heading = heading_of(cells["objective"])
    if not cells["edition"] or not heading:
        return ""
    form = "p{}" if cells["form"] == "prose" else "{:02d}"
    return used.first(f"{cells['edition']}/{heading}/{form}")


def _timing(cells: Mapping[str, str], used: _Used) -> str:
    start = cells["listing"]
    return next((f"{start}/{n}" for n in range(1, 10) if f"{start}/{n}" not in used), "") if start else ""


def _meeting(cells: Mapping[str, str], used: _Used) -> str:
    day = cells["date"]
    return next((name for name in (day, *(f"{day}-{n}" for n in range(2, 10))) if name not in used), "") if day else ""


_Compose = Callable[[Mapping[str, str], _Used], str]
_COMPOSED: Final[Mapping[str, _Compose]] = {
    "listings": _listing,
    "timings": _timing,
    "meetings": _meeting,
    "editions": lambda cells, used: cells["year"],
    "strategies": lambda cells, used: cells["start_year"],
    "objectives": lambda cells, used: _joined(cells["strategy"], cells["notation"].replace(".", "-")),
    "passages": lambda cells, used: _joined(cells["document"], "-".join((cells["start"], cells["end"])).strip("-")),
    "identifiers": lambda cells, used: _joined(cells["actor"], cells["scheme"]),
    "counts": lambda cells, used: _joined(cells["edition"], heading_of(cells["objective"]), "stated", cells["sector"]),
    "provisions": lambda cells, used: _joined(cells["instrument"], cells["ordinal"]),
    "wordings": lambda cells, used: _joined(
        cells["document"], heading_of(cells["objective"]), cells["section"].lower()
    ),
    "figures": lambda cells, used: _joined(
        *(cells[name] for name in ("edition", "indicator", "sex", "age", "period", "area"))
    ),
}
