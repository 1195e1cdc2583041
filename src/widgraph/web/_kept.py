"""Whole answers kept in memory: a release never changes, so the same request gets the same bytes (RFC 9111).

Only answers that say so (`widgraph.keep` in the WSGI environment, PEP 3333) are kept, under everything of the request
that can have a part in them. The site of another release is another application with a store of answers of its own.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

#: What an application sets in the environment of a request whose answer may be kept.
KEEP: Final = "widgraph.keep"
#: The same for answers of queries, which have a store of their own so that they push no page out.
KEEP_QUERY: Final = "widgraph.keep-query"
_METHODS: Final = frozenset({"GET", "HEAD"})
#: What besides the address decides an answer: negotiation (RFC 9110, section 12.5) and conditions (section 13).
_DECIDING: Final = (
    "REQUEST_METHOD",
    "SCRIPT_NAME",
    "PATH_INFO",
    "QUERY_STRING",
    "HTTP_ACCEPT",
    "HTTP_ACCEPT_LANGUAGE",
    "HTTP_ACCEPT_ENCODING",
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_MATCH",
    "HTTP_IF_UNMODIFIED_SINCE",
    "HTTP_IF_RANGE",
    "HTTP_RANGE",
    "HTTP_ORIGIN",
)
_VARY: Final = frozenset(
    name.removeprefix("HTTP_").replace("_", "-").lower() for name in _DECIDING if name.startswith("HTTP_")
)
#: No single request may fill more than this part of the store.
_SHARE: Final = 16
_OVERHEAD: Final = 1000

_Key = tuple[str, ...]
_Answer = tuple[str, list[tuple[str, str]], bytes]


class KeptAnswers:
    """WSGI middleware that answers from memory what it has answered before; the longest unused go first.

    `flag` is what marks an answer as one to keep here.
    """

    def __init__(self, inner: WSGIApplication, most_bytes: int, flag: str = KEEP) -> None:
        self._inner = inner
        self._flag = flag
        self._most = most_bytes
        self._size = 0
        self._answers: OrderedDict[_Key, _Answer] = OrderedDict()
        self._lock = threading.Lock()

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer one request (PEP 3333)."""
        if environ["REQUEST_METHOD"] not in _METHODS or environ.get("CONTENT_LENGTH", "") not in ("", "0"):
            return self._inner(environ, start)
        get = environ.get
        key = tuple([get(name, "") for name in _DECIDING])
        with self._lock:
            found = self._answers.get(key)
            if found is not None:
                self._answers.move_to_end(key)
        if found is None:
            return self._made(key, environ, start)
        start(found[0], found[1].copy())
        return [found[2]]

    def _made(self, key: _Key, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        said: list[tuple[str, list[tuple[str, str]]]] = []

        def starting(
            status: str,
            headers: list[tuple[str, str]],
            error: tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None] | None = None,
        ) -> Callable[[bytes], object]:
            said.append((status, headers))
            return start(status, headers, error) if error else start(status, headers)

        body = self._inner(environ, starting)
        if not environ.get(self._flag) or not isinstance(body, Iterable) or len(said) != 1:
            return body
        return self._keep(key, *said[0], body)

    def _keep(self, key: _Key, status: str, headers: list[tuple[str, str]], body: Iterable[bytes]) -> Iterable[bytes]:
        try:
            whole = b"".join(body)
        finally:
            close = getattr(body, "close", None)
            if close is not None:
                close()
        if _depends_on_more(headers):
            return [whole]
        weight = len(whole) + sum(map(len, key)) + _OVERHEAD
        with self._lock:
            if key not in self._answers and weight <= self._most // _SHARE:
                self._answers[key] = status, headers.copy(), whole
                self._size += weight
            while self._size > self._most:
                old, (_, _, dropped) = self._answers.popitem(last=False)
                self._size -= len(dropped) + sum(map(len, old)) + _OVERHEAD
        return [whole]


def _depends_on_more(headers: Iterable[tuple[str, str]]) -> bool:
    """Whether Vary names what the key does not hold, or a cookie is set: such an answer is not kept."""
    for name, value in headers:
        if name.lower() == "set-cookie":
            return True
        if name.lower() == "vary" and not {part.strip().lower() for part in value.split(",")} <= _VARY:
            return True
    return False
