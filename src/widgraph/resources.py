"""Where the files that travel with the program are: in the installed package, or beside the sources in a checkout."""

from __future__ import annotations

from pathlib import Path

from widgraph.errors import UsageError

_PACKAGE = Path(__file__).parent
_CHECKOUT = _PACKAGE.parents[1]


def folder(name: str) -> Path:
    """Return the folder `ontology` or `shapes`; raise UsageError when the installation lacks it."""
    for candidate in (_PACKAGE / name, _CHECKOUT / name):
        if candidate.is_dir():
            return candidate
    raise UsageError(f"The folder '{name}' is missing from this installation.", "Install widgraph again.")
