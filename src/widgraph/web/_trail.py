"""Where a thing stands on the site: the list it belongs to, and the things above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from widgraph.namespaces import BASE, PREFIXES, RDF, SKOS, WID
from widgraph.web._documents import Description
from widgraph.web._terms import N_

#: The list of each kind of thing, by class or by the start of its IRI, with the name readers know it by.
_PLACES: Final = {
    WID + "Initiative": ("/initiatives", N_("Initiatives")),
    WID + "Listing": ("/initiatives", N_("Initiatives")),
    WID + "IdentityDecision": ("/initiatives", N_("Initiatives")),
    WID + "Objective": ("/objectives", N_("Objectives")),
    WID + "Audience": ("/audiences", N_("Audiences")),
    WID + "Actor": ("/actors", N_("Actors")),
    WID + "Involvement": ("/actors", N_("Actors")),
    WID + "Meeting": ("/meetings", N_("Meetings")),
    WID + "PolicyInstrument": ("/policy", N_("Policy")),
    WID + "PolicyDecision": ("/policy", N_("Policy")),
    PREFIXES["eli"] + "LegalResource": ("/policy", N_("Policy")),
    BASE + "auth/indicator/": ("/indicators", N_("Figures")),
    BASE + "id/observation/indicator/": ("/indicators", N_("Figures")),
    BASE + "id/observation/count/": ("/objectives", N_("Objectives")),
}
#: Properties that lead upwards, the nearest first.
_UP: Final = (
    WID + "lists",
    SKOS + "broader",
    WID + "indicator",
    WID + "objective",
    WID + "decidesOn",
    WID + "agent",
    PREFIXES["oa"] + "hasSource",
    WID + "ofEdition",
)


@dataclass(frozen=True)
class Trail:
    """The path and name of the list a thing belongs to ("" when there is none), and what is above the thing."""

    place: str
    name: str
    above: Sequence[str]


def trail(description: Description) -> Trail:
    """Return where a thing stands, from what the graph says of it: no question to the store."""
    mine: dict[str, list[str]] = {}
    for triple in description.own:
        if getattr(triple.subject, "value", "") == description.iri and isinstance(triple.object, ox.NamedNode):
            mine.setdefault(triple.predicate.value, []).append(triple.object.value)
    kinds = mine.get(RDF + "type", [])
    if WID + "Edition" in kinds:  # an edition has a page of its own beside its document
        return Trail(f"/editions/{description.iri.rpartition('/')[2]}", N_("Edition"), ())
    found = (place for key, place in _PLACES.items() if key in kinds or description.iri.startswith(key))
    place, name = next(found, ("", ""))
    above = next((mine[prop] for prop in _UP if prop in mine), [])
    return Trail(place, name, above[:1])
