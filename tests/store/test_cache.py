"""Answers that are kept: the ones asked for last, within the room there is."""

from __future__ import annotations

from widgraph.store import Answer
from widgraph.store._cache import AnswerCache


def answer(size: int) -> Answer:
    return Answer("text/csv", b"x" * size, 1, "")


def test_the_ones_asked_for_last_are_kept() -> None:
    cache = AnswerCache(3200)
    for name in range(40):
        cache.put(name, answer(90), 10)
        cache.get(0)
    assert cache.get(0) is not None
    assert cache.get(1) is None
    assert sum(cache.get(name) is not None for name in range(40)) == 32


def test_one_answer_does_not_push_out_the_others() -> None:
    cache = AnswerCache(3200)
    cache.put("small", answer(90), 10)
    cache.put("large", answer(300), 10)
    assert cache.get("small") is not None
    assert cache.get("large") is None


def test_the_same_question_takes_room_once() -> None:
    cache = AnswerCache(3200)
    for _ in range(100):
        cache.put("same", answer(90), 10)
    cache.put("other", answer(90), 10)
    assert cache.get("same") is not None


def test_no_room_keeps_nothing() -> None:
    cache = AnswerCache(0)
    cache.put("a", answer(1), 1)
    assert cache.get("a") is None
