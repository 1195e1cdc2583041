"""Whole answers kept in memory: a release never changes, so the same request gets the same bytes (RFC 9111).

Only answers that say so in the WSGI environment (PEP 3333) are kept, under everything of the request that can have a
part in them. The site of another release is another application with a store of answers of its own.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

#: What an application sets in the environment of a request whose answer may be kept.
KEEP: Final = "widgraph.keep"
#: The same for answers of queries, which have a store of their own so that they push no page out.
KEEP_QUERY: Final = "widgraph.keep-query"
_METHODS: Final = frozenset({"GET", "HEAD"})
#: What besides the address decides an answer: negotiation (RFC 9110, section 12.5) and conditions (section 13).
_DECIDING: Final = (
    b"accept",
    b"accept-language",
    b"accept-encoding",
    b"if-none-match",
    b"if-modified-since",
    b"if-match",
    b"if-unmodified-since",
    b"if-range",
    b"range",
    b"origin",
)
_BODIES: Final = frozenset({b"content-length", b"transfer-encoding"})
#: No single request may fill more than this part of the store.
_SHARE: Final = 16
_OVERHEAD: Final = 1000

Key = tuple[str | bytes, ...]
#: The HTTP connection scope of ASGI.
Scope = Mapping[str, Any]
Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class WholeAnswer:
    """Status, headers (lower-case names) and body of an answer."""

    status: int
    headers: Headers
    body: bytes


def has_body(scope: Scope) -> bool:
    """Say whether a request comes with a body (RFC 9112, section 6)."""
    return any(name in _BODIES and value != b"0" for name, value in scope["headers"])


def request_key(scope: Scope) -> Key | None:
    """Return what decides the answer to a request (ASGI HTTP scope); None when its answer is never kept."""
    if scope["method"] not in _METHODS or has_body(scope):
        return None
    given: dict[bytes, bytes] = {}
    for name, value in scope["headers"]:
        given[name] = given[name] + b"," + value if name in given else value
    get = given.get
    return (scope["method"], scope["raw_path"], scope["query_string"], *[get(name, b"") for name in _DECIDING])


class KeptAnswers:
    """A store of answers of at most so many bytes; the longest unused go first. Threads may share it."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._size = 0
        self._answers: OrderedDict[Key, WholeAnswer] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key) -> WholeAnswer | None:
        """Return the answer to an equal request, if it is here."""
        with self._lock:
            found = self._answers.get(key)
            if found is not None:
                self._answers.move_to_end(key)
            return found

    def put(self, key: Key, answer: WholeAnswer) -> None:
        """Keep an answer, unless it depends on more than the key holds or is too large a part of the store."""
        weight = _weight(key, answer)
        if _depends_on_more(answer.headers) or weight > self._most // _SHARE:
            return
        with self._lock:
            if key not in self._answers:
                self._answers[key] = answer
                self._size += weight
            while self._size > self._most:
                self._size -= _weight(*self._answers.popitem(last=False))


def _weight(key: Key, answer: WholeAnswer) -> int:
    return len(answer.body) + sum(map(len, key)) + _OVERHEAD


def _depends_on_more(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether Vary names what the key does not hold, or a cookie is set."""
    for name, value in headers:
        if name == b"set-cookie":
            return True
        if name == b"vary" and not {part.strip().lower() for part in value.split(b",")} <= set(_DECIDING):
            return True
    return False
