"""The dimensions and attributes of a data cube, as StatDCAT-AP 1.0.1 wants them named in a catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from widgraph.namespaces import PREFIXES

_QB: Final = PREFIXES["qb"]


@dataclass(frozen=True)
class Component:
    """A `dimension` or `attribute` of a cube: its IRI and its names by language."""

    iri: str
    names: Mapping[str, str]
    kind: str


def components(structure: str, quads: Iterable[ox.Quad]) -> Sequence[Component]:
    """Return the dimensions and attributes of a data structure (RDF Data Cube, section 6)."""
    about: dict[str, list[ox.Quad]] = {}
    for quad in quads:
        about.setdefault(getattr(quad.subject, "value", ""), []).append(quad)
    found: list[Component] = []
    for quad in about.get(structure, ()):
        if quad.predicate.value == _QB + "component":
            found += _named(about.get(getattr(quad.object, "value", ""), ()))
    return sorted(found, key=lambda one: one.iri)


def _named(parts: Sequence[ox.Quad]) -> Sequence[Component]:
    """Return the property of a component under the component's own names."""
    names = {
        part.object.language: part.object.value
        for part in parts
        if isinstance(part.object, ox.Literal) and part.object.language
    }
    kinds = {_QB + kind: kind for kind in ("dimension", "attribute")}
    return [
        Component(part.object.value, names, kinds[part.predicate.value])
        for part in parts
        if part.predicate.value in kinds and isinstance(part.object, ox.NamedNode)
    ]
