"""What an endpoint does otherwise than the standard says, measured once when it is opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from widgraph import queries
from widgraph.errors import EndpointError, QueryError
from widgraph.store.remote._answers import read_boolean, read_rows
from widgraph.store.remote._endpoint import Dataset, Endpoint
from widgraph.store.remote._order import sort_rows
from widgraph.store.remote._placed import NOTHING
from widgraph.store.remote._repair import Repair
from widgraph.store.remote._text import split_tail

#: Rows asked for to see where answers are cut: above the bound most services have.
_MANY: Final = 10_001
_SORTED: Final = 1_000


@dataclass(frozen=True)
class Faults:
    """What is made up for: rows cut at a number, IRIs sorted otherwise, JSON and datatypes of before SPARQL 1.1."""

    server: str
    row_limit: int | None = None
    sorts_things: bool = True
    old_json: bool = False
    types_texts: bool = True

    def lines(self, repair: Repair) -> Sequence[str]:
        """Return a line for each fault, for the log."""
        found = []
        if self.row_limit:
            found.append(f"cuts answers at {self.row_limit} rows; longer ones are fetched in parts")
        if not self.sorts_things:
            found.append("sorts IRIs in an order of its own; parts of long lists are cut from the whole")
        if self.old_json:
            found.append("writes literals as SPARQL JSON did before 1.1")
        if not self.types_texts:
            found.append("knows no datatype of texts with a language; it is told")
        if repair.size:
            found.append(f"rewrites {repair.size} literals of the release; they are put back")
        return found


def probe(endpoint: Endpoint, dataset: Dataset, statements: int) -> Faults:
    """Ask an endpoint that holds a release (`dataset`, so many statements) what it gets wrong.

    Raises EndpointError when it answers from other graphs than those it is asked about: nothing could make up for that.
    """
    anything = queries.load("remote/anything")
    nothing = endpoint.query(anything, "ASK", Dataset((NOTHING,), (NOTHING,)))
    if read_boolean(nothing):
        raise EndpointError(
            "The endpoint answers from graphs it was not asked about.",
            "It must follow default-graph-uri (SPARQL 1.1 Protocol, section 2.1.4).",
        )
    if statements and not read_boolean(endpoint.query(anything, "ASK", dataset)):
        raise EndpointError("The endpoint does not find the graphs of the release.", "Run 'widgraph push' again.")
    many = endpoint.query(queries.bind(queries.load("remote/many"), {"limit": _MANY}), "SELECT", dataset)
    rows = len(read_rows(many).rows)
    header = many.headers.get("x-sparql-maxrows", "")
    limit = int(header) if header.isdigit() else rows if rows < min(_MANY, statements) else None
    if limit == 0:
        raise EndpointError("The endpoint answers with no rows at all.")
    return Faults(
        server=nothing.headers.get("server", "").strip()[:80],
        row_limit=limit,
        sorts_things=_sorts_things(endpoint, dataset),
        old_json=b'"typed-literal"' in many.body,
        types_texts=_types_texts(endpoint, dataset),
    )


def _sorts_things(endpoint: Endpoint, dataset: Dataset) -> bool:
    """Say whether IRIs come as the standard sorts them; an endpoint that cannot sort them at all does not."""
    text = queries.bind(queries.load("remote/things-sorted"), {"limit": _SORTED})
    try:
        rows = read_rows(endpoint.query(text, "SELECT", dataset))
    except QueryError:
        return False
    return list(rows.rows) == list(sort_rows(split_tail(text), rows))


def _types_texts(endpoint: Endpoint, dataset: Dataset) -> bool:
    """Say whether texts with a language have rdf:langString for a datatype, as RDF 1.1 gave them."""
    try:
        return read_boolean(endpoint.query(queries.load("remote/texts-typed"), "ASK", dataset))
    except QueryError:
        return False
