"""What an RDF document about a resource says (design, section 4; Linked Data practice: self-describing documents).

Everything the graph states about the resource and about the small parts that only make sense with it, what points at
it (a page at a time), the names of all these, and a description of the document itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

import pyoxigraph as ox

from widgraph.namespaces import BASE, DCTERMS, PREFIXES, RDF, RDFS, XSD
from widgraph.web._reader import Reader, iri, text
from widgraph.web._site import DATASET, GRAPH, Site
from widgraph.web._urls import document_iri

#: How many statements that point at a resource one page of its document holds.
INCOMING = 100
_BATCH = 500
_RELEASES = BASE + "id/release/"
_XHV = "http://www.w3.org/1999/xhtml/vocab#"


@dataclass(frozen=True)
class Description:
    """What the graph says about one resource, and one page of what points at it."""

    iri: str
    own: Sequence[ox.Triple]
    incoming: Sequence[tuple[str, str]]
    totals: Mapping[str, int]
    page: int

    @property
    def pages(self) -> int:
        """How many pages the statements that point here fill."""
        return max(1, ceil(sum(self.totals.values()) / INCOMING))

    @property
    def iris(self) -> set[str]:
        """Every IRI the description holds."""
        found = {self.iri, *self.totals}
        for triple in self.own:
            found |= {term.value for term in triple if isinstance(term, ox.NamedNode)}
        for prop, subject in self.incoming:
            found |= {prop, subject}
        return found


def describe(reader: Reader, site: Site, about: str, page: int = 1) -> Description | None:
    """Return what the graph says about an IRI; None when it never said anything, or has no such page."""
    if about == site.release_iri:
        return Description(about, _release(site), (), {}, page) if page == 1 else None
    this = ox.NamedNode(about)
    own = reader.triples("resource", this=this)
    if not own:
        return None
    rows = reader.rows("incoming-counts", this=this)
    totals = {prop: int(count) for row in rows if (prop := iri(row, "property")) and (count := text(row, "count"))}
    found: list[tuple[str, str]] = []
    if totals:
        rows = reader.rows("incoming", this=this, limit=INCOMING, offset=(page - 1) * INCOMING)
        found = [(prop, subject) for row in rows if (prop := iri(row, "property")) and (subject := iri(row, "subject"))]
    description = Description(about, own, found, totals, page)
    return description if page <= description.pages else None


def page_count(reader: Reader, this: ox.NamedNode) -> int:
    """Return how many pages the document about a resource has."""
    counts = (text(row, "count") for row in reader.rows("incoming-counts", this=this))
    return max(1, ceil(sum(int(count) for count in counts if count) / INCOMING))


def document(reader: Reader, site: Site, description: Description) -> list[ox.Triple]:
    """Return the triples of the RDF document, sorted and without repetition."""
    this = ox.NamedNode(description.iri)
    triples = set(description.own)
    triples |= {ox.Triple(ox.NamedNode(subject), ox.NamedNode(prop), this) for prop, subject in description.incoming}
    objects = {triple.object.value for triple in description.own if isinstance(triple.object, ox.NamedNode)}
    subjects = {subject for _, subject in description.incoming}
    triples |= set(label_triples(reader, objects | subjects))
    triples |= set(about_document(site, description.iri))
    triples |= set(_paging(description))
    triples |= set(site.catalogue.triples(description.iri))
    return sorted(triples, key=str)


def label_triples(reader: Reader, iris: Iterable[str]) -> list[ox.Triple]:
    """Return the naming statements of resources, exactly as the graph has them."""
    nodes = [ox.NamedNode(value) for value in sorted(iris)]
    found: list[ox.Triple] = []
    for start in range(0, len(nodes), _BATCH):
        found += reader.triples("names", items=nodes[start : start + _BATCH])
    return found


def about_document(site: Site, about: str) -> list[ox.Triple]:
    """Return what the document says of itself: topic, dataset, licence, release (FOAF; VoID, section 6)."""
    page = ox.NamedNode(document_iri(about))
    if page.value == about:
        return []
    return [
        ox.Triple(page, ox.NamedNode(RDF + "type"), ox.NamedNode(PREFIXES["foaf"] + "Document")),
        ox.Triple(page, ox.NamedNode(PREFIXES["foaf"] + "primaryTopic"), ox.NamedNode(about)),
        ox.Triple(page, ox.NamedNode(PREFIXES["void"] + "inDataset"), ox.NamedNode(GRAPH)),
        ox.Triple(page, ox.NamedNode(DCTERMS + "license"), ox.NamedNode(site.licence)),
        ox.Triple(page, ox.NamedNode(DCTERMS + "isPartOf"), ox.NamedNode(site.release_iri)),
    ]


def _paging(description: Description) -> list[ox.Triple]:
    """Lead from a part of a long document to the parts before and after it."""
    address = document_iri(description.iri)

    def part(number: int) -> ox.NamedNode:
        return ox.NamedNode(address if number == 1 else f"{address}?page={number}")

    found = []
    if description.page > 1:
        found.append(ox.Triple(part(description.page), ox.NamedNode(_XHV + "prev"), part(description.page - 1)))
    if description.page < description.pages:
        found.append(ox.Triple(part(description.page), ox.NamedNode(_XHV + "next"), part(description.page + 1)))
    return found


def _release(site: Site) -> list[ox.Triple]:
    """Describe the release that is being served, from its manifest; it cannot be in the graph that it holds."""
    this = ox.NamedNode(site.release_iri)
    manifest = site.release.manifest
    integer = ox.NamedNode(XSD + "integer")
    return sorted(
        [
            ox.Triple(this, ox.NamedNode(RDF + "type"), ox.NamedNode(PREFIXES["void"] + "Dataset")),
            ox.Triple(this, ox.NamedNode(RDF + "type"), ox.NamedNode(PREFIXES["dcat"] + "Dataset")),
            ox.Triple(this, ox.NamedNode(RDFS + "label"), ox.Literal(f"widgraph {manifest.id}")),
            ox.Triple(this, ox.NamedNode(PREFIXES["dcat"] + "version"), ox.Literal(manifest.version)),
            ox.Triple(this, ox.NamedNode(DCTERMS + "isVersionOf"), ox.NamedNode(DATASET)),
            ox.Triple(this, ox.NamedNode(DCTERMS + "license"), ox.NamedNode(site.licence)),
            ox.Triple(
                this, ox.NamedNode(PREFIXES["void"] + "triples"), ox.Literal(str(manifest.quads), datatype=integer)
            ),
        ],
        key=str,
    )
