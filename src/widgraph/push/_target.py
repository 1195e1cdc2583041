"""Writing into a remote store: Graph Store Protocol where there is one, else SPARQL 1.1 Update."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

import pyoxigraph as ox

from widgraph import __version__, queries
from widgraph.errors import EndpointError, UsageError
from widgraph.queries import bind
from widgraph.store.remote import (
    NOTHING,
    Dataset,
    Endpoint,
    checked_url,
    error_text,
    filled,
    read_rows,
    read_triples,
    shown,
)

#: Statements in one update: Virtuoso takes 1,000 and runs out of memory at 5,000.
CHUNK: Final = 1_000
#: Statements read back at once.
_PART: Final = 5_000
_TRIPLES: Final = "application/n-triples"
#: Where the servers we know take updates and graphs, beside their query service: by the name they give themselves.
_BESIDE: Final = {
    "virtuoso": ("/sparql", "/sparql-auth", "/sparql-graph-crud-auth"),
    "oxigraph": ("/query", "/update", "/store"),
}


@dataclass(frozen=True)
class Target:
    """A remote store that can be written to; `graph_store` is the address of its Graph Store Protocol, or empty."""

    endpoint: Endpoint
    graph_store: str = ""

    def put(self, graph: str, triples: Sequence[ox.Triple]) -> None:
        """Make a graph hold these statements and no others (Graph Store Protocol, section 5.3)."""
        if self.graph_store:
            self._send("PUT", graph, triples)
        else:
            self.drop(graph)
            self.add(graph, triples)

    def add(self, graph: str, triples: Sequence[ox.Triple]) -> None:
        """Add statements to a graph, in parts that every server takes (section 5.5; Update, section 3.1.1)."""
        if self.endpoint.update_url:
            for part in _chunks(triples):
                self.endpoint.update(_data("remote/insert", graph, part), "INSERT")
        else:
            self._send("POST", graph, triples)

    def remove(self, graph: str, triples: Sequence[ox.Triple]) -> None:
        """Take statements out of a graph (Update, section 3.1.2)."""
        if self.endpoint.update_url:
            for part in _chunks(triples):
                self.endpoint.update(_data("remote/delete", graph, part), "DELETE")
        else:
            left = set(self.read(graph)) - set(triples)
            self._send("PUT", graph, sorted(left, key=str))

    def drop(self, graph: str) -> None:
        """Remove a graph, whether it is there or not (section 5.4; Update, section 3.2.2)."""
        if self.graph_store:
            self._send("DELETE", graph)
        else:
            text = bind(queries.load("remote/drop", "ru"), {"graph": ox.NamedNode(graph)})
            self.endpoint.update(text, "DROP")

    def count(self, graph: str) -> int:
        """Return how many statements readers find in a graph."""
        text = bind(queries.load("remote/size"), {"graph": ox.NamedNode(graph)})
        rows = read_rows(self.endpoint.query(text, "SELECT", Dataset((graph,), (graph,)))).rows
        return int(rows[0]["count"].value) if rows else 0

    def read(self, graph: str) -> Sequence[ox.Triple]:
        """Return what readers find in a graph, all of it."""
        count = self.count(graph)
        found: dict[ox.Triple, None] = {}
        size, offset = _PART, 0
        while offset < count:
            values: dict[str, queries.Value] = {"graph": ox.NamedNode(graph), "limit": size, "offset": offset}
            text = bind(queries.load("remote/part"), values)
            part = read_triples(self.endpoint.query(text, "CONSTRUCT", Dataset((graph,), (graph,))))
            if not part:
                break
            found |= dict.fromkeys(part)
            size = min(size, len(part))  # less than asked for and not the end: the server's limit of rows
            offset += len(part)
        return list(found)

    def _address(self, graph: str) -> str:
        """Return the address of a graph (Graph Store Protocol, section 4.2)."""
        joint = "" if self.graph_store.endswith("=") else ("&graph=" if "?" in self.graph_store else "?graph=")
        return self.graph_store + joint + quote(graph, safe="")

    def _send(self, method: str, graph: str, triples: Sequence[ox.Triple] = ()) -> None:
        url = self._address(graph)
        body = None if method == "DELETE" else (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"")
        request = urllib.request.Request(url, body, method=method)  # noqa: S310 - checked_url allows http and https only
        request.add_header("User-Agent", f"widgraph/{__version__}")
        if body is not None:
            # the length is always said: Virtuoso answers 201 to a body in chunks, and stores nothing
            request.add_header("Content-Type", _TRIPLES)
            request.add_header("Content-Length", str(len(body)))
            self.endpoint.http.knock(self._address(NOTHING), self.endpoint.seconds, self.endpoint.most)
        reply = self.endpoint.http.send(request, self.endpoint.seconds, self.endpoint.most)
        if reply.status >= 300 and not (method == "DELETE" and reply.status == 404):
            if reply.status in (401, 403):
                raise EndpointError(
                    f"{shown(url)} does not let us write ({reply.status}).",
                    "Set WIDGRAPH_ENDPOINT_USER and WIDGRAPH_ENDPOINT_PASSWORD, or 'endpoint_credentials'.",
                )
            raise EndpointError(f"{shown(url)} refuses {method} ({reply.status}): {error_text(reply)}")


def find_target(endpoint: Endpoint, graph_store: str = "", update: str = "") -> Target:
    """Return how to write into the store behind an endpoint.

    With neither address given, those beside the query service of a server we know; raise UsageError for any other.
    """
    if not graph_store and not update:
        graph_store, update = _beside(endpoint)
    endpoint.update_url = checked_url(update) if update else ""
    return Target(endpoint, checked_url(graph_store) if graph_store else "")


def _beside(endpoint: Endpoint) -> tuple[str, str]:
    reply = endpoint.query(queries.load("remote/anything"), "ASK")
    server = reply.headers.get("server", "").lower()
    for name, (query, update, graphs) in _BESIDE.items():
        if name in server and endpoint.url.endswith(query):
            base = endpoint.url.removesuffix(query)
            return base + graphs, base + update
    raise UsageError(
        f"Where {shown(endpoint.url)} can be written to is not known.",
        "Give --graph-store (Graph Store Protocol), or --update (SPARQL 1.1 Update).",
    )


def _chunks(triples: Sequence[ox.Triple]) -> Iterator[Sequence[ox.Triple]]:
    for start in range(0, len(triples), CHUNK):
        yield triples[start : start + CHUNK]


def _data(name: str, graph: str, triples: Sequence[ox.Triple]) -> str:
    text = bind(queries.load(name, "ru"), {"graph": ox.NamedNode(graph)})
    return filled(text, TRIPLES="\n".join(f"{triple} ." for triple in triples))
