"""Why a statement is there: where the report says it, what is our own work, and by which rule the rest follows.

The named graph of a statement says who speaks (design, section 5): an edition, a document, our register, a rule, our
vocabulary. The passages of a resource, or of what says it, give the place: section, characters, digest, document.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import pyoxigraph as ox

from widgraph.graph import Rule, rule_of
from widgraph.namespaces import BASE, DCTERMS, ONTOLOGY, PREFIXES, RDF, RDFS, SKOS, WID
from widgraph.web._reader import Reader, Row, iri, text

_GRAPH: Final = BASE + "id/graph/"
#: Properties with which we name, classify and link what the report says; the words and the choice are ours.
_OURS: Final = frozenset(
    {RDF + "type", RDFS + "label", RDFS + "comment", RDFS + "seeAlso", DCTERMS + "title", DCTERMS + "description"}
    | {SKOS + name for name in ("prefLabel", "note", "definition", "inScheme", "exactMatch", "closeMatch")}
    | {WID + name for name in ("slug", "translatedInto", "matchStatus", "outcome", "basis", "confidence", "decidesOn")}
    | {WID + name for name in ("considered", "comparedWith", "noteKind", "hasObjectiveScheme")}
    | {PREFIXES["adms"] + "status", PREFIXES["adms"] + "identifier", PREFIXES["owl"] + "sameAs"}
    | {PREFIXES["schema"] + "sameAs", PREFIXES["schema"] + "about", PREFIXES["foaf"] + "page"}
)
#: Things that are ours altogether: decisions which listings are one initiative, and what happened to identifiers.
_DECIDED: Final = (BASE + "id/identity/", BASE + "id/event/")


@dataclass(frozen=True)
class Ground:
    """A passage of the report: section, first and last character, digest, document, and what of ours stands on it."""

    passage: str
    document: str
    section: str
    first: int
    last: int
    sha256: str
    carriers: Sequence[str] = ()

    @property
    def anchor(self) -> str:
        """The fragment of this passage on the page."""
        return f"p{self.first}-{self.last}"


@dataclass(frozen=True)
class Origin:
    """Where values of one property come from: a kind of speaker, the rule when one derives them, the passages."""

    kind: str
    rule: Rule | None = None
    grounds: Sequence[Ground] = ()


@dataclass(frozen=True)
class Origins:
    """The origins of the statements about one resource, by property; and every passage they rest on."""

    by_property: Mapping[str, Sequence[Origin]] = field(default_factory=dict)
    grounds: Sequence[Ground] = ()

    def of(self, prop: str) -> Sequence[Origin]:
        """Return the origins of the statements with a property."""
        return self.by_property.get(prop, ())

    @property
    def iris(self) -> set[str]:
        """Every IRI that needs a name."""
        return {one for ground in self.grounds for one in (ground.document, *ground.carriers)}


def origins(reader: Reader, about: str) -> Origins:
    """Return why the statements about a resource are there: four questions to the store, whatever the resource."""
    this = ox.NamedNode(about)
    grounds = _grounds(reader, reader.rows("grounds", this=this))
    shared = _shared(reader, about, grounds.values())
    found: dict[str, dict[tuple[str, str], set[str]]] = {}
    rules: dict[str, Rule] = {}
    for row in reader.rows("origins", this=this):
        prop, graph = iri(row, "property") or "", iri(row, "graph") or ""
        kind = _kind(about, graph, prop)
        rule = rule_of(about, prop) if kind == "derived" else None
        if rule:
            rules[rule.name] = rule
        places = shared.get(str(row["value"])) or set(grounds)
        found.setdefault(prop, {}).setdefault((kind, rule.name if rule else ""), set()).update(places)
    return Origins(
        {
            prop: [
                Origin(kind, rules.get(name), _placed(kind, grounds, places))
                for (kind, name), places in sorted(of.items())
            ]
            for prop, of in found.items()
        },
        list(grounds.values()),
    )


def _shared(reader: Reader, about: str, grounds: Iterable[Ground]) -> Mapping[str, set[str]]:
    """Return the passages of what says it (a listing of an initiative, say), by each value that it states itself.

    A statement with one of these values rests on these passages and not on the others.
    """
    passages: dict[str, set[str]] = {}
    for ground in grounds:
        for carrier in ground.carriers:
            if carrier != about:
                passages.setdefault(carrier, set()).add(ground.passage)
    found: dict[str, set[str]] = {}
    items = [ox.NamedNode(carrier) for carrier in sorted(passages)]
    for triple in reader.triples("described", items=items) if items else ():
        if triple.predicate.value != RDF + "type" and isinstance(triple.subject, ox.NamedNode):
            found.setdefault(str(triple.object), set()).update(passages[triple.subject.value])
    return found


def _kind(about: str, graph: str, prop: str) -> str:
    """Who speaks: `report`, `ours`, `derived`, `quality` or `vocabulary`."""
    name = graph.removeprefix(_GRAPH)
    if name == "derived":
        return "derived"
    if name == "quality":
        return "quality"
    if name == "codes" or graph == ONTOLOGY:
        return "vocabulary"
    return "ours" if prop in _OURS or about.startswith(_DECIDED) else "report"


def _placed(kind: str, grounds: Mapping[str, Ground], places: set[str]) -> Sequence[Ground]:
    return [] if kind == "vocabulary" else [ground for key, ground in grounds.items() if key in places]


def _grounds(reader: Reader, rows: Sequence[Row]) -> dict[str, Ground]:
    """Return the passages in the order of the text, each with what stands on it."""
    carriers: dict[str, list[str]] = {}
    for row in rows:
        of = carriers.setdefault(iri(row, "passage") or "", [])
        carrier = iri(row, "carrier") or ""
        if carrier not in of:
            of.append(carrier)
    items = [ox.NamedNode(passage) for passage in carriers]
    return {
        passage: Ground(
            passage=passage,
            document=iri(row, "document") or "",
            section=text(row, "section") or "",
            first=int(text(row, "start") or 0),
            last=int(text(row, "end") or 0) - 1,
            sha256=text(row, "sha256") or "",
            carriers=carriers[passage],
        )
        for row in (reader.rows("places", items=items) if items else ())
        if (passage := iri(row, "passage"))
    }
