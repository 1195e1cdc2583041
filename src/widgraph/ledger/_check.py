"""The promise checked: the tables of a folder against the ledger that lies beside them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from widgraph.findings import Finding
from widgraph.ledger._compare import compare, resources_of
from widgraph.ledger._file import NAME, read_ledger

if TYPE_CHECKING:
    from widgraph.graph import Graph
    from widgraph.tables import Tables


def check_ledger(folder: Path, graph: Graph, tables: Tables) -> Sequence[Finding]:
    """Return what breaks the promise; nothing when the folder has no ledger, since nothing of it is published yet."""
    path = folder / NAME
    return compare(read_ledger(path), resources_of(graph, tables)) if path.exists() else ()
