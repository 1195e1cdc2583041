"""Where a number leads: to the query that gives it, on this site's own SPARQL page.

A query of `queries/numbers/` answers with as many rows as the number says, or with one cell `?number` that is it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import pyoxigraph as ox

from widgraph import queries
from widgraph.namespaces import PREFIXES
from widgraph.web._answers import links
from widgraph.web._language import language

#: Lines that the service adds by itself, or that are for who reads the file.
_SPARE: Final = re.compile(r"(?:#.*|PREFIX +(?P<name>\S*): +<(?P<space>[^>]*)>)")


def query_link(name: str, **values: str | int | None) -> str:
    """Return the href of the SPARQL page with a named query in it; texts with a colon are IRIs, others are literals.

    The language of the page is bound as `$language` for queries that name what they find.
    """
    bound: dict[str, queries.Value] = {"language": ox.Literal(language())}
    for key, value in values.items():
        if isinstance(value, int):
            bound[key] = value
        elif value is not None:
            bound[key] = ox.NamedNode(value) if ":" in value else ox.Literal(value)
    return links().page("/sparql", query=queries.bind(_short(f"numbers/{name}"), bound))


@cache
def _short(name: str) -> str:
    """A query of ours without comments, and without the prefixes that the service knows anyway."""
    return "\n".join(line for line in queries.load(name).splitlines() if not _is_spare(line))


def _is_spare(line: str) -> bool:
    match = _SPARE.fullmatch(line)
    return match is not None and (match["name"] is None or PREFIXES.get(match["name"]) == match["space"])
