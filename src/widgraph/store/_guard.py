"""A cheap look at a query from outside, before any worker sees it: length, depth, and what is never run.

It may refuse a query that would have done no harm; what it lets through still meets the walls of the worker.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from widgraph.errors import QueryRefused
from widgraph.store import _messages as text
from widgraph.store._tokens import Token, tokens

_UPDATES: Final = {"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD"}
_FORMS: Final = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}
#: Functions whose answer differs from call to call.
_CHANGING: Final = {"NOW", "RAND", "UUID", "STRUUID", "BNODE"}
#: Nesting beyond this says nothing a reader could follow, and deep nesting ends Oxigraph's process.
_DEEPEST: Final = 64
#: `!` nests without a bracket.
_MOST_NOTS: Final = 64
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_UNICODE_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_GAP: Final = r"(?:\s|\#[^\n\r]*+[\n\r])*+"
#: A call as it must be written, wherever it stands: `?a<'x>'` reads as an IRI and an open string to the tokens below.
_CALL: Final = re.compile(
    rf"(?:(?<![\w?$:@])|(?<=[0-9])|(?<=true)|(?<=false))service{_GAP}(?:silent{_GAP})?"
    rf"(?:<[^<>]*+>|[?$]\w++|[\w.-]*+:[^\s{{}}]*+){_GAP}\{{",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True)
class Look:
    """What the look found: the first keyword that names a form, whether the query names its own dataset (FROM),
    whether asking again gives the same answer, and whether the outermost query has ORDER BY and LIMIT or OFFSET."""

    form: str
    dataset: bool
    steady: bool
    ordered: bool
    limited: bool


@lru_cache(256)
def check_query(query: str, longest: int) -> Look:
    """Return what kind of query it is; raise QueryRefused for one that is never run.

    `longest` is the limit in bytes of UTF-8.
    """
    size = len(query.encode("utf-8", "surrogatepass"))
    if size > longest:
        raise QueryRefused(text.TOO_LONG, text.SHORTEN, {"size": size, "limit": longest})
    if "\x00" in query:
        raise QueryRefused(text.NULL, text.REMOVE_IT)
    if _SURROGATE.search(query):
        raise QueryRefused(text.NOT_UTF8, text.USE_UTF8)
    found = list(tokens(query))
    words, outer = _words(query, found), _outer(found)
    if "\\u" in query or "\\U" in query:
        plain = _plain(query)
        words += _words(plain, list(tokens(plain)))
    form = next((word for word in words if word in _FORMS | _UPDATES), "")
    if form in _UPDATES:
        raise QueryRefused(text.UPDATE, text.SEND_QUERY, {"form": form})
    steady = _CHANGING.isdisjoint(words)
    return Look(form, "FROM" in words, steady, "ORDER" in outer, not outer.isdisjoint({"LIMIT", "OFFSET"}))


def _plain(query: str) -> str:
    """Resolve the escapes that SPARQL resolves before anything else (section 19.2), so that none hides a word."""

    def character(match: re.Match[str]) -> str:
        code = int(match[1] or match[2], 16)
        return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"

    return _UNICODE_ESCAPE.sub(character, query)


def _words(query: str, found: Sequence[Token]) -> list[str]:
    """Return the bare words in capitals; raise QueryRefused for SERVICE and for nesting without sense."""
    if _CALL.search(query) or any(_names_service(token) for token in found):
        raise QueryRefused(text.SERVICE_OFF, text.JOIN_YOURSELF)
    depth = _depth(found)
    if depth > _DEEPEST:
        raise QueryRefused(text.TOO_DEEP, text.FLATTEN, {"depth": depth, "limit": _DEEPEST})
    if _nots(found) > _MOST_NOTS:
        raise QueryRefused(text.TOO_MANY_NOTS, text.WRITE_ONCE, {"limit": _MOST_NOTS})
    return [word for token in found if token.kind == "word" for word in _WORD.findall(token.text.upper())]


def _names_service(token: Token) -> bool:
    match token.kind:
        case "word":
            return "SERVICE" in token.text.upper()
        case "name":
            # a lenient parser may read `SERVICE:x` as the keyword and a name
            return token.text.upper().partition(":")[0].lstrip(".-") == "SERVICE"
        case "iri":
            # `1<2)SERVICE#>` reads as an IRI
            return "SERVICE" in token.text.upper().partition(")")[2]
        case _:
            return False


def _depth(found: Iterable[Token]) -> int:
    depth = deepest = 0
    for token in found:
        if token.kind == "open":
            depth += 1
            deepest = max(deepest, depth)
        elif token.kind == "close":
            depth = max(0, depth - 1)
    return deepest


def _outer(found: Iterable[Token]) -> set[str]:
    """Return the words outside all brackets: those of a subquery order and limit nothing that is seen."""
    depth, words = 0, set()
    for token in found:
        depth += {"open": 1, "close": -1}.get(token.kind, 0)
        if token.kind == "word" and depth == 0:
            words.add(token.text.upper())
    return words


def _nots(found: Iterable[Token]) -> int:
    """Return the longest run of exclamation marks, whatever white space and comments stand between them."""
    run = longest = 0
    for token in found:
        if token.kind == "nots":
            run += len(token.text)
            longest = max(longest, run)
        elif token.kind != "comment":
            run = 0
    return longest
