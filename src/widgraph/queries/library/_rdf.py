"""The query library as RDF: every question a `sh:SPARQLExecutable` (SHACL Advanced Features, section 5).

Written as SIB's collections of examples are, so that editors which look for such examples at an endpoint find these:
`rdfs:comment` says in one English text what is asked, `sh:select` and its kin hold a query that runs as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from widgraph.namespaces import BASE, DCTERMS, PREFIXES, RDF, RDFS, SH, XSD

if TYPE_CHECKING:
    from widgraph.queries.library import LibraryQuery, Parameter

#: The library itself; each of its queries is `…/queries/NAME`, and each prefix `…/queries#prefix-NAME`.
LIBRARY: Final = BASE + "queries"
#: The permanent address of the service that answers them.
ENDPOINT: Final = BASE + "sparql"
_SCHEMA: Final = PREFIXES["schema"]
#: Class and property for each query form. SHACL has none for DESCRIBE.
_FORMS: Final[Mapping[str, tuple[str, str]]] = {
    "SELECT": (SH + "SPARQLSelectExecutable", SH + "select"),
    "ASK": (SH + "SPARQLAskExecutable", SH + "ask"),
    "CONSTRUCT": (SH + "SPARQLConstructExecutable", SH + "construct"),
}
_DATATYPES: Final = {"integer": XSD + "integer", "string": XSD + "string", "language": XSD + "string"}


def described(query: LibraryQuery) -> Iterator[ox.Triple]:
    """Yield what is said of one query; its text has the defaults in place of its parameters."""
    this = ox.NamedNode(query.iri)
    kind, holds = _FORMS[query.form]
    yield _link(this, RDF + "type", SH + "SPARQLExecutable")
    yield _link(this, RDF + "type", kind)
    yield ox.Triple(this, ox.NamedNode(holds), ox.Literal(query.bound({})))
    comment = f"{query.titles['en']} {query.descriptions['en']}"
    yield ox.Triple(this, ox.NamedNode(RDFS + "comment"), ox.Literal(comment, language="en"))
    for prop, texts in ((RDFS + "label", query.titles), (DCTERMS + "description", query.descriptions)):
        for language, text in texts.items():
            yield ox.Triple(this, ox.NamedNode(prop), ox.Literal(text, language=language))
    yield _link(this, SH + "prefixes", LIBRARY)
    yield _link(this, _SCHEMA + "target", ENDPOINT)
    yield _link(this, DCTERMS + "isPartOf", LIBRARY)
    yield ox.Triple(this, ox.NamedNode(_SCHEMA + "educationalLevel"), ox.Literal(query.level))
    for parameter in query.parameters:
        yield from _parameter(this, parameter)


def prefixes_described() -> Iterator[ox.Triple]:
    """Yield the declarations of the prefixes that the service knows (SHACL, section 5.2.1)."""
    library = ox.NamedNode(LIBRARY)
    for prefix, namespace in PREFIXES.items():
        declaration = ox.NamedNode(f"{LIBRARY}#prefix-{prefix}")
        yield ox.Triple(library, ox.NamedNode(SH + "declare"), declaration)
        yield ox.Triple(declaration, ox.NamedNode(SH + "prefix"), ox.Literal(prefix))
        uri = ox.Literal(namespace, datatype=ox.NamedNode(XSD + "anyURI"))
        yield ox.Triple(declaration, ox.NamedNode(SH + "namespace"), uri)


def _parameter(query: ox.NamedNode, parameter: Parameter) -> Iterator[ox.Triple]:
    this = ox.NamedNode(f"{query.value}#{parameter.name}")
    yield ox.Triple(query, ox.NamedNode(SH + "parameter"), this)
    yield _link(this, RDF + "type", SH + "Parameter")
    yield ox.Triple(this, ox.NamedNode(SH + "path"), ox.NamedNode(f"{LIBRARY}#{parameter.name}"))
    yield _link(this, SH + "datatype", _DATATYPES[parameter.type])
    yield ox.Triple(this, ox.NamedNode(SH + "defaultValue"), parameter.term())


def _link(subject: ox.NamedNode, predicate: str, value: str) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(predicate), ox.NamedNode(value))
