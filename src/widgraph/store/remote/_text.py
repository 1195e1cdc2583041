"""Queries made ready for a remote endpoint: prefixes written out, graphs under their names there, tails parted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from widgraph import queries
from widgraph.errors import QueryRefused
from widgraph.namespaces import PREFIXES, RDF
from widgraph.store._tokens import Token, tokens
from widgraph.store.remote._endpoint import Dataset
from widgraph.store.remote._placed import NOTHING, Placed

_FORMS: Final = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES: Final = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
#: Namespaces of functions and properties that reach into the server behind an endpoint.
_INSIDE: Final = ("<bif:", "<sql:", "<xpf:", "<xslt:")
_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_LIMITS: Final = re.compile(r"\b(LIMIT|OFFSET)\s+([0-9]+)", re.IGNORECASE)
_ORDER: Final = re.compile(r"\bORDER\s+BY\b(?P<keys>.*?)(?=\bLIMIT\b|\bOFFSET\b|$)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class Tail:
    """A query in two parts: up to what sorts and cuts the rows, and that: ORDER BY, LIMIT and OFFSET."""

    head: str
    order: str
    limit: int | None
    offset: int


def form_of(query: str) -> str:
    """Return the form of a query (SELECT, ASK, CONSTRUCT, DESCRIBE); raise QueryRefused when it is none."""
    words = [token.text.upper() for token in tokens(query) if token.kind == "word"]
    form = next((word for word in words if word in _FORMS or word in _UPDATES), "")
    if form not in _FORMS:
        raise QueryRefused(
            f"{form} is an update; only queries are sent." if form else "This is no SPARQL query.", "Send a query."
        )
    return form


def with_prefixes(query: str) -> str:
    """Return the query with our own prefixes declared where it uses them without doing so itself."""
    found = [token for token in tokens(query) if token.kind != "comment"]
    used = {token.text.partition(":")[0] for token in found if token.kind == "name"}
    own = {
        after.text.partition(":")[0]
        for before, after in pairwise(found)
        if before.kind == "word" and before.text.upper() == "PREFIX"
    }
    lines = [f"PREFIX {prefix}: <{PREFIXES[prefix]}> " for prefix in sorted(used - own) if prefix in PREFIXES]
    return "".join(lines) + query


def check_inside(query: str) -> None:
    """Raise QueryRefused for functions of the server itself, which no standard knows."""
    plain = _ESCAPE.sub(lambda match: chr(min(int(match[1] or match[2], 16), 0x10FFFF)), query)
    for token in (*tokens(query), *tokens(plain)):
        if token.kind == "iri" and token.text.lower().startswith(_INSIDE):
            raise QueryRefused(f"{token.text} is no part of SPARQL 1.1.", "Use the functions of SPARQL 1.1.")


def placed_query(query: str, placed: Placed, default: Sequence[str], named: Sequence[str]) -> tuple[str, Dataset]:
    """Return a query and its dataset with graphs named as the remote store names them.

    A graph is known where it stands right after GRAPH, FROM or FROM NAMED. What follows FROM is taken out: the dataset
    goes into the request, and some endpoints would add the two (SPARQL 1.1 Protocol, section 2.1.4: the request wins).
    """
    found = [token for token in tokens(query) if token.kind != "comment"]
    prefixes = _declared(found)
    froms: dict[bool, list[str]] = {False: [], True: []}
    spans: list[tuple[int, int, str]] = []
    for index, token in enumerate(found[:-1]):
        word = token.text.upper() if token.kind == "word" else ""
        if word not in ("GRAPH", "FROM"):
            continue
        is_named = found[index + 1].text.upper() == "NAMED" and index + 2 < len(found)
        target = found[index + 2] if is_named else found[index + 1]
        iri = _iri(target, prefixes)
        if iri is None:
            continue
        end = target.start + len(target.text)
        if word == "FROM":
            froms[is_named].append(iri)
            spans.append((token.start, end, ""))
        else:
            spans.append((target.start, end, placed.there(iri)))
    if default or named:
        dataset = placed.dataset(default, named)
    elif froms[False] or froms[True]:
        dataset = placed.dataset(froms[False], froms[True])
    else:
        dataset = placed.dataset()
    return _replaced(query, [(start, end, _named(graph, dataset)) for start, end, graph in spans]), dataset


def _named(graph: str, dataset: Dataset) -> str:
    return f"<{graph if graph in dataset.named else NOTHING}>" if graph else ""


def _replaced(query: str, spans: Sequence[tuple[int, int, str]]) -> str:
    parts, done = [], 0
    for start, end, text in spans:
        parts += [query[done:start], text or " "]
        done = end
    return "".join([*parts, query[done:]])


def texts_typed(query: str) -> str:
    """Return the query with DATATYPE told what a text with a language has (SPARQL 1.1 Query, section 17.4.2.6)."""
    found = [token for token in tokens(query) if token.kind != "comment"]
    parts, done = [], 0
    for index, token in enumerate(found):
        if token.start < done or token.kind != "word" or token.text.upper() != "DATATYPE":
            continue
        depth = 0
        for after in found[index + 1 :]:
            depth += {"open": 1, "close": -1}.get(after.kind, 0)
            if depth == 0:
                break
        else:
            continue
        end = after.start + 1
        of = texts_typed(query[token.start + len(token.text) : end])
        parts += [query[done : token.start], f'IF(LANGMATCHES(LANG{of}, "*"), <{RDF}langString>, DATATYPE{of})']
        done = end
    return "".join([*parts, query[done:]])


def parts_of(query: str) -> tuple[str, str]:
    """Return the prologue of a query (BASE, PREFIX) and the rest."""
    start = next(
        (token.start for token in tokens(query) if token.kind == "word" and token.text.upper() in _FORMS), len(query)
    )
    return query[:start], query[start:]


@dataclass(frozen=True)
class Construct:
    """A CONSTRUCT with a WHERE in three parts."""

    prologue: str
    template: str
    where: str

    @property
    def rows(self) -> str:
        """The rows behind the graph, as a query."""
        return f"{self.prologue}SELECT * {self.where}"

    @property
    def single(self) -> bool:
        """Whether each row gives one triple."""
        return sum(token.kind not in ("open", "close", "comment") for token in tokens(self.template)) == 4

    @property
    def distinct(self) -> str:
        """The rows that differ in what the template takes of them, as a query."""
        return f"{self.prologue}SELECT DISTINCT {' '.join(f'?{name}' for name in self._names)} {self.where}"

    def part(self, limit: int, offset: int) -> str:
        """Return the graph of a part of the rows."""
        rows = parts_of(part_of_rows(f"SELECT * {self.where}", self._names, limit, offset))[1]
        return f"{self.prologue}{self.template} WHERE {{ {rows} }}"

    @property
    def _names(self) -> Sequence[str]:
        return sorted({token.text[1:] for token in tokens(self.template) if token.kind == "variable"})


def construct_parts(query: str) -> Construct | None:
    """Return the parts of a CONSTRUCT; None for its short form, and for any other query."""
    prologue, rest = parts_of(query)
    if rest[:9].upper() != "CONSTRUCT":
        return None
    found = [token for token in tokens(rest) if token.kind != "comment"]
    depth = 0
    for token, after in pairwise(found):
        depth += {"open": 1, "close": -1}.get(token.kind, 0)
        if depth == 0 and token.kind == "close":
            started = after.text == "{" or (after.kind == "word" and after.text.upper() == "WHERE")
            return Construct(prologue, rest[: token.start + 1], rest[after.start :]) if started else None
    return None


def counted(query: str) -> str:
    """Return the query that counts the rows of a SELECT."""
    prologue, rest = parts_of(query)
    return filled(queries.load("remote/counted"), PROLOGUE=prologue, QUERY=rest)


def part_of_rows(query: str, names: Sequence[str], limit: int, offset: int) -> str:
    """Return the query for a part of the rows of a SELECT with these variables.

    They are sorted by digest: Virtuoso does not sort literals the same way twice, nor long strings at all (SR319).
    """
    prologue, rest = parts_of(query)
    text = queries.bind(queries.load("remote/part-of-rows"), {"limit": limit, "offset": offset})
    keys = " ".join(f"MD5(STR(?{name})) LANG(?{name})" for name in names)
    return filled(text, PROLOGUE=prologue, QUERY=rest, KEYS=keys)


def filled(text: str, **texts: str) -> str:
    """Return one of our query texts with parts of other queries in place of its words in capitals."""
    words = re.compile(rf"^#.*|\b({'|'.join(texts)})\b", re.MULTILINE)
    return words.sub(lambda match: texts[match[1]] if match[1] else match[0], text)


def split_tail(query: str) -> Tail:
    """Part a query from its last lines; the order is empty where a query ends otherwise."""
    closed = max((token.start + 1 for token in tokens(query) if token.kind == "close" and token.text == "}"), default=0)
    tail = re.sub(r"#[^\n]*", "", query[closed:])
    limits = {name.upper(): int(number) for name, number in _LIMITS.findall(tail)}
    order = _ORDER.search(tail)
    if order is None:
        return Tail(query, "", limits.get("LIMIT"), limits.get("OFFSET", 0))
    head = query[:closed] + tail[: order.start()]
    return Tail(head, order["keys"].strip(), limits.get("LIMIT"), limits.get("OFFSET", 0))


def bounded(query: str, most: int | None) -> str:
    """Return the query with a LIMIT one row above `most`, where it has none and may have one at its end."""
    found = list(tokens(query))
    depth = 0
    for token in found:
        depth += {"open": 1, "close": -1}.get(token.kind, 0)
        if depth == 0 and token.kind == "word" and token.text.upper() in ("LIMIT", "VALUES"):
            return query
    return query if most is None else f"{query}\nLIMIT {most + 1}"


def _declared(found: Sequence[Token]) -> dict[str, str]:
    prefixes = dict(PREFIXES)
    for word, name, iri in zip(found, found[1:], found[2:], strict=False):
        if word.kind == "word" and word.text.upper() == "PREFIX" and iri.kind == "iri":
            prefixes[name.text.partition(":")[0]] = iri.text[1:-1]
    return prefixes


def _iri(token: Token, prefixes: dict[str, str]) -> str | None:
    if token.kind == "iri":
        return token.text[1:-1]
    if token.kind == "name":
        prefix, _, local = token.text.partition(":")
        return prefixes.get(prefix, "") + re.sub(r"\\(.)", r"\1", local)
    return None
