"""The ledger against the graph: nothing published may vanish, change kind or be given to something else."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from widgraph.findings import Finding, Place, Severity
from widgraph.ledger._file import NAME, Entry, Ledger
from widgraph.ledger._messages import message
from widgraph.namespaces import BASE, PREFIXES, RDF, WID

if TYPE_CHECKING:
    from widgraph.graph import Graph
    from widgraph.tables import Row, Tables

#: Annotation of a table: the column that says what its identifier stands for; without it, the id is its own key.
SOURCE_KEY = WID + "sourceKey"
_MINTED_UNDER = (BASE + "id/", BASE + "auth/")


@dataclass(frozen=True)
class Resource:
    """What the data say of an identifier today: its kind, what it stands for, and the row that made it."""

    kind: str
    key: str
    place: Place | None = None


def resources_of(graph: Graph, tables: Tables) -> dict[str, Resource]:
    """Return every identifier of ours that the graph describes, relative to the base, sorted."""
    kinds: dict[str, set[str]] = {}
    for quad in graph.quads:
        subject = getattr(quad.subject, "value", "")
        if subject.startswith(_MINTED_UNDER) and getattr(quad.graph_name, "value", "").startswith(_MINTED_UNDER):
            found = kinds.setdefault(subject, set())
            if quad.predicate.value == RDF + "type":
                found.add(_curie(getattr(quad.object, "value", "")))
    rows = {(table.file, row.number): row for table in tables.description.tables for row in tables.rows(table.name)}
    resources = {}
    for iri in sorted(kinds):
        place = graph.origin(iri)
        resources[iri.removeprefix(BASE)] = Resource(_principal(kinds[iri]), _key(tables, rows, place), place)
    return resources


def _curie(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _principal(kinds: set[str]) -> str:
    """Our own class says most; else the first by name, so that the choice never depends on order."""
    own = sorted(kind for kind in kinds if kind.startswith("wid:"))
    return (own or sorted(kinds) or [""])[0]


def _key(tables: Tables, rows: Mapping[tuple[str, int], Row], place: Place | None) -> str:
    if place is None or place.row is None:
        return ""
    column = tables.description.table(place.file.removesuffix(".csv")).annotations.get(SOURCE_KEY, "id")
    row = rows.get((place.file, place.row))
    # of several spellings the first is the key, so that another one can be added
    return next(iter(row.items(str(column))), "") if row else ""


def compare(
    ledger: Ledger,
    resources: Mapping[str, Resource],
    renamed: Collection[str] = (),
    removed: Collection[str] = (),
) -> list[Finding]:
    """Return what breaks the promise that identifiers are for ever.

    `renamed` holds identifiers whose change of name is recorded in lifecycle.csv, `removed` those that the law made us
    take away: their row in the ledger stays, so that they are never given to something else.
    """
    findings = list(ledger.findings)
    known = set()
    for entry, row in zip(ledger.entries, ledger.rows, strict=True):
        known.add(entry.iri)
        now = resources.get(entry.iri)
        place = Place(NAME, row, "iri")
        if now is None:
            findings += [] if entry.iri in removed else [_finding("L05", place, entry.iri)]
        elif now.kind != entry.kind:
            findings.append(_finding("L06", now.place or place, entry.iri, was=entry.kind, now=now.kind))
        elif now.key != entry.key and entry.iri not in renamed:
            findings.append(_finding("L07", now.place or place, entry.iri, was=entry.key, now=now.key))
    for iri, resource in resources.items():
        if iri not in known:
            findings.append(_finding("L08", resource.place or Place(NAME), iri))
    return findings


def _finding(rule: str, place: Place, iri: str, **values: str) -> Finding:
    return Finding(rule, Severity.VIOLATION, message(rule, found=iri, **values), place, found=iri, subject=BASE + iri)


def propose(ledger: Ledger, resources: Mapping[str, Resource], minted: str, version: str) -> list[Entry]:
    """Return the rows the ledger lacks, in the order of their identifiers."""
    known = {entry.iri for entry in ledger.entries}
    return [
        Entry(iri, resource.kind, resource.key, minted, version)
        for iri, resource in resources.items()
        if iri not in known
    ]
