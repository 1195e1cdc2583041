"""The releases beside one another: which versions are kept, which of several builds of one version counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from widgraph.errors import ReleaseError
from widgraph.release._manifest import NAME, read_manifest
from widgraph.release._open import Release

_ID: Final = re.compile(r"([0-9]+)\.([0-9]+)\.([0-9]+)-[0-9a-f]{12}")


def other_release(release: Release, name: str) -> Release | None:
    """Return the release of this identifier kept beside another one; None when there is none or it cannot be read."""
    if name == release.id:
        return release
    folder = release.path.parent / name
    if _ID.fullmatch(name) is None or not folder.is_dir():
        return None
    try:
        return Release(folder, read_manifest(folder))
    except ReleaseError:
        return None


def versions(release: Release) -> Sequence[Release]:
    """Return one release per version up to this one's, oldest first and this one last.

    Of several builds of an older version, the one made last counts; other builds of this version do not.
    """
    found: dict[tuple[int, int, int], tuple[int, str]] = {}
    mine = _number(release.id)
    for folder in release.path.parent.iterdir():
        number = _number(folder.name)
        if number is not None and mine is not None and number < mine and (folder / NAME).is_file():
            made = _made(folder)
            found[number] = max(found.get(number, made), made)
    older = [other_release(release, name) for _, (_, name) in sorted(found.items())]
    return [*(one for one in older if one is not None), release]


def _number(name: str) -> tuple[int, int, int] | None:
    match = _ID.fullmatch(name)
    return (int(match[1]), int(match[2]), int(match[3])) if match else None


def _made(folder: Path) -> tuple[int, str]:
    return (folder / NAME).stat().st_mtime_ns, folder.name
