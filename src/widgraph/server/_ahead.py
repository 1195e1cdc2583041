"""Pages made before anybody asks: a release never changes, so its pages can be ready for the first reader.

One thread, which waits whenever a request is being answered, and stops when its share of the store is full.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from widgraph.languages import LANGUAGES

if TYPE_CHECKING:
    from widgraph.server._gateway import Gateway

_LOG: Final = logging.getLogger("widgraph.server")
#: Between two pages, and between two looks at whether anybody waits for an answer, in seconds.
_PAUSE: Final = 0.002


class Ahead:
    """Makes the pages at some paths in all languages, and the Turtle of those that are documents about things.

    `share` is the part of the gateway's store that may be full at the end, from 0 to 1; `prefix` stands before paths
    where clients ask for them. Small kinds of things come first, so that there is something of each whatever the share.
    """

    def __init__(self, gateway: Gateway, paths: list[str], share: float, prefix: str = "") -> None:
        self.made = 0
        self._gateway = gateway
        self._paths = paths
        self._share = share
        self._prefix = prefix
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="pages-ahead", daemon=True)

    def start(self) -> None:
        """Begin, in the background."""
        self._thread.start()

    def close(self) -> None:
        """Stop after the page being made."""
        self._ending.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        start = time.monotonic()
        for path, language in _wanted(self._paths):
            while self._gateway.running and not self._ending.is_set():
                time.sleep(_PAUSE)
            if self._ending.is_set() or self._gateway.filled >= self._share:
                break
            self._gateway.make(self._prefix + path, language)
            self.made += 1
            time.sleep(_PAUSE)
        _LOG.info("%d pages made ahead in %.0f s", self.made, time.monotonic() - start)


def _wanted(paths: list[str]) -> Iterator[tuple[str, str]]:
    sizes = Counter(map(_kind, paths))
    for path in sorted(paths, key=lambda path: sizes[_kind(path)]):
        for language in LANGUAGES:
            yield path, language
        if path.startswith("/doc/"):
            yield path.removesuffix(".html") + ".ttl", LANGUAGES[0]


def _kind(path: str) -> str:
    """Return what comes before the identifier itself: `/doc/listing`, `/doc/auth/audience`, or nothing for a page."""
    parts = path.split("/")
    return "/".join(parts[: 4 if parts[1:3] == ["doc", "auth"] else 3]) if parts[1] == "doc" else ""
