"""The columns of `SELECT *`: in the order in which the query names its variables, as people expect them.

Oxigraph sorts them by name. The order says nothing (SPARQL 1.1 Query, section 18.2.4.4), but a table is read by it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from widgraph.store._tokens import tokens

_STAR: Final = re.compile(r"(?:\s+(?:DISTINCT|REDUCED))?\s*(\*)", re.IGNORECASE)


def ordered(query: str, names: Sequence[str]) -> str | None:
    """Return the query with its first `*` spelt out, for the names it stands for; None when it is no `SELECT *`.

    The first SELECT of a query is the outermost one.
    """
    found = list(tokens(query))
    words = (token for token in found if token.kind == "word" and token.text.upper() not in ("PREFIX", "BASE"))
    select = next(words, None)
    if select is None or select.text.upper() != "SELECT":
        return None
    star = _STAR.match(query, select.start + len(select.text))
    if star is None or len(names) < 2:
        return None
    named = [token.text[1:] for token in found if token.kind == "variable" and token.text[1:] in names]
    if set(named) != set(names):
        return None
    columns = " ".join(f"?{name}" for name in dict.fromkeys(named))
    return f"{query[: star.start(1)]} {columns} {query[star.end(1) :]}"
