"""Whether a graph in a remote store is the graph of the release, statement by statement."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from widgraph.errors import EndpointError
from widgraph.store.remote import repair_from


@dataclass(frozen=True)
class Verdict:
    """Whether the graph is the same, how many of its literals the store rewrote, and what is wrong if it is not."""

    same: bool
    rewritten: int = 0
    problem: str = ""


def digest(triples: Iterable[ox.Triple]) -> str:
    """Return the SHA-256 of a graph in hexadecimal: of its sorted N-Triples, blank nodes named by RDFC-1.0."""
    found = set(triples)
    if any(isinstance(term, ox.BlankNode) for triple in found for term in triple):
        dataset = ox.Dataset(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in found)
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        found = {quad.triple for quad in dataset}
    return hashlib.sha256("".join(sorted(f"{triple} .\n" for triple in found)).encode()).hexdigest()


def compare(given: Collection[ox.Triple], got: Collection[ox.Triple], counted: int) -> Verdict:
    """Return whether `got`, and the number the store counts, are the graph `given`.

    Literals the store rewrote one by one count as the same, and are counted: readers put them back. Anything else does
    not.
    """
    if counted != len(given):
        return Verdict(False, problem=f"{counted} statements instead of {len(given)}")
    wanted = digest(given)
    if digest(got) == wanted:
        return Verdict(True)
    known = {triple.object for triple in given if isinstance(triple.object, ox.Literal)}
    try:
        repair = repair_from(given, got, known)
    except EndpointError as error:
        return Verdict(False, problem=error.message)
    if digest(repair.triple(triple) for triple in got) != wanted:
        return Verdict(False, problem="other statements than were sent")
    return Verdict(True, rewritten=repair.size)
