"""Bytes that are not what they seem: each named with its place, none with a traceback (checklist A1 to A3, A6)."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from widgraph.errors import UsageError
from widgraph.rehearsal import Effect, Rehearsal, as_html, as_json, as_text, rehearse


def play(content: str | bytes, folder: Path, name: str = "catalogue.ttl") -> Rehearsal:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return rehearse(str(path))


def one(result: Rehearsal, rule: str) -> tuple[Effect, str, str]:
    finding = next(finding for finding in result.findings if finding.rule == rule)
    return finding.effect, finding.place or "", finding.message


@pytest.mark.parametrize(
    ("content", "name", "rule", "place", "words"),
    [
        ("", "c.ttl", "C4", "c.ttl", "empty"),
        ("   \n# only a comment\n", "c.ttl", "C4", "c.ttl", "empty"),
        ("<!DOCTYPE html><html><p>Sorry</p></html>", "c.ttl", "X3", "c.ttl", "HTML"),
        ("<html lang='nl'>", "c.rdf", "X3", "c.rdf", "HTML"),
        ("@prefix a: <http://a.be/> .\na:b a:c a:d ;;; ]", "c.ttl", "X3", "c.ttl, line 2, column", "Not Turtle"),
        ('{"@context": "https://schema.org/", "@id": "x"}', "c.jsonld", "X3", "c.jsonld", "context"),
        ('{"@id": "http://a.be/x", \n "http://a.be/y": }', "c.jsonld", "X3", "c.jsonld, line 2", "Not JSON-LD"),
        ("<?xml version='1.0'?>\n<rdf:RDF>", "c.rdf", "X3", "c.rdf", "Not RDF/XML"),
        ("title;publisher\nTrees;Office\n", "c.csv", "X3", "c.csv, line 1, column 1", "Not N-Triples"),
        ("not rdf at all", "c.ttl", "X3", "c.ttl, line 1", "Not Turtle"),
        ("\x00\x01\x02", "c.ttl", "X3", "c.ttl", "Not Turtle"),
        ("[" * 100_000, "c.jsonld", "X3", "c.jsonld", "Not JSON-LD"),
    ],
)
def test_what_is_no_catalogue_is_named(
    content: str, name: str, rule: str, place: str, words: str, tmp_path: Path
) -> None:
    result = play(content, tmp_path, name)
    assert not result.clean
    effect, where, message = one(result, rule)
    assert effect is Effect.REFUSED
    assert place in where
    assert words in message


def test_a_catalogue_without_datasets_is_named(tmp_path: Path) -> None:
    result = play("@prefix dcat: <http://www.w3.org/ns/dcat#> .\n<http://a.be/c> a dcat:Catalog .\n", tmp_path)
    assert one(result, "C4")[0] is Effect.REFUSED
    assert result.score == 0


def test_a_byte_that_is_not_utf_8(perfect: str, tmp_path: Path) -> None:
    content = perfect.encode("utf-8").replace('Bäume"@de , "Trees"'.encode(), b'B\xe4ume"@de , "Trees"', 1)
    result = play(content, tmp_path)
    effect, place, message = one(result, "A3")
    line = content[: content.index(b"\xe4")].count(b"\n") + 1
    assert (effect, f"line {line}, column" in place, "0xE4" in message) == (Effect.CHANGED, True, True)
    assert len(result.datasets) == 2


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_another_encoding_is_refused(perfect: str, encoding: str, tmp_path: Path) -> None:
    assert one(play(perfect.encode(encoding), tmp_path), "A3")[0] is Effect.REFUSED


@pytest.mark.parametrize(
    ("start", "name", "effect"),
    [
        ("\ufeff", "c.ttl", Effect.REFUSED),
        ("# hello\n", "c.ttl", Effect.NOTED),  # the file name saves it
        ("\n", "catalog", Effect.REFUSED),
        ("# hello\n", "catalog", Effect.REFUSED),
        ("", "catalog", None),
    ],
)
def test_first_bytes_as_data_gov_be_reads_them(
    perfect: str, start: str, name: str, effect: Effect | None, tmp_path: Path
) -> None:
    result = play(start + perfect, tmp_path, name)
    assert len(result.datasets) == 2
    found = [finding.effect for finding in result.findings if finding.rule == "A2"]
    assert found == ([effect] if effect else [])


@pytest.mark.parametrize(
    ("syntax", "name"),
    [
        (ox.RdfFormat.TURTLE, "c.ttl"),
        (ox.RdfFormat.RDF_XML, "c.rdf"),
        (ox.RdfFormat.N_TRIPLES, "c.nt"),
        (ox.RdfFormat.JSON_LD, "c.jsonld"),
    ],
)
def test_every_syntax_gives_the_same_result(perfect: str, syntax: ox.RdfFormat, name: str, tmp_path: Path) -> None:
    quads = [quad.triple for quad in ox.parse(perfect, format=ox.RdfFormat.TURTLE)]
    prefixes = {"dcat": "http://www.w3.org/ns/dcat#"}
    content = ox.serialize(quads, format=syntax, prefixes=prefixes) or b""
    if syntax == ox.RdfFormat.JSON_LD:
        content = json.dumps({"@graph": json.loads(content)}).encode() if content.startswith(b"[") else content
    result = play(content, tmp_path, name)
    assert result.syntax == syntax.name
    assert result.clean


def test_relative_addresses_are_shown_as_written(perfect: str, tmp_path: Path) -> None:
    result = play(perfect.replace("@prefix t: <https://data.example.be/>", "@prefix t: <sub/>"), tmp_path)
    messages = [finding.message for finding in result.findings if finding.rule == "A3"]
    assert any("<sub/trees> in" in message and "http://data.gov.be/sub/trees" in message for message in messages)
    assert "relative.invalid" not in as_json(result)


def test_an_invalid_address_is_named_with_its_line_and_the_rest_is_rehearsed(perfect: str, tmp_path: Path) -> None:
    text = perfect.replace("<https://data.example.be/trees.csv>", "<https://data.example.be/tre{es}.csv>")
    result = play(text, tmp_path)
    line = text[: text.index("tre{es}")].count("\n") + 1
    places = [finding.place or "" for finding in result.findings if finding.rule == "A3"]
    assert any(f"line {line}, column" in place for place in places)
    assert len(result.datasets) == 2


def test_ten_megabytes_in_one_text(perfect: str, tmp_path: Path) -> None:
    started = time.monotonic()
    result = play(perfect.replace('"The trees."', f'"{"tree " * 2_000_000}"'), tmp_path)
    assert time.monotonic() - started < 60  # it ends; how fast is for the benchmarks
    effect, _, message = one(result, "X1")
    assert effect is Effect.FAULTED
    assert "dct:description of https://data.example.be/trees" in message
    assert len(as_text(result)) < 20_000


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "big.ttl"
    with path.open("wb") as file:
        file.truncate(50_000_001)
    assert one(rehearse(str(path)), "A6")[0] is Effect.REFUSED


@pytest.mark.parametrize("source", ["/nowhere/catalogue.ttl", ".", "ftp://data.example.be/catalogue", "\0"])
def test_a_source_that_is_not_there_is_a_usage_error(source: str) -> None:
    with pytest.raises(UsageError):
        rehearse(source)


def test_entities_of_xml_reach_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("top secret", encoding="utf-8")
    text = (
        f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a SYSTEM "{secret.as_uri()}">]>'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:t="http://a.be/">'
        '<rdf:Description rdf:about="http://a.be/x"><t:y>&a;</t:y></rdf:Description></rdf:RDF>'
    )
    result = play(text, tmp_path, "c.rdf")
    assert "top secret" not in as_json(result)
    assert not result.clean


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_mutated_catalogue_never_ends_in_a_traceback(perfect: str, tmp_path: Path, data: st.DataObject) -> None:
    """Pieces cut out, doubled, swapped with strange ones: a result with a score of at most 405, in all three forms."""
    pieces = perfect.split(" ")
    strange = [
        "[]",
        "()",
        '""',
        '"x"@nl',
        "<>",
        "<x>",
        "t:trees",
        "t:catalog",
        "1",
        "true",
        "_:b",
        ";",
        ".",
        "}",
        "\x00",
        "é",
    ]
    for _ in range(data.draw(st.integers(1, 12))):
        index = data.draw(st.integers(0, len(pieces) - 1))
        action = data.draw(st.sampled_from(["cut", "double", "strange", "end"]))
        if action == "cut":
            pieces[index] = ""
        elif action == "double":
            pieces.insert(index, pieces[data.draw(st.integers(0, len(pieces) - 1))])
        elif action == "strange":
            pieces[index] = data.draw(st.sampled_from(strange))
        elif data.draw(st.integers(0, 9)) == 0:
            del pieces[max(index, 1) :]
    _whole(play(" ".join(pieces), tmp_path))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_statements_swapped_at_random_never_end_in_a_traceback(
    perfect: str, tmp_path: Path, data: st.DataObject
) -> None:
    """Mutations that stay RDF reach deeper than those that break the syntax."""
    triples = [quad.triple for quad in ox.parse(perfect, format=ox.RdfFormat.TURTLE)]
    terms = [triple.object for triple in triples] + [ox.BlankNode("x"), ox.Literal("x"), ox.Literal("", language="nl")]
    nodes = [triple.subject for triple in triples] + [ox.BlankNode("x")]
    predicates = [triple.predicate for triple in triples]
    for _ in range(data.draw(st.integers(1, 20))):
        index = data.draw(st.integers(0, len(triples) - 1))
        old = triples[index]
        triples[index] = ox.Triple(
            data.draw(st.sampled_from([old.subject, *nodes])),
            data.draw(st.sampled_from([old.predicate, *predicates])),
            data.draw(st.sampled_from([old.object, *terms])),
        )
    _whole(play(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"", tmp_path, "c.nt"))


def _whole(result: Rehearsal) -> None:
    assert all(-10 <= dataset.europe.score <= 405 for dataset in result.datasets)
    assert as_text(result)
    assert json.loads(as_json(result))["score"] == result.score
    assert "</html>" in as_html(result)
