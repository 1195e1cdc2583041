"""What the page of one kind of thing shows beyond its plain statements."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from widgraph.namespaces import DCTERMS, RDF, WID
from widgraph.web._counts import Counts, counts_of
from widgraph.web._documents import Description
from widgraph.web._reader import Reader, Row, iri, text
from widgraph.web._site import site


@dataclass
class Listing:
    """One listing as a table shows it."""

    iri: str
    initiative: str
    edition: str
    section: str
    form: str
    ordinal: str
    objective: str | None
    notation: str | None
    audience_text: str | None
    audiences: list[str] = field(default_factory=list)
    timings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Details:
    """What a kind of page shows in addition; `kind` names the part of the template that shows it."""

    kind: str = ""
    listings: Sequence[Listing] = ()
    roles: Mapping[str, Sequence[str]] = field(default_factory=dict)
    counts: Counts | None = None
    edition: str = ""

    @property
    def iris(self) -> set[str]:
        """Every IRI that needs a name."""
        found = {one for role, things in self.roles.items() for one in (role, *things)}
        for listing in self.listings:
            found |= {listing.iri, listing.initiative, listing.form, *listing.audiences, *listing.timings}
            found |= {one for one in (listing.objective,) if one}
        return found | (self.counts.iris if self.counts else set())


def details(reader: Reader, description: Description) -> Details:
    """Return what the page of this resource shows beyond its statements; nothing for kinds without their own look."""
    kinds = {
        getattr(triple.object, "value", "")
        for triple in description.own
        if triple.predicate.value == RDF + "type" and getattr(triple.subject, "value", "") == description.iri
    }
    for kind, make in _MAKERS.items():
        if WID + kind in kinds:
            return make(reader, ox.NamedNode(description.iri))
    return Details()


def _initiative(reader: Reader, this: ox.NamedNode) -> Details:
    rows = reader.rows("actors-of-initiative", this=this)
    return Details("initiative", _listings(reader, "lists", this), _roles(rows, "actor"))


def _objective(reader: Reader, this: ox.NamedNode) -> Details:
    counts, edition = None, site().editions[0][1] if site().editions else ""
    if edition:
        counts = counts_of(reader.rows("counts", this=this, edition=ox.NamedNode(edition))).get(this.value)
    return Details("objective", _listings(reader, "underObjective", this), counts=counts, edition=edition)


def _audience(reader: Reader, this: ox.NamedNode) -> Details:
    return Details("audience", _listings(reader, DCTERMS + "audience", this))


def _actor(reader: Reader, this: ox.NamedNode) -> Details:
    return Details("actor", roles=_roles(reader.rows("involvements", this=this), "thing"))


_MAKERS: dict[str, Callable[[Reader, ox.NamedNode], Details]] = {
    "Initiative": _initiative,
    "Objective": _objective,
    "Audience": _audience,
    "Actor": _actor,
}


def _listings(reader: Reader, prop: str, this: ox.NamedNode) -> list[Listing]:
    node = ox.NamedNode(prop if ":" in prop else WID + prop)
    found: dict[str, Listing] = {}
    for row in reader.rows("listings", property=node, this=this):
        item = iri(row, "item") or ""
        listing = found.setdefault(item, _listing(item, row))
        for name, values in (("audience", listing.audiences), ("timing", listing.timings)):
            value = iri(row, name)
            if value and value not in values:
                values.append(value)
    return list(found.values())


def _listing(item: str, row: Row) -> Listing:
    return Listing(
        iri=item,
        initiative=iri(row, "initiative") or "",
        edition=(iri(row, "edition") or "").rpartition("/")[2],
        section=text(row, "section") or "",
        form=iri(row, "form") or "",
        ordinal=text(row, "ordinal") or "",
        objective=iri(row, "objective"),
        notation=text(row, "notation"),
        audience_text=text(row, "audienceText"),
    )


def _roles(rows: Sequence[Row], name: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        role, thing = iri(row, "role"), iri(row, name)
        if role and thing:
            things = found.setdefault(role, [])
            if thing not in things:
                things.append(thing)
    return found
