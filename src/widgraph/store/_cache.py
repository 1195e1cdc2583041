"""Answers kept while there is room: a release never changes, so the same question has the same answer."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable

from widgraph.store._answer import Answer

#: One answer takes at most this share of the room.
_SHARE = 16


class AnswerCache:
    """The answers asked for last, up to a number of bytes; 0 keeps none. Threads may share it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._kept: OrderedDict[Hashable, tuple[int, Answer]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Answer | None:
        """Return the answer kept for a question."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            self._kept.move_to_end(key)
            return found[1]

    def put(self, key: Hashable, answer: Answer, size: int) -> None:
        """Keep an answer; `size` is what the key weighs, in bytes."""
        size += len(answer.body)
        if size * _SHARE > self._most:
            return
        with self._lock:
            old = self._kept.pop(key, None)
            self._size += size - (old[0] if old else 0)
            self._kept[key] = size, answer
            while self._size > self._most:
                _, (freed, _) = self._kept.popitem(last=False)
                self._size -= freed
