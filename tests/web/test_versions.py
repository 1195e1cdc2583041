"""`/versions`, `/changes.atom`, `/ldes`, `/timegate`, `/timemap`: two releases as readers and programs see them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import DCTERMS, RDF
from werkzeug.test import Client, TestResponse

from widgraph.history import PAGE_SIZE
from widgraph.release import Release, changes, read_resources, versions
from widgraph.settings import Settings
from widgraph.web import create_app

BASE = "https://w3id.org/widgraph/"
ATOM = "{http://www.w3.org/2005/Atom}"
AS = rdflib.Namespace("https://www.w3.org/ns/activitystreams#")
LDES = rdflib.Namespace("https://w3id.org/ldes#")
TREE = rdflib.Namespace("https://w3id.org/tree#")
SITE = "https://data.example.org"
STREAM = rdflib.URIRef(BASE + "ldes#stream")


@pytest.fixture(scope="module")
def client(later: Release) -> Iterator[Client]:
    with create_app(later, Settings(site_url=SITE)) as app:
        yield app.test_client()


@pytest.fixture(scope="module")
def pair(later: Release) -> tuple[Release, Release]:
    before, after = versions(later)
    return before, after


def graph(answer: TestResponse) -> rdflib.Dataset:
    assert answer.status_code == 200
    return rdflib.Dataset().parse(data=answer.text, format="trig")


def moment(value: Any) -> datetime:
    found = datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    assert found.tzinfo is not None
    return found


def page(client: Client, url: str) -> rdflib.Dataset:
    assert url.startswith(SITE + "/ldes")
    return graph(client.get(url.removeprefix(SITE), headers={"Accept": "application/trig"}))


def follow(client: Client, until: datetime | None = None) -> Iterator[tuple[str, rdflib.Dataset]]:
    """Walk the stream in the order of time, as a client does, leaving out what the relations say is too late."""
    waiting, seen = [(datetime.min.replace(tzinfo=UTC), f"{SITE}/ldes")], set()
    while waiting:
        waiting.sort(key=lambda one: one[0])
        start, url = waiting.pop(0)
        if url in seen or (until is not None and start > until):
            continue
        seen.add(url)
        found = page(client, url)
        yield url, found
        default = found.default_graph
        for relation in default.objects(rdflib.URIRef(url), TREE.relation):
            assert default.value(relation, TREE.path) == AS.published
            kind, value = default.value(relation, RDF.type), moment(default.value(relation, TREE.value))
            assert kind in (TREE.GreaterThanOrEqualToRelation, TREE.LessThanRelation)
            if kind == TREE.GreaterThanOrEqualToRelation:
                waiting.append((value, str(default.value(relation, TREE.node))))


def test_a_client_follows_the_stream_from_the_first_page_to_the_last(
    client: Client, pair: tuple[Release, Release]
) -> None:
    """Every state of every thing, once, in the order of time; the last states are those of the current release."""
    members: list[tuple[datetime, str, str, str]] = []
    views = 0
    for _, found in follow(client):
        default = found.default_graph
        views += len(list(default.objects(STREAM, TREE.view)))
        for member in default.objects(STREAM, TREE.member):
            kind = str(default.value(member, RDF.type)).removeprefix(AS)
            published = moment(default.value(member, AS.published))
            members.append((published, str(default.value(member, AS.object)), kind, str(member)))
            assert bool(len(found.graph(member))) == (kind != "Delete")
    assert views == 1
    assert len({member for *_, member in members}) == len(members)
    before, after = pair
    assert len(members) == len(read_resources(before.path)) + len(changes(before, after))
    assert [one[0] for one in members] == sorted(one[0] for one in members)
    gone = {iri for _, iri, kind, _ in members if kind == "Delete"}
    state = {iri for _, iri, kind, _ in members if kind != "Delete"} - gone
    assert state == set(read_resources(after.path))


def test_relations_let_a_client_leave_out_what_it_has(client: Client, later: Release) -> None:
    urls = [url for url, _ in follow(client, until=datetime(2026, 11, 30, tzinfo=UTC))]
    assert urls
    assert not [url for url in urls if later.id in url]
    assert [url for url, _ in follow(client) if later.id in url]


def test_the_root_says_what_a_stream_must(client: Client) -> None:
    """LDES 1.0: one view, the paths of time and of version; the root is not kept for long."""
    answer = client.get("/ldes", headers={"Accept": "application/trig"})
    default = graph(answer).default_graph
    assert (STREAM, RDF.type, LDES.EventStream) in default
    assert list(default.objects(STREAM, LDES.timestampPath)) == [AS.published]
    assert list(default.objects(STREAM, LDES.versionOfPath)) == [AS.object]
    assert list(default.subject_objects(TREE.view)) == [(STREAM, rdflib.URIRef(f"{SITE}/ldes"))]
    assert len(list(default.objects(STREAM, DCTERMS.title))) == 4
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.headers["ETag"]


def test_a_page_is_kept_for_ever_and_no_longer_than_agreed(client: Client, pair: tuple[Release, Release]) -> None:
    before, _ = pair
    answer = client.get(f"/ldes/{before.id}/1", headers={"Accept": "application/trig"})
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Accept" in answer.headers["Vary"]
    default = graph(answer).default_graph
    assert default.value(rdflib.URIRef(f"{SITE}/ldes/{before.id}/1"), LDES.immutable) == rdflib.Literal(True)
    assert len(list(default.objects(STREAM, TREE.member))) == PAGE_SIZE


def test_a_page_is_the_same_before_and_after_the_next_release(
    client: Client, release: Release, pair: tuple[Release, Release]
) -> None:
    before, _ = pair
    assert before.id == release.id
    with create_app(release, Settings(site_url=SITE)) as app:
        earlier = app.test_client()
        for number in (1, 2):
            path, accept = f"/ldes/{before.id}/{number}", {"Accept": "application/trig"}
            assert earlier.get(path, headers=accept).data == client.get(path, headers=accept).data


@pytest.mark.parametrize(
    ("accept", "kind"), [("application/ld+json", ox.RdfFormat.JSON_LD), ("application/n-quads", ox.RdfFormat.N_QUADS)]
)
def test_the_pages_come_in_other_syntaxes_too(client: Client, later: Release, accept: str, kind: ox.RdfFormat) -> None:
    answer = client.get(f"/ldes/{later.id}/1", headers={"Accept": accept})
    assert answer.content_type == accept
    trig = client.get(f"/ldes/{later.id}/1", headers={"Accept": "application/trig"})
    assert set(ox.parse(answer.data, format=kind)) == set(ox.parse(trig.data, format=ox.RdfFormat.TRIG))


@pytest.mark.parametrize("path", ["/ldes/9.9.9-0123456789ab/1", "/ldes/nothing/1", "/ldes/{id}/999", "/ldes/{id}/0"])
def test_a_page_that_is_not_there(client: Client, later: Release, path: str) -> None:
    assert client.get(path.format(id=later.id)).status_code == 404


def test_people_are_led_to_the_page_of_versions(client: Client) -> None:
    answer = client.get("/ldes", headers={"Accept": "text/html,*/*;q=0.8"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/versions")


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_the_feed_is_what_rfc_4287_asks(client: Client, language: str) -> None:
    """Sections 4.1.1 and 4.1.2: what a feed and an entry must have, once each; dates of RFC 3339."""
    answer = client.get(f"/changes.atom?lang={language}")
    assert answer.content_type == "application/atom+xml"
    feed = ElementTree.fromstring(answer.text)  # noqa: S314 - our own document
    assert feed.tag == ATOM + "feed"
    assert feed.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == language
    entries = feed.findall(ATOM + "entry")
    assert [entry.findtext(ATOM + "id") for entry in entries] == [f"{BASE}versions/1.1.0", f"{BASE}versions/1.0.0"]
    assert [link.attrib["href"] for link in feed.findall(ATOM + "link") if link.attrib["rel"] == "self"] == [
        f"{SITE}/changes.atom"
    ]
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    for element in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(element.findall(ATOM + name)) == 1
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", element.findtext(ATOM + "updated") or "")
    assert feed.findtext(ATOM + "updated") == entries[0].findtext(ATOM + "updated")
    for entry in entries:
        (alternate,) = [link for link in entry.findall(ATOM + "link") if link.attrib["rel"] == "alternate"]
        assert client.get(alternate.attrib["href"].removeprefix(SITE)).status_code == 200
        content = entry.find(ATOM + "content")
        assert content is not None
        assert content.attrib["type"] == "html"
        assert (content.text or "").startswith("<p>")
    assert f'<a href="{BASE}id/initiative/i0001">' in (entries[0].findtext(ATOM + "content") or "")


def test_the_pages_of_versions(client: Client, pair: tuple[Release, Release]) -> None:
    before, after = pair
    listed = client.get("/versions.json").get_json()
    assert [one["release"] for one in listed] == [after.id, before.id]
    assert listed[0]["changes"]["Delete"] == 1
    assert client.get(f"/dumps/{before.id}/widgraph.nt").data == before.dump("nt").read_bytes()
    for language in ("nl", "fr", "de", "en"):
        answer = client.get(f"/versions?lang={language}", headers={"Accept": "text/html"})
        assert f'href="/versions/1.1.0?lang={language}"' in answer.text
    page = client.get("/versions/1.1.0", headers={"Accept": "text/html"}).text
    assert "/doc/initiative/i0001" in page
    things = client.get("/versions/1.1.0.json").get_json()["things"]
    assert {"iri": f"{BASE}id/note/n040", "kind": "dqv:QualityAnnotation", "change": "Delete"} in things
    assert client.get("/versions/1.0.0?page=2", headers={"Accept": "text/html"}).status_code == 200
    for missing in ("/versions/9.9.9", "/versions/1.0.0.html?page=999", "/versions/%00"):
        assert client.get(missing).status_code in (400, 404)


def test_the_sitemap_gives_each_page_the_day_its_own_content_changed(client: Client) -> None:
    text = client.get("/sitemap.xml").text
    assert f"<loc>{SITE}/doc/initiative/i0001.html</loc><lastmod>2026-12-01</lastmod>" in text
    assert f"<loc>{SITE}/doc/initiative/i0002.html</loc><lastmod>2026-11-24</lastmod>" in text
    assert "/doc/note/n040" not in text


def links(answer: TestResponse) -> dict[str, str]:
    """Return the targets of Link headers by relation."""
    found: dict[str, str] = {}
    for value in answer.headers.getlist("Link"):
        for target, relations in re.findall(r'<([^>]*)>;\s*rel="([^"]*)"', value):
            found |= dict.fromkeys(relations.split(), target)
    return found


def at(day: datetime) -> dict[str, str]:
    return {"Accept-Datetime": format_datetime(day, usegmt=True), "Accept": "text/turtle"}


@pytest.mark.parametrize(
    ("day", "which"),
    [
        (datetime(1999, 1, 1, tzinfo=UTC), 0),
        (datetime(2026, 11, 24, tzinfo=UTC), 0),
        (datetime(2026, 12, 1, tzinfo=UTC) - timedelta(seconds=1), 0),
        (datetime(2026, 12, 1, tzinfo=UTC), 1),
        (datetime(2099, 1, 1, tzinfo=UTC), 1),
    ],
)
def test_a_timegate_leads_to_the_state_of_a_day(
    client: Client, pair: tuple[Release, Release], day: datetime, which: int
) -> None:
    """RFC 7089, sections 4.1 (pattern 2.1) and 4.5.1: too early gives the first, too late the last."""
    answer = client.get("/timegate/doc/initiative/i0001", headers=at(day))
    assert (answer.status_code, answer.headers["Vary"]) == (302, "Accept-Datetime")
    assert links(answer)["original"] == f"{SITE}/doc/initiative/i0001"
    assert links(answer)["timemap"] == f"{SITE}/timemap/doc/initiative/i0001"
    state = client.get(answer.headers["Location"], headers={"Accept": "text/turtle"})
    assert state.status_code == 200
    assert (
        state.headers["Memento-Datetime"] == ["Tue, 24 Nov 2026 00:00:00 GMT", "Tue, 01 Dec 2026 00:00:00 GMT"][which]
    )
    assert links(state)["original"] == f"{SITE}/doc/initiative/i0001"
    assert {"timegate", "timemap"} <= set(links(state))
    titles = ["Video capsules with women role models", "Video portraits of role models"]
    assert titles[which] in state.text
    assert titles[1 - which] not in state.text


def test_without_a_date_the_latest_state_and_a_full_address_will_do(client: Client, later: Release) -> None:
    answer = client.get(f"/timegate/{BASE}id/initiative/i0001")
    assert answer.headers["Location"] == f"/versions/{later.id}/doc/initiative/i0001"
    answer = client.get(f"/timegate/{SITE}/doc/initiative/i0001.ttl")
    assert answer.headers["Location"] == f"/versions/{later.id}/doc/initiative/i0001.ttl"


@pytest.mark.parametrize("value", ["yesterday", "2026-11-24", "", "Tue, 24 Nov 2026 00:00:00 +0100", "x" * 5000])
def test_a_date_that_is_none_is_400(client: Client, value: str) -> None:
    answer = client.get("/timegate/doc/initiative/i0001", headers={"Accept-Datetime": value})
    assert answer.status_code == 400


@pytest.mark.parametrize("path", ["doc/initiative/i9999", "nothing", "doc/", "versions", "https://example.org/x"])
def test_what_never_had_a_state_is_404(client: Client, path: str) -> None:
    for start in ("/timegate/", "/timemap/"):
        assert client.get(start + path).status_code == 404


def test_a_timemap_lists_all_states(client: Client, pair: tuple[Release, Release]) -> None:
    """RFC 7089, section 5; RFC 6690."""
    answer = client.get("/timemap/doc/initiative/i0001")
    assert answer.content_type == "application/link-format"
    lines = answer.text.strip().split(",\n")
    assert lines[0] == f'<{SITE}/doc/initiative/i0001>; rel="original"'
    mementos = [line for line in lines if "memento" in line]
    assert [re.findall(r'rel="([^"]*)"', line)[0] for line in mementos] == ["first memento", "last memento"]
    for line, release in zip(mementos, pair, strict=True):
        assert f"<{SITE}/versions/{release.id}/doc/initiative/i0001>" in line
    added = client.get("/timemap/doc/meeting/2022-05-05").text
    assert 'rel="first last memento"' in added


def test_a_document_names_its_timegate(client: Client) -> None:
    found = links(client.get("/doc/initiative/i0001.ttl"))
    assert found["timegate"] == "/timegate/doc/initiative/i0001"
    assert client.get(found["timemap"]).status_code == 200


def test_an_earlier_state_has_a_page_too(client: Client, pair: tuple[Release, Release]) -> None:
    for language in ("nl", "en"):
        answer = client.get(f"/versions/{pair[0].id}/doc/initiative/i0001.html?lang={language}")
        assert answer.status_code == 200
        assert answer.headers["Memento-Datetime"]
        assert answer.headers["Content-Location"] == f"/versions/{pair[0].id}/doc/initiative/i0001.html?lang={language}"
    assert client.get(f"/versions/{pair[0].id}/doc/meeting/2022-05-05.ttl").status_code == 404
    assert client.get("/versions/9.9.9-0123456789ab/doc/initiative/i0001.ttl").status_code == 404
