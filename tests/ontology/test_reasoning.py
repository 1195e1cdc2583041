"""An OWL 2 RL reasoner (OWL 2 Profiles, section 4.3) finds no contradiction between vocabulary, PROV-O and data."""

from __future__ import annotations

from pathlib import Path

import owlrl  # type: ignore[import-untyped]
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import RDF

ROOT = Path(__file__).parents[2]
BASE = "https://w3id.org/widgraph/"
WID = rdflib.Namespace(BASE + "ns/wid#")
#: What PROV-O says about the terms above ours, as far as it can contradict us (PROV-O, sections 3.1 and 3.3).
PROV_O = """
  PREFIX owl: <http://www.w3.org/2002/07/owl#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
  PREFIX prov: <http://www.w3.org/ns/prov#>
  prov:Activity owl:disjointWith prov:Entity .
  prov:Plan rdfs:subClassOf prov:Entity .
  prov:used rdfs:domain prov:Activity ; rdfs:range prov:Entity .
  prov:wasDerivedFrom rdfs:domain prov:Entity ; rdfs:range prov:Entity ; rdfs:subPropertyOf prov:wasInfluencedBy .
"""


def contradictions(*more: tuple[rdflib.URIRef, rdflib.URIRef, rdflib.URIRef]) -> list[str]:
    """Return what the reasoner complains about in the tiny report, with some statements more."""
    graph = rdflib.Graph().parse(ROOT / "ontology/wid.ttl").parse(data=PROV_O, format="turtle")
    tiny = ox.serialize(
        (quad.triple for quad in ox.parse(path=ROOT / "tests/graph/derive/tiny.trig")), format=ox.RdfFormat.N_TRIPLES
    )
    graph.parse(data=tiny, format="nt")
    for triple in more:
        graph.add(triple)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return sorted(str(text) for _, prop, text in graph if str(prop).endswith("#error"))


MEETING = rdflib.URIRef(BASE + "id/meeting/2021-09-16")
PASSAGE = rdflib.URIRef(BASE + "id/passage/2022-nl/100-120")


def test_no_contradiction() -> None:
    assert contradictions((MEETING, WID.statedIn, PASSAGE)) == []


@pytest.mark.parametrize(
    "wrong",
    [
        (MEETING, RDF.type, WID.Listing),
        (MEETING, WID.lists, rdflib.URIRef(BASE + "id/initiative/i0001")),
        (rdflib.URIRef(BASE + "id/actor/a001"), WID.contributesTo, rdflib.URIRef(BASE + "auth/objective-2021/1")),
    ],
)
def test_a_confusion_is_a_contradiction(wrong: tuple[rdflib.URIRef, rdflib.URIRef, rdflib.URIRef]) -> None:
    assert contradictions(wrong)
