"""Pages made ahead: the same bytes as made on demand, within their share, never in anybody's way."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator

import pytest
from tests.web.conftest import Ask

from widgraph.release import Release
from widgraph.server._ahead import Ahead, _kind, _wanted
from widgraph.server._gateway import Gateway
from widgraph.server._kept import KeptAnswers, WholeAnswer, asked
from widgraph.settings import Settings
from widgraph.web import create_app, page_paths
from widgraph.web._app import WebApp

PATHS = ["/meetings", "/doc/meeting/2022-01-13.html", "/doc/meeting/2021-09-16.html"]


@pytest.fixture(scope="module")
def app(release: Release) -> Iterator[WebApp]:
    with create_app(release, Settings(query_seconds=5.0)) as app:
        yield app


def gateway_of(app: WebApp, pages: KeptAnswers) -> Gateway:
    return Gateway(app, threads=1, pages=pages, queries=KeptAnswers(0))


def kept(pages: KeptAnswers, path: str, **headers: str) -> WholeAnswer | None:
    given = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    request = asked({"method": "GET", "raw_path": path.encode(), "query_string": b"", "headers": given})
    assert request is not None
    return pages.get(request)


def finished(ahead: Ahead) -> None:
    ahead.start()
    ahead._thread.join(60)
    assert not ahead._thread.is_alive()


def test_what_was_made_ahead_is_what_is_made_on_demand(app: WebApp, ask: Ask) -> None:
    pages = KeptAnswers(10**7)
    ahead = Ahead(gateway_of(app, pages), PATHS, 0.9)
    finished(ahead)
    assert ahead.made == 4 * 3 + 2
    for path in (*PATHS, "/doc/meeting/2022-01-13.ttl"):
        for language in ("nl", "fr", "de", "en"):
            found = kept(pages, path, accept_language=language)
            assert found is not None, (path, language)
            wanted = ask(path, Accept_Language=language)
            assert found.body == wanted.body
            assert dict(found.headers)[b"etag"].decode() == wanted.headers["etag"]


def test_under_a_prefix_they_are_found_where_clients_ask(release: Release) -> None:
    with create_app(release, Settings(path_prefix="/data/graph")) as app:
        pages = KeptAnswers(10**7)
        finished(Ahead(gateway_of(app, pages), PATHS, 0.9, "/data/graph"))
        for path in (PATHS[1], "/doc/meeting/2022-01-13.ttl"):
            found = kept(pages, f"/data/graph{path}", accept_language="nl")
            assert found is not None, path
            assert found.status == 200


def test_only_a_share_of_the_store_is_filled(app: WebApp) -> None:
    pages = KeptAnswers(2 * 10**6)
    ahead = Ahead(gateway_of(app, pages), page_paths(app), 0.25)
    finished(ahead)
    assert 0.25 <= pages.filled < 0.35
    assert ahead.made < len(page_paths(app))


def test_small_kinds_of_things_come_first(app: WebApp) -> None:
    paths = page_paths(app)
    sizes = Counter(map(_kind, paths))
    known = set(paths)
    order = [sizes[_kind(path)] for path, _ in _wanted(paths) if path in known]
    assert order == sorted(order)
    assert sizes["/doc/auth/objective-2021"] < sizes["/doc/initiative"] < sizes["/doc/listing"] < sizes["/doc/passage"]


def test_whoever_waits_for_an_answer_comes_first(app: WebApp) -> None:
    gateway = gateway_of(app, KeptAnswers(10**7))
    gateway.running = 1
    ahead = Ahead(gateway, PATHS, 0.9)
    ahead.start()
    time.sleep(0.2)
    assert ahead.made == 0
    gateway.running = 0
    ahead._thread.join(60)
    assert ahead.made == 14


def test_it_stops_when_the_site_stops(app: WebApp) -> None:
    ahead = Ahead(gateway_of(app, KeptAnswers(10**9)), page_paths(app), 0.9)
    ahead.start()
    time.sleep(0.05)
    ahead.close()
    assert not any(thread.name == "pages-ahead" for thread in threading.enumerate())
    assert ahead.made < len(page_paths(app))


@pytest.mark.parametrize("path", ["/doc/initiative/i0042", "/doc/actor/a017", "/initiatives", "/coverage", "/ns/wid"])
def test_a_page_is_the_same_with_and_without_suffix(ask: Ask, path: str) -> None:
    """The body is kept once for both addresses."""
    bare, named = ask(path, Accept="text/html"), ask(f"{path}.html")
    assert bare.status == named.status == 200
    assert bare.body == named.body
    assert bare.headers["etag"] == named.headers["etag"]
    assert bare.headers["content-location"] == named.headers["content-location"]
