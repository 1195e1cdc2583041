"""The promise checked: the tables of a folder against the ledger that lies beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from widgraph.findings import Finding
from widgraph.ledger._compare import Resource, compare, resources_of
from widgraph.ledger._file import NAME, Ledger, read_ledger

if TYPE_CHECKING:
    from widgraph.graph import Graph
    from widgraph.tables import Tables


def check_ledger(folder: Path, graph: Graph, tables: Tables) -> Sequence[Finding]:
    """Return what breaks the promise; nothing when the folder has no ledger, since nothing of it is published yet."""
    path = folder / NAME
    return disagreements(read_ledger(path), resources_of(graph, tables), tables) if path.exists() else ()


def disagreements(ledger: Ledger, resources: Mapping[str, Resource], tables: Tables) -> Sequence[Finding]:
    """Return where a ledger and the resources of some tables disagree and lifecycle.csv does not say why.

    It says which identifiers got another name, and which the law made us take away.
    """
    renamed, removed = (_recorded(tables, kinds) for kinds in ({"renamed", "corrected"}, {"removed"}))
    return compare(ledger, resources, renamed, removed)


def _recorded(tables: Tables, kinds: set[str]) -> set[str]:
    if "lifecycle" not in (table.name for table in tables.description.tables):
        return set()
    return {row.value("resource") or "" for row in tables.rows("lifecycle") if row.value("kind") in kinds}
