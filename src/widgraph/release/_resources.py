"""What a release says of each thing, as a digest: releases are compared, and dates kept, without reading dumps."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from widgraph.errors import ReleaseError
from widgraph.namespaces import BASE, PREFIXES, RDF, SKOS, WID

RESOURCES: Final = "resources.csv"
_TYPE: Final = RDF + "type"
_COLUMNS: Final = ("iri", "kind", "sha256")


@dataclass(frozen=True)
class Resource:
    """A thing of ours: its kind as a prefixed name, and the SHA-256 of its statements as sorted N-Quads."""

    kind: str
    sha256: str


def write_resources(quads: Iterable[ox.Quad], path: Path) -> None:
    """Write one row per thing of ours that the graph describes, in the order of their identifiers."""
    own: dict[str, list[ox.Quad]] = {}
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(BASE):
            own.setdefault(quad.subject.value, []).append(quad)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(_COLUMNS)
        for iri, about in sorted(own.items()):
            lines = sorted(f"{quad} .\n" for quad in about)
            kinds = {getattr(quad.object, "value", "") for quad in about if quad.predicate.value == _TYPE}
            out.writerow((iri, _kind(kinds), hashlib.sha256("".join(lines).encode()).hexdigest()))


def read_resources(folder: Path) -> Mapping[str, Resource]:
    """Return the things of a release by identifier; none when it was made before there was such a list.

    Raises ReleaseError when the list is damaged.
    """
    return _read(folder / RESOURCES)


@lru_cache(maxsize=16)
def _read(path: Path) -> Mapping[str, Resource]:
    """A release never changes, so its list is read once."""
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        if tuple(next(rows, ())) != _COLUMNS:
            raise ReleaseError(f"{path} cannot be read.", "Run 'widgraph build' again.")
        return {iri: Resource(kind, sha256) for iri, kind, sha256 in rows}


def _kind(kinds: Iterable[str]) -> str:
    """Our own class says most, then a concept of a list, then the first by name."""
    order = sorted(kinds, key=lambda kind: (not kind.startswith(WID), kind != SKOS + "Concept", kind))
    for prefix, namespace in PREFIXES.items():
        if order and order[0].startswith(namespace):
            return f"{prefix}:{order[0][len(namespace) :]}"
    return order[0] if order else ""
