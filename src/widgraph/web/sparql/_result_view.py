"""The answer to a query as a page shows it: cells with names, links and languages."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from widgraph.namespaces import BASE, XSD
from widgraph.store import Answer
from widgraph.web._answers import links
from widgraph.web._language import language
from widgraph.web._site import site
from widgraph.web._texts import short
from widgraph.web._views import Names

#: Rows and characters that a page shows; the rest is in the downloads.
MOST_ROWS = 1000
MOST_CHARACTERS = 100_000
_NUMBERS = {
    XSD + name
    for name in ("integer", "decimal", "double", "float", "int", "long", "short", "byte", "nonNegativeInteger")
}


@dataclass(frozen=True)
class Cell:
    """One binding: what a reader sees, where it leads, the short IRI below a name, and the number when it is one."""

    text: str
    href: str = ""
    note: str = ""
    language: str = ""
    number: float | None = None
    iri: bool = False


@dataclass(frozen=True)
class View:
    """A table (`names`, `rows`), the answer to a yes-or-no question, or a graph as text.

    `total` counts the rows or statements of the answer, of which a page may show only the first.
    """

    names: Sequence[str] = ()
    rows: Sequence[Sequence[Cell | None]] = ()
    boolean: bool | None = None
    graph: str | None = None
    total: int = 0
    cut: bool = False

    @property
    def numeric(self) -> Sequence[bool]:
        """For each column, whether every value in it is a number."""
        columns = [[cell for row in self.rows if (cell := row[place])] for place in range(len(self.names))]
        return [bool(cells) and all(cell.number is not None for cell in cells) for cells in columns]

    @property
    def shortened(self) -> bool:
        """Whether the page shows less than the answer holds."""
        if self.graph is not None:
            return len(self.graph) > MOST_CHARACTERS
        return self.total > len(self.rows) and self.boolean is None


def view(answer: Answer, most: int = MOST_ROWS) -> View:
    """Return an answer as something to show: SPARQL results in JSON as a table, anything else as text."""
    cut = bool(answer.cut)
    if not answer.media_type.startswith("application/sparql-results+json"):
        return View(graph=answer.body.decode(), total=answer.rows, cut=cut)
    document: dict[str, Any] = json.loads(answer.body)
    if "boolean" in document:
        return View(boolean=bool(document["boolean"]), total=1)
    names: list[str] = document["head"]["vars"]
    bindings = document["results"]["bindings"][:most]
    terms = [[binding.get(name) for name in names] for binding in bindings]
    iris = {term["value"] for row in terms for term in row if term and term["type"] == "uri"}
    known = Names(site().reader.labels(iri for iri in iris if _sound(iri)))
    rows = [[_cell(term, known) for term in row] for row in terms]
    return View(names=names, rows=rows, total=answer.rows, cut=cut)


def _sound(iri: str) -> bool:
    """Whether an IRI of an answer can be asked about: an engine may hand out what its query put together."""
    return ":" in iri and not any(character in '<>"{}|\\^`' or character <= " " for character in iri)


def _cell(term: Mapping[str, Any] | None, names: Names) -> Cell | None:
    if term is None:
        return None
    match term["type"]:
        case "uri":
            return _link(term["value"], names)
        case "bnode":
            return Cell(f"_:{term['value']}")
        case "literal" | "typed-literal":
            number = _number(term["value"]) if term.get("datatype") in _NUMBERS else None
            return Cell(term["value"], language=term.get("xml:lang", ""), number=number)
        case _:
            return Cell(json.dumps(term["value"], ensure_ascii=False))


def _link(iri: str, names: Names) -> Cell:
    brief = short(iri)
    if not _sound(iri):
        return Cell(iri, iri=True)
    text = names.text(iri)
    href = links().of(iri) or ""
    if text.text == brief:
        return Cell(brief, href, iri=True)
    return Cell(
        text.text, href, brief.removeprefix(BASE), "" if text.language == language() else text.language, iri=True
    )


def _number(lexical: str) -> float | None:
    try:
        value = float(lexical)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
