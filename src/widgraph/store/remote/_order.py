"""Rows in the order SPARQL gives them, for endpoints that sort otherwise (SPARQL 1.1 Query, section 15.1).

The order of the release's own store is the one to keep, so it is that engine that sorts: the rows go into a VALUES
block of a query on nothing, beside their number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

import pyoxigraph as ox

from widgraph import queries
from widgraph.store.remote._answers import Rows, Term
from widgraph.store.remote._text import Tail, filled

_VARIABLE: Final = re.compile(r"[?$](\w+)")
_EMPTY: Final = ox.Store()


def sortable(tail: Tail, names: Sequence[str]) -> bool:
    """Return whether rows with these variables can be sorted here: every variable of the order is among them."""
    return bool(tail.order) and set(_VARIABLE.findall(tail.order)) <= set(names)


def things_only(tail: Tail, rows: Rows) -> bool:
    """Return whether everything the rows are sorted by is an IRI."""
    keys = _VARIABLE.findall(tail.order)
    return all(isinstance(row.get(key), ox.NamedNode | None) for row in rows.rows for key in keys)


def sort_rows(tail: Tail, rows: Rows) -> Sequence[Mapping[str, Term]]:
    """Return the rows sorted; raise ValueError or SyntaxError for an order the engine does not take."""
    keys = sorted(set(_VARIABLE.findall(tail.order)))
    lines = "\n".join(
        f"({number} {' '.join(_written(row.get(key)) for key in keys)})" for number, row in enumerate(rows.rows)
    )
    text = filled(queries.load("remote/sorted"), NAMES=" ".join(f"?{key}" for key in keys), KEYS=tail.order, ROWS=lines)
    found = _EMPTY.query(text)
    if not isinstance(found, ox.QuerySolutions):
        raise TypeError("no rows")
    return [rows.rows[int(solution["_row"].value)] for solution in found]


def _written(term: Term | None) -> str:
    return "UNDEF" if term is None or isinstance(term, ox.BlankNode) else str(term)
