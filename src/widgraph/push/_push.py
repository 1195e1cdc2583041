"""A release into a remote store: graph by graph under names of its own, verified, then made current in one step.

What readers go by is the catalogue (`widgraph.store.remote`). It is written in an order in which every state a kill can
leave is a good one: the graphs are named, filled, verified; only then is the release marked whole; only then is it made
current; only then is what nobody needs any more unmarked and, after a time, removed. The same push again goes on where
the last one stopped: a graph that is right already is not sent again.
"""

from __future__ import annotations

import hashlib
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from widgraph.errors import EndpointError, ReleaseError
from widgraph.namespaces import BASE, DCTERMS, PREFIXES, XSD
from widgraph.push._target import Target
from widgraph.push._verify import Verdict, compare, digest
from widgraph.release import Release
from widgraph.store.remote import CATALOGUE, Entry, Placed, read_catalogue

Progress = Callable[[str], None]
_SERIES: Final = ox.NamedNode(BASE + "id/dataset/women-in-digital")
_CURRENT: Final = ox.NamedNode(PREFIXES["dcat"] + "hasCurrentVersion")
_WHOLE: Final = ox.NamedNode(PREFIXES["void"] + "triples")
_PART: Final = ox.NamedNode(DCTERMS + "hasPart")
_DIGEST: Final = ox.NamedNode(DCTERMS + "identifier")
_REPLACES: Final = ox.NamedNode(DCTERMS + "replaces")


@dataclass(frozen=True)
class Pushed:
    """What a push did: graphs sent, graphs that were right already, literals the store rewrote, releases removed."""

    sent: Sequence[str]
    kept: Sequence[str]
    rewritten: int
    removed: Sequence[str]


def push_release(
    release: Release,
    target: Target,
    *,
    grace: float,
    clean: bool = True,
    dry_run: bool = False,
    progress: Progress = lambda _: None,
) -> Pushed:
    """Bring a release into a remote store and make it the current one.

    With `clean`, releases but this one and the one it replaces are removed afterwards, `grace` seconds after readers
    can know. `dry_run` reads and compares, and writes nothing. Raises ReleaseError when the dump is damaged,
    EndpointError when the store does not take a graph as it is.
    """
    graphs = _graphs(release)
    progress(f"{release.id}: {len(graphs)} graphs, {release.manifest.quads} statements")
    return _Push(release, target, read_catalogue(target.endpoint), progress).run(graphs, grace, clean, dry_run)


