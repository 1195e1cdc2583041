"""The syntaxes by their file suffix. Oxigraph writes all but JSON-LD: it keeps every literal as it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import pyoxigraph as ox

from widgraph.graph._terms import order
from widgraph.graph.serialize._json_ld import json_ld
from widgraph.namespaces import PREFIXES, XSD


class Statements:
    """Statements in the order in which documents have them, sorted once for several syntaxes."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self._quads = list(quads)

    @cached_property
    def named(self) -> list[ox.Quad]:
        """Each in its named graph."""
        return sorted(set(self._quads), key=order)

    @cached_property
    def merged(self) -> list[ox.Quad]:
        """The union of all named graphs."""
        return sorted({ox.Quad(quad.subject, quad.predicate, quad.object) for quad in self._quads}, key=order)


@dataclass(frozen=True)
class Syntax:
    """A syntax: its suffix, media type, whether it keeps named graphs, and how it is written."""

    suffix: str
    media_type: str
    dataset: bool
    _write: Callable[[list[ox.Quad], bool], bytes]

    def write(self, quads: Iterable[ox.Quad] | Statements) -> bytes:
        """Return the statements as UTF-8 bytes; a syntax without named graphs gets the union of them."""
        statements = quads if isinstance(quads, Statements) else Statements(quads)
        return self._write(statements.named if self.dataset else statements.merged, self.dataset)


def _oxigraph(syntax: ox.RdfFormat) -> Callable[[list[ox.Quad], bool], bytes]:
    plain = syntax in (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS)

    def write(quads: list[ox.Quad], dataset: bool) -> bytes:
        prefixes = None if plain else _used(quads)
        written = ox.serialize(quads if dataset else [quad.triple for quad in quads], format=syntax, prefixes=prefixes)
        if not isinstance(written, bytes):
            raise TypeError("the serializer returned nothing")
        return written

    return write


def _used(quads: list[ox.Quad]) -> dict[str, str]:
    """Return the prefixes that occur, so that a small document does not open with thirty lines of them."""
    iris = {term.value for quad in quads for term in quad if isinstance(term, ox.NamedNode)}
    iris |= {
        quad.object.datatype.value for quad in quads if isinstance(quad.object, ox.Literal) and not quad.object.language
    } - {XSD + "string"}
    return {
        prefix: namespace for prefix, namespace in PREFIXES.items() if any(iri.startswith(namespace) for iri in iris)
    }


def _json_ld(quads: list[ox.Quad], dataset: bool) -> bytes:
    return json_ld(quads, named=dataset)


SYNTAXES: Final[dict[str, Syntax]] = {
    "ttl": Syntax("ttl", "text/turtle", False, _oxigraph(ox.RdfFormat.TURTLE)),
    "nt": Syntax("nt", "application/n-triples", False, _oxigraph(ox.RdfFormat.N_TRIPLES)),
    "rdf": Syntax("rdf", "application/rdf+xml", False, _oxigraph(ox.RdfFormat.RDF_XML)),
    "nq": Syntax("nq", "application/n-quads", True, _oxigraph(ox.RdfFormat.N_QUADS)),
    "trig": Syntax("trig", "application/trig", True, _oxigraph(ox.RdfFormat.TRIG)),
    "jsonld": Syntax("jsonld", "application/ld+json", True, _json_ld),
}
