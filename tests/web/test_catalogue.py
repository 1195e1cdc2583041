"""`/catalog`, `/dumps` and `/tables` as harvesters, link checkers and people ask for them."""

from __future__ import annotations

import gzip
import hashlib
import re

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import DCAT, DCTERMS, RDF
from tests.web.conftest import Answer, Ask

from widgraph.release import Release

BASE = "https://w3id.org/widgraph/"
#: Where other people's identifiers live; whether they answer is not ours to test here.
FOREIGN = re.compile(
    r"https?://(publications\.europa\.eu/resource/authority|www\.iana\.org/assignments|purl\.org|www\.w3\.org|spdx\.org"
    r"|www\.opengis\.net|data\.europa\.eu|rdfs\.org|xmlns\.com)/"
)


def local(url: str) -> str:
    """Return the path that the rules of w3id.org lead a permanent address to (deploy/w3id)."""
    path = url.removeprefix(BASE).partition("#")[0]
    return re.sub(r"^/auth/", "/doc/auth/", re.sub(r"^/id/", "/doc/", "/" + path))


@pytest.fixture(scope="module")
def catalog(ask: Ask) -> rdflib.Graph:
    answer = ask("/catalog.ttl", Accept="*/*")
    assert (answer.status, answer.headers["content-type"]) == (200, "text/turtle; charset=utf-8")
    return rdflib.Graph().parse(data=answer.text, format="turtle")


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "text/turtle; charset=utf-8"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/ld+json", "application/ld+json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html; charset=utf-8"),
    ],
)
def test_the_catalogue_comes_in_the_form_asked_for(ask: Ask, accept: str, media_type: str) -> None:
    answer = ask("/catalog", Accept=accept)
    assert (answer.status, answer.headers["content-type"]) == (200, media_type)
    assert "Accept" in answer.headers["vary"]
    assert 'rel="cite-as"' in answer.headers["link"]


@pytest.mark.parametrize("suffix", ["ttl", "rdf", "jsonld"])
def test_what_is_served_is_the_file_of_the_release(ask: Ask, release: Release, suffix: str) -> None:
    answer = ask(f"/catalog.{suffix}")
    assert answer.body == (release.path / f"catalog.{suffix}").read_bytes()
    assert ask(f"/catalog.{suffix}", If_None_Match=answer.headers["etag"]).status == 304


def test_every_address_named_in_the_catalogue_answers_head_and_get(ask: Ask, catalog: rdflib.Graph) -> None:
    """A link checker sends HEAD; a route that only knows GET would cost 80 points."""
    ours = {str(node).partition("#")[0] for triple in catalog for node in triple if isinstance(node, rdflib.URIRef)}
    foreign = {url for url in ours if not url.startswith(BASE)}
    assert [url for url in foreign if not FOREIGN.match(url)] == []
    paths = {local(url) for url in ours - foreign}
    assert len(paths) > 70
    for path in sorted(paths):
        head, get = ask(path, "HEAD"), ask(path)
        assert (path, head.status, get.status) == (path, 200, 200)
        assert head.headers["content-length"] == str(len(get.body)), path
        assert head.headers["content-type"] == get.headers["content-type"], path


def test_every_file_has_the_type_size_and_digest_that_the_catalogue_states(ask: Ask, catalog: rdflib.Graph) -> None:
    spdx = rdflib.Namespace("http://spdx.org/rdf/terms#")
    for file in catalog.subjects(RDF.type, DCAT.Distribution):
        answer = ask(local(str(catalog.value(file, DCAT.downloadURL))))
        stated = catalog.value(file, DCAT.packageFormat) or catalog.value(file, DCAT.mediaType)
        served = answer.headers["content-type"].partition(";")[0]
        assert str(stated) == f"https://www.iana.org/assignments/media-types/{served}"
        assert str(catalog.value(file, DCAT.byteSize)) == answer.headers["content-length"]
        checksum = catalog.value(file, spdx.checksum)
        assert str(catalog.value(checksum, spdx.checksumValue)) == hashlib.sha256(answer.body).hexdigest()
        assert answer.headers["etag"] == f'"{hashlib.sha256(answer.body).hexdigest()}"'


