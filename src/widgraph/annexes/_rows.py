"""The two annexes as rows of cells, the same for the workbook and for the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from widgraph import wording
from widgraph.annexes._content import SECTORS, Content, Heading, Listed, Sum

Cell = str | int | None


@dataclass(frozen=True)
class Link:
    """A cell that leads somewhere."""

    value: Cell
    href: str


@dataclass(frozen=True)
class Words:
    """Words of the report, in its own language."""

    value: str
    language: str


Row = Sequence[Cell | Link | Words]


class Annexes:
    """The rows of both annexes in one language; `site` is the address that identifiers and queries are linked to."""

    def __init__(self, content: Content, site: str) -> None:
        self.content = content
        self._site = site.rstrip("/")
        self.say: Callable[[str], str] = wording.catalogue(content.language).gettext

    def overview_head(self) -> Sequence[str]:
        """Return the headings of the first annex."""
        _ = self.say
        return [
            _("Number"),
            _("Objective"),
            _("Initiative"),
            _("Name of the programme"),
            _("For whom"),
            _("For whom, in the words of the report"),
            _("When"),
            _("Who"),
            _("Sector"),
            _("Place in the report"),
            _("Identifier"),
        ]

    def overview(self) -> Sequence[Row]:
        """Return one row per listing, in the order of the first annex."""
        return [self._listed(one) for one in self.content.listings]

    def counts_head(self) -> Sequence[str]:
        """Return the headings of the second annex."""
        _ = self.say
        return [
            _("Number"),
            _("Objective"),
            *(self.content.sector(name) for name in SECTORS),
            _("Total stated"),
            _("Sum of the sectors"),
            _("Listed"),
            _("Difference"),
            _("Explanation"),
        ]

    def counts(self) -> Sequence[Row]:
        """Return one row per heading of the second annex."""
        return [self._heading(heading) for heading in self.content.headings]

    def sums_head(self) -> Sequence[str]:
        """Return the headings of the sums per strategic objective."""
        _ = self.say
        sectors = (self.content.sector(name) for name in SECTORS)
        return [_("Number"), _("Objective"), *sectors, _("Reported"), _("Listed")]

    def sums(self) -> Sequence[Row]:
        """Return one row per strategic objective, its sub-objectives included, and one for everything."""
        return [self._sum(one) for one in self.content.groups]

    def _listed(self, one: Listed) -> Row:
        content = self.content
        place = self.say("running text") if one.prose else self.say("no. %(number)s") % {"number": one.ordinal}
        return [
            one.notation,
            content.name(one.objective) if one.objective else None,
            content.name(one.initiative),
            _joined(one.programmes),
            _joined(content.name(iri) for iri in one.audiences),
            Words("; ".join(text for text, _ in one.audience_texts), one.audience_texts[0][1])
            if one.audience_texts
            else None,
            _joined(content.name(iri) for iri in one.timings),
            _joined(f"{content.name(actor)} ({content.name(role)})" for actor, role in one.actors),
            _joined(content.name(iri) for iri in one.sectors),
            f"{one.section}, {place}",
            Link(one.iri, one.iri),
        ]

    def _heading(self, heading: Heading) -> Row:
        numbers = [(name, heading.sectors.get(name)) for name in SECTORS]
        numbers += [("total", heading.stated), ("summed", heading.summed), ("listed", heading.listed)]
        measured = heading.difference is not None and heading.measurement
        return [
            heading.notation,
            self.content.name(heading.iri),
            *(self._number([heading], column, value) for column, value in numbers),
            Link(heading.difference, measured) if measured else None,
            " ".join(self.content.text(note) for note in heading.notes) or None,
        ]

    def _sum(self, one: Sum) -> Row:
        numbers = [(name, one.sector(name)) for name in SECTORS]
        numbers += [("reported", one.reported), ("listed", one.listed)]
        return [
            one.notation or None,
            self.content.name(one.iri) if one.iri else self.say("All objectives together"),
            *(self._number(one.headings, column, value) for column, value in numbers),
        ]

    def _number(self, headings: Sequence[Heading], column: str, value: int | None) -> Cell | Link:
        """Return a number that leads to the query that gives it."""
        if value is None:
            return None
        query = self.content.query_for(headings, column)
        return Link(value, f"{self._site}/sparql?{urlencode({'query': query})}")


def _joined(values: Iterable[str]) -> str | None:
    return "; ".join(values) or None
