"""The controlled values of the catalogue, described in it: portals do not look an IRI up (DCAT-AP issues 125, 403)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files

import pyoxigraph as ox

from widgraph.namespaces import SKOS

_LABEL = SKOS + "prefLabel"


@cache
def _known() -> dict[str, tuple[ox.Quad, ...]]:
    source = (files("widgraph.catalogue") / "values.ttl").read_bytes()
    found: dict[str, list[ox.Quad]] = {}
    for quad in ox.parse(source, format=ox.RdfFormat.TURTLE):
        found.setdefault(str(quad.subject), []).append(quad)
    return {subject: tuple(quads) for subject, quads in found.items()}


def described(quads: Iterable[ox.Quad]) -> Sequence[ox.Quad]:
    """Return what is said of the controlled values that the statements use, and of the lists they are from."""
    known = _known()
    waiting = [str(quad.object) for quad in quads]
    seen: set[str] = set()
    found: list[ox.Quad] = []
    while waiting:
        one = waiting.pop()
        if one not in seen and one in known:
            seen.add(one)
            found += known[one]
            waiting += [str(quad.object) for quad in known[one]]
    return found


def value_names(iri: str) -> Mapping[str, str]:
    """Return what a controlled value is called, by language; nothing when it is none that the catalogue knows."""
    names = [quad.object for quad in _known().get(f"<{iri}>", ()) if quad.predicate.value == _LABEL]
    return {name.language: name.value for name in names if isinstance(name, ox.Literal) and name.language}
