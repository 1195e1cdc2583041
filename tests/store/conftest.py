"""A small store on disk, made from the made-up graph that several tests share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pyoxigraph as ox
import pytest

from widgraph.settings import Settings
from widgraph.store import QueryPool

MADE_UP = Path(__file__).parents[1] / "fixtures/graph/made-up.trig"
Pools = Callable[..., QueryPool]


@pytest.fixture(scope="session", params=["memory", "disk"])
def source(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph as a file, to be held in memory, and as the folder of a store on disk."""
    path = tmp_path_factory.mktemp("store") / "source"
    quads = list(ox.parse(path=MADE_UP))
    if request.param == "memory":
        ox.serialize(quads, path, format=ox.RdfFormat.N_QUADS)
    else:
        store = ox.Store(str(path))
        store.extend(quads)
        store.flush()
        del store
    return path


@pytest.fixture
def pool_of(source: Path) -> Iterator[Pools]:
    """Return a function that opens a pool with some settings; all are closed afterwards."""
    with ExitStack() as stack:

        def make(waiting: int | None = None, **settings: object) -> QueryPool:
            return stack.enter_context(QueryPool(source, Settings(**settings), waiting))  # type: ignore[arg-type]

        yield make


@pytest.fixture(scope="module")
def pool(source: Path) -> Iterator[QueryPool]:
    with QueryPool(source, Settings(query_workers=1)) as made:
        yield made
