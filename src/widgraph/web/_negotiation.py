"""Which form of a thing a client gets (RFC 9110, sections 12.1, 12.4 and 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from widgraph.citation import STYLES

_RANGE = re.compile(r"([!#$%&'*+.^_`|~0-9a-z-]+)/([!#$%&'*+.^_`|~0-9a-z-]+)")
_WEIGHT = re.compile(r"q\s*=\s*(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)")
_MOST_RANGES = 64


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
TURTLE = Form("ttl", "text/turtle")
JSON_LD = Form("jsonld", "application/ld+json", ("application/json",))
RDF_XML = Form("rdf", "application/rdf+xml")
N_TRIPLES = Form("nt", "application/n-triples")
CSV = Form("csv", "text/csv")
JSON = Form("json", "application/json")

#: Forms of a resource document. The first answers `*/*` and no Accept at all: whoever names nothing is no browser,
#: and browsers always name text/html.
RESOURCE_FORMS: tuple[Form, ...] = (TURTLE, HTML, JSON_LD, RDF_XML, N_TRIPLES)
#: Forms of a citation; whoever wants one names it, so none of them answers a wildcard before the others.
CITATION_FORMS: tuple[Form, ...] = tuple(Form(style.suffix, style.media_type, worded=True) for style in STYLES.values())
#: Forms of a list. A list is a page first: `*/*` gets HTML.
LIST_FORMS: tuple[Form, ...] = (HTML, CSV, JSON, TURTLE)


def choose(header: str | None, forms: Sequence[Form]) -> Form | None:
    """Return the form that an Accept header likes best, or None when it allows none of them (406).

    Weights come first, then how exactly a range names the form, then the client's order, then ours. Media type
    parameters such as profile and charset are stepped over; a part that is no media range is ignored.
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


def _ranges(header: str | None) -> list[tuple[str, str, float]]:
    found = []
    for part in (header or "").lower().split(",")[:_MOST_RANGES]:
        name, *parameters = (piece.strip() for piece in part.split(";"))
        match = _RANGE.fullmatch(name)
        if match:
            weights = [weight for weight in map(_WEIGHT.fullmatch, parameters) if weight]
            found.append((match[1], match[2], float(weights[0][1]) if weights else 1.0))
    return found


def _rank(form: Form, ranges: Sequence[tuple[str, str, float]]) -> tuple[float, int, int] | None:
    """Return weight, exactness and place of the most exact range for a form; None when it is not acceptable."""
    best: tuple[int, int, float] | None = None
    for exactness, place, weight in _matches(form, ranges):
        if best is None or exactness > best[0]:
            best = (exactness, -place, weight)
    if best is None or best[2] == 0.0:
        return None
    return best[2], best[0], best[1]


def _matches(form: Form, ranges: Sequence[tuple[str, str, float]]) -> list[tuple[int, int, float]]:
    """Return exactness, place and weight of every range that covers a form."""
    kind = form.media_type.split("/")[0]
    found = []
    for place, (one, two, weight) in enumerate(ranges):
        if f"{one}/{two}" == form.media_type:
            found.append((3, place, weight))
        elif f"{one}/{two}" in form.also:
            found.append((2, place, weight))
        elif two == "*" and one == kind:
            found.append((1, place, weight))
        elif one == two == "*":
            found.append((0, place, weight))
    return found
