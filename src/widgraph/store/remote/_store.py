"""The third filling of the seam: a release in a remote SPARQL 1.1 store, for the fixed queries of the pages."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from widgraph import queries
from widgraph.errors import EndpointError, EndpointTimeout, QueryError, QueryTimeout
from widgraph.queries import Row
from widgraph.settings import Settings
from widgraph.store._names import best_names
from widgraph.store.remote._answers import read_boolean, read_triples
from widgraph.store.remote._credentials import read_credentials
from widgraph.store.remote._endpoint import Dataset, Endpoint
from widgraph.store.remote._faults import probe
from widgraph.store.remote._http import Http
from widgraph.store.remote._placed import CATALOGUE, Placed
from widgraph.store.remote._reading import Reading
from widgraph.store.remote._repair import Repair, delicate, repair_from

if TYPE_CHECKING:
    from widgraph.release import Release

#: An answer to one of our own queries is never larger.
_BYTES: Final = 256 << 20
#: After so many seconds a reader makes sure that the release it reads has not been taken away.
TRUST_SECONDS: Final = 5.0
_BATCH: Final = 100


class RemoteStore:
    """A release in a remote store; threads may ask it side by side."""

    def __init__(self, reading: Reading, quads: int) -> None:
        self.reading = reading
        self._quads = quads
        self._trusted = time.monotonic()
        self._lock = threading.Lock()

    @property
    def faults(self) -> Sequence[str]:
        """What is made up for at this endpoint, in a line each."""
        return self.reading.faults.lines(self.reading.repair)

    def select(self, query: str) -> Sequence[Row]:
        with _ours():
            found = self.reading.all_rows(*self._placed(query))
        return [
            {name: term for name, term in row.items() if isinstance(term, ox.NamedNode | ox.Literal)}
            for row in found.rows
        ]

    def ask(self, query: str) -> bool:
        with _ours():
            return self.reading.boolean(*self._placed(query))

    def construct(self, query: str) -> Sequence[ox.Triple]:
        with _ours():
            return self.reading.all_triples(*self._placed(query))

    def labels(self, iris: Iterable[str]) -> Mapping[str, Mapping[str, str]]:
        return best_names(self.construct, iris)

    def count(self) -> int:
        return self._quads

    def close(self) -> None:
        self.reading.endpoint.http.close()

    def trust(self) -> None:
        """Make sure, now and then, that the release is still whole; raise EndpointError when it is not.

        A push takes the mark off a release, waits longer than readers trust it, and only then removes its graphs.
        """
        with self._lock:
            if time.monotonic() - self._trusted < TRUST_SECONDS:
                return
        _check_whole(self.reading.endpoint, self.reading.placed)
        with self._lock:
            self._trusted = time.monotonic()

    def _placed(self, query: str) -> tuple[str, Dataset]:
        self.trust()
        return self.reading.ready(query)


@contextmanager
def _ours() -> Iterator[None]:
    """A query of ours that the endpoint refuses is the endpoint's fault, not that of whoever asked for the page."""
    try:
        yield
    except QueryTimeout as error:
        raise EndpointTimeout(error.message, error.hint) from error
    except QueryError as error:
        raise EndpointError(f"The endpoint cannot answer a query of ours: {error.message}", error.hint) from error


def open_endpoint(settings: Settings, url: str = "", seconds: float | None = None) -> Endpoint:
    """Return the endpoint of the settings, or of another address, with the credentials of environment or file."""
    http = Http(read_credentials(settings.endpoint_credentials))
    return Endpoint(url or settings.endpoint, http, seconds or settings.endpoint_seconds, _BYTES)


def open_remote(release: Release, settings: Settings) -> RemoteStore:
    """Open a release in the remote store that the settings name, and measure what that store gets wrong.

    Raises EndpointError when it cannot be reached, does not hold the whole release, or has a fault that nothing can
    make up for; UsageError for an address or credentials that are none.
    """
    endpoint = open_endpoint(settings)
    placed = Placed(release.id, frozenset(release.manifest.graphs))
    _check_whole(endpoint, placed)
    faults = probe(endpoint, placed.dataset(), release.manifest.quads)
    repair = _measure(endpoint, placed, release)
    return RemoteStore(Reading(endpoint, placed, faults, repair), release.manifest.quads)


def _check_whole(endpoint: Endpoint, placed: Placed) -> None:
    values = {"catalogue": ox.NamedNode(CATALOGUE), "release": ox.NamedNode(placed.iri)}
    text = queries.bind(queries.load("remote/whole"), values)
    if not read_boolean(endpoint.query(text, "ASK", Dataset((CATALOGUE,), (CATALOGUE,)))):
        raise EndpointError(
            f"The endpoint does not hold the whole of release {placed.id}.",
            "Run 'widgraph push', or serve another build.",
        )


def _measure(endpoint: Endpoint, placed: Placed, release: Release) -> Repair:
    """Ask for the literals a store could rewrite, and see which ones come back otherwise."""
    triples = [quad.triple for quad in ox.parse(path=str(release.dump("nq")), format=ox.RdfFormat.N_QUADS)]
    asked = delicate(triples)
    keys = {(str(triple.subject), triple.predicate.value) for triple in asked}
    given = [one for one in triples if (str(one.subject), one.predicate.value) in keys]
    got: list[ox.Triple] = []
    for start in range(0, len(asked), _BATCH):
        part = asked[start : start + _BATCH]
        values = {
            "subjects": [one.subject for one in part if isinstance(one.subject, ox.NamedNode)],
            "properties": sorted({one.predicate for one in part}, key=str),
        }
        text = queries.bind(queries.load("remote/values"), values)
        got += read_triples(endpoint.query(text, "CONSTRUCT", placed.dataset()))
    wanted = [one for one in got if (str(one.subject), one.predicate.value) in keys]
    return repair_from(
        dict.fromkeys(given), wanted, {one.object for one in triples if isinstance(one.object, ox.Literal)}
    )
