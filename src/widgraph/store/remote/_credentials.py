"""Who we are to a remote endpoint: from the environment or a file, never from a command line, never in a log."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from widgraph.errors import UsageError
from widgraph.settings import PREFIX, SECRETS


@dataclass(frozen=True)
class Credentials:
    """A user and a password; neither shows when the object is printed."""

    user: str = field(repr=False)
    password: str = field(repr=False)


def read_credentials(file: str = "", environment: Mapping[str, str] | None = None) -> Credentials | None:
    """Return the credentials of the environment, else those of the file (user, password: two lines), else None.

    Raises UsageError for one without the other, and for a file that others may read.
    """
    environment = os.environ if environment is None else environment
    user, password = (environment.get(PREFIX + name.upper(), "") for name in SECRETS)
    if user and password:
        return Credentials(user, password)
    if user or password:
        names = " and ".join(PREFIX + name.upper() for name in SECRETS)
        raise UsageError("The endpoint's user and password belong together.", f"Set both {names}, or neither.")
    return _from_file(Path(file)) if file else None


def _from_file(path: Path) -> Credentials:
    try:
        mode = path.stat().st_mode
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        raise UsageError(f"The file of credentials {path} cannot be read: {reason}.", "Check the path.") from None
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise UsageError(f"The file of credentials {path} can be read by others.", f"Run: chmod 600 {path}")
    if len(lines) != 2 or not all(lines):
        raise UsageError(
            f"The file of credentials {path} does not hold two lines.",
            "Write the user on the first, the password below.",
        )
    return Credentials(*lines)
