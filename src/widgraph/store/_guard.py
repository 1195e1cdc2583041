"""A cheap look at a query from outside, before any worker sees it: length, depth, and what is never run.

It may refuse a query that would have done no harm; what it lets through still meets the walls of the worker.
"""

from __future__ import annotations

import re
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
    words, outer = _words(query)
    if "\\u" in query or "\\U" in query:
        words |= _words(_plain(query))[0]
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


def _words(query: str) -> tuple[dict[str, None], set[str]]:
    """Return the bare words in capitals, in order, and those outside all brackets: what a subquery orders and limits is
    not seen. Raise QueryRefused for SERVICE and for nesting without sense.
    """
    found = list(tokens(query))
    if "SERVICE" in query.upper() and (_CALL.search(query) or any(_names_service(token) for token in found)):
        raise QueryRefused(text.SERVICE_OFF, text.JOIN_YOURSELF)
    words: dict[str, None] = {}
    outer: set[str] = set()
    depth = deepest = nots = longest = 0
    for kind, part, _ in found:
        if kind == "open":
            depth += 1
            deepest = max(deepest, depth)
        elif kind == "close":
            depth = max(0, depth - 1)
        elif kind == "word":
            word = part.upper()
            words.update(dict.fromkeys(_WORD.findall(word)))
            if depth == 0:
                outer.add(word)
        # white space and comments between exclamation marks do not end their row
        if kind == "nots":
            nots += len(part)
            longest = max(longest, nots)
        elif kind != "comment":
            nots = 0
    if deepest > _DEEPEST:
        raise QueryRefused(text.TOO_DEEP, text.FLATTEN, {"depth": deepest, "limit": _DEEPEST})
    if longest > _MOST_NOTS:
        raise QueryRefused(text.TOO_MANY_NOTS, text.WRITE_ONCE, {"limit": _MOST_NOTS})
    return words, outer


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
