"""Citations by suffix, by Accept and on the page: the permanent identifier and the version, never the host."""

from __future__ import annotations

import json

import pytest
from tests.web.conftest import Ask

FORMS = {
    "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "csl.json": "application/vnd.citationstyles.csl+json",
}
IRI = "https://w3id.org/widgraph/id/initiative/i0016"


@pytest.mark.parametrize(("suffix", "media_type"), FORMS.items())
def test_by_suffix_and_by_accept(ask: Ask, suffix: str, media_type: str) -> None:
    by_suffix = ask(f"/doc/initiative/i0016.{suffix}")
    by_accept = ask("/doc/initiative/i0016", Accept=media_type)
    assert by_suffix.status == by_accept.status == 200
    assert by_suffix.headers["content-type"].partition(";")[0] == media_type
    assert by_suffix.body == by_accept.body
    assert IRI in by_suffix.text
    assert "127.0.0.1" not in by_suffix.text
    assert by_accept.headers["content-location"].endswith(f".{suffix}")
    assert ask("/id/initiative/i0016", Accept=media_type).headers["location"].endswith(f"i0016.{suffix}")


def test_the_title_is_in_the_language_of_the_reader(ask: Ask) -> None:
    titles = set()
    for language in ("nl", "fr", "de", "en"):
        (item,) = json.loads(ask(f"/doc/initiative/i0016.csl.json?lang={language}").body)
        assert item["language"] == language
        titles.add(item["title"])
    assert len(titles) == 4


def test_the_version_and_the_year_are_those_of_the_data(ask: Ask) -> None:
    (item,) = json.loads(ask("/doc/auth/audience/women.csl.json").body)
    assert (item["version"], item["issued"]) == ("1.0.0", {"date-parts": [[2026]]})


def test_a_wildcard_never_gets_a_citation(ask: Ask) -> None:
    assert (
        ask("/doc/initiative/i0016", Accept="application/*").headers["content-type"].startswith("application/ld+json")
    )


def test_the_page_says_how_to_cite(ask: Ask) -> None:
    text = ask("/doc/initiative/i0016.html?lang=en").text
    assert "How to cite" in text
    assert f"(version 1.0.0). {IRI}" in text
    assert all(f"i0016.{suffix}?lang=en" in text for suffix in FORMS)


@pytest.mark.parametrize("suffix", FORMS)
def test_what_never_existed_cannot_be_cited(ask: Ask, suffix: str) -> None:
    assert ask(f"/doc/initiative/i9999.{suffix}").status == 404
