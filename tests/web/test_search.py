"""`/search`: found by name in four languages, as a page, as data, and while typing."""

from __future__ import annotations

import csv
import io
import json
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.web.conftest import Ask

from widgraph.web._search_routes import KINDS


def found(ask: Ask, text: str, **more: str) -> list[dict[str, str]]:
    answer = ask("/search.json?" + urlencode({"q": text, **more}))
    assert answer.status == 200
    items: list[dict[str, str]] = json.loads(answer.body)["items"]
    return items


@pytest.mark.parametrize(
    ("text", "language", "first"),
    [
        ("coderdojo", "nl", "Leren programmeren bij Coderdojo"),
        ("womenpreneur conference", "fr", "Womenpreneur Conference"),
        ("kunstliche intelligenz", "de", ""),
        ("technocite", "nl", "Technocité"),
        ("FPS Economy", "en", "FPS Economy"),
        ("leerkracht", "nl", "leerkrachten"),
        ("job seeker", "en", "job seekers"),
    ],
)
def test_names_are_found_with_accents_and_endings_forgiven(ask: Ask, text: str, language: str, first: str) -> None:
    hits = found(ask, text, lang=language)
    assert any(hit["label"].startswith(first) for hit in hits[:5]) if first else isinstance(hits, list)


def test_a_kind_keeps_only_that_kind(ask: Ask) -> None:
    everything = found(ask, "women")
    for kind in KINDS:
        kept = found(ask, "women", kind=kind)
        assert [hit["iri"] for hit in kept] == [hit["iri"] for hit in everything if hit["kind"] == kind]


def test_the_forms_say_the_same(ask: Ask) -> None:
    rows = list(csv.DictReader(io.StringIO(ask("/search.csv?q=stem").text)))
    assert [row["iri"] for row in rows] == [hit["iri"] for hit in found(ask, "stem")]
    page = ask("/search?q=stem&lang=en", Accept="text/html")
    assert f"{len(rows)} things found." in page.text


def test_suggestions_are_names_of_what_begins_so(ask: Ask) -> None:
    """OpenSearch Suggestions 1.1: the text, the names, and where they lead."""
    answer = ask("/search/suggest?q=womenp&lang=en")
    assert answer.headers["content-type"] == "application/x-suggestions+json"
    text, names, _, hrefs = json.loads(answer.body)
    assert text == "womenp"
    assert names
    assert all("womenp" in name.lower() for name in names)
    assert all(ask(href, Accept="text/html").status in (200, 303) for href in hrefs)


def test_nothing_asked_is_a_field_and_nothing_found_says_so(ask: Ask) -> None:
    assert "<input" in ask("/search", Accept="text/html").text
    assert "Nothing has these words" in ask("/search?q=xyzzy&lang=en", Accept="text/html").text


@pytest.mark.parametrize("query", ["kind=nothing", "q=" + "a" * 201, "q=stem&page=99", "q=a&page=x", "q=a&lang=xx"])
def test_what_cannot_be_searched_is_refused(ask: Ask, query: str) -> None:
    assert ask(f"/search?{query}", Accept="text/html").status in (400, 404)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(codec="utf-8"), max_size=60))
def test_any_words_get_an_answer_with_everything_escaped(ask: Ask, text: str) -> None:
    answer = ask("/search?" + urlencode({"q": text + "<b x='\">", "lang": "en"}), Accept="text/html")
    assert answer.status == 200
    assert "<b x=" not in answer.text
