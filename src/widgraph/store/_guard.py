"""A cheap look at a query from outside, before any worker sees it: length, depth, and what is never run.

This is no parser: it steps over comments, IRIs and strings (SPARQL 1.1 Query, section 19.8) and looks at what is left.
Whether it is SPARQL is for the worker to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from widgraph.errors import QueryRefused

_TOKEN: Final = re.compile(
    r"""
      (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<comment>\#[^\n\r]*)
    | (?P<long>'''(?:(?:'|'')?(?:[^'\\]|\\.))*'''|\"""(?:(?:"|"")?(?:[^"\\]|\\.))*\""")
    | (?P<text>'(?:[^'\\\n\r]|\\.)*'|"(?:[^"\\\n\r]|\\.)*")
    | (?P<name>[?$@]\w+|[\w.-]*:[\w.%:\\-]*)
    | (?P<word>[A-Za-z_]\w*)
    | (?P<open>[{(\[])
    | (?P<close>[})\]])
    """,
    re.VERBOSE | re.DOTALL,
)
_UPDATES: Final = {"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD"}
_FORMS: Final = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}
#: Nesting beyond this says nothing a reader could follow, and deep nesting ends Oxigraph's process.
_DEEPEST: Final = 64
_UNICODE_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


@dataclass(frozen=True)
class Look:
    """What the look found: the first keyword that names a form, and whether the query names its own dataset."""

    form: str
    dataset: bool


def check_query(query: str, longest: int) -> Look:
    """Return what kind of query it is; raise QueryRefused for one that is never run.

    `longest` is the limit in bytes of UTF-8.
    """
    size = len(query.encode("utf-8", "surrogatepass"))
    if size > longest:
        raise QueryRefused(f"The query has {size} bytes; {longest} are allowed.", "Send a shorter query.")
    if "\x00" in query:
        raise QueryRefused("The query holds a null character.", "Remove it.")
    words, depth = _scan(_plain(query))
    if depth > _DEEPEST:
        raise QueryRefused(f"The query is nested {depth} deep; {_DEEPEST} is allowed.", "Write it flatter.")
    if any("SERVICE" in word for word in words):
        raise QueryRefused("SERVICE is switched off here.", "Ask the other endpoint yourself and join the answers.")
    form = next((word for word in words if word in _FORMS | _UPDATES), "")
    if form in _UPDATES:
        raise QueryRefused(f"{form} is an update; this endpoint only answers queries.", "Send a query.")
    return Look(form, "FROM" in words)


def _plain(query: str) -> str:
    """Resolve the escapes that SPARQL resolves before anything else (section 19.2), so that none hides a word."""

    def character(match: re.Match[str]) -> str:
        code = int(match[1] or match[2], 16)
        return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"

    return _UNICODE_ESCAPE.sub(character, query)


def _scan(query: str) -> tuple[list[str], int]:
    words: list[str] = []
    depth = deepest = 0
    for match in _TOKEN.finditer(query):
        match match.lastgroup:
            case "word":
                words.append(match["word"].upper())
            case "open":
                depth += 1
                deepest = max(deepest, depth)
            case "close":
                depth = max(0, depth - 1)
            case "name":
                # a lenient parser may read `SERVICE:x` as the keyword and a name
                prefix = match["name"].upper().partition(":")[0]
                if prefix.lstrip(".-") == "SERVICE" and not match["name"].startswith(("?", "$", "@")):
                    words.append("SERVICE")
    return words, deepest
