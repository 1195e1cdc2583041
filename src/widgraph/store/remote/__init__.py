"""A release in a remote SPARQL 1.1 store, through SPARQLWrapper and past the faults of the engine behind it."""

from widgraph.store.remote._answers import Rows, read_boolean, read_rows, read_triples
from widgraph.store.remote._any import Asked, ask_endpoint
from widgraph.store.remote._credentials import Credentials, read_credentials
from widgraph.store.remote._endpoint import Dataset, Endpoint, error_text
from widgraph.store.remote._http import Http, Reply, checked_url, shown
from widgraph.store.remote._placed import CATALOGUE, NOTHING, Entry, Placed, current_release, read_catalogue
from widgraph.store.remote._queries import RemoteQueries
from widgraph.store.remote._repair import repair_from
from widgraph.store.remote._store import TRUST_SECONDS, RemoteStore, open_endpoint, open_remote
from widgraph.store.remote._text import filled, form_of, placed_query, with_prefixes

__all__ = [
    "CATALOGUE",
    "NOTHING",
    "TRUST_SECONDS",
    "Asked",
    "Credentials",
    "Dataset",
    "Endpoint",
    "Entry",
    "Http",
    "Placed",
    "RemoteQueries",
    "RemoteStore",
    "Reply",
    "Rows",
    "ask_endpoint",
    "checked_url",
    "current_release",
    "error_text",
    "filled",
    "form_of",
    "open_endpoint",
    "open_remote",
    "placed_query",
    "read_boolean",
    "read_catalogue",
    "read_credentials",
    "read_rows",
    "read_triples",
    "repair_from",
    "shown",
    "with_prefixes",
]
