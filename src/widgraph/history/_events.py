"""Changes as activities (W3C Activity Streams 2.0), the form in which DCAT-AP Feeds and LDES pass them on.

An activity has an identifier of its own and never changes; what it says of the thing stands in a graph of that name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from widgraph.history._archive import Archive
from widgraph.namespaces import BASE, PREFIXES, RDF, XSD
from widgraph.release import Change, Kind

if TYPE_CHECKING:
    from widgraph.release import Release

AS: Final = PREFIXES["as"]
_TYPE: Final = ox.NamedNode(RDF + "type")


def moment(release: Release) -> str:
    """Return when a release came out (xsd:dateTime): the start, in UTC, of the day that its data name."""
    return f"{release.manifest.issued or '0001-01-01'}T00:00:00Z"


def activity_iri(release: Release, change: Change) -> str:
    """Return the identifier of a change: that of the page of the stream it stands on is part of it."""
    rest = change.iri.removeprefix(BASE).replace("#", "/")
    return f"{BASE}ldes/{release.id}#{rest}"


def activities(release: Release, found: Iterable[Change]) -> Sequence[ox.Quad]:
    """Return changes that came with a release, each with the state it left the thing in; nothing is left of a deletion.

    Raises ReleaseError when the store of the release is gone.
    """
    archive = Archive(release)
    published = ox.Literal(moment(release), datatype=ox.NamedNode(XSD + "dateTime"))
    quads: list[ox.Quad] = []
    for change in found:
        this = ox.NamedNode(activity_iri(release, change))
        quads += [
            ox.Quad(this, _TYPE, ox.NamedNode(AS + change.what)),
            ox.Quad(this, ox.NamedNode(AS + "object"), ox.NamedNode(change.iri)),
            ox.Quad(this, ox.NamedNode(AS + "published"), published),
        ]
        if change.what is not Kind.DELETE:
            quads += [
                ox.Quad(quad.subject, quad.predicate, quad.object, this) for quad in archive.statements(change.iri)
            ]
    return quads
