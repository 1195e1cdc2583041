"""Answers kept in memory: the same bytes as made anew, never another request's, within bounds (RFC 9111, section 4)."""

from __future__ import annotations

import sys
import threading

import pytest
from tests.web.conftest import Ask

from widgraph.server._kept import Asked, Headers, KeptAnswers, WholeAnswer, asked


def request(query: str = "", method: str = "GET", **headers: str) -> Asked:
    found = asked(scope(query, method, **headers))
    assert found is not None
    return found


def scope(query: str = "", method: str = "GET", **headers: str) -> dict[str, object]:
    given = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {"method": method, "raw_path": b"/x", "query_string": query.encode(), "headers": given}


def answer(size: int = 1, headers: Headers | None = None) -> WholeAnswer:
    return WholeAnswer(200, headers or [], b"a" * size)


def name_of(one: Asked) -> bytes:
    query = one.address[2]
    assert isinstance(query, bytes)
    return query


def test_the_same_request_gets_the_same_answer() -> None:
    kept = KeptAnswers(10**6)
    made = answer()
    kept.put(request("a"), made)
    assert kept.get(request("a")) is made
    assert kept.get(request("b")) is None


@pytest.mark.parametrize("other", [{"if_none_match": '"x"'}, {"range": "bytes=0-1"}, {"if_modified_since": "then"}])
def test_conditions_always_decide(other: dict[str, str]) -> None:
    kept = KeptAnswers(10**6)
    kept.put(request("a"), answer())
    assert kept.get(request("a", **other)) is None
    assert kept.get(request("a", "HEAD")) is None
    assert kept.get(request("a", user_agent="b")) is not None


def test_negotiation_decides_where_vary_says_so() -> None:
    """RFC 9111, section 4.1."""
    kept = KeptAnswers(10**6)
    kept.put(request("fixed", accept="text/html"), answer())
    assert kept.get(request("fixed", accept="text/turtle", accept_language="fr")) is not None
    kept.put(request("chosen", accept="text/html"), answer(headers=[(b"vary", b"Accept")]))
    assert kept.get(request("chosen", accept="text/turtle")) is None
    assert kept.get(request("chosen", accept="text/html", accept_language="fr")) is not None


def test_answers_at_one_address_may_depend_on_different_headers() -> None:
    kept = KeptAnswers(10**6)
    turtle, page = answer(1, [(b"vary", b"Accept")]), answer(2, [(b"vary", b"Accept, Accept-Language")])
    kept.put(request(accept="text/turtle"), turtle)
    kept.put(request(accept="text/html", accept_language="fr"), page)
    kept.put(request(accept="text/turtle", accept_language="fr"), turtle)
    assert kept.get(request(accept="text/turtle", accept_language="fr")) is turtle
    assert kept.get(request(accept="text/html", accept_language="fr")) is page
    assert kept.get(request(accept="text/html", accept_language="de")) is None


def test_headers_that_mean_the_same_find_the_same_answer() -> None:
    kept = KeptAnswers(10**6, {b"accept-language": lambda value: value[:2]})
    kept.put(request(accept_language="fr-BE,fr;q=0.9"), answer(headers=[(b"vary", b"Accept-Language")]))
    assert kept.get(request(accept_language="fr")) is not None
    assert kept.get(request(accept_language="nl")) is None


def test_a_header_on_two_lines_is_one_header() -> None:
    """RFC 9110, section 5.3."""
    twice = asked({**scope(), "headers": [(b"accept", b"text/html"), (b"host", b"a"), (b"accept", b"text/turtle")]})
    assert twice is not None
    assert twice.headers[b"accept"] == b"text/html,text/turtle"


@pytest.mark.parametrize(
    "other", [scope(method="POST"), scope(content_length="1"), scope(transfer_encoding="chunked"), scope(method="X")]
)
def test_a_request_that_can_change_its_answer_has_none(other: dict[str, object]) -> None:
    assert asked(other) is None
    assert asked(scope(content_length="0")) is not None


@pytest.mark.parametrize("header", [(b"vary", b"Accept, User-Agent"), (b"vary", b"*"), (b"set-cookie", b"a=b")])
def test_what_depends_on_more_is_not_kept(header: tuple[bytes, bytes]) -> None:
    kept = KeptAnswers(10**6)
    kept.put(request("a"), answer(headers=[header]))
    assert kept.get(request("a")) is None
    kept.put(request("a"), answer(headers=[(b"vary", b"Accept, Accept-Language")]))
    assert kept.get(request("a")) is not None


def test_the_store_is_bounded_and_forgets_the_longest_unused() -> None:
    kept = KeptAnswers(40_000)
    for number in range(100):
        kept.put(request(f"n{number:03}"), answer(100))
        assert kept.get(request("n000")), "what is used stays"
    assert kept._size <= 40_000
    assert kept._size == sum(len(one.body) + sum(map(len, of)) + 1000 for of, one in kept._answers.items())
    assert len(kept._varying) <= len(kept._answers), "nothing is left of what is gone"
    assert kept.get(request("n001")) is None, "what is not used goes"


def test_one_answer_cannot_fill_the_store() -> None:
    kept = KeptAnswers(40_000)
    kept.put(request("a"), answer(10_000))
    assert kept.get(request("a")) is None


def test_threads_get_their_own_answers() -> None:
    kept = KeptAnswers(10_000)
    wrong: list[str] = []

    together = threading.Barrier(4)

    def ask_many(name: str) -> None:
        together.wait(10)
        for number in range(15_000):
            own = request(f"{name}{number % 7}")
            found = kept.get(own)
            if found is not None and found.body != own.address[2]:
                wrong.append(name)
            kept.put(own, WholeAnswer(200, [], name_of(own)))

    threads = [threading.Thread(target=ask_many, args=(name,)) for name in "abcd"]
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)  # threads take turns as often as they can: what is not locked breaks
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(usual)
    assert wrong == []
    assert kept._size == sum(len(one.body) + sum(map(len, of)) + 1000 for of, one in kept._answers.items())


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
