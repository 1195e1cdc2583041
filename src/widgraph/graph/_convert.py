"""Rows to statements, as the description of the tables says (W3C, Generating RDF from Tabular Data on the Web)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import quote

import pyoxigraph as ox

from widgraph.graph._graph import Statement
from widgraph.namespaces import WID, XSD
from widgraph.tables import Column, Row, Table, Tables

#: Annotation of a table: the template of the named graph its statements go into.
_GRAPH: Final = WID + "graph"
_EXPRESSION: Final = re.compile(r"\{(\+?)([a-z0-9_]+)\}")
#: What a reserved expansion leaves as it is beside the unreserved characters (RFC 6570, section 3.2.3).
_RESERVED: Final = ":/?#[]@!$&'()*+,;=%"


def convert(tables: Tables) -> Iterator[Statement]:
    """Yield the statements of all rows of all tables, in their order."""
    for table in tables.description.tables:
        for row in tables.rows(table.name):
            yield from _row(table, row)


def expand(template: str, values: Mapping[str, str]) -> str:
    """Expand a URI template with simple and reserved expressions (RFC 6570, levels 1 and 2)."""

    def replace(match: re.Match[str]) -> str:
        return quote(values.get(match[2], ""), safe=_RESERVED if match[1] else "")

    return _EXPRESSION.sub(replace, template)


def _row(table: Table, row: Row) -> Iterator[Statement]:
    graph = ox.NamedNode(expand(str(table.annotations[_GRAPH]), row.cells))
    main = expand(table.about_url, row.cells)
    for column in table.columns:
        if column.suppressed or column.property_url is None:
            continue
        items = (None,) if column.virtual else row.items(column.name)
        place = row.place(None if column.virtual else column.name)
        for item in items:
            values = row.cells if item is None else {**row.cells, column.name: item}
            about = ox.NamedNode(expand(column.about_url, values) if column.about_url else main)
            quad = ox.Quad(
                about,
                ox.NamedNode(expand(column.property_url, values)),
                _object(column, item, values),
                graph,
            )
            yield Statement(about, quad, place, principal=about.value == main)


def _object(column: Column, item: str | None, values: Mapping[str, str]) -> ox.NamedNode | ox.Literal:
    if column.value_url is not None:
        return ox.NamedNode(expand(column.value_url, values))
    if item is None:
        raise ValueError(f"column {column.name} has neither cell nor valueUrl")
    if column.lang:
        return ox.Literal(item, language=column.lang)
    return ox.Literal(item, datatype=ox.NamedNode(XSD + column.datatype.base))
