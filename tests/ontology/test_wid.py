"""The vocabulary: complete terms, safe axioms (OOPS! catalogue of pitfalls), alignments that do not contradict."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from widgraph.namespaces import PREFIXES

if TYPE_CHECKING:
    from widgraph.release import Release

ROOT = Path(__file__).parents[2]
ONTOLOGY = rdflib.URIRef("https://w3id.org/widgraph/ns/wid")
WID = rdflib.Namespace(str(ONTOLOGY) + "#")
SCHEMA = rdflib.Namespace("http://schema.org/")
PROV = rdflib.Namespace("http://www.w3.org/ns/prov#")
VANN = rdflib.Namespace("http://purl.org/vocab/vann/")
STATUS = rdflib.URIRef("http://www.w3.org/2003/06/sw-vocab-status/ns#term_status")
LANGUAGES = ["de", "en", "fr", "nl"]
KINDS = {OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}

Terms = set[rdflib.URIRef]


def own(graph: rdflib.Graph, kind: rdflib.URIRef | None = None) -> Terms:
    subjects = set(graph.subjects(RDF.type, kind))
    return {term for term in subjects if isinstance(term, rdflib.URIRef) and term.startswith(WID)}


def properties(graph: rdflib.Graph) -> Terms:
    return own(graph, RDF.Property)


def mentioned(pattern: str) -> set[str]:
    """Return the names in our namespace that the files of a pattern use, written in full or with the prefix."""
    found: set[str] = set()
    for path in ROOT.glob(pattern):
        text = re.sub(r"^#.*$", "", path.read_text("utf-8"), flags=re.MULTILINE)
        found |= set(re.findall(r"(?:\bwid:|ns/wid#)([A-Za-z][A-Za-z0-9]*)", text))
    return found


def test_every_term_is_described_in_four_languages(wid: rdflib.Graph) -> None:
    """OOPS! P08; FOOPS! VOC3 and VOC4."""
    for term in own(wid):
        for prop in (RDFS.label, SKOS.definition):
            values = list(wid.objects(term, prop))
            assert sorted(str(value.language) for value in values if isinstance(value, rdflib.Literal)) == LANGUAGES, (
                term
            )
        assert list(wid.objects(term, RDFS.isDefinedBy)) == [ONTOLOGY]
        (status,) = wid.objects(term, STATUS)
        assert str(status) in {"stable", "testing"}


def test_labels_and_definitions_tell_terms_apart(wid: rdflib.Graph) -> None:
    """OOPS! P32."""
    for prop in (RDFS.label, SKOS.definition):
        values = [value for term in own(wid) for value in wid.objects(term, prop)]
        assert len(values) == len(set(values))


def test_terms_are_typed_for_owl_and_for_rdfs(wid: rdflib.Graph) -> None:
    """OOPS! P34 and P35."""
    assert own(wid, OWL.Class) == own(wid, RDFS.Class)
    assert len(own(wid, OWL.Class)) == 19
    for prop in properties(wid):
        assert len(KINDS & set(wid.objects(prop, RDF.type))) == 1, prop
    individuals = {WID.countDSD, WID.indicatorDSD, WID.countByHeading}
    assert own(wid) == own(wid, OWL.Class) | properties(wid) | individuals


def test_names_follow_one_convention(wid: rdflib.Graph) -> None:
    """OOPS! P22, P36."""
    assert all(re.fullmatch(r"[A-Z][A-Za-z]+", term.removeprefix(WID)) for term in own(wid, OWL.Class))
    assert all(re.fullmatch(r"[a-z][A-Za-z0-9]+", term.removeprefix(WID)) for term in properties(wid))


@pytest.mark.parametrize(
    "pattern",
    ["data/csv-metadata.json", "src/widgraph/**/*.rq", "ontology/c*.ttl", "shapes/*.ttl", "src/widgraph/**/*.py"],
)
def test_every_term_used_is_defined(wid: rdflib.Graph, pattern: str) -> None:
    """The rule R33 for the project's own files: no term of ours that the vocabulary does not have."""
    assert mentioned(pattern) - {str(term).removeprefix(WID) for term in own(wid)} == set()


