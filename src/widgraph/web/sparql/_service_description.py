"""What the query service says of itself in RDF (SPARQL 1.1 Service Description)."""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox

from widgraph.languages import LANGUAGES
from widgraph.namespaces import BASE, DCTERMS, PREFIXES, RDF, XSD
from widgraph.web._reader import text
from widgraph.web._site import DATASET, Site
from widgraph.web.sparql._library import library_triples
from widgraph.web.sparql._schema import schema
from widgraph.wording import catalogue, number_text

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_GRAPHS = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD")
_SIMPLE = "http://www.w3.org/ns/entailment/Simple"
Triples = list[ox.Triple]


def service_description(site: Site, endpoint: str) -> Sequence[ox.Triple]:
    """Return the description; `endpoint` is the absolute address of the service.

    Editors of queries that know nothing of this service read it too: so it also holds the questions of the library, the
    prefixes, and the schema of the graph.
    """
    service, dataset = endpoint + "#service", endpoint + "#dataset"
    triples = [
        _link(service, RDF + "type", _SD + "Service"),
        _link(service, _SD + "endpoint", endpoint),
        _link(service, _SD + "supportedLanguage", _SD + "SPARQL11Query"),
        _link(service, _SD + "feature", _SD + "UnionDefaultGraph"),
        _link(service, _SD + "defaultEntailmentRegime", _SIMPLE),
        _link(service, _SD + "defaultDataset", dataset),
        _link(service, DCTERMS + "license", site.licence),
    ]
    triples += [_link(service, _SD + "resultFormat", _FORMATS + name) for name in (*_RESULTS, *_GRAPHS)]
    for code in LANGUAGES:
        words = ox.Literal(" ".join(limits(site, code)), language=code)
        triples.append(ox.Triple(ox.NamedNode(service), ox.NamedNode(DCTERMS + "description"), words))
    return [*triples, *_dataset(site, dataset, endpoint), *schema(site, endpoint), *library_triples()]


def limits(site: Site, code: str) -> Sequence[str]:
    """Return the limits of the service in words, one sentence each, in a language."""
    _ = catalogue(code).gettext
    settings = site.settings
    return [
        _("The default graph is the union of all named graphs."),
        _("A query may take %(seconds)s seconds and %(mib)s MiB of memory, and be %(length)s bytes long.")
        % {
            "seconds": f"{settings.query_seconds:g}",
            "mib": number_text(settings.query_memory_mib, code),
            "length": number_text(settings.query_length, code),
        },
        _("An answer holds at most %(rows)s rows or triples and %(bytes)s bytes; a longer one is cut and says so.")
        % {"rows": number_text(settings.query_rows, code), "bytes": number_text(settings.query_bytes, code)},
        _("There are no updates and no SERVICE, and FROM reads nothing from the web."),
    ]


def _dataset(site: Site, dataset: str, endpoint: str) -> Triples:
    """The default graph with its size, and each named graph with its own."""
    default = endpoint + "#default"
    triples = [
        _link(dataset, RDF + "type", _SD + "Dataset"),
        _link(dataset, RDF + "type", PREFIXES["void"] + "Dataset"),
        _link(dataset, DCTERMS + "isVersionOf", DATASET),
        _link(dataset, _SD + "defaultGraph", default),
        _link(default, RDF + "type", _SD + "Graph"),
    ]
    size = next((text(row, "triples") for row in site.reader.rows("union-size")), "")
    triples += [_size(default, size)] if size else []
    for name, count in site.release.manifest.graphs.items():
        part = name.removeprefix(BASE).replace("/", "-")
        node, graph = f"{endpoint}#named-{part}", f"{endpoint}#graph-{part}"
        triples += [
            _link(dataset, _SD + "namedGraph", node),
            _link(node, RDF + "type", _SD + "NamedGraph"),
            _link(node, _SD + "name", name),
            _link(node, _SD + "graph", graph),
            _link(graph, RDF + "type", _SD + "Graph"),
            _size(graph, str(count)),
        ]
    return triples


def _size(graph: str, count: str) -> ox.Triple:
    number = ox.Literal(count, datatype=ox.NamedNode(XSD + "integer"))
    return ox.Triple(ox.NamedNode(graph), ox.NamedNode(PREFIXES["void"] + "triples"), number)


def _link(subject: str, predicate: str, value: str) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), ox.NamedNode(value))
