"""Names of foreign classes and properties in the languages of the pages.

Their makers named most of them in English only, and foreign terms are not described in our ontology, so a reader would
otherwise see `dcterms:isPartOf`. Our own terms get their names from the ontology.
"""

from __future__ import annotations

from typing import Final

from widgraph.catalogue import value_names
from widgraph.namespaces import PREFIXES
from widgraph.web._language import gettext, language


def N_(text: str) -> str:  # noqa: N802 - the usual mark for a text that is translated where it is shown
    """Mark a text for translation."""
    return text


_NAMES: Final[dict[str, str]] = {
    "rdf:type": N_("kind"),
    "rdfs:label": N_("name"),
    "rdfs:comment": N_("explanation"),
    "rdfs:isDefinedBy": N_("defined in"),
    "rdfs:subClassOf": N_("kind of"),
    "rdfs:subPropertyOf": N_("special case of"),
    "rdfs:domain": N_("used on"),
    "rdfs:range": N_("leads to"),
    "rdfs:seeAlso": N_("see also"),
    "owl:sameAs": N_("same as"),
    "owl:versionInfo": N_("version"),
    "skos:prefLabel": N_("name"),
    "skos:altLabel": N_("also called"),
    "skos:notation": N_("code"),
    "skos:definition": N_("definition"),
    "skos:note": N_("note"),
    "skos:scopeNote": N_("note"),
    "skos:broader": N_("part of"),
    "skos:narrower": N_("parts"),
    "skos:broaderTransitive": N_("part of, directly or not"),
    "skos:related": N_("related to"),
    "skos:inScheme": N_("in list"),
    "skos:topConceptOf": N_("top of list"),
    "skos:hasTopConcept": N_("top of the list"),
    "skos:member": N_("member"),
    "skos:exactMatch": N_("exactly matches"),
    "skos:closeMatch": N_("closely matches"),
    "skos:relatedMatch": N_("related to"),
    "skosxl:altLabel": N_("other wording"),
    "skosxl:literalForm": N_("wording"),
    "dcterms:title": N_("title"),
    "dcterms:description": N_("description"),
    "dcterms:abstract": N_("summary"),
    "dcterms:temporal": N_("period"),
    "dcterms:subject": N_("subject"),
    "dcterms:language": N_("language"),
    "dcterms:publisher": N_("publisher"),
    "dcterms:creator": N_("author"),
    "dcterms:contributor": N_("contributor"),
    "dcterms:rights": N_("rights"),
    "dcterms:license": N_("licence"),
    "dcterms:audience": N_("for whom"),
    "dcterms:date": N_("date"),
    "dcterms:issued": N_("published on"),
    "dcterms:relation": N_("related to"),
    "dcterms:source": N_("source"),
    "dcterms:isPartOf": N_("part of"),
    "dcterms:hasPart": N_("parts"),
    "dcterms:isReplacedBy": N_("replaced by"),
    "dcterms:isVersionOf": N_("version of"),
    "dcat:startDate": N_("from"),
    "dcat:endDate": N_("until"),
    "dcat:inSeries": N_("in series"),
    "dcat:prev": N_("previous"),
    "dcat:version": N_("version"),
    "dcat:keyword": N_("keywords"),
    "dcat:theme": N_("theme"),
    "dcterms:accrualPeriodicity": N_("how often"),
    "dcterms:modified": N_("changed on"),
    "foaf:page": N_("web page"),
    "foaf:primaryTopic": N_("about"),
    "oa:hasSource": N_("in document"),
    "oa:hasSelector": N_("position"),
    "oa:hasTarget": N_("about"),
    "oa:motivatedBy": N_("purpose"),
    "oa:start": N_("first character"),
    "oa:end": N_("ends before character"),
    "adms:status": N_("status"),
    "adms:identifier": N_("identifier"),
    "schema:startDate": N_("date"),
    "schema:organizer": N_("organiser"),
    "schema:sameAs": N_("known as"),
    "schema:about": N_("about"),
    "schema:name": N_("name"),
    "vann:example": N_("example"),
    "prov:Entity": N_("thing with a history"),
    "prov:Activity": N_("activity"),
    "prov:Plan": N_("plan"),
    "schema:Event": N_("event"),
    "m8g:PublicOrganisation": N_("public organisation"),
    "prov:wasDerivedFrom": N_("derived from"),
    "prov:used": N_("happened to"),
    "prov:generated": N_("replaced by"),
    "prov:invalidatedAtTime": N_("no longer in use since"),
    "owl:deprecated": N_("deprecated"),
    "qb:dataSet": N_("dataset"),
    "qb:observation": N_("figure"),
    "qb:slice": N_("slice"),
    "qb:structure": N_("structure"),
    "qb:sliceStructure": N_("structure"),
    "qb:component": N_("component"),
    "qb:dimension": N_("dimension"),
    "qb:measure": N_("measure"),
    "qb:attribute": N_("attribute"),
    "qb:order": N_("order"),
    "qb:codeList": N_("code list"),
    "qb:concept": N_("concept"),
    "sdmx-dimension:sex": N_("sex"),
    "sdmx-dimension:age": N_("age"),
    "sdmx-dimension:timePeriod": N_("period"),
    "sdmx-dimension:refArea": N_("area"),
    "sdmx-measure:obsValue": N_("value"),
    "sdmx-attribute:unitMeasure": N_("unit"),
    "m8g:role": N_("role"),
    "m8g:hasParticipation": N_("involvement"),
    "eli:title": N_("title"),
    "eli:date_document": N_("date"),
    "eli:based_on": N_("based on"),
    "dqv:isMeasurementOf": N_("measures"),
    "dqv:computedOn": N_("computed on"),
    "dqv:value": N_("value"),
    "dqv:inDimension": N_("dimension of quality"),
    "void:triples": N_("statements"),
    "skos:Concept": N_("concept"),
    "skos:ConceptScheme": N_("code list"),
    "skos:Collection": N_("collection"),
    "qb:Observation": N_("figure"),
    "qb:DataSet": N_("data cube"),
    "qb:Slice": N_("figures of one heading"),
    "qb:ComponentSpecification": N_("part of a data structure"),
    "dqv:Metric": N_("measure of quality"),
    "dqv:QualityMeasurement": N_("measured quality"),
    "dqv:QualityAnnotation": N_("note on the data"),
    "dcat:Dataset": N_("dataset"),
    "dcat:DatasetSeries": N_("series of datasets"),
    "dcterms:PeriodOfTime": N_("period"),
    "eli:LegalResource": N_("law"),
    "oa:TextPositionSelector": N_("position in a text"),
    "skosxl:Label": N_("wording"),
    "org:Organization": N_("organisation"),
    "foaf:Agent": N_("agent"),
    "void:Dataset": N_("dataset"),
}
_FULL: Final = {PREFIXES[name.split(":")[0]] + name.split(":")[1]: text for name, text in _NAMES.items()}

#: The order in which a page shows properties; what is not named here follows by name.
ORDER: Final = tuple(
    PREFIXES[name.split(":")[0]] + name.split(":")[1]
    for name in (
        *("skos:notation", "skos:prefLabel", "rdfs:label", "dcterms:title", "eli:title", "skosxl:literalForm"),
        *("wid:programmeName", "wid:nameInSource", "skos:altLabel", "skos:definition", "dcterms:description"),
        *(
            "rdfs:comment",
            "skos:note",
            "wid:lists",
            "wid:underObjective",
            "wid:inEdition",
            "wid:inSection",
            "wid:ordinal",
        ),
        *("wid:listingForm", "dcterms:audience", "wid:audienceText", "wid:timing", "dcterms:date", "schema:startDate"),
    )
)


def foreign_name(iri: str) -> str | None:
    """Return the name of a foreign class, property or controlled value in the language of the page, if there is one."""
    text = _FULL.get(iri)
    return gettext(text) if text else value_names(iri).get(language())
