"""SELECT answers as Oxigraph writes them, counted and cut at whole rows.

JSON (SPARQL 1.1 Query Results JSON), XML (SPARQL Query Results XML), CSV and TSV (SPARQL 1.1 Query Results CSV and
TSV). Reading rows one by one in Python would cost more than the query; instead the engine writes into a buffer and
stops when the buffer is full, and the rows are found in the bytes.
"""

from __future__ import annotations

import io
import json
import re
from typing import Final
from xml.sax.saxutils import quoteattr

import pyoxigraph as ox

FORMATS: Final = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
#: By form: up to the first row, one row with what parts it from the next, and what closes the whole.
_HEAD: Final = {
    "json": re.compile(rb'\{"head":\{[^{}]*+\},"results":\{"bindings":\['),
    "xml": re.compile(rb".*?<results>", re.DOTALL),
    "csv": re.compile(rb"[^\n]*\n"),
    "tsv": re.compile(rb"[^\n]*\n"),
}
_ROW: Final = {
    # a row ends at the `}` that `,{` or `]` follows outside a string
    "json": re.compile(rb'(?:[^"}]|"(?:[^"\\]|\\.)*+"|\}(?!,\{|\]\}\}$))*+\},?', re.DOTALL),
    "xml": re.compile(rb".*?</result>", re.DOTALL),
    "csv": re.compile(rb'(?:[^"\n]|"[^"]*+")*+\n'),
    "tsv": re.compile(rb"[^\n]*\n"),
}
#: JSON with one of these has `"}}` elsewhere than at the end of a row, or a row that ends otherwise.
_ODD: Final = (b'\\"}', b"{}", b'"}}}', b':"}}')
_END: Final = {"json": b"]}}", "xml": b"</results></sparql>", "csv": b"", "tsv": b""}


class Full(Exception):
    """The buffer holds more than may be answered."""


class Buffer(io.BytesIO):
    """Takes what the engine writes and raises Full once more than `rows` rows or `most` bytes are there."""

    def __init__(self, form: str, rows: int, most: int) -> None:
        super().__init__()
        self.data = bytearray()
        self._form = form
        self._rows = rows
        self._most = most
        self._looked = 0

    def write(self, part: bytes) -> int:  # type: ignore[override]
        """Take the next bytes."""
        self.data += part
        size = len(self.data)
        if size > self._most:
            raise Full
        # no row is shorter than two bytes, so short answers are never counted; long ones each time they have doubled
        if size > 2 * self._rows and size > 2 * self._looked:
            self._looked = size
            if count_rows(self._form, self.data) > self._rows:
                raise Full
        return len(part)


def count_rows(form: str, data: bytes | bytearray) -> int:
    """Return how many whole rows the bytes of an answer hold; the answer need not be complete."""
    if form == "xml":
        return data.count(b"</result>")
    if form == "tsv" or (form == "csv" and b'"' not in data):
        return max(0, data.count(b"\n") - 1)
    if form == "json" and not any(odd in data for odd in _ODD):
        # without these, `"}}` is the end of a row and nothing else
        return data.count(b'"}}')
    return len(_ends(form, data, len(data)))


def cut_rows(form: str, data: bytes | bytearray, rows: int, most: int, note: str) -> tuple[bytes, int]:
    """Return a whole answer of at most `rows` rows and `most` bytes, and the number of its rows.

    JSON and XML say in their head that it was cut, by a link to `note` (Query Results JSON, section 3.1.2; Query
    Results XML, section 2.3.1); CSV and TSV have no place for it.
    """
    head = _HEAD[form].match(data)
    if head is None:
        return b"", 0
    fitting = [head.end(), *(end for end in _ends(form, data, rows) if end <= most)]
    end = _END[form]
    if form != "json":
        return _noted(form, bytes(data[: fitting[-1]]), note) + end, len(fitting) - 1
    return _noted(form, bytes(data[: fitting[-1]]).removesuffix(b","), note) + end, len(fitting) - 1


def _ends(form: str, data: bytes | bytearray, rows: int) -> list[int]:
    """Return where the first rows end."""
    head = _HEAD[form].match(data)
    ends: list[int] = []
    position = head.end() if head else len(data)
    while len(ends) < rows and (row := _ROW[form].match(data, position)):
        position = row.end()
        ends.append(position)
    return ends


def _noted(form: str, data: bytes, note: str) -> bytes:
    if form == "json":
        return data.replace(b'{"head":{', b'{"head":{"link":[' + json.dumps(note).encode() + b"],", 1)
    if form == "xml":
        return data.replace(b"</head>", b"<link href=" + quoteattr(note).encode() + b"/></head>", 1)
    return data
