"""The description of the graph in VoID: how large it is, what it is made of, where it leads (W3C note, 2011)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from urllib.parse import urlsplit

import pyoxigraph as ox

from widgraph.catalogue._datasets import WHOLE, Dataset
from widgraph.catalogue._dcat import Entry
from widgraph.catalogue._formats import RDF_FORMATS
from widgraph.catalogue._publisher import Publication
from widgraph.catalogue._statements import Statements
from widgraph.namespaces import BASE, PREFIXES, RDF, WID

DESCRIPTION: Final = BASE + "void.ttl"
_TYPE: Final = RDF + "type"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_FEATURES: Final = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "N-Quads", "TriG")
#: Classes of which an example helps whoever sees the graph for the first time.
_EXAMPLES: Final = ("Initiative", "Listing", "Objective", "Actor", "Audience", "Strategy")
_LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
#: What leads to a page or a licence and not to a thing described elsewhere.
_NO_LINK: Final = {PREFIXES["foaf"] + "page", PREFIXES["dcterms"] + "license", _TYPE}
_RDF: Final = {form.key for form in RDF_FORMATS}


def void(
    entries: Sequence[Entry], sizes: Mapping[str, int], quads: Sequence[ox.Quad], publication: Publication
) -> Sequence[ox.Quad]:
    """Return the description; `sizes` is the number of statements of each dataset by its short name."""
    out = Statements()
    whole = BASE + "id/dataset/" + WHOLE
    out.types(DESCRIPTION, "void:DatasetDescription", "foaf:Document")
    out.link(DESCRIPTION, "foaf:primaryTopic", whole)
    for entry in entries:
        _dataset(out, entry, sizes.get(entry.dataset.id, 0), publication)
        if entry.dataset.id != WHOLE:
            out.link(whole, "void:subset", entry.dataset.iri)
    triples = {quad.triple for quad in quads}
    _whole(out, whole, triples, publication)
    _partitions(out, whole, triples)
    _linksets(out, whole, triples)
    return list(out.quads)


def _dataset(out: Statements, entry: Entry, size: int, publication: Publication) -> None:
    dataset: Dataset = entry.dataset
    this = dataset.iri
    out.types(this, "void:Dataset")
    out.text(this, "dcterms:title", dataset.titles)
    out.text(this, "dcterms:description", dataset.descriptions)
    out.link(this, "dcterms:license", _LICENCE)
    out.link(this, "dcterms:publisher", publication.publisher.iri)
    out.value(this, "dcterms:modified", dataset.modified, "date")
    out.link(this, "foaf:page", publication.address(f"doc/dataset/{dataset.id}.html"))
    out.value(this, "void:triples", str(size), "integer")
    for file in entry.files:
        if file.form.key in _RDF:
            out.link(this, "void:dataDump", publication.address(file.path))


def _whole(out: Statements, whole: str, triples: set[ox.Triple], publication: Publication) -> None:
    out.link(whole, "foaf:homepage", publication.address(""))
    out.link(whole, "void:sparqlEndpoint", publication.address("sparql"))
    out.value(whole, "void:uriSpace", BASE)
    out.link(whole, "void:feature", *(_FORMATS + name for name in _FEATURES))
    used = {quad.predicate.value for quad in triples}
    used |= {_iri(triple.object) for triple in triples if triple.predicate.value == _TYPE}
    out.link(whole, "void:vocabulary", *sorted(_vocabularies(used)))
    for name in _EXAMPLES:
        of = sorted(
            _iri(one.subject) for one in triples if one.predicate.value == _TYPE and _iri(one.object) == WID + name
        )
        out.link(whole, "void:exampleResource", *of[:1])
    subjects = {str(triple.subject) for triple in triples}
    entities = {_iri(triple.subject) for triple in triples if _iri(triple.subject).startswith(BASE)}
    kinds = {_iri(triple.object) for triple in triples if triple.predicate.value == _TYPE}
    for name, count in (
        ("entities", len(entities)),
        ("classes", len(kinds)),
        ("properties", len({triple.predicate.value for triple in triples})),
        ("distinctSubjects", len(subjects)),
        ("distinctObjects", len({str(triple.object) for triple in triples})),
    ):
        out.value(whole, f"void:{name}", str(count), "integer")


def _partitions(out: Statements, whole: str, triples: Iterable[ox.Triple]) -> None:
    """Say how many things each class has, and how many statements each property makes (VoID, section 4.5)."""
    classes: Counter[str] = Counter()
    uses: dict[str, list[ox.Triple]] = {}
    for triple in triples:
        uses.setdefault(triple.predicate.value, []).append(triple)
        if triple.predicate.value == _TYPE:
            classes[_iri(triple.object)] += 1
    for name, count in classes.items():
        this = f"{DESCRIPTION}#class-{_short(name)}"
        out.link(whole, "void:classPartition", this)
        out.link(this, "void:class", name)
        out.value(this, "void:entities", str(count), "integer")
    for name, of in uses.items():
        this = f"{DESCRIPTION}#property-{_short(name)}"
        out.link(whole, "void:propertyPartition", this)
        out.link(this, "void:property", name)
        out.value(this, "void:triples", str(len(of)), "integer")
        out.value(this, "void:distinctSubjects", str(len({str(one.subject) for one in of})), "integer")
        out.value(this, "void:distinctObjects", str(len({str(one.object) for one in of})), "integer")


def _linksets(out: Statements, whole: str, triples: Iterable[ox.Triple]) -> None:
    """Say which things elsewhere ours are linked to, by property and place (VoID, section 5)."""
    counts: Counter[tuple[str, str]] = Counter()
    known = set(PREFIXES.values())
    for triple in triples:
        target = _iri(triple.object)
        ours = _iri(triple.subject).startswith((BASE + "id/", BASE + "auth/"))
        if ours and target and not target.startswith(BASE) and triple.predicate.value not in _NO_LINK:
            space = _space(target)
            if space and not any(target.startswith(namespace) for namespace in known):
                counts[triple.predicate.value, space] += 1
    for (prop, space), count in counts.items():
        place = _short(space)
        this, target = f"{DESCRIPTION}#links-{_short(prop)}-{place}", f"{DESCRIPTION}#at-{place}"
        out.types(this, "void:Linkset")
        out.link(whole, "void:subset", this)
        out.link(this, "void:subjectsTarget", whole)
        out.link(this, "void:objectsTarget", target)
        out.link(this, "void:linkPredicate", prop)
        out.value(this, "void:triples", str(count), "integer")
        out.types(target, "void:Dataset")
        out.value(target, "void:uriSpace", space)


def _space(iri: str) -> str:
    """Return what an address elsewhere has before its last part."""
    parts = urlsplit(iri)
    if parts.scheme not in ("http", "https"):
        return ""
    return iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]


def _vocabularies(terms: Iterable[str]) -> set[str]:
    return {namespace for namespace in PREFIXES.values() if any(term.startswith(namespace) for term in terms)}


def _short(iri: str) -> str:
    """Return a name for a fragment: prefix and local name where a prefix is known."""
    for prefix, namespace in sorted(PREFIXES.items(), key=lambda item: -len(item[1])):
        if iri.startswith(namespace):
            return f"{prefix}-{iri[len(namespace) :]}".replace("/", "-")
    return "".join(
        character if character.isalnum() or character == "." else "-" for character in iri.partition("://")[2]
    )


def _iri(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else ""
