"""The lists of the site: what is in each, for the page and for its CSV, JSON and Turtle alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from widgraph.web._counts import Counts, counts_of
from widgraph.web._reader import Reader, Row, iri, text
from widgraph.web._site import Site

Cell = str | int | None | list[str]


@dataclass(frozen=True)
class Entry:
    """One thing in a list: its IRI and the cells of its row, by column."""

    iri: str
    cells: dict[str, Cell]
    counts: Counts | None = None

    @property
    def iris(self) -> set[str]:
        """Every IRI of the row, for the names of the page."""
        found = {self.iri} | (self.counts.iris if self.counts else set())
        for cell in self.cells.values():
            found |= {
                one for one in (cell if isinstance(cell, list) else [cell]) if isinstance(one, str) and ":" in one
            }
        return found


@dataclass(frozen=True)
class ListOf:
    """A list: its name in the address, its columns after IRI and names, and how it is read."""

    name: str
    columns: tuple[str, ...]
    read: Callable[[Reader, Site], Sequence[Entry]] = field(repr=False)
    page_size: int = 100


def _grouped(rows: Sequence[Row], single: Sequence[str], several: Sequence[str]) -> dict[str, dict[str, Cell]]:
    """Group solutions by item: one value for some variables, all distinct ones in order for others."""
    found: dict[str, dict[str, Cell]] = {}
    for row in rows:
        item = iri(row, "item")
        if item is None:
            continue
        cells = found.setdefault(item, {**dict.fromkeys(single), **{name: [] for name in several}})
        for name in single:
            term = row.get(name)
            if cells[name] is None and term is not None:
                cells[name] = term.value
        for name in several:
            values, term = cells[name], row.get(name)
            if isinstance(values, list) and term is not None and term.value not in values:
                values.append(term.value)
    return found


def _initiatives(reader: Reader, site: Site) -> Sequence[Entry]:
    rows = reader.rows("initiatives")
    several = ("programme", "listing", "objective", "notation", "audience", "edition")
    return [
        Entry(item, {**cells, "listings": len(cells["listing"] or "")})  # type: ignore[arg-type]
        for item, cells in _grouped(rows, (), several).items()
    ]


def _objectives(reader: Reader, site: Site) -> Sequence[Entry]:
    if not site.editions:
        return []
    rows = reader.rows("objectives", edition=ox.NamedNode(site.editions[0][1]))
    counts = counts_of(rows)
    entries = []
    for item, cells in _grouped(rows, ("notation", "broader", "minAge", "maxAge"), ()).items():
        one = counts[item]
        numbers: dict[str, Cell] = {"reported": one.reported, "listed": one.listed, "difference": one.difference}
        entries.append(Entry(item, {**cells, **numbers}, one))
    return entries


def _audiences(reader: Reader, site: Site) -> Sequence[Entry]:
    single = ("minAge", "maxAge", "listings", "initiatives")
    return [Entry(item, cells) for item, cells in _grouped(reader.rows("audiences"), single, ("broader",)).items()]


def _actors(reader: Reader, site: Site) -> Sequence[Entry]:
    rows = reader.rows("actors")
    times: dict[str, int] = {}
    for row in rows:
        times[iri(row, "item") or ""] = times.get(iri(row, "item") or "", 0) + int(text(row, "times") or 0)
    return [
        Entry(item, {**cells, "involvements": times[item]}) for item, cells in _grouped(rows, (), ("role",)).items()
    ]


def _indicators(reader: Reader, site: Site) -> Sequence[Entry]:
    single = ("indicator", "sex", "age", "period", "area", "value", "unit", "qualifier", "source", "edition")
    return [Entry(item, cells) for item, cells in _grouped(reader.rows("indicators"), single, ()).items()]


def _meetings(reader: Reader, site: Site) -> Sequence[Entry]:
    single = ("date", "group", "participants", "edition")
    return [Entry(item, cells) for item, cells in _grouped(reader.rows("meetings"), single, ()).items()]


def _policy(reader: Reader, site: Site) -> Sequence[Entry]:
    items = _grouped(reader.rows("policy"), ("class", "kind", "date"), ("body",)).items()
    return sorted((Entry(item, cells) for item, cells in items), key=lambda entry: entry.cells["date"] is None)


LISTS = (
    ListOf("initiatives", ("programme", "objective", "notation", "audience", "edition", "listings"), _initiatives),
    ListOf(
        "objectives",
        ("notation", "broader", "minAge", "maxAge", "reported", "listed", "difference"),
        _objectives,
        page_size=1000,
    ),
    ListOf("actors", ("role", "involvements"), _actors),
    ListOf("audiences", ("broader", "minAge", "maxAge", "listings", "initiatives"), _audiences, page_size=1000),
    ListOf(
        "indicators",
        ("indicator", "sex", "age", "period", "area", "value", "unit", "qualifier", "source", "edition"),
        _indicators,
        page_size=1000,
    ),
    ListOf("meetings", ("date", "group", "participants", "edition"), _meetings, page_size=1000),
    ListOf("policy", ("class", "kind", "date", "body"), _policy, page_size=1000),
)


def below(entries: Sequence[Entry]) -> dict[str, list[Entry]]:
    """Return the things below each thing in a tree, by IRI; those at the top are under an empty text."""
    known = {entry.iri for entry in entries}
    found: dict[str, list[Entry]] = {"": []}
    for entry in entries:
        broader = entry.cells.get("broader")
        parents = [one for one in (broader if isinstance(broader, list) else [broader]) if one in known]
        for parent in parents or [""]:
            found.setdefault(str(parent), []).append(entry)
    return found