class _Push:
    """One push: the release, where it goes, what is there, and who is told."""

    def __init__(self, release: Release, target: Target, catalogue: Mapping[str, Entry], progress: Progress) -> None:
        self._id = release.id
        self._target = target
        self._catalogue = catalogue
        self._progress = progress
        self._placed = Placed(release.id, frozenset(release.manifest.graphs))
        size = ox.Literal(str(release.manifest.quads), datatype=ox.NamedNode(XSD + "integer"))
        #: the one statement that says the whole release is there
        self._mark = ox.Triple(_node(release.id), _WHOLE, size)

    def run(self, graphs: Mapping[str, Sequence[ox.Triple]], grace: float, clean: bool, dry_run: bool) -> Pushed:
        """Do all of it, in the one order that is safe at every moment."""
        entry = self._catalogue.get(self._id, Entry())
        digests = {self._placed.there(name): digest(triples) for name, triples in graphs.items()}
        if not dry_run and entry.digests != digests:
            self._target.add(CATALOGUE, self._announced(digests))
        sent, kept, rewritten = [], [], 0
        for number, (name, triples) in enumerate(graphs.items(), 1):
            label, there = f"[{number}/{len(graphs)}] {name.removeprefix(BASE)}", self._placed.there(name)
            verdict = self._compared(there, triples)
            if verdict.same:
                kept.append(name)
                self._progress(f"{label}: there already, verified")
            else:
                sent.append(name)
                if dry_run:
                    self._progress(f"{label}: {len(triples)} statements to send ({verdict.problem})")
                    continue
                if entry.whole:
                    self._target.remove(CATALOGUE, [self._mark])
                    entry.whole = False
                verdict = self._send(there, triples, label)
            rewritten += verdict.rewritten
        before, going = self._others(clean)
        if dry_run:
            self._progress(f"would make {self._id} current; would remove {', '.join(going) or 'nothing'}")
        else:
            self._switch(before)
            self._remove(going, grace)
        return Pushed(sent, kept, rewritten, going)

    def _compared(self, there: str, triples: Sequence[ox.Triple]) -> Verdict:
        return compare(triples, self._target.read(there), self._target.count(there))

    def _send(self, there: str, triples: Sequence[ox.Triple], label: str) -> Verdict:
        """Fill one graph and verify it."""
        self._progress(f"{label}: sending {len(triples)} statements")
        self._target.put(there, triples)
        verdict = self._compared(there, triples)
        if not verdict.same:
            raise EndpointError(
                f"{label} did not arrive as it was sent: {verdict.problem}.",
                "What was current stays current. Push again; if it fails again, the store cannot hold this release.",
            )
        note = f", {verdict.rewritten} literals rewritten by the store" if verdict.rewritten else ""
        self._progress(f"{label}: verified{note}")
        return verdict

    def _others(self, clean: bool) -> tuple[Sequence[str], Sequence[str]]:
        """Return the releases that are current now, and those that neither are nor were right before this one."""
        others = sorted(name for name in self._catalogue if name != self._id)
        before = [name for name in others if self._catalogue[name].current]
        needed = {*before, *self._catalogue.get(self._id, Entry()).replaces}
        return before, [name for name in others if name not in needed] if clean else []

    def _switch(self, before: Sequence[str]) -> None:
        """Mark the release whole and make it current; for a moment two are current, never none."""
        this = _node(self._id)
        self._target.add(CATALOGUE, [self._mark])
        self._target.add(CATALOGUE, [ox.Triple(this, _REPLACES, _node(name)) for name in before])
        self._target.add(CATALOGUE, [ox.Triple(_SERIES, _CURRENT, this)])
        self._target.remove(CATALOGUE, [ox.Triple(_SERIES, _CURRENT, _node(name)) for name in before])
        self._progress(f"{self._id} is current")

    def _remove(self, going: Sequence[str], grace: float) -> None:
        """Take the mark off releases, wait until no reader trusts it any more, remove their graphs, forget them."""
        if not going:
            return
        entries = self._target.read(CATALOGUE)
        marks = [one for one in entries if one.predicate == _WHOLE and one.subject in {_node(name) for name in going}]
        self._target.remove(CATALOGUE, marks)
        self._progress(f"waiting {grace:g} s until nobody reads {', '.join(going)} any more")
        time.sleep(grace)
        for name in going:
            graphs = self._catalogue[name].digests
            for graph in graphs:
                self._target.drop(graph)
            gone = {_node(name), *(ox.NamedNode(graph) for graph in graphs)}
            self._target.remove(CATALOGUE, [one for one in entries if one.subject in gone and one not in marks])
            self._progress(f"{name} removed")

    def _announced(self, digests: Mapping[str, str]) -> Sequence[ox.Triple]:
        """Return which graphs the release will have, and their digests: so a push cut short leaves nothing unnamed."""
        parts = [ox.Triple(_node(self._id), _PART, ox.NamedNode(graph)) for graph in digests]
        return parts + [ox.Triple(ox.NamedNode(graph), _DIGEST, ox.Literal(value)) for graph, value in digests.items()]


def _node(name: str) -> ox.NamedNode:
    return ox.NamedNode(Placed(name, frozenset()).iri)


def _graphs(release: Release) -> Mapping[str, Sequence[ox.Triple]]:
    """Return the graphs of a release from its own dump, after seeing that the dump is what the manifest says."""
    path = release.dump("nq")
    stated = release.manifest.files.get("dumps/widgraph.nq")
    content = path.read_bytes() if path.is_file() else b""
    if stated is None or hashlib.sha256(content).hexdigest() != stated.sha256:
        raise ReleaseError(f"The dump of {release.id} is damaged.", "Build the release again.")
    found: dict[str, list[ox.Triple]] = defaultdict(list)
    for quad in ox.parse(content, format=ox.RdfFormat.N_QUADS):
        found[getattr(quad.graph_name, "value", "")].append(quad.triple)
    return dict(sorted(found.items()))
