"""The addresses a catalogue names, asked and compared with what is said of them (checklist E1, E2, E6, H2)."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from widgraph.rehearsal._catalogue import Catalogue
from widgraph.rehearsal._fetch import host_of
from widgraph.rehearsal._findings import Effect, Finding, Portal
from widgraph.rehearsal._graph import Graph, Node, name
from widgraph.rehearsal._links import Link, Links
from widgraph.rehearsal._vocabulary import IANA, term

#: More addresses than this are not asked; the rest is said to be unasked.
MOST_ADDRESSES = 2000
_FILES = ("dcat:accessURL", "dcat:downloadURL")
_NOT_THINGS = {term("rdf:type"), term("hydra:next"), term("hydra:nextPage"), term("hydra:previous")}


def check_addresses(catalogue: Catalogue, links: Links) -> Iterator[Finding]:
    """Ask every address on the catalogue's own host, and yield what does not answer or answers something else."""
    files = {url: None for *_, url in _files(catalogue)}
    others = {url: None for url in _named(catalogue.graph) if url not in files}
    asked = [url for url in (*files, *others) if links.asks(url)][:MOST_ADDRESSES]
    links.ask(asked)
    told: set[str] = set()
    for dataset, node, path, url in _files(catalogue):
        link = links.result(url)
        if link.answers is False and url not in told:
            told.add(url)
            yield _finding("E1", Effect.FAULTED, f"{path} {url}: {link.why}.", dataset, node)
        elif link.answers and path == "dcat:downloadURL":
            yield from _compare(catalogue.graph, dataset, node, url, link)
    for url in others:
        link = links.result(url)
        if link.answers is False:
            yield Finding("H2", Portal.BOTH, Effect.FAULTED, f"{url}: {link.why}.", node=url)
    yield from _unasked(list(files), links)


def _files(catalogue: Catalogue) -> Iterator[tuple[Node, Node, str, str]]:
    for dataset, node in catalogue.with_distributions():
        for path in _FILES:
            for value in catalogue.graph.nodes(node, path):
                if isinstance(value, ox.NamedNode) and host_of(value.value):
                    yield dataset, node, path, value.value


def _named(graph: Graph) -> dict[str, None]:
    """Return every web address named as a thing, without fragment."""
    found: dict[str, None] = {}
    for subject, predicate, value in graph.statements():
        for one in (subject, value) if predicate not in _NOT_THINGS else (subject,):
            if isinstance(one, ox.NamedNode) and host_of(one.value):
                found[one.value.partition("#")[0]] = None
    return found


def _compare(graph: Graph, dataset: Node, node: Node, url: str, link: Link) -> Iterator[Finding]:
    """Compare what is served with what is said: Content-Type with dcat:mediaType, Content-Length with dcat:byteSize."""
    said = [name(value).partition("/media-types/")[2].lower() for value in graph.nodes(node, "dcat:mediaType")]
    packed = graph.values(node, "dcat:compressFormat") + graph.values(node, "dcat:packageFormat")
    if link.media_type and said and said[0] and link.media_type not in said and not packed:
        message = f"{url} is served as {link.media_type}, and dcat:mediaType says {said[0]} ({IANA}…)."
        yield _finding("E2", Effect.FAULTED, message, dataset, node)
    sizes = [value.value.strip() for value in graph.literals(node, "dcat:byteSize")]
    if link.length is not None and sizes and not any(_number(size) == link.length for size in sizes):
        message = f"{url} has {link.length} bytes, and dcat:byteSize says {sizes[0][:30]}."
        yield _finding("E6", Effect.FAULTED, message, dataset, node)


def _number(text: str) -> float | None:
    try:
        return float(text[:40])
    except ValueError:
        return None


def _finding(rule: str, effect: Effect, message: str, dataset: Node, node: Node) -> Finding:
    return Finding(rule, Portal.EUROPE, effect, message, dataset=name(dataset), node=name(node))


def _unasked(files: list[str], links: Links) -> Iterator[Finding]:
    """Say how many files nobody asked, reason by reason."""
    reasons: dict[str, list[str]] = {}
    for url in files:
        link = links.result(url)
        if link.answers is None:
            reasons.setdefault(link.why, []).append(url)
    for why, urls in reasons.items():
        message = f"{len(urls)} of {len(files)} addresses of files {why} (first: {urls[0]}); their points are assumed."
        yield Finding("E1", Portal.EUROPE, Effect.NOTED, message)
