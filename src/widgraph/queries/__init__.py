"""SPARQL lives here, in `.rq` files, never in Python strings.

A file may hold parameters written `$name`; they are replaced by RDF terms in SPARQL's own notation, never by raw text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

import pyoxigraph as ox

from widgraph.namespaces import XSD

Term = ox.NamedNode | ox.Literal
Value = Term | int | Sequence[Term]
#: One solution of a SELECT query: what is bound, by variable.
Row = Mapping[str, Term]

# A comment, an IRI or a string is stepped over, so that only a parameter in the query itself is replaced.
_TOKENS = re.compile(
    r"""<[^<>"{}|^`\\\s]*>|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\#[^\n]*|\$(?P<name>[A-Za-z][A-Za-z0-9_]*)"""
)

_GROUP = "WHERE {\n"

__all__ = ["Row", "Term", "Value", "bind", "iri", "joined", "load", "text"]


@cache
def load(name: str, suffix: str = "rq") -> str:
    """Return the text of the query (rq) or update (ru) of that name; raise FileNotFoundError when there is none."""
    return (files(__package__) / f"{name}.{suffix}").read_text(encoding="utf-8")


def bind(query: str, values: Mapping[str, Value]) -> str:
    """Return a query with each `$name` replaced by its value (SPARQL 1.1 Query, section 19.8).

    A sequence becomes its terms side by side, for VALUES; an int a bare number, also right for LIMIT and OFFSET.
    Raises KeyError for a parameter without a value.
    """

    def replacement(match: re.Match[str]) -> str:
        name = match["name"]
        return match[0] if name is None else _written(values[name])

    return _TOKENS.sub(replacement, query)


def joined(query: str, parts: Sequence[str]) -> str:
    """Return a query with other SELECT queries as the first sub-queries of its group (SPARQL 1.1 Query, section 12).

    What the result finds, each part finds too: a variable that several of them select has one value, any other variable
    of a part stays its own. The order of a part means nothing in the whole and is left out. The query opens its group
    with `WHERE {` at the end of a line; all texts are bound already.
    """
    head, opened, rest = query.partition(_GROUP)
    prologue: dict[str, None] = {}
    groups = []
    for part in parts:
        lines = part.strip().splitlines()
        prologue |= dict.fromkeys(line for line in lines if line.startswith("PREFIX ") and line not in head)
        inner = "\n".join(f"    {line}" for line in lines if not line.startswith(("PREFIX ", "ORDER BY ", "#")))
        groups.append(f"  {{\n{inner}\n  }}\n")
    return "".join(f"{line}\n" for line in prologue) + head + opened + "".join(groups) + rest


def iri(row: Row, name: str) -> str | None:
    """Return the IRI bound to a variable, or None."""
    term = row.get(name)
    return term.value if isinstance(term, ox.NamedNode) else None


def text(row: Row, name: str) -> str | None:
    """Return the text bound to a variable, or None."""
    term = row.get(name)
    return term.value if isinstance(term, ox.Literal) else None


def _written(value: Value) -> str:
    if isinstance(value, int):
        return str(value)
    if isinstance(value, ox.Literal) and value.datatype.value == XSD + "integer" and value.value.lstrip("-").isdigit():
        return value.value
    if isinstance(value, (ox.NamedNode, ox.Literal)):
        return str(value)
    return " ".join(_written(one) for one in value)
