"""What machines look for first: VoID, sitemap, robots.txt, security.txt, structured data, Signposting."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import RDF, VOID
from tests.web.conftest import Ask

from widgraph.errors import UsageError
from widgraph.release import Release
from widgraph.settings import Settings
from widgraph.web import _discovery_routes, create_app

BASE = "https://w3id.org/widgraph/"
WHOLE = rdflib.URIRef(BASE + "id/dataset/widgraph")
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
DATASETS = ["2022", "actors", "audiences", "counts", "indicators", "initiatives", "objectives", "widgraph"]


@pytest.fixture(scope="module")
def void(ask: Ask) -> rdflib.Graph:
    moved = ask("/.well-known/void", Accept="text/turtle")
    assert (moved.status, moved.headers["location"]) == (302, "/void")
    answer = ask("/void", Accept="text/turtle")
    assert answer.headers["content-location"] == "/void.ttl"
    return rdflib.Graph().parse(data=answer.text, format="turtle")


def number(graph: rdflib.Graph, subject: rdflib.term.Node, name: str) -> int:
    return int(str(graph.value(subject, VOID[name])))


def test_void_counts_what_is_there(void: rdflib.Graph, release_graph: set[ox.Triple]) -> None:
    """VoID, section 4.6: counted here once more, from the dump, by other code."""
    kind = ox.NamedNode(str(RDF.type))
    assert number(void, WHOLE, "triples") == len(release_graph)
    assert number(void, WHOLE, "distinctSubjects") == len({triple.subject for triple in release_graph})
    assert number(void, WHOLE, "properties") == len({triple.predicate for triple in release_graph})
    classes = Counter(triple.object.value for triple in release_graph if triple.predicate == kind)  # type: ignore[union-attr]
    stated = {
        str(void.value(part, VOID["class"])): number(void, part, "entities")
        for part in void.objects(WHOLE, VOID.classPartition)
    }
    assert stated == classes
    properties = Counter(triple.predicate.value for triple in release_graph)
    found = {
        str(void.value(part, VOID.property)): number(void, part, "triples")
        for part in void.objects(WHOLE, VOID.propertyPartition)
    }
    assert found == properties


def test_void_leads_to_the_data(ask: Ask, void: rdflib.Graph) -> None:
    description = next(iter(void.subjects(RDF.type, VOID.DatasetDescription)))
    assert description == rdflib.URIRef(BASE + "void.ttl")
    dumps = {str(dump) for dump in void.objects(None, VOID.dataDump)}
    assert len(dumps) == 2 * 6 + 6 * 4
    for dump in dumps:
        assert ask("/" + dump.removeprefix(BASE), "HEAD").status == 200
    examples = list(void.objects(WHOLE, VOID.exampleResource))
    assert len(examples) == 6
    for example in examples:
        path = re.sub(r"^(id/)?", "/doc/", str(example).removeprefix(BASE), count=1)
        assert ask(path).status == 200, example
    assert void.value(WHOLE, VOID.sparqlEndpoint) == rdflib.URIRef(BASE + "sparql")


def test_void_names_the_links_to_other_places(void: rdflib.Graph, release_graph: set[ox.Triple]) -> None:
    spaces = {
        str(void.value(void.value(one, VOID.objectsTarget), VOID.uriSpace)): number(void, one, "triples")
        for one in void.subjects(VOID.linkPredicate, rdflib.URIRef("http://www.w3.org/2002/07/owl#sameAs"))
    }
    links = {triple.object for triple in release_graph if triple.predicate.value.endswith("owl#sameAs")}
    assert "https://org.belgif.be/id/CbeRegisteredEntity/" in spaces
    assert sum(spaces.values()) == len(links) > 10


def test_every_document_is_in_a_dataset_that_void_describes(ask: Ask, void: rdflib.Graph) -> None:
    document = rdflib.Graph().parse(data=ask("/doc/actor/a022.ttl").text, format="turtle")
    (dataset,) = set(document.objects(None, VOID.inDataset))
    assert (dataset, RDF.type, VOID.Dataset) in void


def test_the_sitemap_names_every_page_with_the_day_its_content_changed(ask: Ask, release: Release) -> None:
    """sitemaps.org, protocol 0.9."""
    answer = ask("/sitemap.xml")
    assert answer.headers["content-type"] == "application/xml"
    root = ElementTree.fromstring(answer.text)  # noqa: S314 - our own document
    assert root.tag == SITEMAP + "urlset"
    entries = {url.findtext(SITEMAP + "loc") or "": url.findtext(SITEMAP + "lastmod") for url in root}
    assert 2000 < len(entries) == len(root) <= 50_000
    assert all(address.startswith(BASE) for address in entries)
    assert set(entries.values()) == {release.manifest.issued}
    assert {BASE, BASE + "initiatives", BASE + "doc/initiative/i0001.html", BASE + "catalog.html"} <= set(entries)
    for address in [*list(entries)[:20], *list(entries)[20::97]]:
        page = ask("/" + address.removeprefix(BASE), Accept="text/html")
        assert (page.status, page.headers["content-type"]) == (200, "text/html; charset=utf-8"), address
    assert f"Sitemap: {BASE}sitemap.xml\n" in ask("/robots.txt").text


def test_a_long_sitemap_is_an_index_of_parts(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_discovery_routes, "MOST", 1000)
    with create_app(release, Settings(site_url="https://example.org/", path_prefix="/wid")) as app:
        client = app.test_client()
        index = ElementTree.fromstring(client.get("/sitemap.xml").text)  # noqa: S314
        assert index.tag == SITEMAP + "sitemapindex"
        addresses = [part.findtext(SITEMAP + "loc") or "" for part in index]
        assert addresses[0] == "https://example.org/wid/sitemap-1.xml"
        found: list[str] = []
        for address in addresses:
            part = ElementTree.fromstring(client.get(address.removeprefix("https://example.org/wid")).text)  # noqa: S314
            assert 0 < len(part) <= 1000
            found += [url.findtext(SITEMAP + "loc") or "" for url in part]
        assert len(found) == len(set(found)) > 2000
        assert all(address.startswith("https://example.org/wid/") for address in found)
        assert client.get(f"/sitemap-{len(addresses) + 1}.xml").status_code == 404
        assert "Sitemap: https://example.org/wid/sitemap.xml\n" in client.get("/robots.txt").text


def test_nobody_is_made_up_as_contact_for_security(ask: Ask, release: Release) -> None:
    """RFC 9116: Contact and Expires are required, so without them there is no file."""
    assert ask("/.well-known/security.txt").status == 404
    settings = Settings(
        security_contact="mailto:security@example.org", security_expires="2027-06-30", site_url="https://example.org"
    )
    with create_app(release, settings) as app:
        answer = app.test_client().get("/.well-known/security.txt")
    assert answer.content_type == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in answer.text.split("\r\n")[:-1])
    assert fields == {
        "Contact": "mailto:security@example.org",
        "Expires": "2027-06-30T23:59:59Z",
        "Preferred-Languages": "nl, fr, de, en",
        "Canonical": "https://example.org/.well-known/security.txt",
    }


@pytest.mark.parametrize(
    ("contact", "expires"),
    [
        ("someone", "2027-06-30"),
        ("mailto:a@example.org", ""),
        ("", "2027-06-30"),
        ("https://a.example/\n", "2027-06-30"),
    ],
)
def test_an_unusable_contact_for_security_is_named_at_start(release: Release, contact: str, expires: str) -> None:
    with pytest.raises(UsageError, match="security_"):
        create_app(release, Settings(security_contact=contact, security_expires=expires))


def structured(page: str) -> dict[str, Any]:
    match = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert match
    found: dict[str, Any] = json.loads(match[1])
    return found


@pytest.mark.parametrize("name", DATASETS)
@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_the_page_of_a_dataset_says_what_a_search_engine_asks(ask: Ask, name: str, language: str) -> None:
    """Google's documentation of Dataset: name and description (50 to 5000 characters) are required."""
    found = structured(ask(f"/doc/dataset/{name}.html?lang={language}").text)
    assert (found["@type"], found["@id"]) == ("Dataset", f"{BASE}id/dataset/{name}")
    assert 50 <= len(found["description"]) <= 5000
    assert found["name"]
    recommended = {"alternateName", "creator", "distribution", "identifier", "includedInDataCatalog", "keywords"}
    recommended |= {"isAccessibleForFree", "license", "spatialCoverage", "temporalCoverage", "url", "version"}
    assert recommended <= set(found)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d", found["temporalCoverage"])
    for file in found["distribution"]:
        answer = ask("/" + file["contentUrl"].removeprefix(BASE), "HEAD")
        assert answer.headers["content-type"].partition(";")[0] == file["encodingFormat"]


