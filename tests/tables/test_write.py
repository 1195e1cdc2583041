"""Tables written back: all files or none, whenever the writer is stopped (POSIX rename)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from widgraph.errors import UsageError
from widgraph.tables import csv_bytes, read_tables, snapshot, write_tables
from widgraph.tables._write import current_file

FILES = {"things.csv": b"new things\n", "tags.csv": b"new tags\n", "other.csv": b"new other\n"}
OLD = {name: content.replace(b"new", b"old") for name, content in FILES.items()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in OLD.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "README.md").write_text("stays")
    return tmp_path


def seen(folder: Path) -> dict[str, bytes]:
    """What a reader of the tables gets."""
    return {name: current_file(folder, name).read_bytes() for name in FILES}


def test_all_files_are_replaced_and_nothing_is_left_behind(folder: Path) -> None:
    write_tables(folder, FILES)
    assert seen(folder) == FILES
    assert sorted(path.name for path in folder.iterdir()) == ["README.md", "other.csv", "tags.csv", "things.csv"]


KILLED = textwrap.dedent(
    """
    import os, signal, sys
    from pathlib import Path
    from tests.tables.test_write import FILES
    from widgraph.tables import write_tables

    count = int(sys.argv[2])

    def event(name, arguments):
        global count
        if name in ("os.mkdir", "open", "os.rename", "os.rmdir", "os.remove") and sys.argv[1] in str(arguments):
            count -= 1
            if count < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(event)
    write_tables(Path(sys.argv[1]), FILES)
    """
)


def test_a_kill_at_any_moment_leaves_all_old_or_all_new(folder: Path) -> None:
    """Every call that touches the folder is tried as the last one; a reader sees one state, the next writer works."""
    outcomes = []
    for count in range(40):
        for name, content in OLD.items():
            (folder / name).write_bytes(content)
        root = Path(__file__).parents[2]
        process = subprocess.run(
            [sys.executable, "-c", KILLED, str(folder), str(count)], cwd=root, check=False, capture_output=True
        )
        state = seen(folder)
        assert state in (OLD, FILES), count
        outcomes.append((process.returncode, state == FILES))
        write_tables(folder, {})
        assert seen(folder) == state
        assert {path.name for path in folder.iterdir()} == {*FILES, "README.md"}
        if process.returncode == 0:
            break
    assert outcomes[-1] == (0, True)
    assert outcomes[0] == (-signal.SIGKILL, False)
    assert (-signal.SIGKILL, True) in outcomes, "some kills came after the change was made"


def test_two_writers_and_a_change_in_between_are_refused(folder: Path) -> None:
    import fcntl

    descriptor = os.open(folder, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    with pytest.raises(UsageError, match="Another import"):
        write_tables(folder, FILES)
    os.close(descriptor)
    before = snapshot(folder)
    (folder / "tags.csv").write_bytes(b"edited meanwhile\n")
    with pytest.raises(UsageError, match="changed meanwhile"):
        write_tables(folder, FILES, before)
    assert (folder / "things.csv").read_bytes() == OLD["things.csv"]


def test_a_folder_that_cannot_be_written_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UsageError, match="No space left"):
        write_tables(folder, FILES)
    assert seen(folder) == OLD


def test_the_real_tables_are_written_as_they_are(data: Path) -> None:
    tables = read_tables(data)
    for table in tables.description.tables:
        assert csv_bytes(table, tables.rows(table.name)) == (data / table.file).read_bytes()
