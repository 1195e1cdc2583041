"""The process in which queries from outside run: `python -m widgraph.store._worker FOLDER MEMORY_MIB`.

It reads requests from its standard input and writes answers to its standard output, each a length, a header in JSON and
a body. It ends when its input does. Everything that can go wrong in a query is either an answer or the end of this
process, and its owner knows what to do about both.
"""

from __future__ import annotations

import json
import os
import re
import signal
import struct
import sys
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

import pyoxigraph as ox

from widgraph.graph.serialize import SYNTAXES
from widgraph.namespaces import PREFIXES
from widgraph.store import _results, _sandbox
from widgraph.store._answer import GRAPH_FORMS, RESULT_FORMS

_POSITION: Final = re.compile(r"^error at ([0-9]+):([0-9]+): ")


class TooLarge(Exception):
    """The answer has more bytes than allowed."""


def main() -> None:
    """Open the store, close the limits, answer until the input ends."""
    store = ox.Store.read_only(sys.argv[1])
    next(iter(store), None)
    _sandbox.enter(int(sys.argv[2]))
    _send({"ready": True}, b"")
    while True:
        request = _receive()
        # the kernel ends this process at the limit, even when its owner is gone
        signal.setitimer(signal.ITIMER_REAL, request["seconds"] + 1)
        header, body = _answer(store, request)
        signal.setitimer(signal.ITIMER_REAL, 0)
        _send(header, body)


def _answer(store: ox.Store, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    try:
        return _evaluate(store, request)
    except SyntaxError as error:
        found = _POSITION.match(str(error))
        place = {"line": int(found[1]), "column": int(found[2])} if found else {}
        return {"error": "syntax", "message": _POSITION.sub("", str(error)), **place}, b""
    except (TooLarge, MemoryError):
        return {"error": "large"}, b""
    except (ValueError, OSError, RuntimeError) as error:
        return {"error": "failed", "message": str(error)}, b""


def _evaluate(store: ox.Store, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    default: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] = [ox.NamedNode(iri) for iri in request["default"]]
    named: list[ox.NamedNode | ox.BlankNode] = [ox.NamedNode(iri) for iri in request["named"]]
    explicit = bool(default or named)
    found = store.query(
        request["query"],
        prefixes=PREFIXES,
        use_default_graph_as_union=not explicit and not request["dataset"],
        default_graph=default if explicit else None,
        named_graphs=named if explicit else None,
    )
    rows, most = request["rows"], request["bytes"]
    if isinstance(found, ox.QueryTriples):
        triples = [ox.Quad(one.subject, one.predicate, one.object) for one in islice(found, rows + 1)]
        form = request["graph_form"]
        body = SYNTAXES[form].write(triples[:rows])
        if len(body) > most:
            raise TooLarge
        return {"media_type": GRAPH_FORMS[form], "rows": min(len(triples), rows), "cut": len(triples) > rows}, body
    form = request["result_form"]
    if isinstance(found, ox.QuerySolutions):
        return _solutions(found, form, rows, most)
    return {"media_type": RESULT_FORMS[form], "rows": 1, "cut": False}, _results.write_boolean(
        form, bool(found)
    ).encode()


def _solutions(found: ox.QuerySolutions, form: str, rows: int, most: int) -> tuple[dict[str, Any], bytes]:
    names = [variable.value for variable in found.variables]
    state = {"rows": 0, "cut": False}

    def limited() -> Iterator[_results.Row]:
        for solution in found:
            if state["rows"] == rows:
                state["cut"] = True
                return
            state["rows"] += 1
            yield [solution[name] for name in names]

    body = bytearray()
    for part in _results.write_rows(form, names, limited()):
        body += part.encode()
        if len(body) > most:
            raise TooLarge
    return {"media_type": RESULT_FORMS[form], **state}, bytes(body)


def _receive() -> dict[str, Any]:
    (size,) = struct.unpack("<I", _read(4))
    request: dict[str, Any] = json.loads(_read(size))
    return request


def _read(size: int) -> bytes:
    data = b""
    while len(data) < size:
        part = os.read(0, size - len(data))
        if not part:
            os._exit(0)
        data += part
    return data


def _send(header: dict[str, Any], body: bytes) -> None:
    head = json.dumps(header).encode()
    data = memoryview(struct.pack("<II", len(head), len(body)) + head + body)
    while data:
        data = data[os.write(1, data[: 1 << 20]) :]


if __name__ == "__main__":
    main()