def test_every_term_defined_is_used(wid: rdflib.Graph) -> None:
    used = (
        mentioned("data/csv-metadata.json")
        | mentioned("src/widgraph/graph/derive/*.rq")
        | mentioned("ontology/cube.ttl")
    )
    # waiting for their first case: no two initiatives have been merged, and the source text is not in the project
    waiting = {"firstIdentifiedAs", "verbatim"}
    assert {str(term).removeprefix(WID) for term in own(wid)} - used == waiting


def test_domain_and_range_are_one_or_suggested(wid: rdflib.Graph) -> None:
    """OOPS! P19: never several; P11 is met by the suggestions of schema.org where several classes use a property."""
    for prop in properties(wid) - {WID.graph, WID.sourceKey}:
        for one, several in ((RDFS.domain, SCHEMA.domainIncludes), (RDFS.range, SCHEMA.rangeIncludes)):
            exact, suggested = list(wid.objects(prop, one)), list(wid.objects(prop, several))
            assert (len(exact) == 1) != bool(suggested), prop
            if one == RDFS.domain and exact:
                assert str(exact[0]).startswith(WID), f"{prop} would say something about a class that is not ours"


def test_classes_form_no_circle_and_none_is_its_own_opposite(wid: rdflib.Graph) -> None:
    """OOPS! P06."""
    for term in own(wid, OWL.Class):
        above = set(wid.transitive_objects(term, RDFS.subClassOf)) - {term}
        assert not any((parent, RDFS.subClassOf, term) in wid for parent in above)
        assert not above & set(wid.objects(term, OWL.disjointWith))


def test_what_must_never_be_confused_is_disjoint(wid: rdflib.Graph) -> None:
    """OOPS! P10."""
    core = [WID.Listing, WID.Initiative, WID.Actor, WID.Meeting, WID.Objective, WID.Edition, WID.Strategy, WID.Passage]
    for one, two in combinations(core, 2):
        assert (one, OWL.disjointWith, two) in wid or (two, OWL.disjointWith, one) in wid


def test_nothing_is_both_activity_and_entity(wid: rdflib.Graph) -> None:
    """PROV-O keeps prov:Activity and prov:Entity apart (section 3.1), and some of its properties imply one of them."""
    entity, activity = (
        set(wid.subjects(RDFS.subClassOf, PROV.Entity)),
        set(wid.subjects(RDFS.subClassOf, PROV.Activity)),
    )
    assert entity
    assert activity
    assert not entity & activity
    implies = {PROV.wasDerivedFrom: activity, PROV.used: entity}
    for prop, above in wid.subject_objects(RDFS.subPropertyOf):
        subjects = set(wid.objects(prop, RDFS.domain)) | set(wid.objects(prop, SCHEMA.domainIncludes))
        assert not subjects & implies.get(above, set()), prop  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("term", "above"),
    [
        ("Actor", "http://www.w3.org/ns/org#Organization http://xmlns.com/foaf/0.1/Agent"),
        ("Audience", "http://www.w3.org/2004/02/skos/core#Concept http://purl.org/dc/terms/AgentClass"),
        ("Edition", "http://schema.org/PublicationIssue http://www.w3.org/ns/prov#Entity"),
        ("Identifier", "http://www.w3.org/ns/adms#Identifier"),
        ("IdentityDecision", "http://www.w3.org/ns/prov#Activity"),
        ("Initiative", "http://www.w3.org/ns/prov#Entity"),
        ("Involvement", "http://data.europa.eu/m8g/Participation"),
        ("LifecycleEvent", "http://www.w3.org/ns/prov#Activity"),
        ("Listing", "http://www.w3.org/ns/prov#Entity"),
        ("Meeting", "http://schema.org/Event http://www.w3.org/ns/prov#Activity"),
        ("Objective", "http://www.w3.org/2004/02/skos/core#Concept"),
        ("Passage", "http://www.w3.org/ns/oa#SpecificResource"),
        ("PolicyDecision", "http://www.w3.org/ns/prov#Activity"),
        ("PolicyInstrument", "http://www.w3.org/ns/prov#Entity"),
        ("Provision", ""),
        ("Reference", "http://purl.org/dc/terms/BibliographicResource"),
        ("SourceDocument", "http://schema.org/Report http://www.w3.org/ns/prov#Entity"),
        ("Strategy", "http://www.w3.org/ns/prov#Plan"),
        ("Timing", "http://purl.org/dc/terms/PeriodOfTime"),
        ("considered", "http://www.w3.org/ns/prov#used"),
        ("coordinator", "http://purl.org/dc/terms/contributor"),
        ("organiser", "http://purl.org/dc/terms/contributor"),
        ("statedIn", "http://www.w3.org/ns/prov#wasInfluencedBy"),
        ("supporter", "http://purl.org/dc/terms/contributor"),
        ("underProvision", "http://purl.org/dc/terms/isPartOf"),
    ],
)
def test_alignment(wid: rdflib.Graph, term: str, above: str) -> None:
    found = set(wid.objects(WID[term], RDFS.subClassOf)) | set(wid.objects(WID[term], RDFS.subPropertyOf))
    assert {str(one) for one in found} == set(above.split())


