"""`/queries`: the library for people, as RDF (SHACL Advanced Features, section 5), and as text to run elsewhere."""

from __future__ import annotations

import html

import pytest
import rdflib
from rdflib.namespace import RDF, RDFS, SH
from tests.web.conftest import Ask

from widgraph.languages import LANGUAGES
from widgraph.queries import library

BASE = "https://w3id.org/widgraph/queries"
FORMS = {"SELECT": SH.select, "ASK": SH.ask, "CONSTRUCT": SH.construct}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_has_every_question_in_every_language(ask: Ask, language: str) -> None:
    text = html.unescape(ask(f"/queries?lang={language}", Accept="text/html").text)
    assert len(library.names()) >= 25
    for name in library.names():
        query = library.load(name)
        assert query.titles[language] in text
        assert query.descriptions[language] in text
        assert query.level in ("easy", "medium", "hard")


@pytest.mark.parametrize("name", library.names())
def test_every_question_has_a_page_with_its_answer(ask: Ask, name: str) -> None:
    language = LANGUAGES[library.names().index(name) % 4]
    answer = ask(f"/queries/{name}?lang={language}", Accept="text/html")
    assert answer.status == 200
    assert '<table class="answer"' in answer.text or '<p class="verdict' in answer.text or "@prefix" in answer.text
    assert html.unescape(answer.text).count(library.load(name).titles[language]) >= 2
    assert f'<{BASE}/{name}>; rel="cite-as"' in answer.headers["link"]


@pytest.mark.parametrize(("suffix", "syntax"), [("ttl", "turtle"), ("jsonld", "json-ld"), ("rdf", "xml"), ("nt", "nt")])
def test_the_library_as_rdf(ask: Ask, suffix: str, syntax: str) -> None:
    graph = rdflib.Graph().parse(data=ask(f"/queries.{suffix}").text, format=syntax)
    found = set(graph.subjects(RDF.type, SH.SPARQLExecutable))
    assert found == {rdflib.URIRef(f"{BASE}/{name}") for name in library.names()}
    for query in found:
        (form,) = [form for form in FORMS.values() if (query, form, None) in graph]
        assert len(list(graph.objects(query, RDFS.comment))) == 1
        assert {label.language for label in graph.objects(query, RDFS.label)} == set(LANGUAGES)  # type: ignore[attr-defined]
        assert graph.value(query, form)
    prefix = graph.value(predicate=SH.prefix, object=rdflib.Literal("wid"))
    assert str(graph.value(prefix, SH.namespace)) == "https://w3id.org/widgraph/ns/wid#"


def test_one_question_by_accept_and_by_suffix(ask: Ask) -> None:
    turtle = ask("/queries/for-an-age", Accept="text/turtle")
    graph = rdflib.Graph().parse(data=turtle.text, format="turtle")
    assert turtle.headers["content-location"] == "/queries/for-an-age.ttl"
    age = rdflib.URIRef(f"{BASE}/for-an-age#age")
    assert graph.value(age, SH.defaultValue) == rdflib.Literal(15)
    assert (rdflib.URIRef(f"{BASE}/for-an-age"), SH.parameter, age) in graph
    text = ask("/queries/for-an-age.rq?age=8&language=fr")
    assert text.headers["content-type"].startswith("application/sparql-query")
    assert ">= 8" in text.text
    assert 'LANG(?name) = "fr"' in text.text
    assert ask("/queries/for-an-age", Accept="image/png").status == 406
    assert ask("/queries/no-such-question").status == 404


def test_a_parameter_changes_the_answer(ask: Ask) -> None:
    pages = [ask(f"/queries/for-an-age?lang=en&age={age}", Accept="text/html").text for age in (15, 11)]
    assert ["secondary school pupils" in page for page in pages] == [True, False]
    assert 'value="11"' in pages[1]


@pytest.mark.parametrize(
    "asked", ["age=old", "age=1.5", "language=xx", "age=" + "9" * 30, "age=" + "x" * 300, "lang=xx"]
)
def test_a_parameter_that_does_not_fit_is_named(ask: Ask, asked: str) -> None:
    answer = ask(f"/queries/for-an-age?{asked}", Accept="application/json, text/html;q=0.1")
    assert answer.status in (400, 406)
    answer = ask(f"/queries/for-an-age.rq?{asked}")
    assert (answer.status, answer.headers["content-type"]) == (400, "application/problem+json")


def test_a_value_is_a_term_and_never_text_of_the_query(ask: Ask) -> None:
    wicked = "x%22)%20.%20%3Fs%20%3Fp%20%3Fo%20FILTER(%22"
    text = ask(f"/queries/initiatives-by-word.rq?word={wicked}").text
    assert '"x\\") . ?s ?p ?o FILTER(\\""' in text
    page = ask(f"/queries/initiatives-by-word?word=%3Cscript%3E{wicked}", Accept="text/html")
    assert page.status == 200
    assert "<script>" not in page.text.partition("</head>")[2]


def test_the_page_never_repeats_the_host_that_a_client_claims(ask: Ask) -> None:
    page = ask("/queries/meetings?lang=de", Accept="text/html", Host="evil.example")
    assert "evil.example" not in page.text
