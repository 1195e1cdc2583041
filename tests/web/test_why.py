"""Why a statement is there: every statement of a page has its reason, and the reason is the graph's own."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest
from tests.web.conftest import Ask

from widgraph.release import Release

BASE = "https://w3id.org/widgraph/"
THINGS = [
    "initiative/i0005",
    "auth/objective-2021/2-2",
    "listing/2022/1-2/09",
    "meeting/2021-09-16",
    "actor/a022",
    "auth/audience/women",
    "observation/count/2022/2-2/summed/total",
    "identity/d012",
    "instrument/p001",
]


@pytest.fixture(scope="module")
def store(release: Release) -> ox.Store:
    return ox.Store.read_only(str(release.store))


def rows(text: str) -> list[str]:
    """Return each line of 'What is said' on a page."""
    facts = text.partition('<h2 id="facts">')[2].partition("</section>")[0]
    return re.findall(r"<div><dt>.*?</div>", facts, re.DOTALL)


@pytest.mark.parametrize("path", THINGS)
def test_every_statement_says_why_it_is_there(ask: Ask, path: str) -> None:
    found = rows(ask(f"/doc/{path}.html?lang=en").text)
    assert len(found) > 4
    for row in found:
        assert '<details class="why">' in row
        reason = row.partition("</summary>")[2]
        assert "The report says so" in reason or "Our " in reason or "rule" in reason or "vocabulary" in reason


@pytest.mark.parametrize(
    ("path", "line", "reason"),
    [
        ("initiative/i0005", "name", "Our wording"),
        ("initiative/i0005", "programme name", "The report says so"),
        ("initiative/i0005", "status", "Our wording"),
        ("listing/2022/1-2/09", "name", "Follows from"),
        ("listing/2022/1-2/09", "audience as stated", "The report says so"),
        ("meeting/2021-09-16", "number of participants", "The report says so"),
        ("actor/a022", "name in the source", "The report says so"),
        ("actor/a022", "match status", "Our wording"),
        ("auth/audience/women", "closely matches", "Our wording"),
        ("identity/d012", "level of confidence", "Our wording"),
        ("identity/d012", "date", "Our wording"),  # of the decision, which is ours
        ("observation/count/2022/2-2/summed/total", "value", "Follows from"),
    ],
)
def test_who_says_it(ask: Ask, path: str, line: str, reason: str) -> None:
    found = [row for row in rows(ask(f"/doc/{path}.html?lang=en").text) if f">{line}<" in row.partition("</dt>")[0]]
    assert len(found) == 1
    assert reason in found[0].partition("</summary>")[2]


@pytest.mark.parametrize("path", THINGS)
def test_the_passages_are_those_of_the_graph(ask: Ask, store: ox.Store, path: str) -> None:
    """Section, characters, digest and document on the page are what the graph says of each passage."""
    text = ask(f"/doc/{path}.html?lang=en").text
    table = text.partition('<table class="source">')[2].partition("</table>")[0]
    digests = re.findall(r"<code>([0-9a-f]{64})</code>", table)
    spans = re.findall(
        r'/doc/passage/([^/]+)/(\d+)-(\d+)\?[^"]*">[^<]*</a></td>\s*<td><a class="ask"[^>]*>(\d+)–(\d+)</a>', table
    )
    assert len(digests) == len(spans) > 0
    for digest, (document, start, end, first, last) in zip(digests, spans, strict=True):
        assert (first, last) == (start, str(int(end) - 1))
        passage = ox.NamedNode(f"{BASE}id/passage/{document}/{start}-{end}")
        stated = [quad.object for quad in store.quads_for_pattern(passage, ox.NamedNode(f"{BASE}ns/wid#sha256"), None)]
        assert stated == [ox.Literal(digest)]


def test_a_derived_statement_names_its_rule_and_only_the_listings_that_ground_it(ask: Ask) -> None:
    row = next(row for row in rows(ask("/doc/initiative/i0005.html?lang=en").text) if "contributes to" in row)
    assert '/derived?lang=en#contributes-to">contributes-to</a>' in row
    row = next(row for row in rows(ask("/doc/initiative/i0005.html?lang=en").text) if "programme name" in row)
    assert "The report says so" in row
    rules = ask("/derived?lang=en", Accept="text/html").text
    assert '<article class="term" id="contributes-to">' in rules
    assert "CONSTRUCT" in rules


def test_the_picture_of_the_neighbourhood_has_real_links_and_nothing_the_lists_lack(ask: Ask) -> None:
    text = ask("/doc/initiative/i0005.html?lang=en").text
    picture = text.partition('<svg class="around"')[2].partition("</svg>")[0]
    drawn = set(re.findall(r'href="([^"#]+)"', picture))
    rest = text.replace(picture, "")
    assert len(drawn) >= 8
    assert all(f'href="{href}"' in rest for href in drawn)