def test_the_syntaxes_of_a_dataset_hold_the_same_statements(ask: Ask, catalog: rdflib.Graph) -> None:
    kinds = {
        "ttl": ox.RdfFormat.TURTLE,
        "nt": ox.RdfFormat.N_TRIPLES,
        "rdf": ox.RdfFormat.RDF_XML,
        "jsonld": ox.RdfFormat.JSON_LD,
    }
    for dataset in catalog.objects(rdflib.URIRef(BASE + "catalog"), DCAT.dataset):
        name = str(dataset).rpartition("/")[2]
        first, *others = (
            {quad.triple for quad in ox.parse(ask(f"/dumps/{name}.{suffix}").body, format=kind)}
            for suffix, kind in kinds.items()
        )
        assert first
        assert all(first == other for other in others), name
        titles = {one for one in first if one.subject == ox.NamedNode(str(dataset)) and "title" in one.predicate.value}
        assert len(titles) == len(list(catalog.objects(dataset, DCTERMS.title))) == 4


def test_compressed_and_plain_are_the_same_content_under_different_tags(ask: Ask) -> None:
    """RFC 9110, sections 8.4 and 8.8.3.3."""
    plain = ask("/dumps/actors.nt")
    packed = ask("/dumps/actors.nt", Accept_Encoding="gzip, deflate, br")
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["content-type"] == plain.headers["content-type"]
    assert gzip.decompress(packed.body) == plain.body
    assert plain.headers["etag"] != packed.headers["etag"]
    assert plain.headers["vary"] == packed.headers["vary"] == "Accept-Encoding"
    file = ask("/dumps/actors.nt.gz")
    assert (file.headers["content-type"], file.body) == ("application/gzip", packed.body)
    for refused in ("gzip;q=0", "identity", "br", "gzip;q=0.1, identity"):
        assert "content-encoding" not in ask("/dumps/actors.nt", Accept_Encoding=refused).headers


def test_ranges(ask: Ask) -> None:
    """RFC 9110, section 14."""
    whole = ask("/tables/actors.csv")
    assert whole.headers["accept-ranges"] == "bytes"

    def part(ranges: str, **headers: str) -> Answer:
        return ask("/tables/actors.csv", Range=ranges, Accept_Encoding="gzip", **headers)

    first = part("bytes=0-99")
    assert (first.status, first.body) == (206, whole.body[:100])
    assert first.headers["content-range"] == f"bytes 0-99/{len(whole.body)}"
    assert part("bytes=-50").body == whole.body[-50:]
    assert part("bytes=100-").body == whole.body[100:]
    assert part("bytes=0-99", If_Range=whole.headers["etag"]).status == 206
    assert part("bytes=0-99", If_Range='"other"').status == 200
    beyond = part("bytes=99999999-")
    assert (beyond.status, beyond.headers["content-range"]) == (416, f"bytes */{len(whole.body)}")


def test_a_file_of_a_release_is_kept_for_ever(ask: Ask, release: Release) -> None:
    """RFC 8246."""
    answer = ask(f"/dumps/{release.id}/actors.ttl")
    assert answer.body == ask("/dumps/actors.ttl").body
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    moved = ask(f"/dumps/{release.manifest.version}/actors.ttl")
    assert (moved.status, moved.headers["location"]) == (302, f"/dumps/{release.id}/actors.ttl")


@pytest.mark.parametrize(
    "path",
    [
        "/dumps/nothing.ttl",
        "/dumps/9.9.9/actors.ttl",
        "/dumps/9.9.9-0123456789ab/actors.ttl",
        "/dumps/../manifest.json",
        "/dumps/%2e%2e/manifest.json",
        "/tables/actors",
        "/tables/actors/",
        "/tables//actors.csv",
        "/dumps/1.0.0/",
    ],
)
def test_what_is_not_there_is_said(ask: Ask, path: str) -> None:
    answer = ask(path)
    assert answer.status == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_table_leads_to_its_description(ask: Ask) -> None:
    """Model for Tabular Data, section 5.2: the link and the media type by which a processor finds the metadata."""
    answer = ask("/tables/actors/actors.csv")
    assert (
        '</tables/actors/csv-metadata.json>; rel="describedby"; type="application/csvm+json"' in answer.headers["link"]
    )
    assert ask("/tables/actors/csv-metadata.json").headers["content-type"] == "application/csvm+json"
    assert '</doc/dataset/actors>; rel="collection"' in answer.headers["link"]


def test_the_page_lists_every_file(ask: Ask, catalog: rdflib.Graph) -> None:
    for language in ("nl", "fr", "de", "en"):
        page = ask(f"/catalog.html?lang={language}").text
        for url in catalog.objects(None, DCAT.downloadURL):
            assert f'href="{local(str(url))}"' in page
