"""What is asked of whom: the release, and a made-up graph of about 100 000 triples, with three kinds of questions."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from widgraph import queries
from widgraph.namespaces import BASE, DCTERMS, RDF, SKOS, WID, XSD
from widgraph.release import Manifest, Release

HERE = Path(__file__).parent
MADE = BASE + "benchmark#"
KINDS = ("point", "join", "regex")
_THINGS = (ox.NamedNode(WID + "Initiative"), ox.NamedNode(WID + "Listing"))
_ITEMS = 7_750
_AGENTS, _CONCEPTS, _COUNTRIES = 400, 300, 20
_WORDS = "code maak leer groei data net wijs kring spel bouw start ster brug vonk lijn".split()  # noqa: SIM905


@dataclass(frozen=True)
class Data:
    """A graph as a build folder for widgraph and as N-Triples for the others, and the questions about it, by kind."""

    name: str
    build: Path
    triples: Path
    size: int
    questions: dict[str, Sequence[str]]


def release_data(build: Path) -> Data:
    """Return the current release of a build folder; its graphs merged for the others."""
    path = build / "current/dumps/widgraph.nt"
    things: set[ox.NamedNode] = set()
    objectives: set[ox.NamedNode] = set()
    for quad in ox.parse(path=path, format=ox.RdfFormat.N_TRIPLES):
        if quad.object in _THINGS and isinstance(quad.subject, ox.NamedNode):
            things.add(quad.subject)
        if quad.predicate.value == SKOS + "broader" and isinstance(quad.object, ox.NamedNode):
            objectives |= {quad.object} if "objective" in quad.object.value else set()
    questions = _questions("release", sorted(things, key=str), sorted(objectives, key=str))
    with path.open(encoding="utf-8") as lines:
        return Data("release", build, path, sum(1 for _ in lines), questions)


def synthetic_data(folder: Path) -> Data:
    """Write the made-up graph; the same every time."""
    triples = list(_synthetic(random.Random(42)))  # noqa: S311 - nothing to hide
    path = folder / "synthetic.nt"
    path.parent.mkdir(parents=True, exist_ok=True)
    ox.serialize(triples, path, format=ox.RdfFormat.N_TRIPLES)
    build = folder / "build"
    _release([ox.Quad(*triple, ox.NamedNode(BASE + "id/graph/benchmark")) for triple in triples], build)
    items = [ox.NamedNode(f"{BASE}id/item/{number}") for number in range(_ITEMS)]
    concepts = [ox.NamedNode(f"{BASE}id/concept/{number}") for number in range(_CONCEPTS)]
    return Data("synthetic", build, path, len(triples), _questions("synthetic", items, concepts))


def _questions(name: str, things: Sequence[ox.NamedNode], groups: Sequence[ox.NamedNode]) -> dict[str, Sequence[str]]:
    patterns = [ox.Literal(f"{word}.*{other}") for word in _WORDS for other in _WORDS]
    values = {"point": things, "join": groups, "regex": patterns}
    return {
        kind: [
            queries.bind((HERE / f"queries/{name}-{kind}.rq").read_text(encoding="utf-8"), {"this": value})
            for value in values[kind]
        ]
        for kind in KINDS
    }


def _synthetic(chance: random.Random) -> Iterator[ox.Triple]:
    def thing(kind: str, number: int) -> ox.NamedNode:
        return ox.NamedNode(f"{BASE}id/{kind}/{number}")

    kind, title, subject = (ox.NamedNode(name) for name in (RDF + "type", DCTERMS + "title", DCTERMS + "subject"))
    for number in range(_AGENTS):
        yield ox.Triple(thing("agent", number), kind, ox.NamedNode(MADE + "Agent"))
        country = thing("country", chance.randrange(_COUNTRIES))
        yield ox.Triple(thing("agent", number), ox.NamedNode(MADE + "country"), country)
    for number in range(1, _CONCEPTS):
        yield ox.Triple(thing("concept", number), ox.NamedNode(SKOS + "broader"), thing("concept", number // 4))
    for number in range(_ITEMS):
        item = thing("item", number)
        yield ox.Triple(item, kind, ox.NamedNode(MADE + "Item"))
        for language in ("nl", "fr", "de", "en"):
            words = " ".join(chance.choice(_WORDS) for _ in range(5))
            yield ox.Triple(item, title, ox.Literal(f"{words} {number}", language=language))
        yield ox.Triple(item, ox.NamedNode(DCTERMS + "identifier"), ox.Literal(f"i{number}"))
        yield ox.Triple(item, ox.NamedNode(MADE + "maker"), thing("agent", chance.randrange(_AGENTS)))
        day = f"20{chance.randrange(10, 26)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
        yield ox.Triple(item, ox.NamedNode(DCTERMS + "issued"), ox.Literal(day, datatype=ox.NamedNode(XSD + "date")))
        for concept in chance.sample(range(_CONCEPTS), 3):
            yield ox.Triple(item, subject, thing("concept", concept))
        for _ in range(2):
            yield ox.Triple(item, ox.NamedNode(DCTERMS + "relation"), thing("item", chance.randrange(_ITEMS)))


def _release(quads: list[ox.Quad], build: Path) -> Release:
    """Write what `widgraph serve` needs of a release."""
    folder = build / "releases/synthetic"
    if not folder.exists():
        (folder / "dumps").mkdir(parents=True)
        ox.serialize(quads, folder / "dumps/widgraph.nq", format=ox.RdfFormat.N_QUADS)
        store = ox.Store(str(folder / "store"))
        store.bulk_extend(quads)
        store.flush()
    graphs = {BASE + "id/graph/benchmark": len(quads)}
    manifest = Manifest("0.0.0-5eed00000042", "0.0.0", len(quads), graphs, {})
    (folder / "manifest.json").write_text(manifest.dumps(), encoding="utf-8")
    (build / "current").unlink(missing_ok=True)
    (build / "current").symlink_to("releases/synthetic")
    return Release(folder, manifest)
