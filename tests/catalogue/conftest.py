"""The official shapes, which are not part of the project, and the catalogue of the release."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import rdflib

if TYPE_CHECKING:
    from widgraph.release import Release

OFFICIAL = Path(__file__).parents[2].parent / "shared" / "conformance" / "dcat-ap-3"


@pytest.fixture(scope="session")
def shapes() -> Callable[..., rdflib.Graph]:
    """Return a function that reads official shape files, together, as the portals do."""
    if not OFFICIAL.is_dir():
        pytest.skip("the official DCAT-AP shapes are not here; the catalogue cannot be judged by them")

    def read(*names: str) -> rdflib.Graph:
        graph = rdflib.Graph()
        for name in names:
            graph.parse(OFFICIAL / name, format="turtle")
        return graph

    return read


@pytest.fixture(scope="session")
def catalog(release: Release) -> rdflib.Graph:
    """The catalogue of the real data, as a portal reads it."""
    return rdflib.Graph().parse(release.path / "catalog.ttl", format="turtle")
