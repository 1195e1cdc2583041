"""One release in a remote store, asked as the release's own store would be: whole answers, in order, in exact terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from widgraph.errors import EndpointError
from widgraph.store.remote._answers import Rows, Term, read_boolean, read_rows, read_triples
from widgraph.store.remote._endpoint import NO_LIMITS, Dataset, Endpoint, Limits
from widgraph.store.remote._faults import Faults
from widgraph.store.remote._order import sort_rows, sortable, things_only
from widgraph.store.remote._placed import Placed
from widgraph.store.remote._repair import Repair
from widgraph.store.remote._text import (
    Tail,
    bounded,
    construct_parts,
    counted,
    part_of_rows,
    parts_of,
    placed_query,
    split_tail,
    texts_typed,
)

#: An answer of so many rows is counted even where nothing says that it was cut.
_MANY: Final = 10_000
#: Rows fetched at once when an answer has to be put together.
_PART: Final = 5_000


@dataclass(frozen=True)
class Reading:
    """An endpoint, the release in it, and what has to be made up for."""

    endpoint: Endpoint
    placed: Placed
    faults: Faults
    repair: Repair

    def ready(self, query: str, default: Sequence[str] = (), named: Sequence[str] = ()) -> tuple[str, Dataset]:
        """Return a query, and its dataset, as this endpoint has to be asked."""
        text, dataset = placed_query(query, self.placed, default, named)
        return (text if self.faults.types_texts else texts_typed(text)), dataset

    def boolean(self, query: str, dataset: Dataset, limits: Limits = NO_LIMITS) -> bool:
        """Return the answer of an ASK."""
        return read_boolean(self.endpoint.query(query, "ASK", dataset, limits))

    def rows(
        self, query: str, dataset: Dataset, most: int | None = None, limits: Limits = NO_LIMITS
    ) -> tuple[Rows, bool]:
        """Return the solutions of a SELECT in the order asked for, and whether some were left out.

        They are sorted here: engines order texts differently, and some fail in ORDER BY alone. With `most`, no more
        than one row beyond it is asked for.
        """
        tail = split_tail(query)
        if not tail.order:
            return self._asked(bounded(query, most), dataset, limits)
        if tail.limit is None and not tail.offset:
            found, cut = self._asked(bounded(tail.head, most), dataset, limits)
            if sortable(tail, found.names) and (most is None or len(found.rows) <= most):
                return self._sorted(tail, found), cut
            return self._asked(bounded(query, most), dataset, limits)
        found, cut = self._asked(query, dataset, limits)
        if not sortable(tail, found.names) or (self.faults.sorts_things and things_only(tail, found)):
            return found, cut
        whole, cut = self._asked(tail.head, dataset, limits)
        rows = self._sorted(tail, whole).rows[tail.offset :]
        return Rows(whole.names, rows[: tail.limit]), cut

    def all_rows(self, query: str, dataset: Dataset) -> Rows:
        """Return every solution of a SELECT of ours, in parts where the endpoint would leave some out."""
        found, cut = self.rows(query, dataset)
        if not cut:
            return found
        tail = split_tail(query)
        inner = tail.head if tail.limit is None and not tail.offset else query
        size, count = self._part(), self._count(query, dataset)
        rows: list[Mapping[str, Term]] = []
        for offset in range(0, count, size):
            part = self.endpoint.query(part_of_rows(inner, found.names, size, offset), "SELECT", dataset)
            rows += read_rows(part, self._term).rows
        _check_whole(len(rows), count)
        whole = Rows(found.names, rows)
        return self._sorted(tail, whole) if sortable(tail, whole.names) else whole

    def triples(
        self,
        query: str,
        dataset: Dataset,
        most: int | None = None,
        limits: Limits = NO_LIMITS,
    ) -> tuple[Sequence[ox.Triple], bool]:
        """Return the triples of a CONSTRUCT or DESCRIBE, and whether the endpoint left some out.

        It says nothing about a graph it cut, so the rows behind a CONSTRUCT are counted where the endpoint has a limit;
        a DESCRIBE has no rows that could be.
        """
        parts, limit = construct_parts(query), self.faults.row_limit
        form = "DESCRIBE" if parts is None and _describes(query) else "CONSTRUCT"
        text = bounded(query, most) if parts else query
        found = self._graph(text, form, dataset, limits)
        if limit is None:
            return found, False
        return found, len(found) >= limit if parts is None else self._count(parts.rows, dataset, limits) > limit

    def all_triples(self, query: str, dataset: Dataset) -> Sequence[ox.Triple]:
        """Return every triple of a CONSTRUCT of ours, in parts where the endpoint would leave some out.

        Where each row gives one triple, few rows give the same: half the limit is far from being cut.
        """
        found = self._graph(query, "CONSTRUCT", dataset, NO_LIMITS)
        parts, limit = construct_parts(query), self.faults.row_limit
        if limit is None or parts is None or (parts.single and len(found) < limit // 2):
            return found
        size, count = self._part(), self._count(parts.rows, dataset)
        if count < limit:
            return found
        triples: dict[ox.Triple, None] = {}
        for offset in range(0, count, size):
            triples |= dict.fromkeys(self._graph(parts.part(size, offset), "CONSTRUCT", dataset, NO_LIMITS))
        if parts.single:
            _check_whole(len(triples), self._count(parts.distinct, dataset))
        return list(triples)

    def _asked(self, query: str, dataset: Dataset, limits: Limits) -> tuple[Rows, bool]:
        """Return the solutions as they come, and whether they are not all."""
        reply = self.endpoint.query(query, "SELECT", dataset, limits)
        found = read_rows(reply, self._term)
        size = len(found.rows)
        if split_tail(query).limit == size:
            return found, False
        header = reply.headers.get("x-sparql-maxrows", "")
        if header.isdigit() and size >= int(header):
            return found, True
        if size == self.faults.row_limit or size >= _MANY:
            return found, self._count(query, dataset, limits) > size
        return found, False

    def _graph(self, query: str, form: str, dataset: Dataset, limits: Limits) -> Sequence[ox.Triple]:
        return read_triples(self.endpoint.query(query, form, dataset, limits), self._triple)

    def _count(self, query: str, dataset: Dataset, limits: Limits = NO_LIMITS) -> int:
        reply = self.endpoint.query(counted(query), "SELECT", dataset, limits)
        try:
            return int(read_rows(reply, self._term).rows[0]["count"].value)
        except (IndexError, KeyError, ValueError):
            raise EndpointError(
                "The endpoint cannot count the rows of a query.", "Check that it is SPARQL 1.1."
            ) from None

    def _term(self, term: Term) -> Term:
        """Return a term as the release has it, a graph of it under the name it has everywhere else."""
        if isinstance(term, ox.NamedNode):
            here = self.placed.here(term.value) if self.placed.id else term.value
            return ox.NamedNode(here) if here != term.value else term
        return self.repair.term(term)

    def _triple(self, triple: ox.Triple) -> ox.Triple:
        triple = self.repair.triple(triple)
        if not self.placed.id or self.placed.prefix not in f"{triple.subject} {triple.object}":
            return triple
        subject, value = (
            ox.NamedNode(self.placed.here(term.value)) if isinstance(term, ox.NamedNode) else term
            for term in (triple.subject, triple.object)
        )
        return ox.Triple(subject, triple.predicate, value)  # type: ignore[arg-type]

    def _part(self) -> int:
        return min(_PART, self.faults.row_limit or _PART)

    def _sorted(self, tail: Tail, found: Rows) -> Rows:
        return Rows(found.names, sort_rows(tail, found))


def _check_whole(got: int, count: int) -> None:
    if got != count:
        raise EndpointError(f"The endpoint gives {got} of {count} rows, asked in parts.", "Raise its limit of rows.")


def _describes(query: str) -> bool:
    return parts_of(query)[1][:8].upper() == "DESCRIBE"
