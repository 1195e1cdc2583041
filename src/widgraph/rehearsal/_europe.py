"""data.europa.eu: what it stores of a dataset, and the metadata quality score of 405 points (MQA, checklist section 4).

A dataset's score is its own metrics and those of its best distribution; a catalogue's the rounded mean. Points that
only an address nobody asked, or a table we have no full copy of, could decide are assumed and counted apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from widgraph.rehearsal._catalogue import Catalogue, normalised
from widgraph.rehearsal._conformance import Conformance
from widgraph.rehearsal._findings import Effect, Finding, Portal
from widgraph.rehearsal._graph import Graph, Node, name
from widgraph.rehearsal._links import Links
from widgraph.rehearsal._vocabulary import Known, best, file_type_is, in_table, worst

FULL: Final = 405
_BANDS = ((351, "Excellent"), (221, "Good"), (121, "Sufficient"))
#: Optional properties of DCAT-AP 3 the coming score counts (checklist D10); adms:status would hurt this one.
_OPTIONAL = (
    "adms:identifier", "adms:versionNotes", "dcat:temporalResolution", "dcat:version", "dct:conformsTo", "dct:creator",
    "dct:provenance", "dct:relation", "foaf:page",
)  # fmt: skip


@dataclass(frozen=True)
class Metric:
    """One metric: points got of points there are; `assumed` when nobody could tell."""

    dimension: str
    name: str
    most: int
    points: int
    rule: str
    why: str = ""
    assumed: bool = False


@dataclass(frozen=True)
class EuropeanView:
    """A dataset on data.europa.eu: under which key, its metrics, its best distribution, what else could be said."""

    key: str
    metrics: tuple[Metric, ...]
    best_distribution: str | None
    empty: tuple[str, ...]

    @property
    def score(self) -> int:
        """Return the points of 405, the assumed ones among them."""
        return sum(metric.points for metric in self.metrics)

    @property
    def assumed(self) -> int:
        """Return how many of the points are assumed."""
        return sum(metric.points for metric in self.metrics if metric.assumed)

    @property
    def rating(self) -> str:
        """Return the portal's word for the score."""
        return rating(self.score)


def rating(score: int) -> str:
    """Return the portal's word for a score: Excellent, Good, Sufficient or Bad."""
    return next((word for least, word in _BANDS if score >= least), "Bad")


def score_dataset(catalogue: Catalogue, dataset: Node, conformance: Conformance, links: Links) -> EuropeanView:
    """Score one dataset."""
    graph = catalogue.graph
    distributions = catalogue.distributions(dataset)
    scored = [(tuple(_distribution(graph, one, links)), one) for one in distributions]
    scored = scored or [(tuple(_nothing(graph, dataset)), None)]  # type: ignore[list-item]
    best, chosen = max(scored, key=lambda pair: sum(metric.points for metric in pair[0]))
    own = tuple(_dataset(catalogue, dataset, conformance))
    empty = tuple(path for path in _OPTIONAL if not graph.values(dataset, path))
    identifier = graph.one(dataset, "dct:identifier")
    key = normalised(identifier.value if isinstance(identifier, ox.Literal) else name(dataset))
    return EuropeanView(key, own + best, name(chosen) if chosen is not None else None, empty)


def lost_points(dataset: Node, view: EuropeanView) -> Iterator[Finding]:
    """Yield a finding per metric that lost points, and one note for what could be filled besides."""
    for metric in view.metrics:
        lost = metric.most - metric.points
        if lost:
            message = f"{metric.name}: {metric.why or 'no'}."
            node = view.best_distribution if metric.rule.startswith("E") else None
            yield Finding(
                metric.rule, Portal.EUROPE, Effect.LOWERED, message, dataset=name(dataset), node=node, points=lost
            )
    if view.empty:
        message = f"Could be filled: {', '.join(view.empty)}."
        yield Finding("D10", Portal.EUROPE, Effect.NOTED, message, dataset=name(dataset))


def _given(graph: Graph, node: Node, path: str, metric: Metric) -> Metric:
    """Give the points when the property has a value that says something."""
    said = [value for value in graph.values(node, path) if not isinstance(value, ox.Literal) or value.value.strip()]
    return metric if said else _lost(metric, f"no {path}")


def _lost(metric: Metric, why: str, points: int = 0) -> Metric:
    return Metric(metric.dimension, metric.name, metric.most, points, metric.rule, why)


def _looked_up(metric: Metric, known: Known, why: str) -> Metric:
    if known is Known.NO:
        return _lost(metric, why)
    unsure = known is Known.UNSURE
    note = "not in our copy of the table; assumed" if unsure else ""
    return Metric(metric.dimension, metric.name, metric.most, metric.points, metric.rule, note, unsure)


