"""Which requests wait for more than this process; a server does well to make pages in other threads than theirs."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from widgraph.settings import Settings

#: Paths where a query or a process of its own is waited for.
_WAITING: Final = rb"/(?:sparql|answers(?:/.*)?|queries/.*|editor/check)"


def waiting_paths(settings: Settings) -> Callable[[bytes], bool]:
    """Return what says of the path of a request, as it was sent, whether its answer waits.

    Everything does where a remote store answers.
    """
    if settings.endpoint:
        return lambda _: True
    prefix = settings.path_prefix.strip("/")
    pattern = re.compile((rb"(?:/" + re.escape(prefix.encode()) + rb")?" if prefix else b"") + _WAITING)
    return lambda path: pattern.fullmatch(path) is not None
