"""Finding and trusting a release that is already there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from widgraph.errors import ReleaseError
from widgraph.release._manifest import STORE, Manifest, file_entries, read_manifest

CURRENT = "current"
RELEASES = "releases"
SEARCH = "search.sqlite"


@dataclass(frozen=True)
class Release:
    """One release: its folder (never written to again) and its manifest."""

    path: Path
    manifest: Manifest

    @property
    def id(self) -> str:
        """The identifier: version and digest of the content."""
        return self.manifest.id

    @property
    def store(self) -> Path:
        """The folder of the embedded store, to be opened read-only."""
        return self.path / STORE

    @property
    def search(self) -> Path:
        """The full-text index, to be opened read-only."""
        return self.path / SEARCH

    def dump(self, suffix: str) -> Path:
        """Return the path of the whole graph in a syntax, by file suffix (nq, trig, ttl, nt, rdf, jsonld)."""
        return self.path / "dumps" / f"widgraph.{suffix}"


def open_release(out: Path) -> Release:
    """Return the release that `out/current` points at, with the link already followed.

    A later build moves the link, not this folder: whoever opened a release keeps it whole.
    """
    link = out / CURRENT
    if not link.is_dir():
        raise ReleaseError(f"There is no release in {out}.", "Run 'widgraph build' first.")
    folder = link.resolve()
    return Release(folder, read_manifest(folder))


def verify_release(release: Release) -> list[str]:
    """Return one sentence per file that is missing, added or changed since the release was made."""
    found = file_entries(release.path)
    stated = release.manifest.files
    problems = [f"{name} is missing" for name in stated.keys() - found.keys()]
    problems += [f"{name} is not in the manifest" for name in found.keys() - stated.keys()]
    problems += [f"{name} has changed" for name in stated.keys() & found.keys() if stated[name] != found[name]]
    return sorted(problems)
