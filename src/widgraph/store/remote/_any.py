"""Any SPARQL 1.1 endpoint, asked as a person at a command line would."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from widgraph.errors import EndpointError, QueryError
from widgraph.store.remote._endpoint import Dataset, Endpoint
from widgraph.store.remote._faults import Faults
from widgraph.store.remote._placed import Placed, current_release
from widgraph.store.remote._reading import Reading
from widgraph.store.remote._repair import Repair
from widgraph.store.remote._text import form_of, placed_query, with_prefixes
from widgraph.store.remote._write import boolean_document, parsed, rows_document


@dataclass(frozen=True)
class Asked:
    """Rows, yes or no, or triples; the release they are of, if it is one of ours; whether some are missing."""

    answer: ox.QuerySolutions | ox.QueryBoolean | Sequence[ox.Triple]
    release: str
    cut: bool


def ask_endpoint(endpoint: Endpoint, query: str, graphs: Sequence[str] = ()) -> Asked:
    """Answer a query about some graphs, else about the current release there, else about the endpoint's own default.

    Our prefixes need not be declared. Raises QueryRefused for an update, and what Endpoint.query raises.
    """
    form, text = form_of(query), with_prefixes(query)
    placed = None if graphs else _release(endpoint)
    dataset = Dataset(tuple(graphs), tuple(graphs))
    if placed is not None:
        text, dataset = placed_query(text, placed, (), ())
    place = placed or Placed("", frozenset())
    reading = Reading(endpoint, place, Faults(""), Repair())
    if form == "ASK":
        return Asked(parsed(boolean_document(reading.boolean(text, dataset))), place.id, False)
    if form == "SELECT":
        found, cut = reading.rows(text, dataset)
        return Asked(parsed(rows_document(found, place)), place.id, cut)
    triples, cut = reading.triples(text, dataset)
    return Asked(triples, place.id, cut)


def _release(endpoint: Endpoint) -> Placed | None:
    """Return the current release where there is one; an endpoint that has no catalogue may refuse to look for it."""
    try:
        return current_release(endpoint)
    except (QueryError, EndpointError):
        return None
