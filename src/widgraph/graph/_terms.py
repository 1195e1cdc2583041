"""Terms of RDF: in which order we write them, and whether the store keeps them as they are."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from widgraph.namespaces import RDF

_TYPE = RDF + "type"
Key = tuple[str, str, str, str]


def order(quad: ox.Quad) -> Key:
    """Return the key that sorts quads by graph, subject, property (the type first) and value."""
    graph = quad.graph_name
    predicate = quad.predicate.value
    return (
        graph.value if isinstance(graph, ox.NamedNode) else "",
        str(quad.subject),
        "" if predicate == _TYPE else predicate,
        str(quad.object),
    )


def changed_terms(quads: Iterable[ox.Quad]) -> list[str]:
    """Return the statements, in N-Quads, that the store would give back with another literal than it was given.

    Oxigraph keeps numbers and dates by value (`7.50` comes back as `7.5`), so each literal is sent through a store.
    """
    given = {quad.object: quad for quad in quads if isinstance(quad.object, ox.Literal)}
    store = ox.Store()
    store.extend(ox.Quad(quad.subject, quad.predicate, term) for term, quad in given.items())
    kept = {str(quad.object) for quad in store}
    return sorted(str(quad) for term, quad in given.items() if str(term) not in kept)
