"""Documents about things: the same triples for every client and in every form (RFC 9110; W3C, Cool URIs)."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib
from tests.web.conftest import Ask

from widgraph.namespaces import BASE

THINGS = [
    "initiative/i0014",
    "listing/2022/2-1/04",
    "actor/a022",
    "auth/audience/women",
    "auth/objective-2021/2-1",
    "auth/objective-2021",
    "meeting/2021-09-16",
    "strategy/2021",
    "edition/2022",
    "document/2022-nl",
    "identity/d001",
    "note/n001",
    "decision/strategy-approval",
    "instrument/p001",
    "instrument/w001",
    "provision/p001/1",
    "reference/r01",
    "involvement/v0001",
    "observation/count/2022/2-2/stated/total",
    "observation/indicator/2022/population/F/not-stated/not-stated/not-stated",
    "timing/2022/1/01/1",
    "dataset/counts",
    "auth/role/supporter",
    "auth/indicator/population",
    "identifier/a022/cbe",
]
FORMS = {
    "ttl": ("text/turtle", ox.RdfFormat.TURTLE),
    "nt": ("application/n-triples", ox.RdfFormat.N_TRIPLES),
    "rdf": ("application/rdf+xml", ox.RdfFormat.RDF_XML),
    "jsonld": ("application/ld+json", ox.RdfFormat.JSON_LD),
}


def iri(thing: str) -> str:
    return BASE + (thing if thing.startswith("auth/") else f"id/{thing}")


@pytest.mark.parametrize("thing", THINGS)
def test_every_form_says_the_same(ask: Ask, thing: str) -> None:
    found = {}
    for suffix, (media_type, syntax) in FORMS.items():
        answer = ask(f"/doc/{thing}.{suffix}")
        assert answer.status == 200
        assert answer.headers["content-type"].partition(";")[0] == media_type
        found[suffix] = set(ox.parse(answer.body, format=syntax))
    assert found["ttl"] == found["nt"] == found["rdf"] == found["jsonld"]
    assert any(quad.subject.value == iri(thing) for quad in found["ttl"] if isinstance(quad.subject, ox.NamedNode))


@pytest.mark.parametrize("thing", THINGS)
def test_the_document_holds_everything_the_graph_says_of_the_thing(
    ask: Ask, release_graph: set[ox.Triple], thing: str
) -> None:
    node = ox.NamedNode(iri(thing))
    document = {quad.triple for quad in ox.parse(ask(f"/doc/{thing}.nt").body, format=ox.RdfFormat.N_TRIPLES)}
    stated = {triple for triple in release_graph if triple.subject == node}
    assert stated
    assert stated <= document


@pytest.mark.parametrize("thing", THINGS)
@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_every_thing_has_a_page_in_every_language(ask: Ask, thing: str, language: str) -> None:
    answer = ask(f"/doc/{thing}.html?lang={language}")
    assert answer.status == 200
    assert f'<html lang="{language}">' in answer.text
    assert answer.headers["content-language"] == language
    assert iri(thing) in answer.text


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, "text/turtle"),
        ("*/*", "text/turtle"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("application/ld+json", "application/ld+json"),
        ("application/json", "application/ld+json"),
        ("application/rdf+xml;q=0.5, text/turtle;q=0.4", "application/rdf+xml"),
        ("text/turtle;q=0, application/n-triples", "application/n-triples"),
        ("application/n-triples, */*;q=0.1", "application/n-triples"),
    ],
)
def test_the_form_follows_accept(ask: Ask, accept: str | None, media_type: str) -> None:
    """RFC 9110, section 12.5.1."""
    answer = ask("/doc/initiative/i0014", **({"Accept": accept} if accept else {}))
    assert answer.status == 200
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert "accept" in answer.headers["vary"].lower()
    assert answer.headers["content-location"].startswith("/doc/initiative/i0014.")


def test_a_form_that_is_not_there_is_406_with_the_ones_that_are(ask: Ask) -> None:
    answer = ask("/doc/initiative/i0014", Accept="image/png")
    assert answer.status == 406
    assert all(media_type in answer.text for media_type, _ in FORMS.values())


@pytest.mark.parametrize("path", ["/id/initiative/i0014", "/auth/audience/women", "/id/listing/2022/2-1/04"])
def test_an_identifier_leads_to_its_document(ask: Ask, path: str) -> None:
    """Cool URIs for the Semantic Web, section 4.3."""
    answer = ask(path)
    assert answer.status == 303
    document = ask(answer.headers["location"], Accept="text/turtle")
    assert document.status == 200
    assert BASE.rstrip("/") + path in document.text


@pytest.mark.parametrize(
    "path", ["/doc/initiative/i9999", "/id/initiative/i9999", "/doc/nothing", "/doc/initiative/", "/x"]
)
def test_what_never_existed_is_404_in_one_shape(ask: Ask, path: str) -> None:
    """RFC 9457."""
    answer = ask(path)
    if answer.status == 303:
        answer = ask(answer.headers["location"])
    assert answer.status == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_an_answer_is_not_sent_twice(ask: Ask) -> None:
    """RFC 9110, section 13.1.2."""
    first = ask("/doc/initiative/i0014.ttl")
    again = ask("/doc/initiative/i0014.ttl", If_None_Match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize(
    "path", ["/", "/initiatives", "/doc/initiative/i0014.ttl", "/ns/wid", "/shapes", "/sparql", "/healthz"]
)
def test_head_is_get_without_a_body_and_anyone_may_read(ask: Ask, path: str) -> None:
    get, head = ask(path), ask(path, "HEAD")
    assert head.status == get.status == 200
    assert head.body == b""
    assert head.headers["content-type"] == get.headers["content-type"]
    assert get.headers["access-control-allow-origin"] == "*"
    assert "default-src 'none'" in get.headers["content-security-policy"]
    assert ask(path, "OPTIONS").status in (200, 204)


def test_rdflib_reads_a_document_by_its_address(url: str) -> None:
    graph = rdflib.Graph().parse(f"{url}/doc/initiative/i0014.ttl")
    labels = {str(text) for text in graph.objects(rdflib.URIRef(iri("initiative/i0014")), rdflib.RDFS.label)}
    assert "Invest in pre-school infrastructure and ICT" in labels


@pytest.mark.parametrize("path", ["/ns/wid", "/shapes"])
@pytest.mark.parametrize("suffix", ["ttl", "rdf", "jsonld", "nt"])
def test_the_vocabulary_and_the_rules_are_documents_too(ask: Ask, path: str, suffix: str) -> None:
    answer = ask(f"{path}.{suffix}")
    assert answer.status == 200
    assert len(set(ox.parse(answer.body, format=FORMS[suffix][1]))) > 500


def test_the_context_is_the_one_documents_use(ask: Ask) -> None:
    answer = ask("/context.jsonld")
    assert answer.status == 200
    assert '"wid": "https://w3id.org/widgraph/ns/wid#"' in answer.text
