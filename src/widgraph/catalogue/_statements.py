"""Statements gathered one by one, with short names for the terms of the project's prefixes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pyoxigraph as ox

from widgraph.namespaces import PREFIXES, XSD

AUTHORITY: Final = "http://publications.europa.eu/resource/authority/"
MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/"


def term(name: str) -> str:
    """Return the IRI of a prefixed name such as `dcat:Dataset`."""
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


class Statements:
    """A graph in the making; empty values are left out, since an empty statement is worse than none."""

    def __init__(self) -> None:
        self.quads: set[ox.Quad] = set()

    def types(self, subject: str, *names: str) -> None:
        """Say of which classes something is, by prefixed names."""
        for name in names:
            self.link(subject, "rdf:type", term(name))

    def link(self, subject: str, predicate: str, *targets: str) -> None:
        """Point at other things, by IRI."""
        for target in targets:
            if target:
                self._add(subject, predicate, ox.NamedNode(target))

    def text(self, subject: str, predicate: str, texts: Mapping[str, str]) -> None:
        """Say something in each language."""
        for language, value in texts.items():
            if value:
                self._add(subject, predicate, ox.Literal(value, language=language))

    def value(self, subject: str, predicate: str, value: str, datatype: str = "string") -> None:
        """State a value of a datatype of XML Schema."""
        if value:
            self._add(subject, predicate, ox.Literal(value, datatype=ox.NamedNode(XSD + datatype)))

    def _add(self, subject: str, predicate: str, value: ox.NamedNode | ox.Literal) -> None:
        self.quads.add(ox.Quad(ox.NamedNode(subject), ox.NamedNode(term(predicate)), value))
