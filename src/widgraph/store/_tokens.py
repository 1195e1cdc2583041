"""SPARQL as a row of tokens (SPARQL 1.1 Query, section 19.8), for looking at a query without running it.

This is no parser: it steps over comments, IRIs and strings and names what is left, in time that grows with the length
of the text. Whether the whole is SPARQL is for the engine to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

# Possessive quantifiers (`*+`) keep every attempt linear; a string without end is a token of its own, tried once.
_TOKEN: Final = re.compile(
    r"""
      (?P<iri><[^<>"{}|^`\\\x00-\x20]*+>)
    | (?P<comment>\#[^\n\r]*+)
    | (?P<string>'''(?:[^'\\]|\\.|'(?!''))*+'''|\"""(?:[^"\\]|\\.|"(?!""))*+\"""
      |(?!'''|\""")(?:'(?:[^'\\\n\r]|\\.)*+'|"(?:[^"\\\n\r]|\\.)*+"))
    | (?P<endless>'''.*|\""".*|'[^\n\r]*+|"[^\n\r]*+)
    | (?P<variable>[?$]\w++)
    | (?P<language>@\w++)
    | (?P<number>\d[\d.]*+(?:[eE][+-]?\d++)?)
    | (?P<name>(?:[^\W\d][\w.-]*+)?:(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\[^\n\r])*+)
    | (?P<word>[^\W\d][\w.-]*+)
    | (?P<open>[{(\[])
    | (?P<close>[})\]])
    | (?P<nots>!++)
    """,
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """A kind (the name of a group above), its text, and where it starts."""

    kind: str
    text: str
    start: int


def tokens(query: str) -> Iterator[Token]:
    """Yield the tokens of a query in order; operators and white space are stepped over.

    `endless` is a string that is never closed, `nots` a run of exclamation marks; a `word` may hold dots and hyphens,
    which part keywords.
    """
    for match in _TOKEN.finditer(query):
        yield Token(match.lastgroup or "", match[0], match.start())


def place(query: str, offset: int) -> tuple[int, int]:
    """Return line and column of an offset, both from 1."""
    before = query[:offset]
    return before.count("\n") + 1, offset - before.rfind("\n")
