"""What a query worker does: it reads requests from a socket, evaluates them over its store, and writes answers.

A request is a length and JSON; an answer is two lengths, a header in JSON and a body. Everything that can go wrong in a
query is either an answer or the end of this process, and its owner knows what to do about both.
"""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import socket
import struct
from pathlib import Path
from typing import Any, Final, NoReturn

import pyoxigraph as ox

from widgraph import queries
from widgraph.errors import QueryError, QueryNotAcceptable, QueryRefused, QuerySyntaxError
from widgraph.namespaces import BASE, PREFIXES
from widgraph.store import _messages as text
from widgraph.store import _sandbox
from widgraph.store._answer import GRAPH_FORMS, RESULT_FORMS, Answer
from widgraph.store._columns import ordered
from widgraph.store._diagnosis import diagnose
from widgraph.store._guard import Look, check_query
from widgraph.store._link import link_of
from widgraph.store._rows import FORMATS, Buffer, Full, count_rows, cut_rows
from widgraph.store._triples import write_triples

_POSITION: Final = re.compile(r"^error at ([0-9]+):([0-9]+): ")
#: What relative IRIs of a query start from: the permanent address of the service (SPARQL 1.1 Protocol, section 2.1.8).
_BASE: Final = BASE + "sparql"
#: A worker that a query has made larger than this says so and is replaced: the engine gives memory back late.
_SPENT_KIB: Final = 64 << 10
_LENGTH: Final = struct.Struct("<I")
_AT_ONCE: Final = 1 << 16
Reply = tuple[dict[str, Any], bytes]


def prepare() -> None:
    """Read what the syntaxes read at their first use; a worker cannot open files any more."""
    sample = ox.Triple(ox.NamedNode(BASE), ox.NamedNode(BASE), ox.Literal(1))
    for form in GRAPH_FORMS:
        write_triples([sample], form, 1, 1 << 20, "")


def work(source: Path, store: ox.Store | None, connection: socket.socket, memory_mib: int) -> NoReturn:
    """Close the limits, then answer until the other side hangs up; `store` is None for one on disk at `source`."""
    files = store is None
    if store is None:
        store = ox.Store.read_only(str(source))
    # what the engine makes at its first use is made before the limits close
    warming = {"query": queries.load("first"), "default": [], "named": [], "result_form": "json", "note": ""}
    limits = {"longest": 1 << 20, "rows": 1, "bytes": 1 << 20}
    _answer(store, {**warming, **limits, "edition": ("1.0.0-000000000000", 1)})
    filtered = _sandbox.enter(memory_mib, files=files)
    start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    _send(connection, {"ready": True, "filtered": filtered}, b"")
    while True:
        request = _receive(connection)
        # the kernel ends this process at the limit, even when its owner is gone
        signal.setitimer(signal.ITIMER_REAL, request["seconds"] + 1)
        header, body = _answer(store, request)
        signal.setitimer(signal.ITIMER_REAL, 0)
        if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > start + _SPENT_KIB:
            header["spent"] = True
        _send(connection, header, body)


def _answer(store: ox.Store, request: dict[str, Any]) -> Reply:
    query: str = request["query"]
    try:
        look = check_query(query, request["longest"])
        header, body = _evaluate(store, request, look)
        header["steady"] = look.steady
        answer = Answer(header["media_type"], body, header["rows"], header.get("cut", ""))
        header["link"] = link_of(query, (request["default"], request["named"]), look, answer, request["edition"])
    except QueryError as error:
        return _said(error), b""
    except SyntaxError as error:
        found = _POSITION.match(str(error))
        place = (int(found[1]), int(found[2])) if found else (None, None)
        return _said(diagnose(query, _POSITION.sub("", str(error)), *place)), b""
    except MemoryError:
        return {"error": "memory"}, b""
    except (ValueError, OSError, RuntimeError) as error:
        return _said(QueryRefused(text.FAILED, None, {"reason": str(error)})), b""
    return header, body


def _said(error: QueryError) -> dict[str, Any]:
    """Return an error as its owner raises it again."""
    said = {"message": error.template, "hint": error.hint_template, "values": error.values}
    match error:
        case QuerySyntaxError():
            return {"error": "syntax", **said, "line": error.line, "column": error.column, "text": error.text}
        case QueryNotAcceptable():
            return {"error": "form", "graph": error.graph}
        case _:
            return {"error": "refused", **said}


def _evaluate(store: ox.Store, request: dict[str, Any], look: Look) -> Reply:
    default: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] = [ox.NamedNode(iri) for iri in request["default"]]
    named: list[ox.NamedNode | ox.BlankNode] = [ox.NamedNode(iri) for iri in request["named"]]
    explicit = bool(default or named)

    def ask(query: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        return store.query(
            query,
            base_iri=_BASE,
            prefixes=PREFIXES,
            use_default_graph_as_union=not explicit and not look.dataset,
            default_graph=default if explicit else None,
            named_graphs=named if explicit else None,
        )

    found = ask(request["query"])
    if isinstance(found, ox.QuerySolutions) and "*" in request["query"]:
        # nothing has been evaluated yet: rows are made when they are read
        again = ordered(request["query"], [variable.value for variable in found.variables])
        found = ask(again) if again else found
    if isinstance(found, ox.QueryTriples):
        if (form := request["graph_form"]) is None:
            raise QueryNotAcceptable(text.NO_FORM, graph=True)
        body, rows, cut = write_triples(found, form, request["rows"], request["bytes"], request["note"])
        return {"media_type": GRAPH_FORMS[form], "rows": rows, "cut": cut}, body
    if (form := request["result_form"]) is None:
        raise QueryNotAcceptable(text.NO_FORM, graph=False)
    if isinstance(found, ox.QuerySolutions):
        return _solutions(found, form, request)
    return {"media_type": RESULT_FORMS[form], "rows": 1}, found.serialize(format=FORMATS[form]) or b""


def _solutions(found: ox.QuerySolutions, form: str, request: dict[str, Any]) -> Reply:
    rows, most = request["rows"], request["bytes"]
    buffer = Buffer(form, rows, most)
    whole = True
    try:
        found.serialize(buffer, FORMATS[form])
    except Full:
        whole = False
    if form == "xml":  # Oxigraph leaves it as it is, and an XML parser would read a line feed (XML 1.0, section 2.11)
        buffer.data = buffer.data.replace(b"\r", b"&#xD;")
    count = count_rows(form, buffer.data)
    header = {"media_type": RESULT_FORMS[form], "rows": count}
    if whole and count <= rows:
        return header, bytes(buffer.data)
    body, kept = cut_rows(form, buffer.data, rows, most, request["note"])
    return {**header, "rows": kept, "cut": "rows" if kept == rows else "bytes"}, body


def _receive(connection: socket.socket) -> dict[str, Any]:
    """Return the next request; end when the other side has hung up. It sends the next one after the answer only."""
    data = b""
    while len(data) < _LENGTH.size or len(data) < _LENGTH.size + _LENGTH.unpack_from(data)[0]:
        part = connection.recv(_AT_ONCE)
        if not part:
            os._exit(0)
        data += part
    request: dict[str, Any] = json.loads(data[_LENGTH.size :])
    return request


def _send(connection: socket.socket, header: dict[str, Any], body: bytes) -> None:
    head = json.dumps(header).encode()
    try:
        connection.sendall(struct.pack("<II", len(head), len(body)) + head + body)
    except OSError:
        os._exit(0)
