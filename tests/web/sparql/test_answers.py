"""`/answers`: the answer to any query, to be cited, and to be asked later whether it still holds."""

from __future__ import annotations

import json
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from tests.web.conftest import Ask

from widgraph.answers import read_link, write_link
from widgraph.queries import library
from widgraph.release import Release

QUERY = "SELECT ?meeting ?date WHERE { ?meeting a wid:Meeting ; schema:startDate ?date }"
BASE = "https://w3id.org/widgraph/answers/"


def minted(ask: Ask, query: str, **more: str) -> str:
    """Return the last part of the permanent link of an answer."""
    answer = ask("/answers?" + urlencode({"query": query, **more}))
    assert answer.status == 303, answer.text
    token = answer.headers["location"].removeprefix("/answers/")
    assert answer.headers["link"] == f'<{BASE}{token}>; rel="cite-as"'
    return token


@pytest.fixture
def token(ask: Ask) -> str:
    return minted(ask, QUERY)


def test_the_same_question_has_the_same_link_by_get_and_post(ask: Ask, token: str) -> None:
    form = "application/x-www-form-urlencoded"
    posted = ask("/answers", "POST", urlencode({"query": QUERY}), Content_Type=form)
    direct = ask("/answers", "POST", QUERY, Content_Type="application/sparql-query")
    assert {posted.headers["location"], direct.headers["location"]} == {f"/answers/{token}"}


def test_a_fresh_answer_is_that_of_the_present_release(ask: Ask, token: str, release: Release) -> None:
    document = json.loads(ask(f"/answers/{token}.json").body)
    assert document["query"] == QUERY
    assert document["cited"] == {"release": release.id, "digest": document["present"]["digest"], "rows": 6}
    assert document["present"] | {"verdict": "same", "rows": 6} == document["present"]
    page = ask(f"/answers/{token}?lang=en", Accept="text/html")
    assert page.status == 200
    assert "that of the present release" in page.text
    assert "2021-09-16" in page.text


@pytest.mark.parametrize(
    ("change", "verdict", "sentence"),
    [
        ({"release": "0.9.0-000000000000"}, "same", "has not changed"),
        ({"release": "0.9.0-000000000000", "digest": bytes(16)}, "changed", "has changed"),
        ({"digest": bytes(16)}, "foreign", "does not tell the truth"),
    ],
)
def test_later_it_says_whether_the_answer_has_changed(
    ask: Ask, token: str, change: dict[str, object], verdict: str, sentence: str
) -> None:
    """An older release, an older release with another answer, and a link that somebody made up."""
    older = write_link(replace(read_link(token, 20_000), **change))  # type: ignore[arg-type]
    assert json.loads(ask(f"/answers/{older}.json").body)["present"]["verdict"] == verdict
    assert sentence in ask(f"/answers/{older}?lang=en", Accept="text/html").text


def test_a_question_that_can_no_longer_be_answered_says_so(ask: Ask, token: str) -> None:
    """The service has 3 seconds here; the page comes all the same, and is not kept."""
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    link = write_link(replace(read_link(token, 20_000), query=endless))
    answer = ask(f"/answers/{link}?lang=en", Accept="text/html")
    assert (answer.status, answer.headers["cache-control"]) == (200, "no-store")
    assert "cannot be said now" in answer.text


def test_every_kind_of_query_can_be_cited(ask: Ask) -> None:
    for query in ("ASK { ?x a wid:Meeting }", "CONSTRUCT WHERE { ?x a wid:Meeting }", "DESCRIBE wid:Meeting"):
        assert json.loads(ask(f"/answers/{minted(ask, query)}.json").body)["present"]["verdict"] == "same"


def test_the_dataset_belongs_to_the_question(ask: Ask, token: str) -> None:
    graph = "https://w3id.org/widgraph/id/graph/quality"
    document = json.loads(ask(f"/answers/{minted(ask, QUERY, **{'default-graph-uri': graph})}.json").body)
    assert document["default-graph-uri"] == [graph]
    assert document["cited"]["rows"] == 0


