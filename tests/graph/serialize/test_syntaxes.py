"""Every syntax gives back the statements, term for term, and the same bytes for the same statements (RDF 1.1)."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from widgraph.graph.serialize import CONTEXT, SYNTAXES
from widgraph.namespaces import WID, XSD

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


def test_json_ld_carries_its_context_and_only_the_prefixes_it_uses() -> None:
    """JSON-LD 1.1, section 3.1; nothing has to be fetched to read a document."""
    quad = ox.Quad(ox.NamedNode("https://example.org/x"), ox.NamedNode(WID + "a"), ox.Literal("b"))
    document = json.loads(SYNTAXES["jsonld"].write([quad]))
    assert document == {"@context": {"wid": WID}, "@graph": [{"@id": "https://example.org/x", "wid:a": "b"}]}
    assert document["@context"].items() <= CONTEXT.items()
