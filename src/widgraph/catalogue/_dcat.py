"""The catalogue in DCAT-AP 3.0.1, one document with everything a portal reads.

Every node has an IRI. Links go up only: a dataset leads to its series and the catalogue to the service, never from a
dataset to another dataset, because harvesters store whatever a dataset reaches as part of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from widgraph.catalogue._cube import Component
from widgraph.catalogue._datasets import Dataset
from widgraph.catalogue._formats import CSV, EXCEL, TABLES, Format
from widgraph.catalogue._publisher import PUBLISHER_TYPES, Publication
from widgraph.catalogue._statements import AUTHORITY, MEDIA_TYPES, Statements
from widgraph.catalogue._texts import CATALOGUE, CONTACT_PAGE, MODEL, PROVENANCE, RIGHTS, SERVICE, Texts
from widgraph.catalogue._values import described
from widgraph.languages import LANGUAGES
from widgraph.namespaces import BASE, ONTOLOGY

CATALOG: Final = BASE + "catalog"
ENDPOINT: Final = BASE + "sparql#service"
_CONTACT: Final = CATALOG + "#contact"
_RIGHTS: Final = CATALOG + "#rights"
_PROVENANCE: Final = CATALOG + "#provenance"
_LICENCE: Final = AUTHORITY + "licence/CC_BY_4_0"
_LANGUAGES: Final = [AUTHORITY + "language/" + code for code in ("NLD", "FRA", "DEU", "ENG")]
_PUBLIC: Final = AUTHORITY + "access-right/PUBLIC"
_BELGIUM: Final = AUTHORITY + "country/BEL"
_CUBE: Final = "http://www.w3.org/TR/vocab-data-cube/"
_CSVW: Final = "http://www.w3.org/TR/tabular-metadata/"
_PROTOCOL: Final = "http://www.w3.org/TR/sparql11-protocol/"
_STANDARDS: Final = {
    _CUBE: "The RDF Data Cube Vocabulary",
    _CSVW: "Metadata Vocabulary for Tabular Data",
    _PROTOCOL: "SPARQL 1.1 Protocol",
}


@dataclass(frozen=True)
class File:
    """One file of a dataset: its path below the site's address, bytes and SHA-256 in hexadecimal."""

    form: Format
    path: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Entry:
    """A dataset with its files, and the components of its cube when it is one."""

    dataset: Dataset
    files: Sequence[File]
    components: Sequence[Component] = ()


def distribution_iri(dataset: Dataset, form: Format) -> str:
    """Return the identifier of a dataset in a format: the same in every release."""
    return f"{dataset.iri}#{form.key}"


def catalogue(entries: Sequence[Entry], series: Sequence[Dataset], publication: Publication) -> Sequence[ox.Quad]:
    """Return the statements of the catalogue. Same input, same statements: no time of making is in them."""
    out = Statements()
    datasets = [entry.dataset for entry in entries]
    _catalog(out, datasets, publication)
    _agents(out, publication)
    for one in series:
        _common(out, one, publication)
        out.types(one.iri, "dcat:DatasetSeries")
    for entry in entries:
        _dataset(out, entry, publication)
        for file in entry.files:
            _distribution(out, entry.dataset, file, publication)
    _service(out, datasets, publication)
    _documents(out, publication)
    return [*out.quads, *described(out.quads)]


def _catalog(out: Statements, datasets: Sequence[Dataset], publication: Publication) -> None:
    out.types(CATALOG, "dcat:Catalog")
    out.value(CATALOG, "dcterms:identifier", CATALOG)
    out.text(CATALOG, "dcterms:title", CATALOGUE.title)
    out.text(CATALOG, "dcterms:description", CATALOGUE.description)
    out.link(CATALOG, "dcterms:publisher", publication.publisher.iri)
    out.link(CATALOG, "dcterms:creator", publication.publisher.iri)
    out.link(CATALOG, "dcat:contactPoint", _CONTACT)
    out.link(CATALOG, "dcterms:language", *_LANGUAGES)
    out.link(CATALOG, "dcterms:license", _LICENCE)
    out.link(CATALOG, "dcterms:rights", _RIGHTS)
    out.link(CATALOG, "dcterms:accessRights", _PUBLIC)
    out.link(CATALOG, "dcterms:spatial", _BELGIUM)
    out.link(CATALOG, "dcat:themeTaxonomy", AUTHORITY + "data-theme")
    out.link(CATALOG, "foaf:homepage", publication.address(""))
    out.link(CATALOG, "dcat:service", ENDPOINT)
    out.link(CATALOG, "dcat:dataset", *(dataset.iri for dataset in datasets))
    out.value(CATALOG, "dcterms:issued", min((one.issued for one in datasets), default=""), "date")
    out.value(CATALOG, "dcterms:modified", max((one.modified for one in datasets), default=""), "date")


