"""The W3C tests of SPARQL 1.1 Service Description: it is RDF, it names its endpoint, it keeps to the vocabulary."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Iterator

import pytest
import rdflib
from rdflib import RDF
from tests.serving import serving

from widgraph.release import Release
from widgraph.settings import Settings

SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
VOID = rdflib.Namespace("http://rdfs.org/ns/void#")
DCTERMS = rdflib.Namespace("http://purl.org/dc/terms/")
#: Service Description, section 3: what has each property, and what it leads to (None: named from outside).
VOCABULARY = {
    SD.endpoint: (SD.Service, None),
    SD.supportedLanguage: (SD.Service, None),
    SD.feature: (SD.Service, None),
    SD.resultFormat: (SD.Service, None),
    SD.defaultEntailmentRegime: (SD.Service, None),
    SD.defaultDataset: (SD.Service, SD.Dataset),
    SD.defaultGraph: (SD.Dataset, SD.Graph),
    SD.namedGraph: (SD.Dataset, SD.NamedGraph),
    SD.name: (SD.NamedGraph, None),
    SD.graph: (SD.NamedGraph, SD.Graph),
}
FORMS = {"text/turtle": "turtle", "application/ld+json": "json-ld", "application/rdf+xml": "xml"}


@pytest.fixture(scope="module")
def service(release: Release) -> Iterator[str]:
    with serving(release, Settings(query_workers=1)) as address:
        yield f"{address}/sparql"


def described(service: str, accept: str = "text/turtle") -> rdflib.Graph:
    request = urllib.request.Request(service, headers={"Accept": accept})  # noqa: S310 - our own server
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - our own server
        assert answer.headers.get_content_type() == accept
        return rdflib.Graph().parse(data=answer.read(), format=FORMS[accept])


@pytest.mark.parametrize("accept", FORMS)
def test_returns_rdf(service: str, accept: str) -> None:
    """:returns-rdf"""
    assert set(described(service, accept)) == set(described(service))


def test_has_endpoint_triple(service: str) -> None:
    """:has-endpoint-triple"""
    graph = described(service)
    assert list(graph.subject_objects(SD.endpoint)) == [
        (rdflib.URIRef(service + "#service"), rdflib.URIRef(service)),
    ]


def test_conforms_to_schema(service: str) -> None:
    """:conforms-to-schema, with the domains and ranges of section 3."""
    graph = described(service)
    used = {predicate for predicate in graph.predicates() if str(predicate).startswith(SD)}
    assert used == set(VOCABULARY)
    for predicate, (domain, range_) in VOCABULARY.items():
        for subject, found in graph.subject_objects(predicate):
            assert (subject, RDF.type, domain) in graph
            assert isinstance(found, rdflib.URIRef)
            assert range_ is None or (found, RDF.type, range_) in graph


def test_says_what_the_service_does(service: str, release: Release) -> None:
    graph = described(service)
    this = rdflib.URIRef(service + "#service")
    assert set(graph.objects(this, SD.feature)) == {SD.UnionDefaultGraph}
    assert set(graph.objects(this, SD.supportedLanguage)) == {SD.SPARQL11Query}
    assert {str(one).rpartition("/")[2] for one in graph.objects(this, SD.resultFormat)} == {
        *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
        *("Turtle", "N-Triples", "RDF_XML", "JSON-LD"),
    }
    words = {getattr(text, "language", None): str(text) for text in graph.objects(this, DCTERMS.description)}
    assert set(words) == {"nl", "fr", "de", "en"}
    plain = [re.sub(r"(?<=\d)\D(?=\d{3})", "", text) for text in words.values()]  # 10.000, 10,000, 10 000
    assert all("10000" in text and "16384" in text for text in plain)
    sizes = {
        str(graph.value(node, SD.name)): int(str(graph.value(graph.value(node, SD.graph), VOID.triples)))
        for node in graph.objects(None, SD.namedGraph)
    }
    assert sizes == release.manifest.graphs
    default = graph.value(graph.value(this, SD.defaultDataset), SD.defaultGraph)
    assert 0 < int(str(graph.value(default, VOID.triples))) <= release.manifest.quads
