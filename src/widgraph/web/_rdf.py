"""Triples in the syntaxes that the site offers."""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox

from widgraph.graph.serialize import SYNTAXES
from widgraph.web._negotiation import Form


def written(form: Form, triples: Sequence[ox.Triple]) -> bytes:
    """Return triples in the syntax of a form: Turtle, JSON-LD, RDF/XML or N-Triples; the same bytes every time."""
    quads = [ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples]
    return SYNTAXES[form.suffix].write(quads)
