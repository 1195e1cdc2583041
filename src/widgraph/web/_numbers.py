"""Where a number leads: to the query that gives it, on this site's own SPARQL page.

A query of `queries/numbers/` answers with as many rows as the number says, or with one cell `?number` that is it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

import pyoxigraph as ox

from widgraph import queries
from widgraph.namespaces import PREFIXES, WID
from widgraph.web._answers import links
from widgraph.web._language import language
from widgraph.web._site import site

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


def narrowed_query(narrowed: Mapping[str, str]) -> str:
    """Return the query that gives the list of initiatives as a reader narrowed it, with names in their language."""
    asked = ox.Literal(language())
    if not narrowed:
        return queries.bind(_short("numbers/things"), {"language": asked, "class": ox.NamedNode(WID + "Initiative")})
    parts = [_choice(*site().facets.frame(facet, code)) for facet, code in narrowed.items()]
    return queries.joined(queries.bind(_short("numbers/narrowed"), {"language": asked}), parts)


def _choice(name: str, frame: str, values: Mapping[str, queries.Value]) -> str:
    found = _short(f"facets/{name}")
    return queries.joined(queries.bind(_short(f"facets/{frame}"), values), [found]) if frame else found


@cache
def _short(name: str) -> str:
    """A query of ours without comments, and without the prefixes that the service knows anyway."""
    return "\n".join(line for line in queries.load(name).splitlines() if not _is_spare(line))


def _is_spare(line: str) -> bool:
    match = _SPARE.fullmatch(line)
    return match is not None and (match["name"] is None or PREFIXES.get(match["name"]) == match["space"])
