"""What several test folders share: the real tables, the report where there is one, one release of the real data."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests import servers
from tests.servers import Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from tests.workers import Shares

    from widgraph.release import Release

ROOT = Path(__file__).parents[1]
REPORT = ROOT.parent / "shared" / "source" / "women-in-digital-2022-nl.txt"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Shares | None:
    """Share out whole files between processes, the longest first."""
    if config.getoption("dist") != "loadgroup":
        return None
    from tests.workers import Shares

    config.option.loadscopereorder = False
    return Shares(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):
        from tests.workers import in_order

        items[:] = in_order(items)


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


LATER = "2026-12-01"


def edit(path: Path, before: str, after: str, count: int = 1) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, count), encoding="utf-8")


@pytest.fixture(scope="session")
def two(built: Path, data: Path, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A build folder with version 1.0.0 and a made-up 1.1.0: one title changed, one meeting more, one note less."""
    from widgraph.release import make_release

    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    out = shared / "two"
    with (shared / "two.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not out.exists():
            changed = shared / "two-data"
            shutil.copytree(data, changed)
            (changed / "ledger.csv").unlink()  # the ledger, rightly, would not let a published note go
            edit(changed / "datasets.csv", "1.0.0,2026-11-24,2026-11-24", f"1.1.0,2026-11-24,{LATER}", -1)
            edit(changed / "initiatives.csv", "Video capsules with women role models", "Video portraits of role models")
            notes = (changed / "notes.csv").read_text(encoding="utf-8").splitlines(keepends=True)
            (changed / "notes.csv").write_text("".join(notes[:-1]), encoding="utf-8")
            with (changed / "meetings.csv").open("a", encoding="utf-8") as file:
                file.write("2022-05-05,2022,2022-05-05,a059,,2022-nl/27637-27647\n")
            part = shared / "two-part"
            shutil.copytree(built, part, symlinks=True)
            make_release(changed, part)
            part.rename(out)
    return out


@pytest.fixture(scope="session")
def later(two: Path) -> Release:
    """The later release."""
    from widgraph.release import open_release

    return open_release(two)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("Chromium is not here; 'make test-system' installs it")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        found = started.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-quic"])
        yield found
        found.close()
