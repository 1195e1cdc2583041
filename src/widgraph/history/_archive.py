"""What a release said of a thing, from its own store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pyoxigraph as ox

from widgraph.errors import ReleaseError
from widgraph.namespaces import DCTERMS, RDFS, SKOS

if TYPE_CHECKING:
    from widgraph.release import Release

_NAMES = (SKOS + "prefLabel", RDFS + "label", DCTERMS + "title")


class Archive:
    """Reads one release; the store is opened on first use, read-only."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self._store: ox.Store | None = None

    def statements(self, iri: str) -> Sequence[ox.Quad]:
        """Return the statements about a thing, each in its named graph, in a fixed order; none when it was not there.

        Raises ReleaseError when the store of the release is gone.
        """
        return sorted(self._opened().quads_for_pattern(ox.NamedNode(iri), None, None, None), key=str)

    def names(self, iri: str) -> Mapping[str, str]:
        """Return what a thing is called, by language."""
        found: dict[str, str] = {}
        for quad in self.statements(iri):
            if quad.predicate.value in _NAMES and isinstance(quad.object, ox.Literal):
                found.setdefault(quad.object.language or "", quad.object.value)
        return found

    def _opened(self) -> ox.Store:
        if self._store is None:
            try:
                self._store = ox.Store.read_only(str(self.release.store))
            except OSError as error:
                raise ReleaseError(
                    f"The store of release {self.release.id} cannot be opened: {error}.", "Build that version again."
                ) from error
        return self._store
