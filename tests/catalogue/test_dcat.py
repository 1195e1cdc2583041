"""The catalogue against the official shapes, and against what the portals' own code does (DCAT-AP 3.0.1)."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from rdflib.namespace import DCTERMS, FOAF, RDF, SKOS
from tests.made_catalogue import made_catalogue

from widgraph.catalogue import catalogue, read_datasets, read_publication
from widgraph.catalogue._dcat import Entry, File
from widgraph.catalogue._formats import FORMATS
from widgraph.errors import UsageError
from widgraph.graph.serialize import SYNTAXES
from widgraph.settings import Settings
from widgraph.tables import read_tables

if TYPE_CHECKING:
    from pathlib import Path

    from widgraph.release import Release

DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")
M8G = rdflib.Namespace("http://data.europa.eu/m8g/")
BASE = "https://w3id.org/widgraph/"
LANGUAGES = ["de", "en", "fr", "nl"]
LEVEL_1 = ("shapes.ttl", "deprecateduris.ttl")
PORTAL = ("shapes.ttl", "shapes_recommended.ttl", "mdr-vocabularies.shape.ttl", "range.ttl")
#: A publisher as it would be configured; made-up test data.
CONFIGURED = Settings(
    publisher_iri="https://org.belgif.be/id/CbeRegisteredEntity/0000000097",
    publisher_name="Proefdienst ; Service d'essai ; Testdienst ; Test service",
    publisher_type="NationalAuthority",
    publisher_homepage="https://www.example.org/",
    publisher_email="publisher@example.org",
    contact_name="Proefploeg ; Équipe d'essai ; Testteam ; Test team",
    contact_email="contact@example.org",
)

Shapes = Callable[..., rdflib.Graph]


def results(data: rdflib.Graph, shapes: rdflib.Graph) -> Counter[tuple[str, str]]:
    """Return how often which constraint was broken, as severity and property; nested results are not counted."""
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    assert isinstance(report, rdflib.Graph)
    return Counter(
        (str(report.value(one, SH.resultSeverity)).rpartition("#")[2], str(report.value(one, SH.resultPath)))
        for one in report.objects(None, SH.result)
    )


def made(data: Path, settings: Settings) -> rdflib.Graph:
    """Return a catalogue with other settings; the files have made-up sizes."""
    return rdflib.Graph().parse(data=SYNTAXES["nt"].write(made_catalogue(data, settings)), format="nt")


def test_it_meets_the_shapes_of_the_quality_score(catalog: rdflib.Graph, shapes: Shapes) -> None:
    assert results(catalog, shapes(*(f"3.0.1/{name}" for name in LEVEL_1))) == {}


def test_it_meets_the_set_of_data_gov_be(catalog: rdflib.Graph, shapes: Shapes) -> None:
    """What is left is upstream's: SPDX and DCAT write http, one shape wants https (DCAT-AP issues 402 and 478)."""
    found = results(catalog, shapes(*(f"3.0.1/{name}" for name in PORTAL)))
    checksums = len(list(catalog.subjects(RDF.type, SPDX.Checksum)))
    assert found.pop(("Violation", str(SPDX.algorithm))) == checksums
    assert {severity for severity, _ in found} == {"Warning"}


def test_with_a_configured_publisher_only_the_eu_table_of_bodies_is_missed(data: Path, shapes: Shapes) -> None:
    found = results(made(data, CONFIGURED), shapes(*(f"3.0.1/{name}" for name in PORTAL)))
    found.pop(("Violation", str(SPDX.algorithm)))
    assert set(found) == {("Warning", str(DCTERMS.publisher))}


def test_with_the_other_datatype_it_meets_the_release_before(data: Path, shapes: Shapes) -> None:
    """byteSize is xsd:decimal in 3.0.0 and 2.1.1 (DCAT-AP issues 399 and 422)."""
    graph = made(data, dataclasses.replace(CONFIGURED, byte_size_datatype="decimal"))
    assert results(graph, shapes(*(f"3.0.0/{name}" for name in LEVEL_1))) == {}
    wrong = results(graph, shapes(*(f"3.0.1/{name}" for name in LEVEL_1)))
    assert set(wrong) == {("Violation", str(DCAT.byteSize))}


def test_the_shapes_can_fail(catalog: rdflib.Graph, shapes: Shapes) -> None:
    broken = rdflib.Graph() + catalog
    dataset = next(iter(broken.subjects(RDF.type, DCAT.Dataset)))
    broken.remove((dataset, DCTERMS.title, None))
    assert results(broken, shapes(*(f"3.0.1/{name}" for name in LEVEL_1)))