def _common(out: Statements, dataset: Dataset, publication: Publication) -> None:
    """Say what datasets and their series share."""
    this = dataset.iri
    out.value(this, "dcterms:identifier", this)
    out.text(this, "dcterms:title", dataset.titles)
    out.text(this, "dcterms:description", dataset.descriptions)
    for code in LANGUAGES:
        for word in dataset.keywords[code]:
            out.text(this, "dcat:keyword", {code: word})
    out.link(this, "dcat:theme", *(AUTHORITY + "data-theme/" + theme for theme in dataset.themes))
    out.link(this, "dcterms:publisher", publication.publisher.iri)
    out.link(this, "dcat:contactPoint", _CONTACT)
    out.link(this, "dcterms:spatial", _BELGIUM)
    out.link(this, "dcterms:accrualPeriodicity", AUTHORITY + "frequency/" + dataset.frequency)
    out.link(this, "dcterms:temporal", this + "/period")
    out.types(this + "/period", "dcterms:PeriodOfTime")
    out.value(this + "/period", "dcat:startDate", dataset.start, "date")
    out.value(this + "/period", "dcat:endDate", dataset.end, "date")
    out.value(this, "dcterms:issued", dataset.issued, "date")
    out.value(this, "dcterms:modified", dataset.modified, "date")


def _dataset(out: Statements, entry: Entry, publication: Publication) -> None:
    dataset = entry.dataset
    this = dataset.iri
    _common(out, dataset, publication)
    out.types(this, "dcat:Dataset")
    out.value(this, "dcterms:created", dataset.issued, "date")
    out.value(this, "dcat:version", dataset.version)
    out.link(this, "dcterms:creator", publication.publisher.iri)
    out.link(this, "dcterms:accessRights", _PUBLIC)
    out.link(this, "dcterms:language", *_LANGUAGES)
    out.link(this, "dcterms:conformsTo", ONTOLOGY, *([_CUBE] if entry.components else []))
    out.link(this, "dcterms:provenance", _PROVENANCE)
    out.link(this, "adms:identifier", this + "#identifier")
    out.types(this + "#identifier", "adms:Identifier")
    out.value(this + "#identifier", "skos:notation", f"widgraph-{dataset.id}", "token")
    landing = publication.address(f"doc/dataset/{dataset.id}.html")
    out.link(this, "dcat:landingPage", landing)
    out.link(this, "foaf:page", publication.address("ns/wid.html"))
    out.types(landing, "foaf:Document")
    out.text(landing, "dcterms:title", dataset.titles)
    if dataset.series:
        out.link(this, "dcat:inSeries", f"{BASE}id/dataset/{dataset.series}")
    if entry.components or dataset.edition:
        out.value(this, "dcat:temporalResolution", "P1Y", "duration")
    for component in entry.components:
        out.link(this, f"m8g:{component.kind}", component.iri)
        out.types(component.iri, f"qb:{component.kind.capitalize()}Property")
        out.text(component.iri, "rdfs:label", component.names)
    out.link(this, "dcat:distribution", *(distribution_iri(dataset, file.form) for file in entry.files))


def _distribution(out: Statements, dataset: Dataset, file: File, publication: Publication) -> None:
    this = distribution_iri(dataset, file.form)
    address = publication.address(file.path)
    out.types(this, "dcat:Distribution")
    out.value(this, "dcterms:identifier", this)
    out.text(this, "dcterms:title", {code: f"{title} – {file.form.name}" for code, title in dataset.titles.items()})
    out.text(this, "dcterms:description", file.form.texts)
    out.link(this, "dcat:accessURL", address)
    out.link(this, "dcat:downloadURL", address)
    out.types(address, "rdfs:Resource")
    out.link(this, "dcterms:format", AUTHORITY + "file-type/" + file.form.file_type)
    out.link(this, "dcat:mediaType", MEDIA_TYPES + file.form.media_type)
    if file.form.package:
        out.link(this, "dcat:packageFormat", MEDIA_TYPES + file.form.package)
    out.link(this, "dcterms:license", _LICENCE)
    out.link(this, "dcterms:rights", _RIGHTS)
    out.link(this, "dcatap:availability", AUTHORITY + "planned-availability/STABLE")
    out.value(this, "dcat:byteSize", str(file.bytes), publication.size_datatype)
    out.link(this, "spdx:checksum", this + "-checksum")
    out.types(this + "-checksum", "spdx:Checksum")
    out.link(this + "-checksum", "spdx:algorithm", "http://spdx.org/rdf/terms#checksumAlgorithm_sha256")
    out.value(this + "-checksum", "spdx:checksumValue", file.sha256, "hexBinary")
    out.value(this, "dcterms:issued", dataset.issued, "date")
    out.value(this, "dcterms:modified", dataset.modified, "date")
    out.link(this, "dcterms:language", *_LANGUAGES)
    out.link(this, "dcterms:conformsTo", _CSVW if file.form.key == TABLES.key else "")
    out.link(this, "dcterms:conformsTo", "" if file.form.key in (CSV.key, TABLES.key, EXCEL.key) else ONTOLOGY)
    out.link(this, "foaf:page", publication.address("ns/wid.html"))


