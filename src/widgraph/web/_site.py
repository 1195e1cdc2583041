"""What one running site knows: the release it serves and the few facts every answer needs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox
from flask import current_app, g

from widgraph import __version__
from widgraph.catalogue import WHOLE
from widgraph.errors import UsageError
from widgraph.namespaces import BASE
from widgraph.release import changed_on, versions
from widgraph.search import SearchIndex
from widgraph.settings import Settings
from widgraph.web._catalogue import Catalogue
from widgraph.web._facets import Facets
from widgraph.web._reader import Reader, Row, iri, text

if TYPE_CHECKING:
    from widgraph.release import Release

_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
#: Who publishes the data, as citations say it.
PUBLISHER = "widgraph"
#: The series of which every edition is a part.
DATASET = BASE + "id/dataset/women-in-digital"
#: The dataset that every document is part of (VoID, section 6).
GRAPH = f"{BASE}id/dataset/{WHOLE}"


@dataclass(frozen=True)
class Site:
    """One release, opened, with its settings and built assets."""

    release: Release
    settings: Settings
    reader: Reader

    @cached_property
    def licence(self) -> str:
        """The licence of the data, as the data state it."""
        rows = self.reader.rows("licence")
        return next((found for row in rows if (found := iri(row, "license"))), _LICENCE)

    @cached_property
    def published(self) -> tuple[str, str]:
        """The version of the data and the day it was issued, as the data state them."""
        row = next(iter(self.reader.rows("published", this=ox.NamedNode(DATASET))), {})
        return text(row, "version") or self.release.manifest.version, text(row, "issued") or "0001-01-01"

    @property
    def edition(self) -> tuple[str, int]:
        """The name of the release and the year of its data, as permanent links of answers carry them."""
        return self.release.id, int(self.published[1][:4])

    @cached_property
    def facets(self) -> Facets:
        """What initiatives can be found by."""
        return Facets(self.reader)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The catalogue that was made with the release."""
        return Catalogue(self.release.path / "catalog.ttl")

    @cached_property
    def versions(self) -> Sequence[Release]:
        """The releases kept, one per version, oldest first and this one last."""
        return versions(self.release)

    @cached_property
    def changed_on(self) -> Mapping[str, str]:
        """The day since which each thing is as it is."""
        return changed_on(self.versions)

    @property
    def address(self) -> str:
        """The public address of the site, without a slash at the end; the permanent one when the settings name none."""
        if not self.settings.site_url:
            return BASE.rstrip("/")
        return self.settings.site_url.rstrip("/") + self.settings.path_prefix.rstrip("/")

    @cached_property
    def index(self) -> SearchIndex:
        """The search index of the release."""
        return SearchIndex(self.release.search)

    @cached_property
    def editions(self) -> Sequence[tuple[str, str]]:
        """Years and IRIs of the editions, latest first."""
        rows = self.reader.rows("editions")
        return [(year, edition) for row in rows if (year := text(row, "year")) and (edition := iri(row, "edition"))]

    @cached_property
    def schema(self) -> Sequence[Row]:
        """What each class of ours is said to have, of which kind, and how often."""
        return self.reader.rows("schema")

    @property
    def release_iri(self) -> str:
        """The permanent identifier of this release."""
        return f"{BASE}id/release/{self.release.id}"

    @cached_property
    def assets(self) -> dict[str, str]:
        """Names of the built assets with the hash of their content, by plain name."""
        path = static_folder() / "manifest.json"
        try:
            return cast(dict[str, str], json.loads(path.read_text(encoding="utf-8")))
        except OSError as error:
            raise UsageError(
                "The style sheet of the site has not been built.", "Run 'make build' (needs Node.js with npm)."
            ) from error

    @cached_property
    def version(self) -> str:
        """A digest of everything but the path that decides what a page looks like: release, program and settings."""
        total = hashlib.sha256(f"{self.release.id} {__version__} {self.settings}".encode())
        package = Path(str(files("widgraph")))
        for folder in ("web", "queries", "translations", "static", "graph/serialize"):
            for path in sorted((package / folder).rglob("*")):
                if path.is_file() and path.suffix != ".pyc":
                    total.update(path.relative_to(package).as_posix().encode() + path.read_bytes())
        return total.hexdigest()[:16]


def static_folder() -> Path:
    """Return the folder of built assets."""
    return Path(str(files("widgraph"))) / "static"


def site() -> Site:
    """Return the site of the running application."""
    return cast(Site, g.get("site") or current_app.extensions["widgraph"])


def site_of(release: Release) -> Site:
    """Return the site as it reads another release that is kept; opened on first use, as long as the site runs.

    Raises ReleaseError when the store of that release is gone.
    """
    own = cast(Site, current_app.extensions["widgraph"])
    if release.id == own.release.id:
        return own
    others: dict[str, Site] = current_app.extensions.setdefault("widgraph.others", {})
    if release.id not in others:
        from widgraph.store import open_store

        others[release.id] = Site(release, own.settings, Reader(open_store(release)))
    return others[release.id]
