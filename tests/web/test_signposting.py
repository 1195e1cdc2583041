"""FAIR Signposting, levels 1 and 2, checked by parsers written from RFC 8288 and RFC 9264."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from urllib.parse import urljoin

import pytest
from tests.web.conftest import Answer, Ask

BASE = "https://w3id.org/widgraph/"
THINGS = {
    "initiative/i0014": None,
    "actor/a022": "Organization",
    "meeting/2021-09-16": "Event",
    "auth/audience/women": "DefinedTerm",
    "auth/audience": "DefinedTermSet",
    "dataset/counts": "Dataset",
    "edition/2022": "Report",
    "document/2022-nl": "DigitalDocument",
}
RDF = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
    "nt": "application/n-triples",
}
#: Registered relation types that are used here (IANA, Link Relations; Signposting).
REGISTERED = {
    "alternate", "author", "cite-as", "collection", "describedby", "describes", "item", "license", "linkset", "next",
    "prev", "timegate", "timemap", "type",
}  # fmt: skip


@dataclass(frozen=True)
class Found:
    """One link as a client reads it: where it starts and ends, and its attributes."""

    anchor: str
    relation: str
    href: str
    media_type: str | None


def parsed(value: str, base: str) -> set[Found]:
    """Read a Link header or an application/linkset document (RFC 8288, appendix B.2; RFC 9264, section 4.1)."""
    found = set()
    rest = value.strip()
    while rest:
        match = re.match(r"<([^>]*)>", rest)
        assert match, rest[:80]
        href, rest = match[1], rest[match.end() :]
        attributes: dict[str, str] = {}
        while match := re.match(r'\s*;\s*([a-z*-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,]+))', rest):
            attributes.setdefault(match[1], match[2] if match[2] is not None else match[3])
            rest = rest[match.end() :]
        anchor = urljoin(base, attributes.get("anchor", ""))
        for relation in attributes["rel"].split():
            found.add(Found(anchor, relation, urljoin(base, href), attributes.get("type")))
        match = re.match(r"\s*(,\s*|$)", rest)
        assert match, rest[:80]
        rest = rest[match.end() :]
    return found


def parsed_json(text: str, base: str) -> set[Found]:
    """Read application/linkset+json (RFC 9264, section 4.2), refusing what it does not allow."""
    document = json.loads(text)
    assert list(document) == ["linkset"]
    found = set()
    for context in document["linkset"]:
        anchor = urljoin(base, context.pop("anchor"))
        assert context
        for relation, targets in context.items():
            assert isinstance(targets, list)
            assert targets
            for target in targets:
                assert isinstance(target["href"], str)
                assert target.keys() <= {"href", "type", "hreflang", "title", "media"}
                assert isinstance(target.get("hreflang", []), list)
                found.add(Found(anchor, relation, urljoin(base, target["href"]), target.get("type")))
    return found


def links(answer: Answer, at: str) -> set[Found]:
    return parsed(answer.headers["link"], at)


def hrefs(found: set[Found], relation: str) -> set[str]:
    return {link.href for link in found if link.relation == relation}


@pytest.mark.parametrize(("thing", "kind"), THINGS.items())
def test_level_1_of_a_landing_page(ask: Ask, url: str, thing: str, kind: str | None) -> None:
    at = f"{url}/doc/{thing}.html"
    found = links(ask(f"/doc/{thing}", Accept="text/html"), at)
    iri = BASE + (thing if thing.startswith("auth/") else f"id/{thing}")
    assert {link.relation for link in found} <= REGISTERED
    assert hrefs(found, "cite-as") == {iri}
    assert hrefs(found, "license") == {"https://creativecommons.org/licenses/by/4.0/"}
    assert hrefs(found, "author") == {BASE + "catalog#publisher"}
    types = {"https://schema.org/AboutPage"} | ({f"https://schema.org/{kind}"} if kind else set())
    assert hrefs(found, "type") == types
    described = {(link.href, link.media_type) for link in found if link.relation == "describedby"}
    assert {(f"{url}/doc/{thing}.{suffix}", media_type) for suffix, media_type in RDF.items()} <= described
    assert hrefs(found, "collection") == {f"{url}/doc/dataset/women-in-digital.html"}
    assert len(hrefs(found, "linkset")) == 2


@pytest.mark.parametrize("suffix", RDF)
def test_level_1_of_the_documents_that_describe_it(ask: Ask, url: str, suffix: str) -> None:
    found = links(ask(f"/doc/actor/a022.{suffix}"), f"{url}/doc/actor/a022.{suffix}")
    assert hrefs(found, "describes") == {f"{url}/doc/actor/a022.html"}
    assert hrefs(found, "cite-as") == {BASE + "id/actor/a022"}
    assert not hrefs(found, "describedby")


def test_a_dataset_and_its_files_point_at_each_other(ask: Ask, url: str) -> None:
    page = f"{url}/doc/dataset/counts.html"
    files = {link for link in links(ask("/doc/dataset/counts.html"), page) if link.relation == "item"}
    assert len(files) > 4
    for link in files:
        file = ask(link.href.removeprefix(url))
        assert (file.status, file.headers["content-type"].partition(";")[0]) == (200, link.media_type)
        assert hrefs(links(file, link.href), "collection") == {f"{url}/doc/dataset/counts"}


@pytest.mark.parametrize("thing", THINGS)
def test_level_2_says_what_the_headers_say_and_both_forms_say_the_same(ask: Ask, url: str, thing: str) -> None:
    address = f"{url}/doc/{thing}.linkset"
    text, as_json = ask(f"/doc/{thing}.linkset"), ask(f"/doc/{thing}.linkset.json")
    assert text.headers["content-type"] == "application/linkset"
    assert as_json.headers["content-type"] == "application/linkset+json"
    found = parsed(text.text, address)
    assert found == parsed_json(as_json.text, f"{address}.json")
    by_anchor: dict[str, set[Found]] = {}
    for link in found:
        by_anchor.setdefault(link.anchor, set()).add(link)
    for anchor, stated in by_anchor.items():
        answer = ask(anchor.removeprefix(url))
        assert answer.status == 200, anchor
        in_header = links(answer, anchor)
        own = {link for link in stated if link.relation != "collection" or "/doc/" in anchor}
        if "/doc/" in anchor:
            assert own <= in_header | {link for link in own if link.relation == "item"}, anchor
            assert hrefs(in_header, "describedby") == hrefs(stated, "describedby"), anchor
        else:
            assert hrefs(stated, "collection") == {f"{url}/doc/{thing}.html"}
    assert f"{url}/doc/{thing}.html" in by_anchor


def test_every_target_on_this_site_answers_with_the_type_stated(ask: Ask, url: str) -> None:
    found = parsed_json(ask("/doc/dataset/counts.linkset.json").text, f"{url}/doc/dataset/counts.linkset.json")
    for link in found:
        if link.href.startswith(url):
            answer = ask(link.href.removeprefix(url))
            assert answer.status == 200
            assert link.media_type in (None, answer.headers["content-type"].partition(";")[0])


LISTS = ("initiatives", "objectives", "actors", "audiences", "indicators", "meetings", "policy")
#: Pages about no thing of the graph: what to cite, the types, the forms that describe them and those they consist of.
LANDINGS = {
    "/ns/wid": ("ns/wid", {"AboutPage", "DefinedTermSet"}, {"ttl", "jsonld", "rdf", "nt"}, set()),
    "/ns/wid/1.0.0": ("ns/wid/1.0.0", {"AboutPage", "DefinedTermSet"}, {"ttl", "jsonld", "rdf", "nt"}, set()),
    "/shapes": ("shapes", {"AboutPage", "CreativeWork"}, {"ttl", "jsonld", "rdf", "nt"}, set()),
    "/queries": ("queries", {"AboutPage", "CreativeWork"}, {"ttl", "jsonld", "rdf", "nt"}, set()),
    "/queries/meetings": ("queries/meetings", {"AboutPage", "CreativeWork"}, {"ttl", "jsonld", "rdf", "nt"}, {"rq"}),
    "/catalog": ("catalog", {"AboutPage", "DataCatalog"}, {"ttl", "jsonld", "rdf"}, set()),
    "/coverage": ("id/dataset/women-in-digital", {"WebPage", "Table"}, set(), {"csv", "json"}),
    **{
        path: ("id/dataset/women-in-digital", {"CollectionPage", "ItemList"}, {"ttl"}, {"csv", "json"})
        for path in (*(f"/{name}" for name in LISTS), "/initiatives?objective=2-1&timing=no")
    },
}


@pytest.mark.parametrize("path", LANDINGS)
def test_pages_about_no_thing_have_signposts_too(ask: Ask, url: str, path: str) -> None:
    """Level 1: what to cite, types, licence, what describes the page, what it is made of; each of these points back."""
    cite, kinds, describing, items = LANDINGS[path]
    stem, mark, query = path.partition("?")
    cited = {BASE + cite}

    def at(suffix: str) -> str:
        return f"{url}{stem}.{suffix}{mark}{query}"

    found = links(ask(path, Accept="text/html"), url + path)
    assert {link.relation for link in found} <= REGISTERED
    assert hrefs(found, "cite-as") == cited
    assert hrefs(found, "type") == {f"https://schema.org/{kind}" for kind in kinds}
    assert hrefs(found, "license") == {"https://creativecommons.org/licenses/by/4.0/"}
    assert hrefs(found, "author") == {BASE + "catalog#publisher"}
    assert hrefs(found, "describedby") == {at(suffix) for suffix in describing}
    assert hrefs(found, "item") == {at(suffix) for suffix in items}
    assert hrefs(found, "linkset") == {at("linkset"), at("linkset.json")}
    for link in found:
        if link.relation in ("describedby", "item", "linkset", "alternate"):
            answer = ask(link.href.removeprefix(url))
            assert (answer.status, answer.headers["content-type"].partition(";")[0]) == (200, link.media_type)
            back = links(answer, link.href)
            assert hrefs(back, "describes") == (
                {at("html")} if link.relation == "describedby" else hrefs(back, "describes")
            )
            assert hrefs(back, "collection") == ({at("html")} if link.relation == "item" else hrefs(back, "collection"))
            assert hrefs(back, "cite-as") == (set() if link.relation == "linkset" else cited)


@pytest.mark.parametrize("path", LANDINGS)
def test_their_link_sets_say_what_their_headers_say(ask: Ask, url: str, path: str) -> None:
    """Level 2, by suffix and by Accept."""
    stem, mark, query = path.partition("?")
    address = f"{stem}.linkset{mark}{query}"
    found = parsed(ask(address).text, url + address)
    by_accept = ask(path, Accept="application/linkset+json")
    assert by_accept.headers["content-type"] == "application/linkset+json"
    assert parsed_json(by_accept.text, url + path) == found
    anchors = {link.anchor for link in found}
    assert f"{url}{stem}.html{mark}{query}" in anchors
    for anchor in anchors:
        mine = {link for link in found if link.anchor == anchor}
        header = links(ask(anchor.removeprefix(url)), anchor)
        assert mine == {link for link in header if link.relation not in ("alternate", "linkset")}, anchor


def test_the_page_of_an_edition_leads_where_its_document_does(ask: Ask, url: str) -> None:
    page = links(ask("/editions/2022", Accept="text/html"), f"{url}/editions/2022")
    document = links(ask("/doc/edition/2022.html"), f"{url}/doc/edition/2022.html")
    for relation in ("cite-as", "type", "license", "author", "describedby", "collection", "linkset"):
        assert hrefs(page, relation) == hrefs(document, relation) != set(), relation


def test_the_pages_of_a_long_document_are_linked(ask: Ask, url: str) -> None:
    first = links(ask("/doc/dataset/counts.ttl"), f"{url}/doc/dataset/counts.ttl")
    assert hrefs(first, "next") == {f"{url}/doc/dataset/counts.ttl?page=2"}
    assert not hrefs(first, "prev")
    second = links(ask("/doc/dataset/counts.ttl?page=2"), f"{url}/doc/dataset/counts.ttl?page=2")
    assert hrefs(second, "prev") == {f"{url}/doc/dataset/counts.ttl"}
