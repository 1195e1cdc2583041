"""Search: accents and word endings forgiven, in four languages; the same graph gives the same file."""

from __future__ import annotations

import random
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from widgraph.namespaces import BASE, RDF, RDFS, SKOS, WID
from widgraph.search import SearchIndex, fold, stems, words, write_index

GRAPH = ox.NamedNode(BASE + "id/graph/register")


def thing(reference: str, kind: str, **labels: str) -> list[ox.Quad]:
    subject = ox.NamedNode(BASE + reference)
    quads = [ox.Quad(subject, ox.NamedNode(RDF + "type"), ox.NamedNode(WID + kind), GRAPH)]
    for language, label in labels.items():
        quads.append(ox.Quad(subject, ox.NamedNode(RDFS + "label"), ox.Literal(label, language=language), GRAPH))
    return quads


QUADS = [
    *thing("id/initiative/i0001", "Initiative", nl="Opleidingen voor ondernemers", fr="Formations pour entrepreneurs"),
    *thing("id/initiative/i0002", "Initiative", nl="Feest van de wetenschap", fr="Fête de la science"),
    *thing("id/initiative/i0003", "Initiative", nl="Straßenfest", de="Straßenfest und Bücher"),
    *thing("id/actor/a001", "Actor", nl="Ondernemersclub"),
    *thing("id/passage/p", "Passage", nl="Opleidingen"),
    ox.Quad(
        ox.NamedNode(BASE + "id/initiative/i0002"),
        ox.NamedNode(SKOS + "note"),
        ox.Literal("sœur", language="fr"),
        GRAPH,
    ),
]


@pytest.fixture
def index(tmp_path: Path) -> SearchIndex:
    write_index(tmp_path / "search.sqlite", QUADS)
    return SearchIndex(tmp_path / "search.sqlite")


def found(index: SearchIndex, text: str, language: str = "nl") -> list[str]:
    return [hit.iri.removeprefix(BASE) for hit in index.search(text, language).hits]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("opleiding", ["id/initiative/i0001"]),
        ("OPLEIDINGEN", ["id/initiative/i0001"]),
        ("formation", ["id/initiative/i0001"]),
        ("fete", ["id/initiative/i0002"]),
        ("Fête sciences", ["id/initiative/i0002"]),
        ("soeur", ["id/initiative/i0002"]),
        ("strassenfest", ["id/initiative/i0003"]),
        ("Buch", ["id/initiative/i0003"]),
        ("buecher", ["id/initiative/i0003"]),
        ("ondern", ["id/actor/a001", "id/initiative/i0001"]),
        ("", []),
        ("?!", []),
    ],
)
def test_what_a_reader_types_is_found(index: SearchIndex, text: str, expected: list[str]) -> None:
    assert sorted(found(index, text)) == expected


def test_every_word_counts_and_if_none_fits_any_does(index: SearchIndex) -> None:
    answer = index.search("opleiding wetenschap", "nl")
    assert not answer.every_word
    assert answer.total == 2
    assert index.search("opleiding ondernemer", "nl").every_word


def test_labels_are_in_the_language_asked_or_the_first_that_has_one(index: SearchIndex) -> None:
    assert [(hit.label, hit.language) for hit in index.search("science", "fr").hits] == [("Fête de la science", "fr")]
    assert [(hit.label, hit.language) for hit in index.search("science", "de").hits] == [
        ("Feest van de wetenschap", "nl")
    ]


def test_a_kind_can_be_asked_for(index: SearchIndex) -> None:
    assert [hit.iri for hit in index.search("ondern", "nl", kind="actor").hits] == [BASE + "id/actor/a001"]


def test_pages(index: SearchIndex) -> None:
    both = found(index, "ondern")
    assert [hit.iri.removeprefix(BASE) for hit in index.search("ondern", "nl", limit=1, offset=1).hits] == both[1:]


def test_the_same_graph_gives_the_same_file(tmp_path: Path) -> None:
    shuffled = list(QUADS)
    random.Random(1).shuffle(shuffled)  # noqa: S311
    write_index(tmp_path / "one", QUADS)
    write_index(tmp_path / "two", shuffled)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@given(st.text(max_size=60))
def test_no_text_breaks_the_search(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.sqlite"
    if not path.exists():
        write_index(path, QUADS)
    answer = SearchIndex(path).search(text, "nl")
    assert answer.total >= len(answer.hits)


@given(st.text(max_size=40))
@example("𝕬")
def test_folding_twice_changes_nothing(text: str) -> None:
    assert words(" ".join(words(text))) == words(text)
    assert stems(text, "xx") == []
    assert fold("Ça Œuvre Straße ÉTÉ") == "ca oeuvre strasse ete"
