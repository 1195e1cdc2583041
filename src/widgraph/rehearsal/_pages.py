"""A catalogue in pages (Hydra Core): followed to its end on the host asked, loops and gaps named (checklist A7, A8)."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

import pyoxigraph as ox

from widgraph.rehearsal._fetch import Answer, FetchError, fetch, same_host
from widgraph.rehearsal._findings import Effect, Finding, Portal
from widgraph.rehearsal._graph import Graph
from widgraph.rehearsal._read import Reading, read

_RDF = ("text/turtle", "application/rdf+xml", "application/ld+json", "application/n-triples", "application/n-quads")
_MOST_PAGES = 1000
_NEXT = ("hydra:next", "hydra:nextPage")
_PAGED = ("hydra:PartialCollectionView", "hydra:PagedCollection")


def fetch_catalogue(url: str, seconds: float) -> list[Reading]:
    """Fetch a catalogue and the pages it names; each reading carries what was wrong with its page."""
    readings: list[Reading] = []
    seen: set[str] = set()
    totals: set[str] = set()
    current: str | None = url
    while current is not None:
        seen.add(current)
        reading = _page(current, seconds)
        readings.append(reading)
        following = _next(reading, current)
        if following or len(readings) > 1 or any(reading.graph.typed(kind) for kind in _PAGED):
            _total(reading, totals)
        current = _follow(reading, current, following, seen, len(readings))
    return readings


def _page(url: str, seconds: float) -> Reading:
    try:
        answer = fetch(url, seconds=seconds)
    except FetchError as error:
        reading = Reading(url)
        reading.fail(error.rule, Portal.BOTH, Effect.REFUSED, str(error))
        return reading
    if answer.status != 200:
        reading = Reading(url)
        reading.fail("A1", Portal.BOTH, Effect.REFUSED, _status(answer))
        return reading
    reading = read(answer.content, answer.url, name=answer.url, media_type=answer.media_type)
    if answer.redirects:
        reading.fail("A1", Portal.BOTH, Effect.NOTED, f"It redirects to {answer.redirects[-1]}; register that address.")
    if reading.syntax and answer.media_type not in _RDF:
        kind = answer.media_type or "no Content-Type"
        reading.fail("A1", Portal.EUROPE, Effect.REFUSED, f"The server says {kind}, which is no RDF media type.")
    return reading


def _status(answer: Answer) -> str:
    if "location" in answer.headers and 300 <= answer.status < 400:
        return f"It redirects to another host, {answer.headers['location']}, which is not followed."
    return f"The server answers with status {answer.status}."


def _next(reading: Reading, url: str) -> list[str]:
    """Return the addresses of the next page, as absolute ones."""
    found: dict[str, None] = {}
    for node in reading.graph.index:
        for path in _NEXT:
            for value in reading.graph.values(node, path):
                text = value.value if not isinstance(value, ox.BlankNode) else ""
                found[urljoin(url, text)] = None
    return list(found)


def _total(reading: Reading, totals: set[str]) -> None:
    graph = reading.graph
    here = {value.value for node in graph.index for value in graph.literals(node, "hydra:totalItems")}
    if not here:
        reading.fail(
            "A7", Portal.EUROPE, Effect.REFUSED, "This page has no hydra:totalItems; the harvester stops there."
        )
    elif totals and not here & totals:
        reading.fail(
            "A7", Portal.EUROPE, Effect.NOTED, f"hydra:totalItems was {min(totals)} before and is {min(here)}."
        )
    totals |= here


def _follow(reading: Reading, url: str, following: list[str], seen: set[str], count: int) -> str | None:
    """Return the next page to ask for, or None at the end, at a loop and at another host."""
    if not following:
        return None
    if len(following) > 1:
        reading.fail("A7", Portal.BOTH, Effect.REFUSED, f"This page names {len(following)} next pages.")
    target = following[0]
    if target in seen:
        reading.fail(
            "A7", Portal.BOTH, Effect.REFUSED, f"Its next page {target} was there before: a harvest never ends."
        )
    elif not same_host(url, target):
        reading.fail(
            "A7", Portal.BOTH, Effect.REFUSED, f"Its next page {target} is on another host and is not followed."
        )
    elif count >= _MOST_PAGES:
        reading.fail("A7", Portal.BOTH, Effect.REFUSED, f"More than {_MOST_PAGES} pages; the rest is not read.")
    else:
        if urlsplit(target).path != urlsplit(url).path:
            reading.fail("A7", Portal.EUROPE, Effect.REFUSED, f"Its next page {target} differs by more than the query.")
        return target
    return None


def merge(readings: Iterable[Reading]) -> tuple[Graph, list[Finding]]:
    """Return the statements of all pages together, and their findings; a dataset spread over pages is named (A7)."""
    graph, findings = Graph(), []
    home: dict[object, str] = {}
    for reading in readings:
        findings += reading.findings
        for node in reading.graph.typed("dcat:Dataset"):
            first = home.setdefault(node, reading.place)
            if first != reading.place:
                message = f"It is described on two pages, {first} and {reading.place}; the later one wins."
                findings.append(
                    Finding("A7", Portal.EUROPE, Effect.MERGED, message, dataset=node.value, node=node.value)
                )
        for statement in reading.graph.statements():
            graph.add(*statement)
    return graph, findings