def _dataset(catalogue: Catalogue, dataset: Node, conformance: Conformance) -> Iterator[Metric]:
    graph = catalogue.graph
    for path, points, rule in (
        ("dcat:keyword", 30, "D2"),
        ("dcat:theme", 30, "D2"),
        ("dct:spatial", 20, "D3"),
        ("dct:temporal", 20, "D4"),
    ):
        label = path.partition(":")[2]
        yield _given(graph, dataset, path, Metric("findability", label, points, points, rule))
    metric = Metric("interoperability", "DCAT-AP conformance", 30, 30, "S1")
    violations = conformance.of(catalogue.closures[dataset])
    first = f"{violations[0].path} of {violations[0].node}: {violations[0].message.rstrip('.')}" if violations else ""
    more = f", and {len(violations) - 1} more" if len(violations) > 1 else ""
    yield _lost(metric, first + more) if violations else metric
    yield _given(graph, dataset, "dct:accessRights", Metric("reusability", "access rights given", 10, 10, "D7"))
    metric = Metric("reusability", "access rights in the EU table", 5, 5, "D7")
    rights = [name(value) for value in graph.nodes(dataset, "dct:accessRights")]
    known = best(in_table("access-right", value) for value in rights)
    yield _looked_up(metric, known, "no dct:accessRights of the EU table")
    yield _given(graph, dataset, "dcat:contactPoint", Metric("reusability", "contact point", 20, 20, "D6"))
    yield _given(graph, dataset, "dct:publisher", Metric("reusability", "publisher", 10, 10, "D5"))


def _distribution(graph: Graph, node: Node, links: Links) -> Iterator[Metric]:
    yield _answers(graph, node, "dcat:accessURL", Metric("accessibility", "accessURL answers", 50, 50, "E1"), links)
    yield _given(graph, node, "dcat:downloadURL", Metric("accessibility", "downloadURL given", 20, 20, "E1"))
    yield _answers(graph, node, "dcat:downloadURL", Metric("accessibility", "downloadURL answers", 30, 30, "E1"), links)
    yield from _formats(graph, node)
    yield _given(graph, node, "dct:license", Metric("reusability", "licence given", 20, 20, "E4"))
    metric = Metric("reusability", "licence in the EU table", 10, 10, "E4")
    licences = [name(value) for value in graph.nodes(node, "dct:license")]
    yield _looked_up(metric, best(in_table("licence", one) for one in licences), "no dct:license of the EU table")
    yield _given(graph, node, "dct:rights", Metric("contextuality", "rights", 5, 5, "E5"))
    yield _given(graph, node, "dcat:byteSize", Metric("contextuality", "byteSize", 5, 5, "E6"))
    yield _given(graph, node, "dct:issued", Metric("contextuality", "issued", 5, 5, "D8"))
    yield _given(graph, node, "dct:modified", Metric("contextuality", "modified", 5, 5, "D8"))


def _nothing(graph: Graph, dataset: Node) -> Iterator[Metric]:
    """A dataset without distributions: nothing to measure but its own dates, which count in their place."""
    for dimension, label, most, rule in (
        ("accessibility", "accessURL answers", 50, "E1"),
        ("accessibility", "downloadURL given", 20, "E1"),
        ("accessibility", "downloadURL answers", 30, "E1"),
        ("interoperability", "format given", 20, "E2"),
        ("interoperability", "mediaType given", 10, "E2"),
        ("interoperability", "format and mediaType in the tables", 10, "E2"),
        ("interoperability", "non-proprietary", 20, "E3"),
        ("interoperability", "machine-readable", 20, "E3"),
        ("reusability", "licence given", 20, "E4"),
        ("reusability", "licence in the EU table", 10, "E4"),
        ("contextuality", "rights", 5, "E5"),
        ("contextuality", "byteSize", 5, "E6"),
    ):
        yield Metric(dimension, label, most, 0, rule, "no distribution")
    for path in ("dct:issued", "dct:modified"):
        yield _given(graph, dataset, path, Metric("contextuality", path.partition(":")[2], 5, 5, "D8"))


def _answers(graph: Graph, node: Node, path: str, metric: Metric, links: Links) -> Metric:
    """The best of several addresses counts; one that nobody asked is taken for granted, and said to be."""
    urls = [name(value) for value in graph.nodes(node, path)]
    if not urls:
        return _lost(metric, f"no {path}")
    results = [(links.result(url), url) for url in urls]
    if any(result.answers for result, _ in results):
        return metric
    unasked = next((result for result, _ in results if result.answers is None), None)
    if unasked is not None:
        return Metric(metric.dimension, metric.name, metric.most, metric.points, metric.rule, unasked.why, True)
    return _lost(metric, f"{results[0][1]}: {results[0][0].why}")


def _formats(graph: Graph, node: Node) -> Iterator[Metric]:
    formats = graph.values(node, "dct:format")
    types = graph.values(node, "dcat:mediaType")
    for path, values, most, label in (
        ("dct:format", formats, 20, "format given"),
        ("dcat:mediaType", types, 10, "mediaType given"),
    ):
        metric = Metric("interoperability", label, most, most, "E2")
        yield metric if values else _lost(metric, f"no {path}, which costs 5 more", -5)
    first = best(in_table("file-type", name(one)) for one in graph.nodes(node, "dct:format"))
    second = best(in_table("media-type", name(one)) for one in graph.nodes(node, "dcat:mediaType"))
    metric = Metric("interoperability", "format and mediaType in the tables", 10, 10, "E2")
    wrong = " and ".join(
        path for path, known in (("dct:format", first), ("dcat:mediaType", second)) if known is Known.NO
    )
    yield _looked_up(metric, worst(first, second), f"{wrong} not in the table")
    for quality, label in (("non_proprietary", "non-proprietary"), ("machine_readable", "machine-readable")):
        metric = Metric("interoperability", label, 20, 20, "E3")
        good = any(isinstance(one, ox.NamedNode) and file_type_is(quality, name(one)) for one in formats)
        yield metric if good else _lost(metric, f"the format is not listed as {label}")
