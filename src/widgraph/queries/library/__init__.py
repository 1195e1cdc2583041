"""The query library: documented questions as `.rq` files, each with titles and descriptions in four languages.

A file opens with comment lines `# key@language: text`, `# parameter: name type default` and `# level: …`; the rest is
SPARQL 1.1 that stands on its own, its parameters written as `$name`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import pyoxigraph as ox

from widgraph.errors import UsageError
from widgraph.languages import LANGUAGES
from widgraph.namespaces import BASE, XSD
from widgraph.queries import bind
from widgraph.queries.library._rdf import ENDPOINT, LIBRARY, described, prefixes_described

__all__ = [
    "ENDPOINT",
    "LIBRARY",
    "LibraryQuery",
    "Parameter",
    "described",
    "load",
    "names",
    "prefixes_described",
]

_HEADER = re.compile(r"# (?P<key>title|description|parameter|level)(?:@(?P<language>[a-z]{2}))?: (?P<value>.+)")
_FORM: Final = re.compile(r"^(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.MULTILINE)
_TYPES: Final = ("integer", "string", "language")


@dataclass(frozen=True)
class Parameter:
    """One value a reader may change: its name, its XSD type and the value used when none is given."""

    name: str
    type: str
    default: str

    def term(self, value: str | None = None) -> ox.Literal:
        """Return the value, or the default, as an RDF term; raise UsageError when it is not of the type."""
        text = self.default if value is None else value
        if self.type == "language" and text not in LANGUAGES:
            raise UsageError(f"Parameter {self.name} is {text!r}.", f"It must be one of {', '.join(LANGUAGES)}.")
        if self.type == "integer" and not re.fullmatch(r"-?[0-9]{1,18}", text):
            raise UsageError(f"Parameter {self.name} is {text!r}.", "It must be a whole number.")
        return (
            ox.Literal(str(int(text)), datatype=ox.NamedNode(XSD + "integer"))
            if self.type == "integer"
            else ox.Literal(text)
        )


@dataclass(frozen=True)
class LibraryQuery:
    """A documented question: its name, texts per language, parameters and SPARQL text without the comments above it."""

    name: str
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    level: str
    text: str

    @property
    def iri(self) -> str:
        """The permanent identifier, which is also the address of the page about it."""
        return f"{BASE}queries/{self.name}"

    @property
    def form(self) -> str:
        """The query form: SELECT, ASK, CONSTRUCT or DESCRIBE (SPARQL 1.1 Query, section 16)."""
        found = _FORM.search(self.text)
        return found[1] if found else ""

    def bound(self, values: Mapping[str, str]) -> str:
        """Return the text with values (defaults where none is given) in place of its parameters, as RDF terms."""
        known = {parameter.name for parameter in self.parameters}
        for name in values:
            if name not in known:
                raise UsageError(
                    f"Query {self.name} has no parameter '{name}'.", f"It has: {', '.join(sorted(known)) or 'none'}."
                )
        return bind(self.text, {one.name: one.term(values.get(one.name)) for one in self.parameters})


def names() -> list[str]:
    """Return the names of all queries, sorted."""
    return sorted(
        entry.name.removesuffix(".rq") for entry in files(__package__).iterdir() if entry.name.endswith(".rq")
    )


@cache
def load(name: str) -> LibraryQuery:
    """Return one query; raise UsageError when the library has none of that name."""
    if name not in names():
        raise UsageError(f"The library has no query '{name}'.", f"It has: {', '.join(names())}.")
    lines = (files(__package__) / f"{name}.rq").read_text(encoding="utf-8").splitlines()
    found: dict[str, dict[str, str]] = {"title": {}, "description": {}}
    parameters: list[Parameter] = []
    level = ""
    while match := _HEADER.fullmatch(lines[0]):
        del lines[0]
        key, language, value = match["key"], match["language"], match["value"]
        if key == "parameter":
            parameters.append(_parameter(name, value))
        elif key == "level":
            level = value
        else:
            found[key][language] = value
    return LibraryQuery(name, found["title"], found["description"], tuple(parameters), level, "\n".join(lines) + "\n")


def _parameter(query: str, declaration: str) -> Parameter:
    name, kind, default = declaration.split(" ", 2)
    if kind not in _TYPES:
        raise UsageError(
            f"Query {query} declares parameter {name} of type {kind}.", f"Known types: {', '.join(_TYPES)}."
        )
    return Parameter(name, kind, default)
