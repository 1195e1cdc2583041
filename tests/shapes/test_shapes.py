"""Every shape, once on a graph that it accepts and once on one that breaks it (SHACL, sections 3 to 5)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import DCTERMS, RDF, SH

from widgraph.checks import check_graph
from widgraph.checks._evaluate import EvaluatedGraph
from widgraph.checks._load import data_graph, shapes_graph
from widgraph.checks._run import validate
from widgraph.findings import Place, Severity
from widgraph.graph import Graph, build_graph
from widgraph.languages import LANGUAGES
from widgraph.namespaces import BASE, PREFIXES
from widgraph.tables import read_tables

ROOT = Path(__file__).parents[2]
SHAPES = shapes_graph(ROOT / "shapes")
NAMES = sorted(str(shape).rpartition("#")[2] for shape in set(SHAPES.subjects(DCTERMS.identifier)))
CASES = dict(
    line.split(": ", 1)
    for line in Path(__file__).with_name("cases.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
)
#: Shapes that speak of something the real report has; a remark, never a violation.
REMARKS = {"R14-outside", "R25-measured", "R27-measured"}


class Bench:
    """The real graph twice: for updates, and for the SHACL processor, there with what answers its queries.

    That is made once and follows each change: to make it anew for every shape takes most of a second.
    """

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self.store = ox.Store()
        self.store.extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
        self.sound = self._lines()
        self.graph = EvaluatedGraph(data_graph(self.store))
        self.values: dict[str, str] = {}

    @contextmanager
    def changed(self, update: str) -> Iterator[EvaluatedGraph]:
        """Apply an update, and take it back."""
        for name, value in self.values.items():
            update = update.replace(f"${name}", f"<{value}>")
        self.store.update(update, base_iri=BASE, prefixes=PREFIXES)
        after = self._lines()
        removed, added = _quads(self.sound - after), _quads(after - self.sound)
        assert removed or added, "the update changes nothing"
        self._swap(removed, added)
        try:
            yield self.graph
        finally:
            self._swap(added, removed)
            for quad in added:
                self.store.remove(quad)
            self.store.extend(removed)

    def _lines(self) -> set[bytes]:
        """Return the statements as text, several times quicker to compare."""
        text = self.store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
        return set((text or b"").splitlines(keepends=True))

    def _swap(self, out: Iterable[ox.Quad], into: Iterable[ox.Quad]) -> None:
        engine = self.graph._engine
        assert engine is not None, "the real graph has only terms that stay as they are"
        for triple in data_graph(out):
            self.graph.remove(triple)
        for triple in data_graph(into):
            self.graph.add(triple)
        for quad in out:
            engine.remove(quad)
        engine.extend(into)


def _quads(lines: Iterable[bytes]) -> list[ox.Quad]:
    return list(ox.parse(b"".join(lines), format=ox.RdfFormat.N_TRIPLES))


@pytest.fixture(scope="module")
def real(data: Path) -> Graph:
    return build_graph(read_tables(data), ROOT / "ontology")


@pytest.fixture(scope="module")
def bench(real: Graph) -> Bench:
    made = Bench(real.quads)
    passage = min(
        quad.subject.value
        for quad in made.store.quads_for_pattern(
            None, ox.NamedNode(str(RDF.type)), ox.NamedNode(PREFIXES["wid"] + "Passage")
        )
        if isinstance(quad.subject, ox.NamedNode)
    )
    made.values = {
        "listing": BASE + "id/listing/2022/2-1/01",
        "initiative": BASE + "id/initiative/i0001",
        "actor": BASE + "id/actor/a001",
        "passage": passage,
        "figure": BASE + "id/observation/indicator/2022/population/F/not-stated/not-stated/not-stated",
        "count": BASE + "id/observation/count/2022/1/stated/total",
    }
    return made


def alone(name: str) -> rdflib.Graph:
    """Return one shape with everything it is made of."""
    found, waiting = rdflib.Graph(), [rdflib.URIRef(BASE + "shapes#" + name)]
    prefixes = next(SHAPES.subjects(SH.declare, None))
    nodes: list[rdflib.term.Node] = [*waiting, prefixes]
    seen: set[rdflib.term.Node] = set()
    while nodes:
        node = nodes.pop()
        seen.add(node)
        for triple in SHAPES.triples((node, None, None)):
            found.add(triple)
            if isinstance(triple[2], rdflib.BNode) and triple[2] not in seen:
                nodes.append(triple[2])
    return found


def results(graph: rdflib.Graph, shape: rdflib.Graph) -> list[rdflib.term.Node]:
    report = validate(graph, shape)
    return list(report.subjects(RDF.type, SH.ValidationResult))


def test_there_is_a_case_for_every_shape() -> None:
    assert list(CASES) == sorted(CASES)
    assert set(CASES) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_shape(bench: Bench, name: str) -> None:
    shape, case = alone(name), CASES[name]
    sound = case.removeprefix("sound ") if case.startswith("sound ") else None
    assert (sound is not None) == (name in REMARKS)
    if sound:
        assert results(bench.graph, shape)
        with bench.changed(sound) as graph:
            assert not results(graph, shape)
    else:
        assert not results(bench.graph, shape)
        with bench.changed(case) as graph:
            assert results(graph, shape)


@pytest.mark.parametrize("name", NAMES)
def test_shape_is_described(name: str) -> None:
    """An id, a severity, names and messages in the four languages; the id begins its name."""
    shape = rdflib.URIRef(BASE + "shapes#" + name)
    identifier = str(SHAPES.value(shape, DCTERMS.identifier))
    assert re.fullmatch(r"R[0-9]{2}", identifier)
    assert name.startswith(identifier + "-")
    assert SHAPES.value(shape, SH.severity) in (SH.Violation, SH.Warning, SH.Info)
    names = {text.language for text in SHAPES.objects(shape, SH.name) if isinstance(text, rdflib.Literal)}
    constraint = SHAPES.value(shape, SH.sparql) or shape
    texts = {
        text.language: str(text) for text in SHAPES.objects(constraint, SH.message) if isinstance(text, rdflib.Literal)
    }
    assert names == set(texts) == set(LANGUAGES)
    assert len(set(texts.values())) == len(LANGUAGES)


def test_the_real_data_break_no_rule_and_the_mismatches_are_remarks_with_their_numbers(real: Graph) -> None:
    report = check_graph(real, ROOT / "shapes")
    assert {finding.severity for finding in report.findings} == {Severity.INFO}
    counts = [finding for finding in report.findings if finding.rule == "R27"]
    assert {finding.place.file for finding in counts if finding.place} == {"counts.csv"}
    said = [re.findall(r"[0-9]+", finding.message("en").partition(".")[0]) for finding in counts]
    assert sorted(said) == [
        ["10", "11"],
        ["12", "15"],
        ["13", "9"],
        ["6", "7"],
        ["8", "10"],
        ["9", "10"],
        ["9", "10"],
        ["9", "11"],
    ]
    assert [re.findall(r"[0-9]+", f.message("en").partition(".")[0]) for f in report.findings if f.rule == "R25"] == [
        ["8", "9"]
    ]


def test_a_finding_names_the_cell(real: Graph, data: Path) -> None:
    """The date that is wrong is found in its row and column."""
    wrong = ox.Quad(
        ox.NamedNode(BASE + "id/meeting/2021-09-16"),
        ox.NamedNode("http://schema.org/startDate"),
        ox.Literal("2021-09-17", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")),
    )

    class Changed:
        quads = (*real.quads, wrong)
        origin = real.origin

    found = [finding for finding in check_graph(Changed(), ROOT / "shapes").findings if finding.rule == "R21"]
    row = next(row for row in read_tables(data).rows("meetings") if row.value("id") == "2021-09-16")
    places = {finding.place for finding in found}
    assert Place("meetings.csv", row.number, "date") in places
