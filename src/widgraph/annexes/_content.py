"""What the annexes say, read from the graph in one language; what the report does not say is None or empty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

import pyoxigraph as ox

from widgraph import queries
from widgraph.errors import UsageError
from widgraph.languages import choose
from widgraph.namespaces import BASE
from widgraph.queries import Row
from widgraph.store import Store

SECTORS = ("private", "public", "mixed")
_SECTOR = BASE + "auth/sector/"
_BASIS = BASE + "auth/count-basis/"
_Item = TypeVar("_Item")


@dataclass
class Listed:
    """One place where the edition lists an initiative, by IRIs; words as they are, where known with language."""

    iri: str
    initiative: str
    section: str
    ordinal: int
    prose: bool
    objective: str | None
    notation: str | None
    programmes: list[str] = field(default_factory=list)
    audience_texts: list[tuple[str, str]] = field(default_factory=list)
    audiences: list[str] = field(default_factory=list)
    timings: list[str] = field(default_factory=list)
    sectors: list[str] = field(default_factory=list)
    actors: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Heading:
    """One objective or sub-objective with what is reported and listed under it, by sector and in all.

    `measurement` is the resource that holds the difference.
    """

    iri: str
    notation: str
    top: bool
    sectors: Mapping[str, int]
    stated: int | None
    summed: int | None
    listed: int | None
    difference: int | None
    measurement: str | None
    notes: Sequence[Mapping[str, str]]

    @property
    def reported(self) -> int | None:
        """The explicit total of the report, else the sum of its sectors."""
        return self.summed if self.stated is None else self.stated


@dataclass(frozen=True)
class Sum:
    """Several headings together; `iri` is the strategic objective, None for all of them."""

    iri: str | None
    notation: str
    headings: Sequence[Heading]

    def sector(self, name: str) -> int | None:
        """Return the sum of what is stated for a sector."""
        return total(heading.sectors.get(name) for heading in self.headings)

    @property
    def reported(self) -> int | None:
        """The sum of what is reported."""
        return total(heading.reported for heading in self.headings)

    @property
    def listed(self) -> int | None:
        """The sum of what is listed."""
        return total(heading.listed for heading in self.headings)


class Content:
    """One edition, read through the seam of the stores."""

    def __init__(self, store: Store, year: str, language: str) -> None:
        self._store = store
        self.year = year
        self.language = language
        editions = {queries.text(row, "year"): queries.iri(row, "edition") for row in self._rows("editions")}
        if year not in editions:
            known = ", ".join(sorted(one for one in editions if one))
            raise UsageError(f"There is no edition {year} in this release.", f"It has: {known}.")
        self.edition = editions[year] or ""

    @cached_property
    def listings(self) -> Sequence[Listed]:
        """Every listing of the edition: those of no objective first, then by objective and place."""
        found: dict[str, Listed] = {}
        for row in self._rows("annex-listings", edition=ox.NamedNode(self.edition)):
            iri = queries.iri(row, "listing") or ""
            one = found.get(iri)
            if one is None:
                one = found[iri] = Listed(
                    iri,
                    queries.iri(row, "initiative") or "",
                    queries.text(row, "section") or "",
                    int(queries.text(row, "ordinal") or 0),
                    (queries.iri(row, "form") or "").endswith("/prose"),
                    queries.iri(row, "objective"),
                    queries.text(row, "notation"),
                )
            _add(one.programmes, queries.text(row, "programme"))
            words = row.get("audienceText")
            _add(one.audience_texts, (words.value, words.language or "") if isinstance(words, ox.Literal) else None)
            _add(one.audiences, queries.iri(row, "audience"))
            _add(one.timings, queries.iri(row, "timing"))
            _add(one.sectors, queries.iri(row, "sector"))
            actor, role = queries.iri(row, "actor"), queries.iri(row, "role")
            _add(one.actors, (actor, role) if actor and role else None)
        return sorted(found.values(), key=lambda one: (one.notation or "", one.section, one.prose, one.ordinal))

    @cached_property
    def headings(self) -> Sequence[Heading]:
        """Every heading of the strategy that the edition reports on, by number."""
        notes = self._notes()
        return [
            Heading(
                iri=(iri := queries.iri(row, "objective") or ""),
                notation=queries.text(row, "notation") or "",
                top=queries.iri(row, "broader") is None,
                sectors={name: value for name in SECTORS if (value := _number(row, name)) is not None},
                stated=_number(row, "stated"),
                summed=_number(row, "summed"),
                listed=_number(row, "listed"),
                difference=_number(row, "difference"),
                measurement=queries.iri(row, "measurement"),
                notes=notes.get(iri, []),
            )
            for row in self._rows("annex-headings", edition=ox.NamedNode(self.edition))
        ]

    @cached_property
    def groups(self) -> Sequence[Sum]:
        """Per strategic objective, the sums over the objective itself and its sub-objectives; then over everything."""
        made = [
            Sum(top.iri, top.notation, [one for one in self.headings if one.notation.split(".")[0] == top.notation])
            for top in self.headings
            if top.top
        ]
        return [*made, Sum(None, "", list(self.headings))]

    @cached_property
    def labels(self) -> Mapping[str, Mapping[str, str]]:
        """The names of everything the annexes mention."""
        iris = {self.edition, *(_SECTOR + name for name in (*SECTORS, "total"))}
        iris |= {heading.iri for heading in self.headings}
        for one in self.listings:
            iris |= {one.initiative, *one.audiences, *one.timings, *one.sectors}
            iris |= {part for pair in one.actors for part in pair}
        return self._store.labels(sorted(iris))

    def name(self, iri: str) -> str:
        """Return the name of a thing in the language of the annexes, else in the first fallback language there is."""
        chosen = choose(self.labels.get(iri, {}), self.language)
        return chosen[0] if chosen else iri

    def text(self, texts: Mapping[str, str]) -> str:
        """Return a text in the language of the annexes, else in the first fallback language there is."""
        chosen = choose(texts, self.language)
        return chosen[0] if chosen else ""

    def query_for(self, headings: Sequence[Heading], column: str) -> str:
        """Return the query that gives the number of some headings together.

        `column` is a sector, "total" (stated), "summed", "reported" or "listed".
        """
        about: dict[str, queries.Value] = {
            "edition": ox.NamedNode(self.edition),
            "objectives": [ox.NamedNode(heading.iri) for heading in headings],
        }
        if column in ("listed", "reported"):
            return queries.bind(queries.load(f"count-{column}"), about)
        about["basis"] = ox.NamedNode(_BASIS + ("summed" if column == "summed" else "stated"))
        about["sector"] = ox.NamedNode(_SECTOR + (column if column in SECTORS else "total"))
        return queries.bind(queries.load("count-stated"), about)

    def sector(self, name: str) -> str:
        """Return the name of a sector, or of all sectors together ("total")."""
        return self.name(_SECTOR + name)

    def _notes(self) -> dict[str, list[dict[str, str]]]:
        found: dict[str, dict[str, dict[str, str]]] = {}
        for row in self._rows("annex-notes"):
            term = row["text"]
            if isinstance(term, ox.Literal):
                notes = found.setdefault(queries.iri(row, "objective") or "", {})
                notes.setdefault(queries.iri(row, "note") or "", {})[term.language or ""] = term.value
        return {objective: list(notes.values()) for objective, notes in found.items()}

    def _rows(self, name: str, **values: queries.Value) -> Sequence[Row]:
        return self._store.select(queries.bind(queries.load(name), values))


def total(values: Iterable[int | None]) -> int | None:
    """Return the sum of what is said, None when nothing is."""
    said = [value for value in values if value is not None]
    return sum(said) if said else None


def _add(items: list[_Item], item: _Item | None) -> None:
    if item is not None and item not in items:
        items.append(item)


def _number(row: Row, name: str) -> int | None:
    value = queries.text(row, name)
    return None if value is None else int(value)
