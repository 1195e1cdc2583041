"""`/sparql` as real clients ask it (SPARQL 1.1 Protocol, section 2; SPARQL 1.1 Service Description)."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
import rdflib
from tests.web.conftest import Ask

from widgraph.namespaces import WID

QUERY = f"SELECT ?meeting WHERE {{ ?meeting a <{WID}Meeting> }}"
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"


def asked(query: str, **more: str) -> str:
    return "/sparql?" + urlencode({"query": query, **more})


@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_the_three_ways_of_asking(ask: Ask, way: str) -> None:
    """Sections 2.1.1, 2.1.2 and 2.1.3."""
    if way == "get":
        answer = ask(asked(QUERY))
    elif way == "form":
        answer = ask("/sparql", "POST", urlencode({"query": QUERY}), Content_Type=FORM)
    else:
        answer = ask("/sparql", "POST", QUERY, Content_Type=DIRECT)
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/sparql-results+json"
    assert len(json.loads(answer.body)["results"]["bindings"]) == 6


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("*/*", "application/sparql-results+json"),
        ("text/html,*/*;q=0.8", "text/html"),
    ],
)
def test_results_in_the_form_asked_for(ask: Ask, accept: str, media_type: str) -> None:
    answer = ask(asked(QUERY), Accept=accept)
    assert (answer.status, answer.headers["content-type"].partition(";")[0]) == (200, media_type)
    assert "meeting/2021-09-16" in answer.text


@pytest.mark.parametrize(
    "accept", ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"]
)
def test_graphs_in_the_form_asked_for(ask: Ask, accept: str) -> None:
    answer = ask(asked(f"CONSTRUCT WHERE {{ ?s a <{WID}Meeting> }}"), Accept=accept)
    assert (answer.status, answer.headers["content-type"].partition(";")[0]) == (200, accept)


def body(kind: str, text: str) -> tuple[str, dict[str, str]]:
    return text, {"Content_Type": kind}


@pytest.mark.parametrize(
    ("path", "method", "sent", "kind", "status"),
    [
        ("/sparql?query=SELECT%20*%20%7B", "GET", None, "", 400),
        ("/sparql?query=ASK%7B%7D&query=ASK%7B%7D", "GET", None, "", 400),
        ("/sparql?query=%FF", "GET", None, "", 400),
        ("/sparql?query=ASK%7B%7D&default-graph-uri=nothing", "GET", None, "", 400),
        ("/sparql?update=CLEAR%20ALL", "GET", None, "", 400),
        ("/sparql", "POST", "update=CLEAR+ALL", FORM, 400),
        ("/sparql", "POST", "CLEAR ALL", "application/sparql-update", 400),
        ("/sparql", "POST", "INSERT DATA { <a:a> <b:b> 1 }", DIRECT, 400),
        ("/sparql", "POST", "ASK {}", "text/plain", 415),
        ("/sparql", "POST", "x=y", FORM, 400),
        ("/sparql", "POST", b"\xff", DIRECT, 400),
        ("/sparql", "PUT", "ASK {}", DIRECT, 405),
        ("/sparql?query=SELECT%20*%20%7BSERVICE%20%3Chttp%3A%2F%2F127.0.0.1%2F%3E%7B%7D%7D", "GET", None, "", 400),
        ("/sparql?query=" + "ASK%7B%7D" + "%20" * 17000, "POST", "", DIRECT, 400),
    ],
)
def test_what_is_no_query_is_refused_in_one_shape(
    ask: Ask, path: str, method: str, sent: str | bytes | None, kind: str, status: int
) -> None:
    answer = ask(path, method, sent, **({"Content_Type": kind} if kind else {}))
    assert answer.status == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert json.loads(answer.body)["detail"]


def test_a_form_that_is_not_there_is_406(ask: Ask) -> None:
    """It lists what there is, in links and body, as everywhere (RFC 9110, section 15.5.7)."""
    kinds = {
        asked(QUERY): ("application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/html"),
        asked("CONSTRUCT WHERE { ?s a ?o }"): ("text/turtle", "application/ld+json", "application/n-triples"),
        "/sparql": ("text/turtle", "text/html"),
    }
    for path, expected in kinds.items():
        answer = ask(path, Accept="image/png")
        assert answer.status == 406
        variants = json.loads(answer.body)["variants"]
        assert {one["href"] for one in variants} == {"/sparql"}
        assert {*expected} <= {one["type"] for one in variants}
        for kind in expected:
            assert f'</sparql>; rel="alternate"; type="{kind}"' in answer.headers["link"]
            assert ask(path, Accept=kind).headers["content-type"].partition(";")[0] == kind


def test_a_query_that_takes_too_long_is_stopped_while_pages_are_served(ask: Ask) -> None:
    answer = ask(asked("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"))
    assert answer.status == 503
    assert "5 sec" in json.loads(answer.body)["detail"]
    assert ask("/meetings", Accept="text/html").status == 200


def test_a_cut_answer_says_so(ask: Ask) -> None:
    answer = ask(asked("SELECT * { ?s ?p ?o }"), Accept="text/csv")
    assert answer.headers["x-sparql-maxrows"] == "10000"
    assert answer.headers["x-sparql-cut"] == "rows"
    assert '</sparql#limits>; rel="describedby"' in answer.headers["link"]
    assert answer.text.count("\r\n") == 10_001


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_cut_answer_says_so_in_itself_where_its_form_can(ask: Ask, form: str) -> None:
    """Query Results JSON, section 3.1.2, and Query Results XML, section 2.3.1: `link` in the head."""
    answer = ask(asked("SELECT ?s { ?s ?p ?o }", format=form))
    if form == "json":
        found = json.loads(answer.body)
        assert found["head"]["link"] == ["/sparql#limits"]
        assert len(found["results"]["bindings"]) == 10_000
    else:
        assert b'<link href="/sparql#limits"/></head>' in answer.body
    assert 'id="limits"' in ask("/sparql", Accept="text/html").text


def test_the_dataset_of_the_request_is_used(ask: Ask) -> None:
    """Section 2.1.4."""
    graph = "https://w3id.org/widgraph/id/graph/quality"
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    numbers = [
        int(json.loads(ask(asked(count, **more)).body)["results"]["bindings"][0]["n"]["value"])
        for more in ({}, {"default-graph-uri": graph})
    ]
    assert numbers[0] > numbers[1] > 0


def test_a_syntax_error_names_line_column_and_what_to_do(ask: Ask) -> None:
    """RFC 9457, section 3.2: members of our own."""
    answer = ask(asked("SELECT *\nWHERE { ?s dct:title ?o }", lang="en"))
    found = json.loads(answer.body)
    assert (answer.status, found["line"], found["column"]) == (400, 2, 12)
    assert found["text"] == "WHERE { ?s dct:title ?o }"
    assert "dcterms:" in found["hint"]


def test_percent_encoding_is_resolved_once(ask: Ask) -> None:
    """An IRI with `%20` in it stays what it is, by every way of asking."""
    query = "SELECT ?x { VALUES ?x { <http://example.org/a%20b%2525> } }"
    for answer in (
        ask(asked(query)),
        ask("/sparql", "POST", urlencode({"query": query}), Content_Type=FORM),
        ask("/sparql", "POST", query, Content_Type=DIRECT),
    ):
        assert json.loads(answer.body)["results"]["bindings"][0]["x"]["value"] == "http://example.org/a%20b%2525"


def test_a_character_that_stands_for_damage_is_a_character(ask: Ask) -> None:
    answer = ask(asked('SELECT ("\ufffd" AS ?x) {}'))
    assert json.loads(answer.body)["results"]["bindings"][0]["x"]["value"] == "\ufffd"


def test_what_changes_from_call_to_call_is_not_kept(ask: Ask) -> None:
    """NOW, RAND, UUID, STRUUID and BNODE (SPARQL 1.1 Query, section 17.4) make an answer of the moment."""
    for way in ("/sparql?", "/sparql?lang=nl&"):
        same, changing = ("SELECT (1 AS ?x) {}", "SELECT (RAND() AS ?x) (UUID() AS ?y) {}")
        assert len({ask(way + urlencode({"query": same})).body for _ in range(3)}) == 1
        assert len({ask(way + urlencode({"query": changing})).body for _ in range(3)}) == 3


def test_head_options_and_other_sites(ask: Ask) -> None:
    """RFC 9110, sections 9.3.2 and 9.3.7; Fetch, CORS protocol."""
    full, head = ask(asked(QUERY)), ask(asked(QUERY), "HEAD")
    assert head.body == b""
    for name in ("content-type", "content-length", "etag", "vary", "access-control-allow-origin"):
        assert head.headers[name] == full.headers[name]
    assert full.headers["access-control-allow-origin"] == "*"
    assert "X-SPARQL-MaxRows" in full.headers["access-control-expose-headers"]
    preflight = ask("/sparql", "OPTIONS", Origin="https://example.org", Access_Control_Request_Method="POST")
    assert preflight.status == 200
    assert {"GET", "POST"} <= set(preflight.headers["access-control-allow-methods"].split(", "))
    assert "Content-Type" in preflight.headers["access-control-allow-headers"]
    assert set(ask("/sparql", "DELETE").headers["allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}
    assert ask(asked(QUERY), If_None_Match=full.headers["etag"]).status == 304


def test_without_a_query_it_says_what_it_is(ask: Ask) -> None:
    described = rdflib.Graph().parse(data=ask("/sparql", Accept="text/turtle").text, format="turtle")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    service = described.value(predicate=rdflib.RDF.type, object=sd.Service)
    assert (service, sd.supportedLanguage, sd.SPARQL11Query) in described
    assert (service, sd.feature, sd.UnionDefaultGraph) in described
    assert len(list(described.objects(None, sd.namedGraph))) == 7
    assert "<textarea" in ask("/sparql", Accept="text/html").text


def test_the_page_shows_an_answer_and_an_error_with_its_place(ask: Ask) -> None:
    shown = ask(asked(QUERY, lang="en"), Accept="text/html")
    assert 'href="/doc/meeting/2021-09-16?lang=en"' in shown.text
    wrong = ask(asked("SELECT *\n{ ?s ?p <script>", lang="en"), Accept="text/html")
    assert wrong.status == 400
    assert "Line 2" in wrong.text
    assert "<script>" not in wrong.text.partition("</head>")[2]


def test_the_same_answer_as_from_the_dump(ask: Ask, release_graph: set[ox.Triple]) -> None:
    answer = json.loads(ask(asked(f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a <{WID}Listing> }}")).body)
    kind, listing = ox.NamedNode(str(rdflib.RDF.type)), ox.NamedNode(WID + "Listing")
    listings = [triple for triple in release_graph if triple.predicate == kind and triple.object == listing]
    assert int(answer["results"]["bindings"][0]["n"]["value"]) == len(listings)
