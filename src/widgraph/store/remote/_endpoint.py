"""A SPARQL 1.1 endpoint: requests written by SPARQLWrapper, sent within limits, answers taken only when they are whole.

Every fault of an endpoint that we know of comes out of here as an error, never as a smaller answer. What an answer
means is for `_answers` to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, cast

from SPARQLWrapper import JSON, N3, POST, URLENCODED, SPARQLWrapper

from widgraph import __version__
from widgraph.errors import (
    EndpointError,
    EndpointTimeout,
    QueryBusy,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    QueryTooLarge,
)
from widgraph.store.remote._http import Http, Reply, checked_url, nobody_left, shown

ROWS: Final = "application/sparql-results+json"
TRIPLES: Final = "application/n-triples"
#: Some endpoints send N-Triples under its old name.
_ALSO: Final = {ROWS: {ROWS, "application/json"}, TRIPLES: {TRIPLES, "text/plain"}}
#: Forms of a query whose answer is a graph.
GRAPHS: Final = ("CONSTRUCT", "DESCRIBE")
_LATE: Final = ("S1T00", "S1TAT", "Transaction timed out")
_COSTLY: Final = ("estimated execution time",)
_LARGE: Final = ("memory exhausted", "SR353", "SQLMEM", "transitive temp memory")
#: What Virtuoso puts below its message: the query again, with what it added.
_BELOW: Final = re.compile(r"\n\s*SPARQL query:.*", re.DOTALL)


@dataclass(frozen=True)
class Dataset:
    """The graphs a request asks (SPARQL 1.1 Protocol, section 2.1.4); with none, the endpoint's own default."""

    default: Sequence[str] = ()
    named: Sequence[str] = ()


@dataclass(frozen=True)
class Limits:
    """How many seconds an answer may take and how many bytes it may have; None: what the endpoint was opened with.

    `gone` tells whether whoever asked has left.
    """

    seconds: float | None = None
    bytes: int | None = None
    gone: Callable[[], bool] = nobody_left


NO_LIMITS: Final = Limits()
_ANY: Final = Dataset()


class _Request(SPARQLWrapper):
    """A request that knows its form: SPARQLWrapper searches for it with a pattern a stranger can make run for ever."""

    def __init__(self, endpoint: Endpoint, url: str, form: str, limits: Limits = NO_LIMITS) -> None:
        self._form = form
        self._sender = endpoint
        self._limits = (limits.seconds or endpoint.seconds, limits.bytes or endpoint.most, limits.gone)
        super().__init__(url, url, returnFormat=N3 if form in GRAPHS else JSON, agent=f"widgraph/{__version__}")
        self.setOnlyConneg(True)
        self.setMethod(POST)
        self.setRequestMethod(URLENCODED)  # Virtuoso hangs on the direct form, and long addresses are refused
        self.addCustomHttpHeader("Accept", TRIPLES if form in GRAPHS else ROWS)

    def _parseQueryType(self, query: str) -> str:  # noqa: N802 - SPARQLWrapper's name
        return self._form

    def _query(self) -> tuple[Reply, str]:  # type: ignore[override]
        return self._sender.http.send(self._createRequest(), *self._limits), self.returnFormat


class Endpoint:
    """One endpoint by the address of its query service; `update_url` is where updates go."""

    def __init__(self, url: str, http: Http, seconds: float, most: int, update_url: str = "") -> None:
        self.url = checked_url(url)
        self.update_url = checked_url(update_url) if update_url else ""
        self.http = http
        self.seconds = seconds
        self.most = most

    def query(
        self,
        text: str,
        form: str,
        dataset: Dataset = _ANY,
        limits: Limits = NO_LIMITS,
    ) -> Reply:
        """Return the whole answer to a query of a form (SELECT, ASK, CONSTRUCT, DESCRIBE).

        Rows come as SPARQL JSON, graphs as N-Triples, the two that lose least. Raises EndpointError, EndpointTimeout,
        QuerySyntaxError, QueryRefused, QueryTimeout, QueryTooLarge, QueryBusy, and QueryAbandoned as the limits say.
        """
        request = _Request(self, self.url, form, limits)
        for graph in dataset.default:
            request.addParameter("default-graph-uri", graph)
        for graph in dataset.named:
            request.addParameter("named-graph-uri", graph)
        request.setQuery(text)
        reply = cast(Reply, request.query().response)
        _check(reply, self.url)
        wanted = TRIPLES if form in GRAPHS else ROWS
        if reply.media_type not in _ALSO[wanted]:
            raise EndpointError(
                f"{shown(self.url)} answers with {reply.media_type or 'nothing that has a type'}, not with {wanted}.",
                "Give the address of a SPARQL 1.1 endpoint.",
            )
        if wanted == TRIPLES and reply.open_end and reply.body:
            raise EndpointError(f"{shown(self.url)} sends graphs without saying where they end.")
        return reply

    def update(self, text: str, form: str) -> None:
        """Run an update of a form (INSERT, DELETE, DROP, CLEAR); raise as `query` does."""
        request = _Request(self, self.update_url, form)
        request.setQuery(text)
        _check(cast(Reply, request.query().response), self.update_url)


def _check(reply: Reply, url: str) -> None:
    """Raise what a status, or a header that belies it, says."""
    state = reply.headers.get("x-sql-state", "")
    if state and reply.status < 400:
        raise EndpointTimeout(f"{shown(url)} says 200 to a part of the answer ({state}).", "Ask for less.")
    if reply.status < 300:
        return
    message = error_text(reply)
    if any(sign in message or sign in state for sign in _LATE):
        raise QueryTimeout("The endpoint stopped the query at its time limit.", "Ask for less: add a LIMIT.")
    if any(sign in message for sign in _COSTLY):
        raise QueryTimeout("The endpoint expects the query to take too long.", "Ask for less: name more of it.")
    if any(sign in message for sign in _LARGE):
        raise QueryTooLarge("The endpoint has not enough memory for the query.", "Ask for less: add a LIMIT.")
    match reply.status:
        case 400:
            raise QuerySyntaxError(
                message or "not understood by the endpoint", hint="See SPARQL 1.1 Query, section 19."
            )
        case 401 | 403:
            raise EndpointError(
                f"{shown(url)} does not let us in ({reply.status}).",
                "Set WIDGRAPH_ENDPOINT_USER and WIDGRAPH_ENDPOINT_PASSWORD, or 'endpoint_credentials'.",
            )
        case 404 | 405 | 410:
            raise EndpointError(f"There is no such service at {shown(url)} ({reply.status}).", "Check the address.")
        case 408 | 504:
            raise EndpointTimeout(f"{shown(url)} stopped at its time limit ({reply.status}).", "Ask for less.")
        case 413 | 414:
            raise QueryRefused("The query is too long for the endpoint.", "Send a shorter query.")
        case 429 | 503:
            after = reply.headers.get("retry-after", "")
            raise QueryBusy("The endpoint is busy.", int(after) if after.isdigit() else 10, "Try again in a moment.")
        case _ if reply.media_type == "text/plain" and message:
            raise QueryRefused(f"The endpoint cannot run the query: {message}")
        case status:
            raise EndpointError(f"{shown(url)} fails with status {status}.", "Try again later.")


def error_text(reply: Reply) -> str:
    """Return the first sentence of an error, on one line; endpoints answer in text, HTML and JSON alike."""
    text = _BELOW.sub("", reply.body[:20_000].decode("utf-8", "replace"))
    text = re.sub(r"<(?:style|script|title).*?</(?:style|script|title)>|<[^<>]{0,200}>", " ", text, flags=re.DOTALL)
    return " ".join(text.split())[:300]
