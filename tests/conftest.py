"""What several test folders share: the real tables, the report where there is one, one release of the real data."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests import servers
from tests.servers import Server

if TYPE_CHECKING:
    from widgraph.release import Release

ROOT = Path(__file__).parents[1]
REPORT = ROOT.parent / "shared" / "source" / "women-in-digital-2022-nl.txt"


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of the real tables."""
    return ROOT / "data"


@pytest.fixture(scope="session")
def report_text() -> Path:
    """The report's own text, which is not part of the project."""
    if not REPORT.is_file():
        pytest.skip("the report's text is not here; its passages cannot be compared")
    return REPORT


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A build folder with one release of the real data, made once for all test processes."""
    from widgraph.release import make_release

    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    out = shared / "built"
    with (shared / "built.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (out / "current").exists():
            make_release(ROOT / "data", out)
    return out


@pytest.fixture(scope="session")
def release(built: Path) -> Release:
    """The release of the real data."""
    from widgraph.release import open_release

    return open_release(built)


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running `oxigraph serve`."""
    with servers.oxigraph(tmp_path_factory.mktemp("oxigraph") / "store") as server:
        yield server


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running Virtuoso that cuts answers after few rows."""
    with servers.virtuoso(tmp_path_factory.mktemp("virtuoso") / "store") as server:
        yield server
