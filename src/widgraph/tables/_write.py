"""Tables written back: all files that changed or none, whatever happens in between.

The new files are written whole into a folder beside the tables and synced; renaming that folder is the one moment at
which the change happens. From then on the readers take a file from there first, so that a stop half-way through moving
the files into place shows nobody a mixture; the next writer moves what is left.
"""

from __future__ import annotations

import csv
import fcntl
import io
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from widgraph.errors import UsageError
from widgraph.tables._description import Table
from widgraph.tables._tables import Row

_STAGED: Final = ".import"
_PART: Final = ".import.part"


def current_file(folder: Path, name: str) -> Path:
    """Return where a table of a folder is read from: the folder itself, but for a change not yet moved into place."""
    staged = folder / _STAGED / name
    return staged if staged.is_file() else folder / name


def csv_bytes(table: Table, rows: Iterable[Row]) -> bytes:
    """Return a table as the file that holds it: UTF-8, comma, line feed, quoted only where needed (RFC 4180)."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    names = [column.name for column in table.cells]
    writer.writerow(names)
    writer.writerows([row.cells[name] for name in names] for row in rows)
    return text.getvalue().encode()


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return the tables of a folder as they are now, by name, for `write_tables` to compare with."""
    names = {path.name for place in (folder, folder / _STAGED) if place.is_dir() for path in place.glob("*.csv")}
    return {name: current_file(folder, name).read_bytes() for name in sorted(names)}


def write_tables(folder: Path, files: Mapping[str, bytes], expected: Mapping[str, bytes] | None = None) -> None:
    """Replace files of a folder, all of them or none.

    Raises UsageError, with nothing changed, when another import is writing, when the folder cannot be written, or when
    its tables are no longer those of `expected`, on which the change was decided.
    """
    try:
        with _lock(folder):
            _finish(folder)
            if expected is not None and snapshot(folder) != expected:
                raise UsageError(f"The tables in {folder} were changed meanwhile.", "Import again.")
            if not files:
                return
            part = folder / _PART
            part.mkdir()
            for name, content in files.items():
                with (part / name).open("xb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
            _sync(part)
            part.rename(folder / _STAGED)
            _sync(folder)
            _finish(folder)
    except OSError as error:
        raise UsageError(
            f"The tables in {folder} cannot be written: {error.strerror}.",
            "Nothing was changed, or the change is whole. See that the folder can be written and the disk is not full.",
        ) from error


def _finish(folder: Path) -> None:
    """Move what a finished change left, and remove what an unfinished one did."""
    shutil.rmtree(folder / _PART, ignore_errors=True)
    staged = folder / _STAGED
    if staged.is_dir():
        for file in sorted(staged.iterdir()):
            file.replace(folder / file.name)
        _sync(folder)
        staged.rmdir()


@contextmanager
def _lock(folder: Path) -> Iterator[None]:
    """Let one import at a time write into a folder; the lock goes with the process that holds it."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise UsageError(f"Another import is writing into {folder}.", "Wait until it has finished.") from error
        yield
    finally:
        os.close(descriptor)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
