"""The three files: Turtle that two parsers read alike, no blank node, in order, the project's own prefixes."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from widgraph.namespaces import PREFIXES

FILES = sorted((Path(__file__).parents[2] / "ontology").glob("*.ttl"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_two_parsers_agree(path: Path) -> None:
    one = rdflib.Graph().parse(path)
    two = rdflib.Graph().parse(
        data=ox.serialize((quad.triple for quad in ox.parse(path=path)), format=ox.RdfFormat.N_TRIPLES), format="nt"
    )
    assert set(one) == set(two)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_node_has_an_address(path: Path) -> None:
    for quad in ox.parse(path=path):
        assert not isinstance(quad.subject, ox.BlankNode)
        assert not isinstance(quad.object, ox.BlankNode)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_literals_are_ones_that_every_store_keeps(path: Path) -> None:
    for quad in ox.parse(path=path):
        if isinstance(quad.object, ox.Literal):
            name = quad.object.datatype.value.rpartition("#")[2]
            assert name in {"string", "langString", "integer", "boolean", "date"}
            assert quad.object.language in {None, "nl", "fr", "de", "en"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_prefixes_are_those_of_the_project_and_all_used(path: Path) -> None:
    text = path.read_text("utf-8")
    declared = dict(re.findall(r"^@prefix ([a-z0-9-]+): <([^>]*)> \.$", text, re.MULTILINE))
    assert list(declared) == sorted(declared)
    body = re.sub(r'"(?:[^"\\]|\\.)*"|<[^>]*>|^#.*$|^@.*$', "", text, flags=re.MULTILINE)
    assert set(re.findall(r"(?:^|[\s^])([a-z0-9-]+):[A-Za-z]", body, re.MULTILINE)) == set(declared)
    for prefix, namespace in declared.items():
        assert PREFIXES.get(prefix, namespace) == namespace


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_names_are_in_order_within_each_part(path: Path) -> None:
    parts = re.split(r"^# ── .*$", path.read_text("utf-8"), flags=re.MULTILINE)[1:]
    assert len(parts) > 2
    if path.stem == "cube":
        return  # a cube is in the order of its components
    for part in parts:
        for group in re.split(r"\n\n(?=\S+ a owl:\w+ \.\n)", part):  # the foreign terms, kind by kind
            subjects = re.findall(r"^([^\s#@][^\s]*) ", group, re.MULTILINE)
            subjects = [subject for subject in subjects if subject != "<id/agent/widgraph>"]
            schemes = [subject.rstrip(">") for subject in subjects]
            assert schemes == sorted(schemes, key=lambda name: name.replace("/", "\0"))