def _agents(out: Statements, publication: Publication) -> None:
    publisher = publication.publisher
    out.types(publisher.iri, "foaf:Agent", *(["foaf:Organization"] if publisher.organisation else []))
    out.text(publisher.iri, "foaf:name", publisher.names)
    home = publisher.homepage or ("" if publisher.organisation else publication.address(""))
    out.link(publisher.iri, "foaf:homepage", home)
    out.link(publisher.iri, "foaf:mbox", publisher.email and f"mailto:{publisher.email}")
    out.link(publisher.iri, "dcterms:type", publisher.type and PUBLISHER_TYPES + publisher.type)
    if home:
        out.types(home, "foaf:Document")
    out.types(_CONTACT, "vcard:Kind", "vcard:Organization")
    out.text(_CONTACT, "vcard:fn", publisher.contact)
    out.text(_CONTACT, "vcard:organization-name", publisher.names)
    out.link(_CONTACT, "vcard:hasEmail", publisher.contact_email and f"mailto:{publisher.contact_email}")
    out.link(_CONTACT, "vcard:hasURL", publisher.contact_url)
    out.text(publisher.contact_url, "dcterms:title", CONTACT_PAGE)


def _service(out: Statements, datasets: Sequence[Dataset], publication: Publication) -> None:
    endpoint = publication.address("sparql")
    out.types(ENDPOINT, "dcat:DataService")
    out.value(ENDPOINT, "dcterms:identifier", ENDPOINT)
    out.text(ENDPOINT, "dcterms:title", SERVICE.title)
    out.text(ENDPOINT, "dcterms:description", SERVICE.description)
    for code in LANGUAGES:
        for word in ("SPARQL", "RDF"):
            out.text(ENDPOINT, "dcat:keyword", {code: word})
    out.link(ENDPOINT, "dcat:endpointURL", endpoint)
    out.link(ENDPOINT, "dcat:endpointDescription", endpoint)
    out.types(endpoint, "rdfs:Resource")
    out.link(ENDPOINT, "dcterms:conformsTo", _PROTOCOL)
    out.link(ENDPOINT, "dcterms:license", _LICENCE)
    out.link(ENDPOINT, "dcterms:rights", _RIGHTS)
    out.link(ENDPOINT, "dcterms:accessRights", _PUBLIC)
    out.link(ENDPOINT, "dcterms:publisher", publication.publisher.iri)
    out.link(ENDPOINT, "dcat:contactPoint", _CONTACT)
    out.link(ENDPOINT, "dcterms:language", *_LANGUAGES)
    out.link(ENDPOINT, "dcterms:spatial", _BELGIUM)
    out.link(ENDPOINT, "dcat:landingPage", endpoint)
    themes = sorted({theme for dataset in datasets for theme in dataset.themes})
    out.link(ENDPOINT, "dcat:theme", *(AUTHORITY + "data-theme/" + theme for theme in themes))
    out.value(ENDPOINT, "dcterms:created", min((one.issued for one in datasets), default=""), "date")
    out.value(ENDPOINT, "dcterms:modified", max((one.modified for one in datasets), default=""), "date")
    out.link(ENDPOINT, "dcat:servesDataset", *(dataset.iri for dataset in datasets))


def _documents(out: Statements, publication: Publication) -> None:
    """Describe the pages, standards and statements that datasets point at."""
    out.types(publication.address(""), "foaf:Document")
    out.types(publication.address("sparql"), "foaf:Document")
    _titled(out, publication.address("ns/wid.html"), "foaf:Document", MODEL)
    _titled(out, ONTOLOGY, "dcterms:Standard", MODEL)
    for standard, title in _STANDARDS.items():
        out.types(standard, "dcterms:Standard")
        out.text(standard, "dcterms:title", {"en": title})
    out.types(_RIGHTS, "dcterms:RightsStatement")
    out.text(_RIGHTS, "rdfs:label", RIGHTS)
    out.types(_PROVENANCE, "dcterms:ProvenanceStatement")
    out.text(_PROVENANCE, "rdfs:label", PROVENANCE)


def _titled(out: Statements, iri: str, kind: str, title: Texts) -> None:
    out.types(iri, kind)
    out.text(iri, "dcterms:title", title)
