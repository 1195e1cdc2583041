"""The code lists: the codes that the tables allow, named in four languages (SKOS Reference, sections 4, 5 and 10)."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

import pytest
import rdflib
from rdflib.namespace import DCTERMS, RDF, SKOS

BASE = "https://w3id.org/widgraph/"
LANGUAGES = ["de", "en", "fr", "nl"]
SEX = "http://purl.org/linked-data/sdmx/2009/code#sex"
#: Lists that no column chooses from: values set by the build, by the cubes, or by events that are still to come.
WITHOUT_COLUMN = {"count-basis", "quality-dimension", "statistical-concept"}
#: Lists whose concepts are the rows of a table.
FROM_TABLES = {"age", "audience", "indicator", "period"}


def languages(graph: rdflib.Graph, node: rdflib.term.Node, prop: rdflib.URIRef) -> list[str]:
    values = list(graph.objects(node, prop))
    assert all(isinstance(value, rdflib.Literal) and str(value).strip() == str(value) != "" for value in values)
    return sorted(str(value.language) for value in values if isinstance(value, rdflib.Literal))


def listed(codes: rdflib.Graph) -> dict[str, set[str]]:
    """Return the codes of each list in codes.ttl, by the name of the list; SDMX sex is "sex"."""
    found: dict[str, set[str]] = defaultdict(set)
    for scheme in codes.subjects(RDF.type, SKOS.ConceptScheme):
        name = "sex" if str(scheme) == SEX else str(scheme).removeprefix(BASE + "auth/")
        found[name] |= {str(codes.value(concept, SKOS.notation)) for concept in codes.subjects(SKOS.inScheme, scheme)}
    return found


def allowed(columns: list[dict[str, Any]]) -> dict[str, set[str]]:
    """Return the codes that the tables allow, by list: a column with a choice of codes and an address made from it."""
    found: dict[str, set[str]] = defaultdict(set)
    for column in columns:
        address = re.fullmatch(rf"{BASE}auth/([a-z-]+)/\{{[a-z_]+\}}|{SEX}-\{{sex\}}", column.get("valueUrl", ""))
        datatype = column.get("datatype")
        choice = datatype.get("format", "") if isinstance(datatype, dict) else ""
        if address and re.fullmatch(r"[A-Za-z0-9-]+(\|[A-Za-z0-9-]+)*", choice):
            found[address[1] or "sex"] |= set(choice.split("|"))
    return found


def test_tables_and_lists_have_the_same_codes(codes: rdflib.Graph, columns: list[dict[str, Any]]) -> None:
    choices = allowed(columns)
    assert len(choices) > 20
    lists = listed(codes)
    assert {name: lists[name] for name in choices} == choices
    assert lists.keys() - choices.keys() == WITHOUT_COLUMN | FROM_TABLES


def test_fixed_codes_of_the_tables_exist(codes: rdflib.Graph, columns: list[dict[str, Any]]) -> None:
    fixed = {url for column in columns if re.fullmatch(rf"{BASE}auth/[^{{]+", url := column.get("valueUrl", ""))}
    assert fixed
    for url in fixed:
        assert (rdflib.URIRef(url), RDF.type, None) in codes, url


def test_lists_filled_by_tables_are_empty_here(codes: rdflib.Graph) -> None:
    assert {name for name, members in listed(codes).items() if not members} == FROM_TABLES


def test_every_list_has_a_title_in_four_languages(codes: rdflib.Graph) -> None:
    for scheme in codes.subjects(RDF.type, SKOS.ConceptScheme):
        assert languages(codes, scheme, DCTERMS.title) == LANGUAGES, scheme


def test_every_concept_is_complete(codes: rdflib.Graph) -> None:
    concepts = set(codes.subjects(RDF.type, SKOS.Concept))
    assert len(concepts) > 100
    for concept in concepts:
        assert languages(codes, concept, SKOS.prefLabel) == LANGUAGES, concept
        assert languages(codes, concept, SKOS.definition) in ([], LANGUAGES), concept
        (scheme,) = codes.objects(concept, SKOS.inScheme)
        (notation,) = codes.objects(concept, SKOS.notation)
        assert str(concept) == f"{scheme}{'-' if str(scheme) == SEX else '/'}{notation}"
        if str(scheme) != SEX:
            assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", str(notation))


def test_labels_tell_the_codes_of_a_list_apart(codes: rdflib.Graph) -> None:
    """SKOS integrity condition S14 is one label per language; within a list they must differ as well."""
    for scheme in codes.subjects(RDF.type, SKOS.ConceptScheme):
        labels = [
            label
            for concept in codes.subjects(SKOS.inScheme, scheme)
            for label in codes.objects(concept, SKOS.prefLabel)
        ]
        assert len(labels) == len(set(labels)), scheme


def test_sex_codes_keep_what_sdmx_publishes(codes: rdflib.Graph) -> None:
    published = {"F": "Female", "M": "Male", "N": "Not applicable", "T": "Total", "U": "Not specified or unknown"}
    for code, label in published.items():
        concept = rdflib.URIRef(f"{SEX}-{code}")
        assert rdflib.Literal(label, "en") in set(codes.objects(concept, SKOS.prefLabel))
        assert (concept, RDF.type, rdflib.URIRef("http://purl.org/linked-data/sdmx/2009/code#Sex")) in codes


@pytest.mark.parametrize(
    ("concept", "match", "targets"),
    [
        (
            BASE + "auth/area/be",
            SKOS.exactMatch,
            {
                "http://eurovoc.europa.eu/4839",
                "http://publications.europa.eu/resource/authority/country/BEL",
                "http://data.europa.eu/nuts/code/BE",
                "http://vocab.belgif.be/auth/refnis2025/1000",
            },
        ),
        (
            BASE + "auth/gender/female",
            SKOS.exactMatch,
            {"http://publications.europa.eu/resource/authority/human-sex/FEMALE"},
        ),
        (
            BASE + "auth/gender/male",
            SKOS.exactMatch,
            {"http://publications.europa.eu/resource/authority/human-sex/MALE"},
        ),
        (SEX + "-F", SKOS.exactMatch, {"http://publications.europa.eu/resource/authority/human-sex/FEMALE"}),
        (SEX + "-M", SKOS.exactMatch, {"http://publications.europa.eu/resource/authority/human-sex/MALE"}),
        (SEX + "-N", SKOS.exactMatch, {"http://publications.europa.eu/resource/authority/human-sex/NAP"}),
        (BASE + "auth/school-level/pre-school", SKOS.closeMatch, {"http://eurovoc.europa.eu/679"}),
        (BASE + "auth/school-level/primary", SKOS.closeMatch, {"http://eurovoc.europa.eu/793"}),
        (BASE + "auth/school-level/secondary", SKOS.closeMatch, {"http://eurovoc.europa.eu/799"}),
        (BASE + "auth/school-level/higher", SKOS.closeMatch, {"http://eurovoc.europa.eu/800"}),
    ],
)
def test_match(codes: rdflib.Graph, concept: str, match: rdflib.URIRef, targets: set[str]) -> None:
    assert {str(target) for target in codes.objects(rdflib.URIRef(concept), match)} == targets


def test_there_is_no_other_match(codes: rdflib.Graph) -> None:
    """Only verified links; the list above is complete."""
    assert len(list(codes.subject_objects(SKOS.exactMatch))) == 9
    assert len(list(codes.subject_objects(SKOS.closeMatch))) == 4
    assert not [p for p in codes.predicates() if p in {SKOS.relatedMatch, SKOS.broadMatch, SKOS.narrowMatch}]