def test_the_page_of_the_catalogue_is_a_data_catalog(ask: Ask) -> None:
    found = structured(ask("/catalog.html").text)
    assert found["@type"] == "DataCatalog"
    assert [one["@id"] for one in found["dataset"]] == [f"{BASE}id/dataset/{name}" for name in DATASETS]


@pytest.mark.parametrize("name", DATASETS)
def test_signposts_of_a_dataset(ask: Ask, name: str) -> None:
    """FAIR Signposting, level 1: one cite-as; describedby, item, type, license, author; and back from a file."""
    header = ask(f"/doc/dataset/{name}.html").headers["link"]
    links = [
        (match[1], match[2], match[3])
        for match in re.finditer(r'<([^>]*)>; rel="([^"]*)"(?:; type="([^"]*)")?', header)
    ]
    assert [target for target, relation, _ in links if relation == "cite-as"] == [f"{BASE}id/dataset/{name}"]
    assert {target for target, relation, _ in links if relation == "type"} == {
        "https://schema.org/AboutPage",
        "https://schema.org/Dataset",
    }
    items = [(target, kind) for target, relation, kind in links if relation == "item"]
    assert len(items) >= 7
    assert len([1 for _, relation, _ in links if relation in ("author", "license")]) == 2
    for target, kind in items:
        answer = ask(target, "HEAD")
        assert answer.headers["content-type"].partition(";")[0] == kind
        assert f'</doc/dataset/{name}>; rel="collection"' in answer.headers["link"]


