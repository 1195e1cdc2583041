"""The event stream (Linked Data Event Streams 1.0, TREE): a root that grows, and pages that never change.

The root leads to the first page of each release, a page to the next one of the same release. All changes of a release
happened at one moment, so every relation is bounded by the moments of two releases.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from widgraph.history._events import AS, activities, activity_iri, moment
from widgraph.namespaces import BASE, DCTERMS, PREFIXES, RDF, XSD
from widgraph.release import changes, steps

if TYPE_CHECKING:
    from widgraph.release import Change, Release

#: How many changes one page holds.
PAGE_SIZE: Final = 250
STREAM: Final = BASE + "ldes#stream"
_TREE: Final = PREFIXES["tree"]
_LDES: Final = PREFIXES["ldes"]
_LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
_TITLES: Final = {
    "nl": "Wijzigingen in Women in Digital België",
    "fr": "Changements dans Women in Digital Belgique",
    "de": "Änderungen in Women in Digital Belgien",
    "en": "Changes in Women in Digital Belgium",
}


def pages_of(found: Sequence[Change]) -> int:
    """Return how many pages the changes of a release fill."""
    return ceil(len(found) / PAGE_SIZE)


def root(kept: Sequence[Release], address: str) -> Sequence[ox.Quad]:
    """Return the root of the stream at an address; releases oldest first."""
    node = ox.NamedNode(address)
    quads = [
        _quad(ox.NamedNode(STREAM), RDF + "type", ox.NamedNode(_LDES + "EventStream")),
        _quad(ox.NamedNode(STREAM), DCTERMS + "license", ox.NamedNode(_LICENCE)),
        _quad(ox.NamedNode(STREAM), _LDES + "timestampPath", ox.NamedNode(AS + "published")),
        _quad(ox.NamedNode(STREAM), _LDES + "versionOfPath", ox.NamedNode(AS + "object")),
        _quad(ox.NamedNode(STREAM), _TREE + "view", node),
        _quad(node, RDF + "type", ox.NamedNode(_TREE + "Node")),
    ]
    quads += [
        _quad(ox.NamedNode(STREAM), DCTERMS + "title", ox.Literal(text, language=code))
        for code, text in _TITLES.items()
    ]
    for place, (before, release) in enumerate(steps(kept)):
        if changes(before, release):
            until = kept[place + 1] if place + 1 < len(kept) else None
            quads += _relations(node, f"{address}/{release.id}/1", release, until)
    return quads


def page_of(release: Release, found: Sequence[Change], number: int, address: str) -> Sequence[ox.Quad]:
    """Return a page of the changes of a release, from 1; `address` is that of the root.

    It says nothing of later releases, so it is the same for ever. Raises ReleaseError when the store of the release
    is gone.
    """
    this = ox.NamedNode(f"{address}/{release.id}/{number}")
    part = found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    quads = [
        _quad(this, RDF + "type", ox.NamedNode(_TREE + "Node")),
        _quad(this, _LDES + "immutable", ox.Literal("true", datatype=ox.NamedNode(XSD + "boolean"))),
        *(
            _quad(ox.NamedNode(STREAM), _TREE + "member", ox.NamedNode(activity_iri(release, change)))
            for change in part
        ),
        *activities(release, part),
    ]
    if number < pages_of(found):
        quads += _relations(this, f"{address}/{release.id}/{number + 1}", release, None)
    return quads


def _relations(node: ox.NamedNode, target: str, release: Release, until: Release | None) -> list[ox.Quad]:
    """Say what a reader finds at a page: nothing before the release, and nothing from the next one on."""
    bounds = [("GreaterThanOrEqualToRelation", moment(release))]
    if until is not None and moment(until) > moment(release):
        bounds.append(("LessThanRelation", moment(until)))
    quads = []
    name = target.rsplit("/", 2)
    for kind, value in bounds:
        relation = ox.NamedNode(f"{node.value}#{kind}-{name[1]}-{name[2]}")
        quads += [
            _quad(node, _TREE + "relation", relation),
            _quad(relation, RDF + "type", ox.NamedNode(_TREE + kind)),
            _quad(relation, _TREE + "node", ox.NamedNode(target)),
            _quad(relation, _TREE + "path", ox.NamedNode(AS + "published")),
            _quad(relation, _TREE + "value", ox.Literal(value, datatype=ox.NamedNode(XSD + "dateTime"))),
        ]
    return quads


def _quad(subject: ox.NamedNode, predicate: str, value: ox.NamedNode | ox.Literal) -> ox.Quad:
    return ox.Quad(subject, ox.NamedNode(predicate), value)
