"""How long a running query has taken, and what follows from it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from widgraph.errors import QueryAbandoned
from widgraph.store import _messages as text
from widgraph.store._process import Worker

#: Seconds of processor time after which a query gives way to others, and seconds after which it counts as long.
_QUICK: Final = 0.04
_SHORT: Final = 0.5


class Watch:
    """Looks after one running query."""

    def __init__(self, worker: Worker, became_long: Callable[[], None], gone: Callable[[], bool]) -> None:
        self.long = False
        self._worker = worker
        self._became_long = became_long
        self._gone = gone
        self._start = time.monotonic()
        self._used = worker.used()

    def pulse(self) -> None:
        """Stop the query of a client that has left; make way for short queries once it is not one itself."""
        if self._gone():
            raise QueryAbandoned(text.ABANDONED)
        if not self._worker.spent and self._worker.used() - self._used > _QUICK:
            self._worker.demote()
        if not self.long and time.monotonic() - self._start > _SHORT:
            self._became_long()
            self.long = True
