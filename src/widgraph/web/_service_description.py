"""What the query service says of itself in RDF (SPARQL 1.1 Service Description)."""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox

from widgraph.namespaces import BASE, PREFIXES, RDF, XSD
from widgraph.web._site import DATASET, Site

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_GRAPHS = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD")


def service_description(site: Site, endpoint: str) -> Sequence[ox.Triple]:
    """Return the description; `endpoint` is the absolute address of the service."""
    service = ox.NamedNode(endpoint + "#service")
    dataset, default = ox.NamedNode(endpoint + "#dataset"), ox.NamedNode(endpoint + "#default")
    triples = [
        _triple(service, RDF + "type", _SD + "Service"),
        _triple(service, _SD + "endpoint", endpoint),
        _triple(service, _SD + "supportedLanguage", _SD + "SPARQL11Query"),
        _triple(service, _SD + "feature", _SD + "UnionDefaultGraph"),
        ox.Triple(service, ox.NamedNode(_SD + "defaultDataset"), dataset),
        _triple(dataset, RDF + "type", _SD + "Dataset"),
        _triple(dataset, RDF + "type", PREFIXES["void"] + "Dataset"),
        _triple(dataset, PREFIXES["dcterms"] + "isVersionOf", DATASET),
        ox.Triple(dataset, ox.NamedNode(_SD + "defaultGraph"), default),
        _triple(default, RDF + "type", _SD + "Graph"),
    ]
    triples += [_triple(service, _SD + "resultFormat", _FORMATS + name) for name in (*_RESULTS, *_GRAPHS)]
    for name, size in site.release.manifest.graphs.items():
        triples += _named_graph(dataset, endpoint, name, size)
    return triples


def _named_graph(dataset: ox.NamedNode, endpoint: str, name: str, size: int) -> Sequence[ox.Triple]:
    part = name.removeprefix(BASE).replace("/", "-")
    node, graph = ox.NamedNode(f"{endpoint}#named-{part}"), ox.NamedNode(f"{endpoint}#graph-{part}")
    count = ox.Literal(str(size), datatype=ox.NamedNode(XSD + "integer"))
    return [
        ox.Triple(dataset, ox.NamedNode(_SD + "namedGraph"), node),
        _triple(node, RDF + "type", _SD + "NamedGraph"),
        _triple(node, _SD + "name", name),
        ox.Triple(node, ox.NamedNode(_SD + "graph"), graph),
        _triple(graph, RDF + "type", _SD + "Graph"),
        ox.Triple(graph, ox.NamedNode(PREFIXES["void"] + "triples"), count),
    ]


def _triple(subject: ox.NamedNode, predicate: str, value: str) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(predicate), ox.NamedNode(value))
