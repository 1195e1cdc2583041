"""The manifest: what a release holds, file by file, with sizes and SHA-256."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from widgraph.errors import ReleaseError

NAME = "manifest.json"
#: The store is an index over the dump; its files differ from run to run, so the manifest names its source instead.
STORE = "store"


@dataclass(frozen=True)
class FileEntry:
    """One file: size in bytes and SHA-256 in hexadecimal."""

    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What identifies a release. It holds no time and no machine, so the same input gives the same bytes.

    `issued` is the day (xsd:date) that the data themselves give for their version.
    """

    id: str
    version: str
    quads: int
    graphs: Mapping[str, int]
    findings: Mapping[str, int]
    issued: str = ""
    verbatim: bool = False
    store: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, FileEntry] = field(default_factory=dict)

    def dumps(self) -> str:
        """Return the manifest as JSON with sorted keys."""
        return json.dumps(asdict(self), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a release folder; raise ReleaseError when it is missing or damaged."""
    path = folder / NAME
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        files = {name: FileEntry(**entry) for name, entry in values.pop("files").items()}
        return Manifest(files=files, **values)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ReleaseError(f"{path} cannot be read: {error}.", "Run 'widgraph build' again.") from error


def file_entries(folder: Path) -> dict[str, FileEntry]:
    """Return an entry for every file of a release folder but the manifest itself and the store's index files."""
    entries = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name != NAME and not name.startswith(STORE + "/"):
            content = path.read_bytes()
            entries[name] = FileEntry(len(content), hashlib.sha256(content).hexdigest())
    return entries
