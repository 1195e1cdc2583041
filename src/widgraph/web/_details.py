"""What the page of one kind of thing shows beyond its plain statements."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from widgraph.namespaces import BASE, DCTERMS, PREFIXES, RDF, WID
from widgraph.web._counts import Counts
from widgraph.web._documents import Description
from widgraph.web._language import language
from widgraph.web._lists import LISTS, Entry, below
from widgraph.web._pairs import POINTS, Pair, pairs
from widgraph.web._reader import Reader, Row, iri, text
from widgraph.web._site import site
from widgraph.web._texts import Text, in_language


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


@dataclass
class Decision:
    """One decision about which listings are one initiative, or how two initiatives stand to each other."""

    iri: str
    outcome: str
    basis: str
    confidence: str
    date: str | None
    others: list[str] = field(default_factory=list)
    listings: list[str] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)

    @property
    def note(self) -> Text:
        """Why, in the language of the page."""
        return in_language(self.notes, language())


@dataclass(frozen=True)
class Details:
    """What a kind of page shows in addition; `kind` names the part of the template that shows it."""

    kind: str = ""
    listings: Sequence[Listing] = ()
    roles: Mapping[str, Sequence[str]] = field(default_factory=dict)
    counts: Counts | None = None
    edition: str = ""
    decisions: Sequence[Decision] = ()
    wordings: Sequence[Row] = ()
    entries: Sequence[Entry] = ()
    pairs: Sequence[Pair] = ()
    before: Entry | None = None
    after: Entry | None = None

    @property
    def iris(self) -> set[str]:
        """Every IRI that needs a name."""
        found = {one for role, things in self.roles.items() for one in (role, *things)}
        for listing in self.listings:
            found |= {listing.iri, listing.initiative, listing.form, *listing.audiences, *listing.timings}
            found |= {one for one in (listing.objective,) if one}
        for decision in self.decisions:
            found |= {decision.iri, decision.outcome, decision.basis, decision.confidence}
            found |= {*decision.others, *decision.listings}
        near = [one for one in (self.before, self.after) if one]
        found |= {one for entry in (*self.entries, *near) for one in entry.iris} | ({POINTS} if self.pairs else set())
        return found | (self.counts.iris if self.counts else set())


def details(reader: Reader, description: Description) -> Details:
    """Return what the page of this resource shows beyond its statements; nothing for kinds without their own look."""
    kinds = {
        getattr(triple.object, "value", "")
        for triple in description.own
        if triple.predicate.value == RDF + "type" and getattr(triple.subject, "value", "") == description.iri
    }
    for kind, make in _MAKERS.items():
        if kind in kinds or description.iri.startswith(kind):
            return make(reader, ox.NamedNode(description.iri))
    return Details()


def _initiative(reader: Reader, this: ox.NamedNode) -> Details:
    roles = _roles(reader.rows("actors-of-initiative", this=this), "actor")
    return Details("initiative", listings_of(reader, "lists", this), roles, decisions=_decisions(reader, this))


def _objective(reader: Reader, this: ox.NamedNode) -> Details:
    entries = _read("objectives", reader)
    mine = next((entry for entry in entries if entry.iri == this.value), None)
    return Details(
        "objective",
        listings_of(reader, "underObjective", this),
        counts=mine.counts if mine else None,
        edition=site().editions[0][1] if site().editions else "",
        wordings=reader.rows("wordings", this=this),
        entries=[entry for entry in entries if entry.cells["broader"] == this.value],
    )


def _audience(reader: Reader, this: ox.NamedNode) -> Details:
    narrower = below(_read("audiences", reader)).get(this.value, ())
    return Details("audience", listings_of(reader, DCTERMS + "audience", this), entries=narrower)


def _actor(reader: Reader, this: ox.NamedNode) -> Details:
    return Details("actor", roles=_roles(reader.rows("involvements", this=this), "thing"))


def _indicator(reader: Reader, this: ox.NamedNode) -> Details:
    entries = [entry for entry in _read("indicators", reader) if entry.cells["indicator"] == this.value]
    return Details("indicator", entries=entries, pairs=pairs(entries).get(this.value, ()))


def _meeting(reader: Reader, this: ox.NamedNode) -> Details:
    return _dated("meetings", reader, this)


def _policy(reader: Reader, this: ox.NamedNode) -> Details:
    return _dated("policy", reader, this)


def _dated(name: str, reader: Reader, this: ox.NamedNode) -> Details:
    """What came before and after a thing with a date; a thing without one has no neighbours in time."""
    entries = [entry for entry in _read(name, reader) if entry.cells["date"]]
    place = next((index for index, entry in enumerate(entries) if entry.iri == this.value), None)
    if place is None:
        return Details()
    before = entries[place - 1] if place else None
    after = entries[place + 1] if place + 1 < len(entries) else None
    return Details("dated", entries=[entries[place]], before=before, after=after)


def _read(name: str, reader: Reader) -> Sequence[Entry]:
    return next(one for one in LISTS if one.name == name).read(reader, site())


_MAKERS: dict[str, Callable[[Reader, ox.NamedNode], Details]] = {
    WID + "Initiative": _initiative,
    WID + "Objective": _objective,
    WID + "Audience": _audience,
    WID + "Actor": _actor,
    WID + "Meeting": _meeting,
    WID + "PolicyInstrument": _policy,
    WID + "PolicyDecision": _policy,
    PREFIXES["eli"] + "LegalResource": _policy,
    BASE + "auth/indicator/": _indicator,
}


def _decisions(reader: Reader, this: ox.NamedNode) -> list[Decision]:
    found: dict[str, Decision] = {}
    for row in reader.rows("identity", this=this):
        item = iri(row, "decision") or ""
        outcome, basis, confidence = (iri(row, name) or "" for name in ("outcome", "basis", "confidence"))
        decision = found.setdefault(item, Decision(item, outcome, basis, confidence, text(row, "date")))
        for name, values in (("other", decision.others), ("listing", decision.listings)):
            value = iri(row, name)
            if value and value not in values:
                values.append(value)
        note = row.get("note")
        if isinstance(note, ox.Literal):
            decision.notes[note.language or ""] = note.value
    return list(found.values())


def listings_of(reader: Reader, prop: str, this: ox.NamedNode) -> list[Listing]:
    """Return the listings that one of their properties (a name of ours, or an IRI) leads to a thing, in their order."""
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
