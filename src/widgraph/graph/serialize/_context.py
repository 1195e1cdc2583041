"""The JSON-LD context of all documents: what each name means and what its values are (JSON-LD 1.1, section 4.1).

It is published as one document, and every document carries the part of it that it uses. A document that only named it
could not be read without fetching it: offline, behind a sandbox or in ten years, its statements would be lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

import pyoxigraph as ox

from widgraph import resources
from widgraph.namespaces import PREFIXES, RDF, RDFS, WID, XSD

#: Where the whole context is published.
CONTEXT_PATH: Final = "context.jsonld"
LANGUAGES: Final = "@language"
NODES: Final = "@id"
_KEYWORDS: Final = {"id": "@id", "type": "@type"}
_RANGES: Final = {RDFS + "range", PREFIXES["schema"] + "rangeIncludes"}
_NATIVE: Final = {XSD + "string", XSD + "integer", XSD + "boolean"}
#: What the values of foreign properties are in the graph; our own properties say so by their range.
_FOREIGN: Final[Mapping[str, str]] = {
    LANGUAGES: """
        dcat:keyword dcterms:abstract dcterms:description dcterms:rights dcterms:title eli:title rdfs:comment
        rdfs:label skos:altLabel skos:definition skos:note skos:prefLabel skosxl:literalForm
    """,
    NODES: """
        adms:identifier adms:status bibo:status dcat:inSeries dcat:theme dcterms:accrualPeriodicity
        dcterms:audience dcterms:contributor dcterms:creator dcterms:isPartOf dcterms:isReplacedBy
        dcterms:language dcterms:license dcterms:publisher dcterms:relation dcterms:subject dcterms:temporal
        dqv:computedOn dqv:expectedDataType dqv:inDimension dqv:isMeasurementOf eli:based_on foaf:page
        foaf:primaryTopic m8g:hasParticipation m8g:role oa:hasSelector oa:hasSource oa:hasTarget oa:motivatedBy
        owl:disjointWith owl:sameAs owl:versionIRI prov:generated prov:used prov:wasDerivedFrom qb:attribute
        qb:codeList qb:component qb:componentProperty qb:concept qb:dataSet qb:dimension qb:measure
        qb:observation qb:slice qb:sliceKey qb:sliceStructure qb:structure rdfs:domain rdfs:isDefinedBy
        rdfs:range rdfs:seeAlso rdfs:subClassOf rdfs:subPropertyOf schema:about schema:domainIncludes
        schema:organizer schema:rangeIncludes schema:sameAs sdmx-attribute:unitMeasure sdmx-dimension:age
        sdmx-dimension:refArea sdmx-dimension:sex sdmx-dimension:timePeriod skos:broader skos:broaderTransitive
        skos:closeMatch skos:exactMatch skos:hasTopConcept skos:inScheme skos:member skos:narrower
        skos:relatedMatch skos:topConceptOf skosxl:altLabel vann:example voaf:extends void:inDataset
    """,
    XSD + "date": "dcterms:created dcterms:date dcterms:issued dcterms:modified eli:date_document schema:startDate",
    XSD + "gYear": "dcat:endDate dcat:startDate",
    XSD + "dateTime": "prov:invalidatedAtTime",
}


@cache
def coercions() -> Mapping[str, str]:
    """Return what the values of each known property are, by its IRI: nodes, texts by language, or a datatype."""
    found = {
        PREFIXES[prefix] + local: kind
        for kind, names in _FOREIGN.items()
        for prefix, _, local in (name.partition(":") for name in names.split())
    }
    ranges: dict[str, set[str]] = {}
    for triple in _ontology():
        subject, value = triple.subject, triple.object
        if triple.predicate.value not in _RANGES or not isinstance(value, ox.NamedNode):
            continue
        if isinstance(subject, ox.NamedNode) and subject.value.startswith(WID):
            ranges.setdefault(subject.value, set()).add(value.value)
    for prop, values in ranges.items():
        kinds = {_kind(value) for value in values}
        if len(kinds) == 1:
            found[prop] = kinds.pop()
    return {prop: kind for prop, kind in found.items() if kind not in _NATIVE}


def _kind(value: str) -> str:
    if value == RDF + "langString":
        return LANGUAGES
    return value if value.startswith(XSD) else NODES


@cache
def _ontology() -> tuple[ox.Triple, ...]:
    path = resources.folder("ontology") / "wid.ttl"
    return tuple(quad.triple for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE, base_iri=WID))


def name_of(iri: str) -> str:
    """Return the name of a property or class: bare when it is ours, with a prefix when its space is known."""
    if iri.startswith(WID) and iri[len(WID) :].isalnum() and iri[len(WID) :] not in _KEYWORDS:
        return iri[len(WID) :]
    return curie(iri)


def curie(iri: str) -> str:
    """Shorten an IRI; a rest that begins with `//` would be read as an address (JSON-LD 1.1, section 4.1.5)."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            rest = iri[len(namespace) :]
            if rest and not rest.startswith("//"):
                return f"{prefix}:{rest}"
    return iri


def context(names: Iterable[str], kinds: Iterable[str] = ()) -> dict[str, Any]:
    """Return the part of the context that defines the names of some properties and classes, and shortens datatypes."""
    terms: dict[str, Any] = {}
    used = set()
    for iri in sorted(set(names)):
        name, kind = name_of(iri), coercions().get(iri)
        prefix = curie(iri).partition(":")[0]
        if prefix in PREFIXES and curie(iri) != iri:
            used.add(prefix)
        if kind == LANGUAGES:
            terms[name] = {"@id": iri, "@container": "@language"}
        elif kind:
            terms[name] = {"@id": iri, "@type": kind if kind == NODES else curie(kind)}
            used |= {"xsd"} if kind.startswith(XSD) else set()
        elif ":" not in name:
            terms[name] = curie(iri)
    used |= {curie(kind).partition(":")[0] for kind in kinds if curie(kind) != kind}
    prefixes = {prefix: PREFIXES[prefix] for prefix in sorted(used)}
    return {**_KEYWORDS, **prefixes, **dict(sorted(terms.items()))}


@cache
def whole_context() -> Mapping[str, Any]:
    """Return the context as published: every prefix, every term of ours, every property whose values are known."""
    ours = {
        triple.subject.value
        for triple in _ontology()
        if isinstance(triple.subject, ox.NamedNode)
        and triple.subject.value.startswith(WID)
        and triple.predicate.value == RDF + "type"
    }
    return {**context({*ours, *coercions()}), **PREFIXES}
