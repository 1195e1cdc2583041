"""The release's own store: our own questions, in this process."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from widgraph.errors import ReleaseError
from widgraph.namespaces import BASE, WID
from widgraph.release import Release
from widgraph.store import open_store


def test_the_seam_answers_over_the_union_of_graphs(release: Release) -> None:
    store = open_store(release)
    assert store.count() == release.manifest.quads
    rows = store.select(f"SELECT ?s ?none {{ ?s a <{WID}Meeting> }}")
    assert len(rows) == 6
    assert all(set(row) == {"s"} for row in rows)
    assert store.ask(f"ASK {{ ?s a <{WID}Listing> }}") is True
    assert len(store.construct(f"CONSTRUCT {{ ?s a ?o }} WHERE {{ ?s a ?o FILTER(?o = <{WID}Meeting>) }}")) == 6


def test_things_have_their_names_by_language(release: Release) -> None:
    store = open_store(release)
    one, none = BASE + "auth/objective-2021/1", BASE + "id/nothing"
    found = store.labels([one, none])
    assert set(found) == {one}
    assert set(found[one]) == {"nl", "fr", "de", "en"}


def test_a_closed_store_says_so(release: Release) -> None:
    store = open_store(release)
    store.close()
    with pytest.raises(ReleaseError, match="closed"):
        store.count()


def test_the_store_cannot_be_written_to(release: Release) -> None:
    before = sorted(path.stat().st_mtime_ns for path in release.store.iterdir())
    store = ox.Store.read_only(str(release.store))
    with pytest.raises((OSError, RuntimeError), match="only possible on read-write"):
        store.add(ox.Quad(ox.NamedNode("a:a"), ox.NamedNode("a:a"), ox.NamedNode("a:a")))
    assert sorted(path.stat().st_mtime_ns for path in release.store.iterdir()) == before
