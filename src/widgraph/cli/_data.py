"""The SOURCE argument several commands share."""

from __future__ import annotations

from pathlib import Path

from widgraph.errors import UsageError

DESCRIPTION = "csv-metadata.json"


def data_folder(source: Path) -> Path:
    """Return the folder of tables; raise UsageError when it is none."""
    if not source.exists():
        raise UsageError(f"There is no {source}.", "Name the folder that holds the tables, usually 'data'.")
    if not source.is_dir():
        raise UsageError(f"{source} is not a folder.", "Name the folder that holds the tables, usually 'data'.")
    if not (source / DESCRIPTION).is_file():
        raise UsageError(f"{source} holds no {DESCRIPTION}.", "The description of the tables lies beside them.")
    return source
