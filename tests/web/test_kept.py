"""Answers kept in memory: the same bytes as made anew, never another request's, within bounds (RFC 9111, section 4)."""

from __future__ import annotations

import threading
from collections.abc import Iterable

import pytest
from tests.web.conftest import Ask
from werkzeug.test import create_environ, run_wsgi_app

from widgraph.web._kept import KEEP, KeptAnswers


class Counted:
    """An application that says how often it was asked; its answer is the query, `size` times."""

    def __init__(self, *headers: tuple[str, str], size: int = 1, keep: bool = True) -> None:
        self.asked = 0
        self._headers, self._size, self._keep = list(headers), size, keep

    def __call__(self, environ: dict[str, object], start: object) -> Iterable[bytes]:
        self.asked += 1
        environ[KEEP] = self._keep
        start("200 OK", [("X-Accept", str(environ.get("HTTP_ACCEPT", ""))), *self._headers])  # type: ignore[operator]
        return [str(environ["QUERY_STRING"]).encode() * self._size]


def get(app: KeptAnswers, query: str = "", method: str = "GET", **headers: str) -> tuple[bytes, str | None]:
    environ = create_environ("/x", query_string=query, method=method, headers=headers)
    body, _, found = run_wsgi_app(app, environ)
    return b"".join(body), found.get("X-Accept")


def test_the_same_request_is_answered_once() -> None:
    inner = Counted()
    app = KeptAnswers(inner, 10**6)
    assert [get(app, "a") for _ in range(3)] == [(b"a", "")] * 3
    assert inner.asked == 1


@pytest.mark.parametrize(
    "other", [{"Accept": "text/turtle"}, {"Accept-Language": "fr"}, {"If-None-Match": '"x"'}, {"Range": "bytes=0-1"}]
)
def test_what_decides_an_answer_is_part_of_the_key(other: dict[str, str]) -> None:
    inner = Counted()
    app = KeptAnswers(inner, 10**6)
    get(app, "a")
    assert get(app, "a", **other)[1] == other.get("Accept", "")
    assert get(app, "b")[0] == b"b"
    assert inner.asked == 3


@pytest.mark.parametrize(
    "inner", [Counted(keep=False), Counted(("Vary", "Accept, User-Agent")), Counted(("Set-Cookie", "a=b"))]
)
def test_what_may_not_be_kept_is_not(inner: Counted) -> None:
    app = KeptAnswers(inner, 10**6)
    get(app, "a")
    get(app, "a")
    assert inner.asked == 2


def test_other_methods_pass_through() -> None:
    inner = Counted()
    app = KeptAnswers(inner, 10**6)
    get(app, "a", "POST")
    get(app, "a", "POST")
    get(app, "a", "HEAD")
    assert inner.asked == 3


def test_the_store_is_bounded_and_forgets_the_longest_unused() -> None:
    inner = Counted(size=100)
    app = KeptAnswers(inner, 40_000)
    for number in range(100):
        get(app, f"n{number:03}")
        get(app, "n000")
    assert app._size <= 40_000
    asked = inner.asked
    get(app, "n000")
    assert inner.asked == asked, "what is used stays"
    get(app, "n001")
    assert inner.asked == asked + 1, "what is not used goes"


def test_one_answer_cannot_fill_the_store() -> None:
    inner = Counted(size=10_000)
    app = KeptAnswers(inner, 40_000)
    get(app, "a")
    get(app, "a")
    assert inner.asked == 2


def test_threads_get_their_own_answers() -> None:
    app = KeptAnswers(Counted(), 10_000)
    wrong: list[str] = []

    def ask_many(name: str) -> None:
        for number in range(300):
            if get(app, f"{name}{number % 7}")[0].decode() != f"{name}{number % 7}":
                wrong.append(name)

    threads = [threading.Thread(target=ask_many, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_page_from_memory_is_the_page_as_made(ask: Ask) -> None:
    """Over a real socket: status, headers and body the first and the second time; a condition still gets its 304."""
    path = "/doc/meeting/2022-01-13"
    for headers in (
        {"Accept": "text/html"},
        {"Accept": "text/turtle"},
        {"Accept": "text/html", "Accept_Language": "fr"},
    ):
        first, second = ask(path, **headers), ask(path, **headers)
        assert first.status == second.status == 200
        assert first.body == second.body
        assert {**first.headers, "date": ""} == {**second.headers, "date": ""}
        tag = {"If_None_Match": first.headers["etag"]}
        for _ in range(2):
            again = ask(path, **headers, **tag)
            assert (again.status, again.body) == (304, b"")
    assert ask(path, Accept="text/html").body != ask(path, Accept="text/html", Accept_Language="fr").body
    head = ask(path, "HEAD", Accept="text/html")
    assert (head.status, head.body) == (200, b"")
