"""Statement by statement: what one release says of the things that changed, and another did not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from widgraph.history._archive import Archive
from widgraph.release import Change, changes

if TYPE_CHECKING:
    from widgraph.release import Release


@dataclass(frozen=True)
class Difference:
    """A thing that changed, with the statements that came and went."""

    change: Change
    added: Sequence[ox.Quad]
    removed: Sequence[ox.Quad]


def differences(before: Release | None, after: Release) -> Iterator[Difference]:
    """Yield what changed from one release to another, in the order of the identifiers; from nothing, everything came.

    Raises ReleaseError when a store is gone.
    """
    old, new = Archive(before) if before else None, Archive(after)
    for change in changes(before, after):
        had = old.statements(change.iri) if old else []
        has = new.statements(change.iri)
        yield Difference(
            change,
            [quad for quad in has if quad not in set(had)],
            [quad for quad in had if quad not in set(has)],
        )
