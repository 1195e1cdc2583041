"""Whole answers kept in memory: a release never changes, so the same request gets the same bytes (RFC 9111).

Only answers that say so in the WSGI environment (PEP 3333) are kept, under everything of the request that can have a
part in them. The site of another release is another application with a store of answers of its own.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

_METHODS: Final = frozenset({"GET", "HEAD"})
#: What always decides an answer beside the address: conditions and ranges (RFC 9110, sections 13 and 14).
_CONDITIONS: Final = (
    b"if-none-match",
    b"if-modified-since",
    b"if-match",
    b"if-unmodified-since",
    b"if-range",
    b"range",
)
#: What may decide it where Vary says so (RFC 9110, section 12.5.5); what depends on more is not kept.
_NEGOTIATED: Final = frozenset({b"accept", b"accept-language", b"accept-encoding", b"origin"})
_BODIES: Final = frozenset({b"content-length", b"transfer-encoding"})
#: No single request may fill more than this part of the store.
_SHARE: Final = 16
_OVERHEAD: Final = 1000

#: The HTTP connection scope of ASGI.
Scope = Mapping[str, Any]
Headers = list[tuple[bytes, bytes]]
_Key = tuple[str | bytes, ...]


@dataclass(frozen=True, slots=True)
class WholeAnswer:
    """Status, headers (lower-case names) and body of an answer."""

    status: int
    headers: Headers
    body: bytes


@dataclass(frozen=True, slots=True)
class Asked:
    """A request whose answer may be kept: method, address and conditions; and its headers."""

    address: _Key
    headers: Mapping[bytes, bytes]


def has_body(scope: Scope) -> bool:
    """Say whether a request comes with a body (RFC 9112, section 6)."""
    return any(name in _BODIES and value != b"0" for name, value in scope["headers"])


def fields(scope: Scope) -> dict[bytes, bytes]:
    """Return the headers of a request by name; those that come more than once are one list (RFC 9110, section 5.3)."""
    given: dict[bytes, bytes] = {}
    for name, value in scope["headers"]:
        given[name] = given[name] + b"," + value if name in given else value
    return given


def asked(scope: Scope) -> Asked | None:
    """Return what may decide the answer to a request; None when its answer is never kept."""
    if scope["method"] not in _METHODS or has_body(scope):
        return None
    given = fields(scope)
    conditions = [given.get(name, b"") for name in _CONDITIONS]
    return Asked((scope["method"], scope["raw_path"], scope["query_string"], *conditions), given)


class KeptAnswers:
    """A store of answers of at most so many bytes; the longest unused go first. Threads may share it.

    An answer is found again by address, conditions, and the headers that its Vary names (RFC 9111, section 4.1);
    `normal` brings values of such a header that mean the same into one form.
    """

    def __init__(self, most_bytes: int, normal: Mapping[bytes, Callable[[bytes], bytes]] | None = None) -> None:
        self._most = most_bytes
        self._normal = dict(normal or {})
        self._size = 0
        self._answers: OrderedDict[_Key, WholeAnswer] = OrderedDict()
        #: The headers that answers at an address depend on, all of its answers together.
        self._varying: dict[_Key, tuple[bytes, ...]] = {}
        self._lock = threading.Lock()

    @property
    def filled(self) -> float:
        """How much of the store is full, from 0 to 1."""
        return self._size / self._most if self._most else 1.0

    def get(self, request: Asked) -> WholeAnswer | None:
        """Return the answer to an equal request, if it is here."""
        names = self._varying.get(request.address)
        if names is None:
            return None
        key = self._key(request, names)
        with self._lock:
            found = self._answers.get(key)
            if found is not None:
                self._answers.move_to_end(key)
            return found

    def put(self, request: Asked, answer: WholeAnswer) -> None:
        """Keep an answer, unless it depends on more than a request holds or is too large a part of the store."""
        names = _vary(answer.headers)
        if names is None:
            return
        with self._lock:
            names |= set(self._varying.get(request.address, ()))
            ordered = tuple(sorted(names))
            key = self._key(request, ordered)
            weight = _weight(key, answer)
            if weight > self._most // _SHARE:
                return
            self._varying[request.address] = ordered
            if key not in self._answers:
                self._answers[key] = answer
                self._size += weight
            while self._size > self._most:
                old, dropped = self._answers.popitem(last=False)
                self._size -= _weight(old, dropped)
                self._varying.pop(old[: len(request.address)], None)

    def _key(self, request: Asked, names: tuple[bytes, ...]) -> _Key:
        return request.address + tuple([self._value(name, request.headers.get(name, b"")) for name in names])

    def _value(self, name: bytes, value: bytes) -> bytes:
        normal = self._normal.get(name)
        return normal(value) if normal else value


def _weight(key: _Key, answer: WholeAnswer) -> int:
    return len(answer.body) + sum(map(len, key)) + _OVERHEAD


def _vary(headers: Headers) -> set[bytes] | None:
    """Return the headers that an answer depends on; None when it depends on others, or sets a cookie."""
    found: set[bytes] = set()
    for name, value in headers:
        if name == b"set-cookie":
            return None
        if name == b"vary":
            found |= {part.strip().lower() for part in value.split(b",")}
    return found if found <= _NEGOTIATED else None
