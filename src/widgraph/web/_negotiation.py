"""Which form of a thing a client gets (RFC 9110, sections 12.1, 12.4 and 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from widgraph.citation import STYLES

_RANGE = re.compile(r"([!#$%&'*+.^_`|~0-9a-z-]+)/([!#$%&'*+.^_`|~0-9a-z-]+)")
_WEIGHT = re.compile(r"q\s*=\s*([0-9]*\.?[0-9]*)")
#: Elements of a list and parameters of an element; a comma or semicolon in a quoted string divides nothing (RFC 9110,
#: sections 5.6.1 and 5.6.6).
_ELEMENT = re.compile(r'(?:[^",]|"(?:[^"\\]|\\.)*"?)+')
_PARAMETER = re.compile(r'(?:[^";]|"(?:[^"\\]|\\.)*"?)+')
#: Parameters that every form of ours has: all text is UTF-8, all JSON-LD is compacted.
_ALWAYS_TRUE = re.compile(r'charset\s*=\s*"?utf-8"?|profile\s*=\s*"?http://www\.w3\.org/ns/json-ld#compacted"?')
_MOST_RANGES = 200


@dataclass(frozen=True)
class Form:
    """One form of a document: its suffix, its media type, other media types that it also satisfies, and whether
    it is in the language of the reader."""

    suffix: str
    media_type: str
    also: tuple[str, ...] = ()
    worded: bool = False

    @property
    def content_type(self) -> str:
        """The value of Content-Type; text has its character set named."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


HTML = Form("html", "text/html", worded=True)
#: Turtle is also N3, and was asked for by other names before it was registered; N-Triples was once plain text.
TURTLE = Form("ttl", "text/turtle", ("application/x-turtle", "text/n3", "text/rdf+n3"))
JSON_LD = Form("jsonld", "application/ld+json", ("application/json",))
RDF_XML = Form("rdf", "application/rdf+xml", ("application/xml", "text/xml"))
N_TRIPLES = Form("nt", "application/n-triples", ("text/plain",))
CSV = Form("csv", "text/csv")
JSON = Form("json", "application/json")

#: Forms of a resource document. The first answers `*/*` and no Accept at all: whoever names nothing is no browser,
#: and browsers always name text/html.
RESOURCE_FORMS: tuple[Form, ...] = (TURTLE, HTML, JSON_LD, RDF_XML, N_TRIPLES)
#: Forms of a citation; whoever wants one names it, so none of them answers a wildcard before the others.
CITATION_FORMS: tuple[Form, ...] = tuple(Form(style.suffix, style.media_type, worded=True) for style in STYLES.values())
#: The typed links of a resource as a document (RFC 9264); whoever wants them names them.
LINKSET = Form("linkset.json", "application/linkset+json")
LINKSET_TEXT = Form("linkset", "application/linkset")
LINKSET_FORMS: tuple[Form, ...] = (LINKSET, LINKSET_TEXT)
#: Forms of a list. A list is a page first: `*/*` gets HTML.
LIST_FORMS: tuple[Form, ...] = (HTML, CSV, JSON, TURTLE)


def choose(header: str | None, forms: Sequence[Form]) -> Form | None:
    """Return the form that an Accept header likes best, or None when it allows none of them (406).

    Weights come first, then how exactly a range names the form, then the client's order, then ours. What is no media
    range is stepped over; `*` and `q=.2` are read as old clients mean them.
    """
    ranges = _ranges(header)
    if not ranges:
        return forms[0]
    best: tuple[tuple[float, int, int, int], Form] | None = None
    for place, form in enumerate(forms):
        rank = _rank(form, ranges)
        if rank is not None:
            key = (*rank, -place)
            if best is None or key > best[0]:
                best = (key, form)
    return best[1] if best else None


@dataclass(frozen=True)
class _Range:
    """One media range: type, subtype, weight, and whether it has a parameter that our forms do not have."""

    type: str
    subtype: str
    weight: float
    narrowed: bool


def _ranges(header: str | None) -> list[_Range]:
    found = []
    for element in _ELEMENT.findall((header or "").lower())[:_MOST_RANGES]:
        name, *parameters = [piece.strip() for piece in _PARAMETER.findall(element)] or [""]
        match = _RANGE.fullmatch("*/*" if name == "*" else name)
        place = next((index for index, one in enumerate(parameters) if one.startswith(("q=", "q "))), len(parameters))
        weight = _weight(parameters[place]) if place < len(parameters) else 1.0
        if match and weight is not None:
            narrowed = any(one and _ALWAYS_TRUE.fullmatch(one) is None for one in parameters[:place])
            found.append(_Range(match[1], match[2], weight, narrowed))
    return found


def _weight(parameter: str) -> float | None:
    match = _WEIGHT.fullmatch(parameter)
    try:
        return min(1.0, float(match[1])) if match else None
    except ValueError:
        return None


def _rank(form: Form, ranges: Sequence[_Range]) -> tuple[float, int, int] | None:
    """Return weight, exactness and place of the most exact range for a form; None when it is not acceptable.

    A range narrowed by a parameter we do not have, such as `text/html;level=1`, names the form less exactly than one
    without: it counts only where the other is absent, for we would rather answer with what was nearly asked for.
    """
    best: tuple[int, int, float] | None = None
    for exactness, place, weight in _matches(form, ranges):
        if best is None or exactness > best[0]:
            best = (exactness, -place, weight)
    if best is None or best[2] == 0.0:
        return None
    return best[2], best[0], best[1]


def _matches(form: Form, ranges: Sequence[_Range]) -> list[tuple[int, int, float]]:
    """Return exactness, place and weight of every range that covers a form."""
    kind = form.media_type.split("/")[0]
    found = []
    for place, one in enumerate(ranges):
        name = f"{one.type}/{one.subtype}"
        if name == form.media_type:
            found.append((4 - one.narrowed, place, one.weight))
        elif name in form.also:
            found.append((2, place, one.weight))
        elif one.subtype == "*" and one.type == kind:
            found.append((1, place, one.weight))
        elif name == "*/*":
            found.append((0, place, one.weight))
    return found
