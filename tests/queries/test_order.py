"""No list is in an order that a store decides: rows that differ differ in what they are sorted by, too."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import pyoxigraph as ox
import pytest

from widgraph.queries import Row, library
from widgraph.release import Release
from widgraph.settings import Settings
from widgraph.store import Store, open_store
from widgraph.web import create_app

PAGES = [
    *("/", "/initiatives", "/objectives", "/actors", "/audiences", "/indicators", "/meetings", "/policy", "/coverage"),
    *("/editions/2022", "/doc/initiative/i0005.html", "/doc/actor/a021.html", "/doc/edition/2022.html"),
    *("/auth/objective-2021/1-4", "/doc/listing/2022/1-4/08.html", "/search?q=stem", "/about"),
]


class Listening:
    """The release's own store, keeping what it was asked and what it answered."""

    def __init__(self, inner: Store) -> None:
        self._inner = inner
        self.asked: dict[str, Sequence[Row]] = {}

    def select(self, query: str) -> Sequence[Row]:
        self.asked[query] = self._inner.select(query)
        return self.asked[query]

    def ask(self, query: str) -> bool:
        return self._inner.ask(query)

    def construct(self, query: str) -> Sequence[ox.Triple]:
        return self._inner.construct(query)

    def labels(self, iris: Iterable[str]) -> Mapping[str, Mapping[str, str]]:
        return self._inner.labels(iris)

    def count(self) -> int:
        return self._inner.count()

    def close(self) -> None:
        self._inner.close()


def ambiguous(query: str, rows: Sequence[Row]) -> list[Row]:
    """Return two different rows that have the same place in the order, if there are any."""
    order = re.search(r"ORDER BY(?P<keys>[^{}]*)$", query)
    names = re.findall(r"\?(\w+)", order["keys"]) if order else []
    found: dict[tuple[str, ...], dict[str, Row]] = defaultdict(dict)
    for row in rows:
        found[tuple(str(row.get(name)) for name in names)][str(sorted(row.items()))] = row
    return next((list(group.values())[:2] for group in found.values() if len(group) > 1), [])


def test_the_lists_of_the_pages(release: Release) -> None:
    listening = Listening(open_store(release))
    with create_app(release, Settings(), store=listening) as app:
        for page in PAGES:
            app.test_client().get(page, headers={"Accept": "text/html"}, follow_redirects=True)
    assert len(listening.asked) > 30
    for query, rows in listening.asked.items():
        assert not ambiguous(query, rows), query


@pytest.mark.parametrize("name", library.names())
def test_the_questions_of_the_library(release: Release, name: str) -> None:
    text = library.load(name).bound({})
    if library.load(name).form != "SELECT":
        pytest.skip("it has no rows")
    assert not ambiguous(text, open_store(release).select(text))
