"""No page asks the store more often than its budget says, however long its list is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from widgraph.release import Release
from widgraph.web import create_app

#: The most questions each kind of page may put to the store, labels included.
BUDGET = {
    "/": 4,
    "/initiatives": 2,
    "/objectives": 2,
    "/actors": 2,
    "/audiences": 2,
    "/indicators": 2,
    "/meetings": 2,
    "/policy": 2,
    "/coverage": 4,
    "/editions/2022": 8,
    "/search?q=women": 0,
    "/about": 0,
    "/derived": 0,
    "/untranslated": 2,
    "/doc/initiative/i0014.html": 15,
    "/doc/auth/objective-2021/2-2.html": 15,
    "/doc/auth/audience/women.html": 14,
    "/doc/actor/a022.html": 13,
    "/doc/meeting/2021-09-16.html": 13,
    "/doc/auth/indicator/stem-graduates.html": 13,
    "/doc/instrument/p001.html": 13,
    "/doc/listing/2022/1-2/09.html": 12,
    "/doc/passage/2022-nl/34464-34841.html": 12,
    "/doc/dataset/women-in-digital.html": 12,
}
QUERIES = Path(__file__).parents[2] / "src/widgraph/queries"


@pytest.fixture(scope="module")
def client(release: Release) -> Iterator[FlaskClient]:
    with create_app(release) as app:
        client = app.test_client()
        client.get("/initiatives")  # what a release is asked once: licence, version, editions, facets
        client.get("/doc/initiative/i0001.html")
        yield client


@pytest.mark.parametrize("path", BUDGET)
def test_a_page_keeps_its_budget(client: FlaskClient, path: str) -> None:
    reader = client.application.extensions["widgraph"].reader
    joint = "&" if "?" in path else "?"
    before = reader.asked
    assert client.get(f"{path}{joint}lang=de", headers={"Accept": "text/html"}).status_code == 200
    assert reader.asked - before <= BUDGET[path]
    before = reader.asked
    client.get(f"{path}{joint}lang=de", headers={"Accept": "text/html"})
    exists = int(
        path.startswith("/doc/")
    )  # whether it does is asked each time; the server in front keeps whole answers
    assert reader.asked - before <= exists, "the second time it comes from the cache"


def test_every_query_of_the_pages_is_used() -> None:
    """A named query that no page asks is dead text."""
    source = QUERIES.parent
    text = "\n".join(path.read_text(encoding="utf-8") for kind in ("*.py", "*.html") for path in source.rglob(kind))
    for path in [*QUERIES.glob("*.rq"), *QUERIES.glob("numbers/*.rq")]:
        named = {f'"{path.stem}"', f"'{path.stem}'", f'f"{path.stem.partition("-")[0]}-{{', f'"numbers/{path.stem}"'}
        assert any(name in text for name in named), path.name
