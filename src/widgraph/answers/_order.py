"""Whether asking again can be expected to give the same solutions in the same order (SPARQL 1.1 Query, section 15)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

# IRIs, comments and strings are stepped over; what is left are braces and words (section 19.8).
# Possessive quantifiers and a token for a string without end keep it linear in the length of the text.
_TOKEN: Final = re.compile(
    r"""
      <[^<>"{}|^`\\\x00-\x20]*+> | \#[^\n\r]*+
    | '''(?:[^'\\]|\\.|'(?!''))*+''' | \"""(?:[^"\\]|\\.|"(?!""))*+\""" | '''.*+ | \""".*+
    | '(?:[^'\\\n\r]|\\.)*+'? | "(?:[^"\\\n\r]|\\.)*+"? | [?$@]\w++
    | (?P<open>\{) | (?P<close>\}) | (?P<word>[\w.-]++(?::[\w.-]*+)?)
    """,
    re.VERBOSE | re.DOTALL,
)
_CHANGING: Final = {"NOW", "RAND", "UUID", "STRUUID", "BNODE"}


@dataclass(frozen=True)
class Order:
    """What of a query decides whether two answers can be compared.

    `ordered`: the outermost query has an ORDER BY; the one of a subquery orders nothing that is seen. `cut`: it has a
    LIMIT or OFFSET. `steady`: no function in it gives another value at every call (section 17.4).
    """

    ordered: bool
    cut: bool
    steady: bool


def order_of(query: str) -> Order:
    """Return what a query says of the order and the steadiness of its solutions."""
    depth = 0
    outer, all_words = set(), set()
    for match in _TOKEN.finditer(query):
        match match.lastgroup:
            case "open":
                depth += 1
            case "close":
                depth -= 1
            case "word":
                word = match["word"].strip(".").upper()
                all_words.add(word)
                if depth == 0:
                    outer.add(word)
    return Order("ORDER" in outer, not outer.isdisjoint({"LIMIT", "OFFSET"}), _CHANGING.isdisjoint(all_words))