@pytest.mark.parametrize(
    ("suffix", "media_type", "sign"),
    [
        ("bib", "application/x-bibtex", "@misc{"),
        ("ris", "application/x-research-info-systems", "TY  - DATA"),
        ("csl.json", "application/vnd.citationstyles.csl+json", '"type": "dataset"'),
    ],
)
def test_citations(ask: Ask, token: str, release: Release, suffix: str, media_type: str, sign: str) -> None:
    for answer in (ask(f"/answers/{token}.{suffix}"), ask(f"/answers/{token}", Accept=media_type)):
        assert answer.headers["content-type"].partition(";")[0] == media_type
        assert sign in answer.text
        assert release.id in answer.text
        assert f'<{BASE}{token}>; rel="cite-as"' in answer.headers["link"]
    assert ask(f"/answers/{token}", Accept="image/png").status == 406


def test_a_question_of_the_library_is_cited_by_its_title(ask: Ask) -> None:
    query = library.load("listings-per-objective").bound({"language": "fr"})
    cited = json.loads(ask(f"/answers/{minted(ask, query)}.csl.json?lang=de").body)
    assert cited[0]["title"] == library.load("listings-per-objective").titles["de"]


def test_what_is_no_link_is_404_in_one_shape(ask: Ask, token: str) -> None:
    for wrong in (token[:-4], token + "AAAA", "x", "%00", token.swapcase()):
        answer = ask(f"/answers/{wrong}")
        assert answer.status in (400, 404)
        assert answer.headers["content-type"] == "application/problem+json"


def test_what_cannot_be_cited_says_why(ask: Ask) -> None:
    cut = ask("/answers?" + urlencode({"query": "SELECT * { ?s ?p ?o }"}))
    assert cut.status == 422
    assert "limit" in json.loads(cut.body)["hint"].lower()
    assert ask("/answers").status == 400
    assert ask("/answers?query=SELECT").status == 400
    assert ask("/answers?query=CLEAR+ALL").status == 400


def test_a_link_never_runs_what_the_service_would_not(ask: Ask, token: str) -> None:
    for query in ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "CLEAR ALL"):
        link = write_link(replace(read_link(token, 20_000), query=query))
        assert ask(f"/answers/{link}").status == 404


def test_it_holds_for_a_client_that_has_it(ask: Ask, token: str) -> None:
    """RFC 9110, section 13.1.2."""
    first = ask(f"/answers/{token}.json")
    assert ask(f"/answers/{token}.json", If_None_Match=first.headers["etag"]).status == 304


def test_a_long_question_has_a_link_in_steps(ask: Ask) -> None:
    """No step is longer than the name of a file may be, for the server of permanent identifiers."""
    words = " ".join(f'"{number * 7919 % 10007}x"' for number in range(200))
    token = minted(ask, f"SELECT * {{ VALUES ?x {{ {words} }} }}")
    assert "/" in token
    assert json.loads(ask(f"/answers/{token}.json").body)["cited"]["rows"] == 200


@pytest.mark.parametrize("accept", ["application/sparql-results+json", "application/sparql-results+xml"])
def test_programs_get_the_link_with_the_answer(ask: Ask, token: str, accept: str) -> None:
    """The same link, in whatever form the answer came; none where the answer changes by itself or was cut."""
    answer = ask("/sparql?" + urlencode({"query": QUERY}), Accept=accept)
    assert f'<{BASE}{token}>; rel="cite-as"' in answer.headers["link"]
    for query in ("SELECT (NOW() AS ?now) {}", "SELECT * { ?s ?p ?o }"):
        assert "cite-as" not in ask("/sparql?" + urlencode({"query": query}), Accept=accept).headers.get("link", "")


@pytest.mark.parametrize("accept", ["text/turtle", "application/n-triples"])
def test_programs_get_the_link_with_a_graph(ask: Ask, accept: str) -> None:
    query = "CONSTRUCT WHERE { ?meeting a wid:Meeting ; wid:participantCount ?people }"
    answer = ask("/sparql?" + urlencode({"query": query}), Accept=accept)
    assert f'<{BASE}{minted(ask, query)}>; rel="cite-as"' in answer.headers["link"]
