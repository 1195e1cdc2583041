"""Which form a client gets, to the letter of RFC 9110 (sections 12.4 and 12.5.1), with the headers of real clients."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.web.conftest import Ask

from widgraph.web._negotiation import CITATION_FORMS, LINKSET_FORMS, RESOURCE_FORMS, choose

FORMS = (*RESOURCE_FORMS, *CITATION_FORMS, *LINKSET_FORMS)
NAMES = {form.media_type for form in FORMS}
FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
CHROME = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
    "application/signed-exchange;v=b3;q=0.7"
)
JENA = (
    "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,application/rdf+xml;q=0.7,"
    "application/n-quads,application/trig,*/*;q=0.3"
)
RDFLIB = "application/rdf+xml,text/rdf+n3;q=0.9,application/xhtml+xml;q=0.5, */*;q=0.1"
RDF4J = (
    "application/rdf+xml;q=0.8, application/xml;q=0.8, text/xml;q=0.8, application/n-triples;q=0.8, text/turtle, "
    "application/x-turtle, text/n3;q=0.8, application/ld+json;q=0.8, application/n-quads;q=0.8"
)
JAVA = "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"


@pytest.mark.parametrize(
    ("header", "media_type"),
    [
        (None, "text/turtle"),
        ("", "text/turtle"),
        (" , ,", "text/turtle"),
        ("*/*", "text/turtle"),
        ("*", "text/turtle"),
        (FIREFOX, "text/html"),
        (CHROME, "text/html"),
        (JENA, "text/turtle"),
        (RDFLIB, "application/rdf+xml"),
        (RDF4J, "text/turtle"),
        (JAVA, "text/html"),
        ("application/json, text/plain, */*", "application/ld+json"),
        # weights decide before order, order before our own preference
        ("text/html;q=0.4, application/n-triples;q=0.6", "application/n-triples"),
        ("application/rdf+xml, text/turtle", "application/rdf+xml"),
        ("text/turtle;q=0.001, text/html;q=0", "text/turtle"),
        ("text/html;q=0.9, application/n-triples;Q=1.000", "application/n-triples"),
        # the most exact range decides the weight of a form, wherever it stands
        ("*/*, text/turtle;q=0", "text/html"),
        ("text/*;q=0.9, text/turtle;q=0.1, application/rdf+xml;q=0.5", "text/html"),
        ("text/*, application/ld+json;q=0.5", "text/turtle"),
        ("application/*", "application/ld+json"),
        # parameters of the media type: ours are all in UTF-8 and compacted; others only make a range less exact
        ("text/turtle;charset=UTF-8", "text/turtle"),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', "application/ld+json"),
        ('application/ld+json; profile="a,b;q=0"; q=0.9, text/html;q=0.3', "application/ld+json"),
        ("text/html;level=1, text/html;q=0.2, application/n-triples;q=0.5", "application/n-triples"),
        ("text/html;level=1, application/n-triples;q=0.5", "text/html"),
        # white space, case, what is no media range
        ("  TEXT/TURTLE ;  q = 0.5 ,\ttext/html;q=0.1", "text/turtle"),
        ("text/html;q=, text/turtle;q=0.1", "text/turtle"),
        ("nonsense, text/html", "text/html"),
        ("text/html;q=5, text/turtle;q=0.9", "text/html"),
        # names from before registration
        ("text/n3", "text/turtle"),
        ("text/plain", "application/n-triples"),
        ("application/xml", "application/rdf+xml"),
        # what is only given to whoever names it
        ("application/vnd.citationstyles.csl+json, */*;q=0.1", "application/vnd.citationstyles.csl+json"),
        ("application/linkset+json", "application/linkset+json"),
        ("application/linkset", "application/linkset"),
    ],
)
def test_the_form_that_a_header_likes_best(header: str | None, media_type: str) -> None:
    form = choose(header, FORMS)
    assert form is not None
    assert form.media_type == media_type


@pytest.mark.parametrize("header", ["image/png", "text/turtle;q=0", "*/*;q=0", "text/*;q=0, application/*;q=0.0"])
def test_what_no_form_satisfies(header: str) -> None:
    assert choose(header, FORMS) is None


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from('abc/*;=,q01."\\ \t+-té\x00'), max_size=60))
def test_any_header_gets_a_form_or_none(header: str) -> None:
    assert choose(header, FORMS) in (None, *FORMS)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(NAMES)), st.integers(0, 1000)),
        min_size=1,
        max_size=6,
        unique_by=lambda x: x[0],
    )
)
def test_the_heaviest_exact_range_wins(ranges: list[tuple[str, int]]) -> None:
    form = choose(", ".join(f"{name};q={weight / 1000:.3f}" for name, weight in ranges), FORMS)
    most = max(weight for _, weight in ranges)
    if most == 0:
        assert form is None
    else:
        first = next(name for name, weight in ranges if weight == most)
        assert form is not None
        assert form.media_type == first


def test_every_answer_of_a_negotiated_address_has_the_same_vary(ask: Ask) -> None:
    """RFC 9110, section 12.5.5: a cache must know what decided, whatever was decided."""
    for path in ("/doc/initiative/i0014", "/id/initiative/i0014", "/initiatives", "/ns/wid", "/shapes", "/catalog"):
        accepts = ["text/html", "text/turtle", "image/png", "*/*"]
        answers = [ask(path, Accept=accept) for accept in accepts]
        tag = answers[0].headers.get("etag")
        if tag:
            answers.append(ask(path, Accept="text/html", If_None_Match=tag))
            assert answers[-1].status == 304
            assert answers[-1].headers["content-location"] == answers[0].headers["content-location"]
        assert {answer.headers["vary"] for answer in answers} == {"Accept, Accept-Language"}
        assert answers[2].status == 406


def test_406_names_every_variant_in_links_and_body(ask: Ask) -> None:
    answer = ask("/doc/initiative/i0014", Accept="image/png")
    for form in FORMS:
        href = f"/doc/initiative/i0014.{form.suffix}"
        assert f'<{href}>; rel="alternate"; type="{form.media_type}"' in answer.headers["link"]
        assert f'"href": "{href}"' in answer.text
        assert ask(href).status == 200


def test_a_suffix_wins_over_accept_and_needs_no_vary(ask: Ask) -> None:
    answer = ask("/doc/initiative/i0014.nt", Accept="text/html")
    assert answer.headers["content-type"] == "application/n-triples"
    assert "vary" not in answer.headers


def test_content_location_is_the_address_of_this_very_answer(ask: Ask) -> None:
    """RFC 9110, section 8.7: the same request there gives the same bytes."""
    initiative = "/doc/initiative/i0014"
    for path in (initiative, f"{initiative}?lang=fr", "/doc/auth/status/listed?page=2", "/ns/wid", "/actors?lang=fr"):
        for accept in ("text/html", "text/turtle", "application/x-bibtex", "application/linkset+json"):
            answer = ask(path, Accept=accept, Accept_Language="de")
            if answer.status == 200:
                again = ask(answer.headers["content-location"], Accept=accept, Accept_Language="de")
                assert again.body == answer.body
                assert again.headers["content-location"] == answer.headers["content-location"]
            else:
                assert path in ("/ns/wid", "/actors?lang=fr")
