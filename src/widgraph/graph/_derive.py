"""What follows from the statements: the queries in `derive/`, run in the order of their names, fill one named graph."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files
from typing import Final

import pyoxigraph as ox

from widgraph.namespaces import BASE

DERIVED: Final = ox.NamedNode(BASE + "id/graph/derived")


def derive(quads: Iterable[ox.Quad]) -> set[ox.Quad]:
    """Return the statements that follow; each query also sees what the ones before it made."""
    store = ox.Store()
    store.extend(quads)
    derived: set[ox.Quad] = set()
    folder = files("widgraph.graph") / "derive"
    for query in sorted((entry for entry in folder.iterdir() if entry.name.endswith(".rq")), key=lambda q: q.name):
        result = store.query(query.read_text("utf-8"), use_default_graph_as_union=True)
        if not isinstance(result, ox.QueryTriples):
            raise TypeError(f"{query.name} is not a CONSTRUCT query")
        made = {ox.Quad(triple.subject, triple.predicate, triple.object, DERIVED) for triple in result}
        store.extend(made)
        derived |= made
    return derived
