"""What belongs to what: listed datasets, paths between datasets, series, values (checklist A4, A5, C, F, H1)."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from widgraph.rehearsal._catalogue import Catalogue
from widgraph.rehearsal._findings import Effect, Finding, Portal
from widgraph.rehearsal._graph import Graph, Node, name
from widgraph.rehearsal._vocabulary import AUTHORITY, IANA, read_table, short, term

#: A text longer than this is data, not metadata.
MOST_CHARACTERS = 100_000
_DESCRIBED_BY = ("skos:inScheme", "skos:prefLabel")
_TOLD_ELSEWHERE = {"dct:publisher", "dcat:inSeries", "dcat:dataset", "dcat:landingPage"}


def check_structure(catalogue: Catalogue) -> Iterator[Finding]:
    """Yield what is wrong with how the parts of a catalogue hang together."""
    yield from _catalogues(catalogue)
    yield from _listed(catalogue)
    yield from _paths(catalogue)
    yield from _series(catalogue)
    yield from _values(catalogue)
    yield from _texts(catalogue)


def _catalogues(catalogue: Catalogue) -> Iterator[Finding]:
    graph = catalogue.graph
    found = catalogue.catalogues
    if not catalogue.datasets:
        message = "There is no dcat:Dataset in it: both portals would delete what they have of you."
        yield Finding("C4", Portal.BOTH, Effect.REFUSED, message)
    if not found:
        yield Finding("A4", Portal.BOTH, Effect.FAULTED, "There is no dcat:Catalog in it.")
    parts = {part for node in found for path in ("dcat:catalog", "dct:hasPart") for part in graph.nodes(node, path)}
    top = [node for node in found if node not in parts]
    if len(top) > 1:
        message = f"There are {len(top)} catalogues, none part of another: {', '.join(name(node) for node in top[:5])}."
        yield Finding("A4", Portal.BOTH, Effect.MERGED, message)


def _listed(catalogue: Catalogue) -> Iterator[Finding]:
    graph = catalogue.graph
    listed = {node for one in catalogue.catalogues for node in graph.nodes(one, "dcat:dataset")}
    for dataset in catalogue.datasets:
        if catalogue.catalogues and dataset not in listed and not graph.has_type(dataset, "dcat:DatasetSeries"):
            message = "No catalogue lists it, yet it is typed dcat:Dataset, so it is harvested."
            yield Finding("A5", Portal.BOTH, Effect.HARVESTED, message, dataset=name(dataset))
    for node in sorted(listed - set(catalogue.datasets), key=name):
        message = f"The catalogue lists {name(node)}, which is not described as dcat:Dataset; nobody takes it."
        yield Finding("A5", Portal.BOTH, Effect.DROPPED, message, node=name(node))


def _paths(catalogue: Catalogue) -> Iterator[Finding]:
    everything = set(catalogue.datasets)
    for dataset in catalogue.datasets:
        chain = _path(catalogue.graph, dataset, everything)
        if chain:
            message = f"A path leads to another dataset, {chain}; they are stored as one."
            yield Finding("C3", Portal.EUROPE, Effect.MERGED, message, dataset=name(dataset))


def _path(graph: Graph, start: Node, datasets: set[Node]) -> str | None:
    """Return the shortest path from a dataset to another one, in words, or None."""
    before: dict[Node, tuple[Node, str]] = {}
    todo = [start]
    for node in todo:
        for predicate, values in graph.index.get(node, {}).items():
            if predicate == term("foaf:primaryTopic"):
                continue
            for value in values:
                if isinstance(value, ox.Literal) or value == start or value in before:
                    continue
                before[value] = (node, short(predicate.value))
                if value in datasets:
                    return _told(before, value, start)
                if value in graph.index:
                    todo.append(value)
    return None


def _told(before: dict[Node, tuple[Node, str]], end: Node, start: Node) -> str:
    steps, node = [name(end)], end
    while node != start:
        node, path = before[node]
        steps += [path] if node == start else [path, name(node)]
    return " → ".join(reversed(steps))


def _series(catalogue: Catalogue) -> Iterator[Finding]:
    graph = catalogue.graph
    series = graph.typed("dcat:DatasetSeries")
    for node in series:
        if graph.has_type(node, "dcat:Dataset"):
            message = "The series is also typed dcat:Dataset: it is harvested and scored as a dataset without files."
            yield Finding("F1", Portal.BOTH, Effect.HARVESTED, message, dataset=name(node))
        else:
            message = (
                f"data.europa.eu may not keep the series {name(node)}; each of its datasets must stand on its own."
            )
            yield Finding("F4", Portal.EUROPE, Effect.NOTED, message, node=name(node))
    for dataset in catalogue.datasets:
        for value in graph.values(dataset, "dcat:inSeries"):
            if not graph.has_type(value, "dcat:DatasetSeries"):
                message = f"dcat:inSeries names {name(value)}, which is not described as dcat:DatasetSeries."
                yield Finding("F2", Portal.BELGIUM, Effect.FAULTED, message, dataset=name(dataset))


def _values(catalogue: Catalogue) -> Iterator[Finding]:
    """The range and vocabulary shapes of data.gov.be's set, value by value (checklist H1)."""
    graph = catalogue.graph
    missing: dict[Node, dict[str, None]] = {}
    used: dict[Node, str] = {}
    for row in read_table("constraints.csv"):
        path = row["path"]
        if not row["range"] or path in _TOLD_ELSEWHERE:
            continue
        for subject in graph.typed(row["class"]):
            for value in graph.nodes(subject, path):
                used.setdefault(value, f"{path} of {name(subject)}")
                gaps = missing.setdefault(value, {})
                if not graph.has_type(value, row["range"]):
                    gaps[f"the type {row['range']}"] = None
                if row["range"] != "skos:ConceptScheme" and name(value).startswith(AUTHORITY):
                    gaps.update(dict.fromkeys(need for need in _DESCRIBED_BY if not graph.values(value, need)))
    for node, gaps in missing.items():
        if gaps:
            shown = short(name(node)).replace(AUTHORITY, "…/authority/").replace(IANA, "…/media-types/")
            message = f"{shown} ({used[node]}) lacks {', '.join(gaps)} in the document."
            yield Finding("H1", Portal.BELGIUM, Effect.FAULTED, message, node=name(node))


def _texts(catalogue: Catalogue) -> Iterator[Finding]:
    for subject, predicate, value in catalogue.graph.statements():
        if not isinstance(value, ox.Literal):
            continue
        where = f"{short(predicate.value)} of {name(subject)}"
        if len(value.value) > MOST_CHARACTERS:
            message = f"{where} is a text of {len(value.value)} characters."
            yield Finding("X1", Portal.BOTH, Effect.FAULTED, message, node=name(subject))
        elif not value.value.strip():
            yield Finding("X2", Portal.BELGIUM, Effect.DROPPED, f"{where} is an empty text.", node=name(subject))
