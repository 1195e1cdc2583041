"""What changed between two releases, thing by thing, and since when each thing is as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from widgraph.release._open import Release
from widgraph.release._resources import read_resources


class Kind(StrEnum):
    """What happened to a thing (Activity Streams 2.0 has an activity of each name)."""

    CREATE = "Create"
    UPDATE = "Update"
    DELETE = "Delete"


@dataclass(frozen=True)
class Change:
    """One thing that changed: its identifier, what it is (as a prefixed name) and what happened to it."""

    iri: str
    kind: str
    what: Kind


def changes(before: Release | None, after: Release) -> Sequence[Change]:
    """Return what changed, in the order of the identifiers; from nothing, everything was created."""
    old = read_resources(before.path) if before else {}
    new = read_resources(after.path)
    found = []
    for iri in sorted(old.keys() | new.keys()):
        if iri not in old:
            found.append(Change(iri, new[iri].kind, Kind.CREATE))
        elif iri not in new:
            found.append(Change(iri, old[iri].kind, Kind.DELETE))
        elif old[iri].sha256 != new[iri].sha256:
            found.append(Change(iri, new[iri].kind, Kind.UPDATE))
    return found


def steps(kept: Sequence[Release]) -> Iterator[tuple[Release | None, Release]]:
    """Yield each release with the one before it, oldest first."""
    for place, release in enumerate(kept):
        yield (kept[place - 1] if place else None), release


def changed_on(kept: Sequence[Release]) -> Mapping[str, str]:
    """Return the day since which each thing of the last release is as it is; releases oldest first."""
    days: dict[str, str] = {}
    for before, after in steps(kept):
        for change in changes(before, after):
            days[change.iri] = after.manifest.issued
    return {iri: days[iri] for iri in (read_resources(kept[-1].path) if kept else ()) if iri in days}
