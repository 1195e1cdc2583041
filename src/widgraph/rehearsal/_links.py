"""Asking addresses as data.europa.eu's checker does: HEAD, redirects followed, 200 to 299 wanted (checklist E1, H2).

Only addresses on the host of the catalogue itself are asked; for all others it is said that they were not.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from widgraph.errors import UsageError
from widgraph.rehearsal._fetch import Answer, FetchError, fetch, same_host

_AT_ONCE = 4


@dataclass(frozen=True)
class Link:
    """What became of asking an address: `answers` is None when nobody asked, and `why` says why."""

    answers: bool | None
    why: str
    media_type: str | None = None
    length: int | None = None


@dataclass
class Links:
    """The addresses of a catalogue on its own host, asked once each.

    `home` is the catalogue's address (None: ask nothing); `moved` maps the beginning of a public address to the
    beginning of the address that serves it today, so that a site can be rehearsed before it is public.
    """

    home: str | None = None
    moved: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 15.0
    all_seconds: float = 300.0
    _asked: dict[str, Link] = field(default_factory=dict, repr=False)

    def served_at(self, url: str) -> str:
        """Return where an address is served today, without its fragment."""
        url = url.partition("#")[0]
        for start, target in self.moved.items():
            if url.startswith(start):
                return target + url.removeprefix(start)
        return url

    def asks(self, url: str) -> bool:
        """Say whether an address is on the catalogue's host, or on one that `moved` leads to: only those are asked."""
        target = self.served_at(url)
        homes = [*([self.home] if self.home else []), *self.moved.values()]
        return any(same_host(home, target) for home in homes)

    def ask(self, urls: Iterable[str]) -> None:
        """Ask several addresses, a few at a time, until all are asked or the time is up."""
        wanted = {self.served_at(url) for url in urls if self.asks(url)} - set(self._asked)
        until = time.monotonic() + self.all_seconds
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for url, link in zip(
                sorted(wanted), pool.map(lambda one: self._head(one, until), sorted(wanted)), strict=True
            ):
                self._asked[url] = link

    def result(self, url: str) -> Link:
        """Return what became of an address."""
        if self.home is None and not self.moved:
            return Link(None, "not asked: no address of the catalogue, or --offline")
        if not self.asks(url):
            return Link(None, "not asked: on another host")
        return self._asked.get(self.served_at(url)) or Link(None, "not asked")

    def _head(self, url: str, until: float) -> Link:
        left = min(self.seconds, until - time.monotonic())
        if left <= 0:
            return Link(None, "not asked: the time for all addresses was up")
        try:
            return _judged(fetch(url, method="HEAD", seconds=left))
        except (FetchError, UsageError) as error:
            return Link(False, str(error).rstrip("."))


def _judged(answer: Answer) -> Link:
    if 200 <= answer.status < 300:
        length = answer.headers.get("content-length", "")
        return Link(True, f"status {answer.status}", answer.media_type, int(length) if length.isdigit() else None)
    if 300 <= answer.status < 400 and "location" in answer.headers:
        return Link(None, f"not asked further: it redirects to another host, {answer.headers['location']}")
    return Link(False, f"HEAD is answered with status {answer.status}")
