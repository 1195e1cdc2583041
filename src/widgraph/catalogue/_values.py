"""The controlled values of the catalogue, described in it: portals do not look an IRI up (DCAT-AP issues 125, 403)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

import pyoxigraph as ox


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
