"""Terms a remote store writes otherwise, put back as the release has them.

Which ones it rewrites is measured when it is opened: one statement for every typed literal that a store could touch is
asked back and compared (engines rewrite numbers, dates and durations by value, and language tags by case).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import pyoxigraph as ox

from widgraph.errors import EndpointError
from widgraph.namespaces import XSD
from widgraph.store.remote._answers import Term

#: Literals in these forms come back as they are from every store we know; of each kind a few are asked all the same.
_STEADY: Final = {
    XSD + "integer": re.compile(r"0|-?[1-9][0-9]{0,17}"),
    XSD + "decimal": re.compile(r"-?(?:0|[1-9][0-9]{0,14})\.(?:[0-9]{0,14}[1-9]|0)"),
    XSD + "boolean": re.compile(r"true|false"),
    XSD + "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    XSD + "gYear": re.compile(r"[0-9]{4}"),
    XSD + "gYearMonth": re.compile(r"[0-9]{4}-[0-9]{2}"),
}
_FEW: Final = 20
Key = tuple[str, str]


def delicate(triples: Iterable[ox.Triple]) -> Sequence[ox.Triple]:
    """Return a statement for every typed literal a store could rewrite, and for a few of every other datatype."""
    chosen: dict[str, ox.Triple] = {}
    steady: dict[str, int] = defaultdict(int)
    for triple in triples:
        value = triple.object
        if not isinstance(value, ox.Literal) or value.language or value.datatype.value == XSD + "string":
            continue
        kind, text = value.datatype.value, str(value)
        if text in chosen:
            continue
        if kind in _STEADY and _STEADY[kind].fullmatch(value.value):
            if steady[kind] >= _FEW:
                continue
            steady[kind] += 1
        chosen[text] = triple
    return list(chosen.values())


@dataclass(frozen=True)
class Repair:
    """What comes back for what was given: by subject and property, and by term alone where that leaves no doubt."""

    exact: Mapping[Key, Mapping[Term, Term]] = field(default_factory=dict)
    plain: Mapping[Term, Term] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many terms come back otherwise."""
        return len(self.plain)

    def term(self, term: Term) -> Term:
        """Return the term as the release has it."""
        return self.plain.get(term, term) if self.plain else term

    def triple(self, triple: ox.Triple) -> ox.Triple:
        """Return the statement as the release has it."""
        if not self.plain or not isinstance(triple.object, ox.Literal):
            return triple
        there = self.exact.get((str(triple.subject), triple.predicate.value), {})
        value = there.get(triple.object) or self.plain.get(triple.object)
        return ox.Triple(triple.subject, triple.predicate, value) if value is not None else triple


def repair_from(given: Iterable[ox.Triple], got: Iterable[ox.Triple], known: Iterable[Term]) -> Repair:
    """Return the repair for a store that answers `got` where `given` was stored.

    `known` are the literals of the release. Raises EndpointError when a statement is missing, or when two different
    literals of the release come back as one, so that nobody could tell them apart.
    """
    there: dict[Key, list[Term]] = defaultdict(list)
    for triple in got:
        if isinstance(triple.object, ox.Literal):
            there[(str(triple.subject), triple.predicate.value)].append(triple.object)
    exact: dict[Key, dict[Term, Term]] = defaultdict(dict)
    plain: dict[Term, Term] = {}
    kept = set(known)
    for key, old, new in _rewritten(given, there):
        if new in kept or plain.get(new, old) != old:
            raise EndpointError(
                f"The endpoint keeps {old} as {new}, which the release also holds or makes of another term.",
                "Use a store that keeps terms as they are.",
            )
        exact[key][new] = old
        plain[new] = old
    return Repair(exact, plain)


def _rewritten(
    given: Iterable[ox.Triple], there: Mapping[Key, Sequence[Term]]
) -> Iterator[tuple[Key, ox.Literal, ox.Literal]]:
    """Yield the place of each value that did not come back, the value, and the one that stands there instead."""
    stated: dict[Key, set[Term]] = defaultdict(set)
    for triple in given:
        if not isinstance(triple.object, ox.Triple):
            stated[(str(triple.subject), triple.predicate.value)].add(triple.object)
    for key, values in stated.items():
        came = there.get(key, ())
        missing = [value for value in values if value not in came and isinstance(value, ox.Literal)]
        new = [value for value in came if value not in values and isinstance(value, ox.Literal)]
        if not missing:
            continue
        if len(missing) != 1 or len(new) != 1:
            raise EndpointError(
                f"The endpoint does not give back {missing[0]} of {key[0]}.",
                "Push the release again, into a store that keeps terms.",
            )
        yield key, missing[0], new[0]