def test_three_syntaxes_say_the_same(release: Release) -> None:
    kinds = {"ttl": ox.RdfFormat.TURTLE, "rdf": ox.RdfFormat.RDF_XML, "jsonld": ox.RdfFormat.JSON_LD}
    ttl, rdf, jsonld = (
        set(ox.parse(path=str(release.path / f"catalog.{suffix}"), format=kind)) for suffix, kind in kinds.items()
    )
    assert ttl == rdf == jsonld
    assert len(ttl) > 2000


@pytest.mark.parametrize(("suffix", "start"), [("ttl", b"@prefix "), ("rdf", b"<?xml"), ("jsonld", b"{")])
def test_the_first_bytes_give_the_syntax_away(release: Release, suffix: str, start: bytes) -> None:
    assert (release.path / f"catalog.{suffix}").read_bytes().startswith(start)


def test_every_node_has_an_address_whose_host_has_a_dot(catalog: rdflib.Graph) -> None:
    for triple in catalog:
        for node in triple:
            assert not isinstance(node, rdflib.BNode)
            if isinstance(node, rdflib.URIRef) and not node.startswith("mailto:"):
                assert re.fullmatch(r"https?://[a-z0-9-]+(\.[a-z0-9-]+)+/[!-~]*", node), node


def datasets(catalog: rdflib.Graph) -> list[rdflib.term.Node]:
    return sorted(catalog.objects(rdflib.URIRef(BASE + "catalog"), DCAT.dataset), key=str)


def test_every_dataset_described_is_listed_and_the_series_is_none(catalog: rdflib.Graph) -> None:
    assert set(catalog.subjects(RDF.type, DCAT.Dataset)) == set(datasets(catalog))
    assert [str(one).rpartition("/")[2] for one in datasets(catalog)] == [
        *("2022", "actors", "audiences", "counts", "indicators", "initiatives", "objectives", "widgraph")
    ]
    assert list(catalog.subjects(RDF.type, DCAT.DatasetSeries)) == [rdflib.URIRef(BASE + "id/dataset/women-in-digital")]


def normalised(identifier: str) -> str:
    """As data.gov.be makes a name of an identifier: no accents, no punctuation, no case."""
    plain = unicodedata.normalize("NFKD", identifier).encode("ascii", "ignore").decode()
    return re.sub(r"\W+", "-", plain.replace("%", "")).strip("-").lower()


def test_identifiers_are_one_each_and_stay_apart_when_normalised(catalog: rdflib.Graph) -> None:
    things = [*datasets(catalog), *catalog.subjects(RDF.type, DCAT.Distribution)]
    names = []
    for thing in things:
        (identifier,) = catalog.objects(thing, DCTERMS.identifier)
        names.append(normalised(str(identifier)))
    assert len(set(names)) == len(names)


def test_texts_are_in_four_languages_once_each(catalog: rdflib.Graph) -> None:
    things = [*datasets(catalog), *catalog.subjects(RDF.type, DCAT.Distribution)]
    things += [*catalog.subjects(RDF.type, DCAT.DatasetSeries), *catalog.subjects(RDF.type, DCAT.Catalog)]
    for thing in things:
        for prop in (DCTERMS.title, DCTERMS.description):
            found = [text.language for text in catalog.objects(thing, prop) if isinstance(text, rdflib.Literal)]
            assert sorted(map(str, found)) == LANGUAGES
    for thing in datasets(catalog):
        words = {text.language for text in catalog.objects(thing, DCAT.keyword) if isinstance(text, rdflib.Literal)}
        assert sorted(map(str, words)) == LANGUAGES


def reached(catalog: rdflib.Graph, start: rdflib.term.Node) -> set[rdflib.term.Node]:
    """What a harvester stores with a dataset: everything it leads to."""
    found: set[rdflib.term.Node] = set()
    waiting = [start]
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += [
                value
                for prop, value in catalog.predicate_objects(node)
                if prop != FOAF.primaryTopic and isinstance(value, rdflib.URIRef)
            ]
    return found


def test_no_dataset_leads_to_another_or_to_the_catalogue(catalog: rdflib.Graph) -> None:
    for dataset in datasets(catalog):
        others = {*datasets(catalog), rdflib.URIRef(BASE + "catalog")} - {dataset}
        assert not reached(catalog, dataset) & others, dataset


def test_an_edition_is_in_the_series_and_links_go_up_only(catalog: rdflib.Graph) -> None:
    series = rdflib.URIRef(BASE + "id/dataset/women-in-digital")
    assert list(catalog.subjects(DCAT.inSeries, series)) == [rdflib.URIRef(BASE + "id/dataset/2022")]
    assert not [value for value in catalog.objects(series) if value in datasets(catalog)]


def test_cubes_name_their_dimensions_and_attributes(catalog: rdflib.Graph) -> None:
    """StatDCAT-AP 1.0.1."""
    counts, indicators = (rdflib.URIRef(f"{BASE}id/dataset/{name}") for name in ("counts", "indicators"))
    assert len(list(catalog.objects(counts, M8G.dimension))) == 4
    assert len(list(catalog.objects(indicators, M8G.dimension))) == 6
    assert len(list(catalog.objects(indicators, M8G.attribute))) == 2


