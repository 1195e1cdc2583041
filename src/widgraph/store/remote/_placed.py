"""Where a release lies in a remote store.

A release never changes, so its graphs get names of their own there, below the release: `id/graph/quality` of release R
is `id/release/R/id/graph/quality`. A graph of its own, the catalogue, says which releases there are, which of them
are whole, and which one is current. A reader takes the graphs of one whole release and nothing else, so it never sees
half of one, nor two mixed, whatever is written meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

import pyoxigraph as ox

from widgraph import queries
from widgraph.namespaces import BASE
from widgraph.store.remote._answers import read_rows
from widgraph.store.remote._endpoint import Dataset, Endpoint

#: The graph that says which releases a remote store holds.
CATALOGUE: Final = BASE + "id/graph/releases"
#: A graph that is never there: an empty dataset has to be said with something.
NOTHING: Final = BASE + "id/graph/none"
_RELEASES: Final = BASE + "id/release/"


@dataclass(frozen=True)
class Placed:
    """A release in a remote store: its id, and its graphs under the names they have everywhere else."""

    id: str
    graphs: frozenset[str]

    @property
    def iri(self) -> str:
        """The identifier of the release."""
        return _RELEASES + self.id

    @property
    def prefix(self) -> str:
        """What the names of its graphs begin with in the remote store, in place of BASE."""
        return f"{self.iri}/"

    def there(self, graph: str) -> str:
        """Return the name of a graph in the remote store; one that is not of this release is nowhere."""
        return self.prefix + graph.removeprefix(BASE) if graph in self.graphs else NOTHING

    def here(self, iri: str) -> str:
        """Return the name a graph has everywhere else; any other IRI stays as it is."""
        return BASE + iri.removeprefix(self.prefix) if iri.startswith(self.prefix) else iri

    def dataset(self, default: Iterable[str] | None = None, named: Iterable[str] | None = None) -> Dataset:
        """Return a dataset for a request: all graphs of the release, or those of a default and a named list."""
        if default is None and named is None:
            default = named = sorted(self.graphs)
        return Dataset(
            sorted({self.there(graph) for graph in default or ()}) or [NOTHING],
            # Virtuoso finds one row in a GRAPH that is not in the dataset, none in one that is and holds nothing
            sorted({NOTHING, *(self.there(graph) for graph in named or ())}),
        )


@dataclass
class Entry:
    """What the catalogue says about one release: its graphs there with their digests, whether it is whole, and current.

    `replaces` are the releases that were current right before it.
    """

    digests: dict[str, str] = field(default_factory=dict)
    whole: bool = False
    current: bool = False
    replaces: set[str] = field(default_factory=set)


def read_catalogue(endpoint: Endpoint) -> Mapping[str, Entry]:
    """Return the releases in a remote store, by id; empty when it has no catalogue."""
    text = queries.bind(queries.load("remote/releases"), {"catalogue": ox.NamedNode(CATALOGUE)})
    found: dict[str, Entry] = {}
    for row in read_rows(endpoint.query(text, "SELECT", Dataset((CATALOGUE,), (CATALOGUE,)))).rows:
        entry = found.setdefault(str(row["release"].value).removeprefix(_RELEASES), Entry())
        entry.digests[row["graph"].value] = row["digest"].value
        entry.whole |= "whole" in row
        entry.current |= "current" in row
        if "replaced" in row:
            entry.replaces.add(row["replaced"].value.removeprefix(_RELEASES))
    return found


def current_release(endpoint: Endpoint) -> Placed | None:
    """Return the current release of a remote store, None when it holds none of ours.

    While a push switches, two may be current for a moment; both are whole, and the greater id is taken.
    """
    found = read_catalogue(endpoint)
    ids = [name for name, entry in found.items() if entry.whole and entry.current]
    if not ids:
        return None
    prefix = f"{_RELEASES}{max(ids)}/"
    return Placed(max(ids), frozenset(BASE + graph.removeprefix(prefix) for graph in found[max(ids)].digests))