@pytest.mark.parametrize("name", DATASETS)
def test_the_page_of_a_dataset_shows_files_columns_and_code(ask: Ask, name: str) -> None:
    page = ask(f"/doc/dataset/{name}.html?lang=en").text
    for heading in ("Files", "A look inside", "Tables and columns", "How to load", "How to cite"):
        assert re.search(rf"<h2[^>]*>{heading}", page), heading
    code = re.search(r"from rdflib import Graph\n(.*?)</code>", page, re.DOTALL)
    assert code
    assert f"{BASE}dumps/{name}.ttl" in code[1]
    for path in set(re.findall(r'href="(/(?:tables|dumps)/[^"]+)"', page)):
        assert ask(path, "HEAD").status == 200, path


def test_the_document_of_a_dataset_holds_its_part_of_the_catalogue(ask: Ask) -> None:
    document = rdflib.Graph().parse(data=ask("/doc/dataset/actors.ttl").text, format="turtle")
    catalog = rdflib.Graph().parse(data=ask("/catalog.ttl").text, format="turtle")
    this = rdflib.URIRef(BASE + "id/dataset/actors")
    mine = {triple for triple in catalog if str(triple[0]).startswith((f"{this}#", f"{this}/")) or triple[0] == this}
    assert len(mine) > 100
    assert mine <= set(document)