def test_every_controlled_value_is_described(catalog: rdflib.Graph) -> None:
    values = {node for node in catalog.objects() if "/resource/authority/" in str(node)}
    assert len(values) > 25
    for value in values:
        kinds = set(catalog.objects(value, RDF.type))
        assert SKOS.ConceptScheme in kinds or (kinds and list(catalog.objects(value, SKOS.inScheme))), value


def test_sizes_and_digests_are_those_of_the_files(catalog: rdflib.Graph, release: Release) -> None:
    for file in catalog.subjects(RDF.type, DCAT.Distribution):
        path = str(catalog.value(file, DCAT.downloadURL)).removeprefix(BASE)
        entry = release.manifest.files[path]
        assert int(str(catalog.value(file, DCAT.byteSize))) == entry.bytes
        checksum = catalog.value(file, SPDX.checksum)
        assert str(catalog.value(checksum, SPDX.checksumValue)) == entry.sha256


def test_at_most_ten_files_and_at_least_one_open_and_machine_readable(catalog: rdflib.Graph) -> None:
    for dataset in datasets(catalog):
        files = list(catalog.objects(dataset, DCAT.distribution))
        kinds = {str(catalog.value(file, DCTERMS["format"])).rpartition("/")[2] for file in files}
        assert 6 <= len(files) <= 10
        assert {"RDF_TURTLE", "JSON_LD", "RDF_XML", "RDF_N_TRIPLES", "CSV", "XLSX"} <= kinds


def test_nobody_is_named_as_publisher_who_was_not_configured(catalog: rdflib.Graph, data: Path) -> None:
    assert set(catalog.objects(None, DCTERMS.publisher)) == {rdflib.URIRef(BASE + "catalog#publisher")}
    assert not [node for node in catalog.objects() if str(node).startswith("mailto:")]
    configured = made(data, CONFIGURED)
    assert set(configured.objects(None, DCTERMS.publisher)) == {rdflib.URIRef(CONFIGURED.publisher_iri)}
    assert {str(node) for node in configured.objects() if str(node).startswith("mailto:")} == {
        "mailto:publisher@example.org",
        "mailto:contact@example.org",
    }


def test_the_address_of_the_site_moves_files_and_no_identifier(data: Path) -> None:
    there = made(data, dataclasses.replace(CONFIGURED, site_url="https://data.example.org/", path_prefix="/wid"))
    here = made(data, CONFIGURED)
    assert datasets(there) == datasets(here)
    urls = {str(url) for prop in (DCAT.accessURL, DCAT.downloadURL) for url in there.objects(None, prop)}
    assert urls
    assert all(url.startswith("https://data.example.org/wid/dumps/") for url in urls)


@pytest.mark.parametrize(
    "wrong",
    [
        {"byte_size_datatype": "integer"},
        {"publisher_type": "Emperor"},
        {"publisher_iri": "FOD Economie"},
        {"contact_email": "nobody"},
        {"contact_url": "https://example.org/a b"},
        {"publisher_name": "een ; deux"},
        {"contact_name": ""},
    ],
)
def test_an_unusable_setting_is_named(wrong: dict[str, str]) -> None:
    with pytest.raises(UsageError, match=next(iter(wrong))):
        read_publication(dataclasses.replace(CONFIGURED, **wrong))  # type: ignore[arg-type]


def changed(before: Iterable[tuple[rdflib.term.Node, ...]], after: Iterable[tuple[rdflib.term.Node, ...]]) -> set[str]:
    """Return the datasets, series and catalogue that two catalogues say different things about."""
    subjects = {str(triple[0]) for triple in set(before) ^ set(after)}
    return {re.split(r"[#]|/period", subject)[0].removeprefix(BASE) for subject in subjects}


def test_renaming_one_dataset_changes_only_that_one(data: Path) -> None:
    datasets = read_datasets(read_tables(data))
    publication = read_publication(CONFIGURED)

    def graph(title: str) -> rdflib.Graph:
        entries = [
            Entry(
                dataclasses.replace(one, titles={**one.titles, "en": title}) if one.id == "actors" else one,
                [File(form, f"dumps/{one.id}.{form.key}", 7, "00" * 32) for form in FORMATS],
            )
            for one in datasets
            if not one.is_series
        ]
        quads = catalogue(entries, [one for one in datasets if one.is_series], publication)
        return rdflib.Graph().parse(data=SYNTAXES["nt"].write(quads), format="nt")

    pages = {"doc/dataset/actors.html", "id/dataset/actors"}
    assert changed(graph("Organisations"), graph("Organisations")) == set()
    assert changed(graph("Organisations"), graph("Others")) == pages