def test_no_alignment_beyond_those(wid: rdflib.Graph) -> None:
    """OOPS! P05, P27 to P29, P31: nothing is called the same, inverse or transitive; one property is symmetric."""
    assert len(list(wid.subject_objects(RDFS.subClassOf))) == 23
    assert len(list(wid.subject_objects(RDFS.subPropertyOf))) == 6
    for prop in (OWL.equivalentClass, OWL.equivalentProperty, OWL.inverseOf, OWL.sameAs):
        assert not list(wid.subject_objects(prop))
    assert not list(wid.subjects(RDF.type, OWL.TransitiveProperty))
    assert list(wid.subjects(RDF.type, OWL.SymmetricProperty)) == [WID.possiblySameAs]


def test_terms_of_others_are_typed_and_nothing_else(wid: rdflib.Graph) -> None:
    """OOPS! P40: no statement about a term that is not ours."""
    for subject in set(wid.subjects()):
        if not str(subject).startswith("https://w3id.org/widgraph/"):
            assert set(wid.predicates(subject)) == {RDF.type}, subject


def test_terms_of_others_that_the_project_uses_are_typed(wid: rdflib.Graph) -> None:
    """OOPS! P34 and P35: whatever stands in the tables' description, the queries or the files has a declared kind."""
    built_in = {str(namespace) for namespace in (RDF, RDFS, OWL)} | {PREFIXES["xsd"], PREFIXES["sdmx-code"]}
    used: set[str] = set()
    metadata = (ROOT / "data/csv-metadata.json").read_text("utf-8")
    used |= set(re.findall(r'"propertyUrl": ?"([^"{}]+)"', metadata))
    for path in (ROOT / "src/widgraph/graph/derive").glob("*.rq"):
        text = path.read_text("utf-8")
        known = dict(re.findall(r"^PREFIX ([a-z0-9-]+): <([^>]*)>", text, re.MULTILINE))
        body = re.sub(r'<[^>]*>|"[^"]*"|#.*', "", text.partition("CONSTRUCT")[2])
        used |= {known[prefix] + name for prefix, name in re.findall(r"([a-z0-9-]+):([A-Za-z_]+)", body)}
    for name in ("wid", "codes", "cube"):
        graph = rdflib.Graph().parse(ROOT / "ontology" / f"{name}.ttl")
        used |= {str(prop) for prop in graph.predicates()} | {str(kind) for kind in graph.objects(None, RDF.type)}
        used |= {
            str(one)
            for prop in (RDFS.subClassOf, RDFS.domain, SCHEMA.rangeIncludes)
            for one in graph.objects(None, prop)
        }
    used = {term for term in used if not any(term.startswith(namespace) for namespace in built_in)}
    assert len(used) > 100
    assert {term for term in used if (rdflib.URIRef(term), RDF.type, None) not in wid} == set()


def test_ten_terms_have_an_example_of_their_kind(wid: rdflib.Graph, release: Release) -> None:
    examples = dict(wid.subject_objects(VANN.example))
    assert len(examples) == 10
    store = ox.Store()
    store.load(path=release.dump("nq"))
    kind = ox.NamedNode(str(RDF.type))
    for term, example in examples.items():
        quads = store.quads_for_pattern(ox.NamedNode(str(example)), kind, ox.NamedNode(str(term)), None)
        assert next(quads, None), f"{example} is not a {term}"
