"""Every syntax gives back the statements, term for term, and the same bytes for the same statements (RDF 1.1)."""

from __future__ import annotations

import json
from collections import Counter

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from widgraph.graph.serialize import SYNTAXES, whole_context
from widgraph.graph.serialize._context import coercions
from widgraph.namespaces import DCTERMS, RDF, RDFS, WID, XSD
from widgraph.release import Release

PARSERS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
}
# RDF/XML can hold neither control characters (XML 1.0, section 2.2) nor properties that end in no name
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=20).filter(
    lambda text: "\ufffe" not in text and "\uffff" not in text
)
LOCAL = st.text("abcXYZ019-._", min_size=1, max_size=8).map(lambda text: "n" + text + "n")
IRI = st.one_of(
    LOCAL.map(lambda name: ox.NamedNode(WID + name)),
    LOCAL.map(lambda name: ox.NamedNode("https://example.org/a/" + name)),
    st.sampled_from([ox.NamedNode(WID + "/x"), ox.NamedNode("https://example.org/é?a=b&c"), ox.NamedNode(XSD)]),
)
NAME = LOCAL.map(lambda name: ox.NamedNode(WID + name))
LITERAL = st.one_of(
    TEXT.map(ox.Literal),
    st.builds(lambda text, tag: ox.Literal(text, language=tag), TEXT, st.sampled_from(["nl", "fr", "en-gb"])),
    st.builds(lambda text: ox.Literal(text, datatype=ox.NamedNode(XSD + "date")), TEXT),
    st.sampled_from([ox.Literal("7.50", datatype=ox.NamedNode(XSD + "decimal")), ox.Literal("01"), ox.Literal(" a ")]),
)
GRAPH = st.one_of(st.just(ox.DefaultGraph()), IRI)
QUADS = st.lists(st.builds(ox.Quad, IRI, NAME, st.one_of(IRI, LITERAL), GRAPH), max_size=12)


def merged(quads: list[ox.Quad]) -> set[ox.Quad]:
    return {ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads}


@pytest.mark.parametrize("suffix", SYNTAXES)
@settings(max_examples=60, deadline=None)
@given(quads=QUADS)
def test_what_is_written_is_read_back(suffix: str, quads: list[ox.Quad]) -> None:
    syntax = SYNTAXES[suffix]
    found = set(ox.parse(syntax.write(quads), format=PARSERS[suffix]))
    assert found == (set(quads) if syntax.dataset else merged(quads))


@pytest.mark.parametrize("suffix", SYNTAXES)
@settings(max_examples=30, deadline=None)
@given(quads=QUADS)
def test_the_bytes_do_not_depend_on_the_order(suffix: str, quads: list[ox.Quad]) -> None:
    assert SYNTAXES[suffix].write(quads) == SYNTAXES[suffix].write([*reversed(quads), *quads])


@pytest.mark.parametrize(("suffix", "name"), [("ttl", "turtle"), ("rdf", "xml"), ("jsonld", "json-ld"), ("nt", "nt")])
def test_a_second_reader_finds_as_many(suffix: str, name: str) -> None:
    subject = ox.NamedNode("https://w3id.org/widgraph/id/x/1")
    quads = [
        ox.Quad(subject, ox.NamedNode(WID + "a"), ox.Literal("één", language="nl")),
        ox.Quad(subject, ox.NamedNode(WID + "a"), ox.Literal("un", language="fr")),
        ox.Quad(subject, ox.NamedNode(WID + "b"), ox.NamedNode(WID + "C")),
        ox.Quad(subject, ox.NamedNode(WID + "d"), ox.Literal("2022", datatype=ox.NamedNode(XSD + "gYear"))),
    ]
    graph = rdflib.Graph().parse(data=SYNTAXES[suffix].write(quads), format=name)
    assert {(str(o), getattr(o, "language", None)) for _, _, o in graph} == {
        ("één", "nl"),
        ("un", "fr"),
        (WID + "C", None),
        ("2022", None),
    }


def test_json_ld_carries_the_part_of_the_context_that_it_uses() -> None:
    """JSON-LD 1.1, section 3.1; nothing has to be fetched to read a document."""
    subject = ox.NamedNode("https://example.org/x")
    quads = [
        ox.Quad(subject, ox.NamedNode(RDF + "type"), ox.NamedNode(WID + "Listing")),
        ox.Quad(subject, ox.NamedNode(WID + "slug"), ox.Literal("b")),
        ox.Quad(subject, ox.NamedNode(WID + "lists"), ox.NamedNode("https://example.org/y")),
        ox.Quad(subject, ox.NamedNode(WID + "ordinal"), ox.Literal("4", datatype=ox.NamedNode(XSD + "integer"))),
        ox.Quad(subject, ox.NamedNode(RDFS + "label"), ox.Literal("c", language="nl")),
        ox.Quad(subject, ox.NamedNode(RDFS + "label"), ox.Literal("d")),
        ox.Quad(subject, ox.NamedNode(DCTERMS + "issued"), ox.Literal("2026", datatype=ox.NamedNode(XSD + "gYear"))),
    ]
    document = json.loads(SYNTAXES["jsonld"].write(quads))
    assert document["@graph"] == [
        {
            "id": "https://example.org/x",
            "type": "Listing",
            "dcterms:issued": {"@type": "xsd:gYear", "@value": "2026"},  # the context says dates
            "lists": "https://example.org/y",
            "ordinal": 4,
            "slug": "b",
            "rdfs:label": {"nl": "c"},
            RDFS + "label": "d",  # a map by language has no place for it
        }
    ]
    assert document["@context"].items() <= whole_context().items()
    assert document["@context"]["lists"] == {"@id": WID + "lists", "@type": "@id"}


@pytest.fixture(scope="module")
def real(release: Release) -> list[ox.Quad]:
    return list(ox.parse(path=release.dump("nq"), format=ox.RdfFormat.N_QUADS))


def test_the_context_knows_what_the_values_of_every_property_are(real: list[ox.Quad]) -> None:
    """A property whose values are all of one kind is written short everywhere; one used often has to be entered."""
    kinds: dict[str, set[str]] = {}
    used = Counter(quad.predicate.value for quad in real)
    for quad in real:
        value, kind = quad.object, "@id"
        if isinstance(value, ox.Literal):
            kind = "@language" if value.language else value.datatype.value
        kinds.setdefault(quad.predicate.value, set()).add(kind)
    native = {XSD + "string", XSD + "integer", XSD + "boolean"}
    alike = {prop: found for prop, found in kinds.items() if len(found) == 1 and not found & native and used[prop] > 20}
    del alike[RDF + "type"]
    assert {prop: {coercions().get(prop)} for prop in alike} == alike


def test_the_dump_means_the_same_with_the_published_context(real: list[ox.Quad]) -> None:
    """What a document carries is a part of what is published: either may be used (JSON-LD 1.1, section 3.1)."""
    written = SYNTAXES["jsonld"].write(real)
    assert set(ox.parse(written, format=ox.RdfFormat.JSON_LD)) == set(real)
    document = json.loads(written)
    assert document["@context"].items() <= whole_context().items()
    document["@context"] = dict(whole_context())
    assert set(ox.parse(json.dumps(document), format=ox.RdfFormat.JSON_LD)) == set(real)
    second = rdflib.Dataset().parse(data=written.decode(), format="json-ld")
    first = rdflib.Dataset().parse(data=SYNTAXES["nq"].write(real).decode(), format="nquads")
    assert set(second.quads()) == set(first.quads())
