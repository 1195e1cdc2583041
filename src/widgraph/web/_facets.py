"""Narrowing the list of initiatives: what one can choose, what is left, and how many each choice would leave.

Each facet is a query of `queries/facets/`. A release is read with them once and counted in memory; joined, they are the
query that gives any of the numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox
from werkzeug.datastructures import MultiDict

from widgraph.queries import Value
from widgraph.web._language import gettext
from widgraph.web._problem import Problem
from widgraph.web._reader import Reader, Row, iri, text

#: Facets whose values are things, in the order of the form; then those that are only there or not.
THINGS: Final = ("objective", "audience", "actor", "sector", "edition")
FLAGS: Final = ("programme", "timing")
_OLDEST: Final = 120


@dataclass(frozen=True)
class Choice:
    """One value of a facet: its code in the address, its IRI ("" for yes and no), and how many it would leave."""

    code: str
    iri: str
    count: int


class Facets:
    """What every initiative of a release can be found by; read once, since a release never changes."""

    def __init__(self, reader: Reader) -> None:
        self.values: dict[str, dict[str, set[str]]] = {}
        for facet in THINGS:
            for row in reader.rows(f"facets/{facet}"):
                self._add(row, facet, iri(row, "value") or "")
        for facet in FLAGS:
            for row in reader.rows(f"facets/{facet}-yes"):
                self._add(row, facet, "yes")
        for row in reader.rows("facets/age"):
            self._add(row, "age", f"{text(row, 'from') or ''}-{text(row, 'to') or ''}")

    def _add(self, row: Row, facet: str, value: str) -> None:
        self.values.setdefault(iri(row, "initiative") or "", {}).setdefault(facet, set()).add(value)

    def frame(self, facet: str, code: str) -> tuple[str, str, Mapping[str, Value]]:
        """Return what finds the initiatives of one choice: a query, one that keeps a part of it ("": all), its values.

        Both are names in `queries/facets/`.
        """
        if facet in FLAGS:
            return f"{facet}-{code}", "", {}
        if facet == "age":
            return facet, "holds", {"age": int(code)}
        known = {value for of in self.values.values() for value in of.get(facet, ()) if _code(value) == code}
        return facet, "among", {"values": [ox.NamedNode(value) for value in sorted(known)]}

    def asked(self, given: MultiDict[str, str]) -> dict[str, str]:
        """Return what an address chooses, by facet; raise Problem (400) for a value that nothing has."""
        chosen: dict[str, str] = {}
        for facet in (*THINGS, *FLAGS, "age"):
            code = given.get(facet, "")
            if not code:
                continue
            if facet == "age":
                known = code.isascii() and code.isdigit() and len(code) <= 3 and int(code) <= _OLDEST
            elif facet in FLAGS:
                known = code in ("yes", "no")
            else:
                known = code in {_code(value) for of in self.values.values() for value in of.get(facet, ())}
            if not known:
                raise Problem(
                    400,
                    gettext("No initiative has this value for '%(facet)s'.") % {"facet": facet},
                    gettext("Choose from the form on the page of initiatives."),
                )
            chosen[facet] = code
        return chosen

    def left(self, chosen: Mapping[str, str]) -> set[str]:
        """Return the initiatives that fit every choice."""
        return {
            item for item, of in self.values.items() if all(_fits(of, facet, code) for facet, code in chosen.items())
        }

    def choices(self, chosen: Mapping[str, str]) -> dict[str, Sequence[Choice]]:
        """Return the values of every facet that would leave something, given the choices in the other facets."""
        found: dict[str, Sequence[Choice]] = {}
        for facet in (*THINGS, *FLAGS):
            others = self.left({name: code for name, code in chosen.items() if name != facet})
            if facet in FLAGS:
                yes = sum(bool(self.values[item].get(facet)) for item in others)
                found[facet] = [Choice("yes", "", yes), Choice("no", "", len(others) - yes)]
                continue
            counts: dict[str, int] = {}
            for item in others:
                for value in self.values[item].get(facet, ()):
                    counts[value] = counts.get(value, 0) + 1
            found[facet] = [Choice(_code(value), value, counts[value]) for value in sorted(counts)]
        return found


def _code(value: str) -> str:
    """The last part of an IRI is its code: `2-1`, `women`, `a022`."""
    return value.rpartition("/")[2]


def _fits(of: Mapping[str, set[str]], facet: str, code: str) -> bool:
    values = of.get(facet, set())
    if facet in FLAGS:
        return bool(values) == (code == "yes")
    if facet == "age":
        return any(_holds(value, int(code)) for value in values)
    return any(_code(value) == code for value in values)


def _holds(ages: str, age: int) -> bool:
    low, _, high = ages.partition("-")
    return (not low or int(low) <= age) and (not high or age <= int(high))
