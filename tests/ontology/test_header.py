"""The head of the vocabulary: what FOOPS!, LOV and WIDOCO look for. A DOI, a logo and a catalogue do not exist yet."""

from __future__ import annotations

import datetime
import hashlib
import re

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import DCTERMS, FOAF, OWL, RDF, RDFS
from tests.ontology.conftest import ROOT

ONTOLOGY = rdflib.URIRef("https://w3id.org/widgraph/ns/wid")
AGENT = rdflib.URIRef("https://w3id.org/widgraph/id/agent/widgraph")
VANN = "http://purl.org/vocab/vann/"
VOAF = "http://purl.org/vocommons/voaf#"
LANGUAGES = ["de", "en", "fr", "nl"]


def test_there_is_one_ontology(wid: rdflib.Graph) -> None:
    """FOOPS! HTTP1, PURL1; OOPS! P38."""
    assert list(wid.subjects(RDF.type, OWL.Ontology)) == [ONTOLOGY]
    assert (ONTOLOGY, RDF.type, rdflib.URIRef(VOAF + "Vocabulary")) in wid


@pytest.mark.parametrize("prop", [RDFS.label, DCTERMS.title, DCTERMS.description, DCTERMS.abstract])
def test_described_in_four_languages(wid: rdflib.Graph, prop: rdflib.URIRef) -> None:
    """FOOPS! OM1; WIDOCO name, title and description."""
    values = list(wid.objects(ONTOLOGY, prop))
    assert sorted(str(value.language) for value in values if isinstance(value, rdflib.Literal)) == LANGUAGES


def test_prefix_and_namespace(wid: rdflib.Graph) -> None:
    """FOOPS! OM1, FIND1; OOPS! P39."""
    assert str(wid.value(ONTOLOGY, rdflib.URIRef(VANN + "preferredNamespacePrefix"))) == "wid"
    assert str(wid.value(ONTOLOGY, rdflib.URIRef(VANN + "preferredNamespaceUri"))) == f"{ONTOLOGY}#"


def test_version(wid: rdflib.Graph) -> None:
    """FOOPS! VER1, VER2: a version has an address of its own, which ends in its number."""
    version = str(wid.value(ONTOLOGY, OWL.versionInfo))
    assert wid.value(ONTOLOGY, OWL.versionIRI) == rdflib.URIRef(f"{ONTOLOGY}/{version}")


def test_licence_is_an_address(wid: rdflib.Graph) -> None:
    """FOOPS! OM4.1, OM4.2; OOPS! P41."""
    assert list(wid.objects(ONTOLOGY, DCTERMS.license)) == [
        rdflib.URIRef("https://creativecommons.org/licenses/by/4.0/")
    ]


@pytest.mark.parametrize("prop", [DCTERMS.creator, DCTERMS.contributor, DCTERMS.publisher])
def test_makers_are_nodes_with_a_name(wid: rdflib.Graph, prop: rdflib.URIRef) -> None:
    """FOOPS! OM1, OM2, OM5.1; no person is named, the project stands for its makers."""
    assert list(wid.objects(ONTOLOGY, prop)) == [AGENT]
    assert str(wid.value(AGENT, rdflib.URIRef("http://schema.org/name"))) == "widgraph"
    assert (AGENT, RDF.type, FOAF.Agent) in wid


def test_dates(wid: rdflib.Graph) -> None:
    """FOOPS! OM2, OM3, OM5.2: created, issued and modified, in this order."""
    values = [wid.value(ONTOLOGY, prop) for prop in (DCTERMS.created, DCTERMS.issued, DCTERMS.modified)]
    dates = [value.toPython() for value in values if isinstance(value, rdflib.Literal)]
    assert len(dates) == 3
    assert all(isinstance(date, datetime.date) for date in dates)
    assert dates == sorted(dates)


def test_citation_status_and_source(wid: rdflib.Graph) -> None:
    """FOOPS! OM2, OM3."""
    citation = str(wid.value(ONTOLOGY, DCTERMS.bibliographicCitation))
    assert str(wid.value(ONTOLOGY, OWL.versionIRI)) in citation
    status = wid.value(ONTOLOGY, rdflib.URIRef("http://purl.org/ontology/bibo/status"))
    assert str(status).startswith("http://purl.org/ontology/bibo/status/")
    assert wid.value(ONTOLOGY, DCTERMS.source) == rdflib.URIRef("https://w3id.org/widgraph/id/document/2022-nl")


def test_vocabularies_it_extends_are_those_of_its_superclasses(wid: rdflib.Graph) -> None:
    extended = {str(one) for one in wid.objects(ONTOLOGY, rdflib.URIRef(VOAF + "extends"))}
    above = {str(one) for one in wid.objects(None, RDFS.subClassOf)}
    assert extended
    for vocabulary in extended:
        assert any(one.startswith(vocabulary) for one in above), vocabulary


def test_first_version_names_no_earlier_one(wid: rdflib.Graph) -> None:
    """From the second version on, owl:priorVersion and owl:backwardCompatibleWith become necessary."""
    first = str(wid.value(ONTOLOGY, OWL.versionInfo)) == "1.0.0"
    assert first != bool(wid.value(ONTOLOGY, OWL.priorVersion))


def test_a_change_of_the_vocabulary_changes_its_date() -> None:
    """FOOPS! OM5.2. The digest stands beside the date, so that whoever has to renew the one sees the other."""
    path = ROOT / "ontology" / "wid.ttl"
    line = re.search(r'dcterms:modified "([0-9-]+)"\^\^xsd:date ; # ([0-9a-f]{64})\n', path.read_text("utf-8"))
    assert line, "the date of the last change with the digest of everything else, on one line"
    triples = (quad.triple for quad in ox.parse(path=path))
    others = sorted(f"{one} .\n" for one in triples if one.predicate.value != str(DCTERMS.modified))
    digest = hashlib.sha256("".join(others).encode()).hexdigest()
    assert line[2] == digest, f"the vocabulary changed: write today as dcterms:modified, and {digest} beside it"
