"""SELECT and ASK answers written row by row, so that a limit stops them in time.

JSON (SPARQL 1.1 Query Results JSON), XML (SPARQL Query Results XML), CSV and TSV (SPARQL 1.1 Query Results CSV and
TSV).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from widgraph.namespaces import XSD

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row = Sequence[Term | None]
_PLAIN: Final = XSD + "string"
_XML: Final = '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">'


def write_rows(form: str, names: Sequence[str], rows: Iterator[Row]) -> Iterator[str]:
    """Yield the parts of a SELECT answer in a form (json, xml, csv, tsv)."""
    return _ROWS[form](names, rows)


def write_boolean(form: str, value: bool) -> str:
    """Return an ASK answer; CSV and TSV have no form for it, and get the bare word."""
    word = "true" if value else "false"
    if form == "json":
        return json.dumps({"head": {}, "boolean": value}) + "\n"
    if form == "xml":
        return f"{_XML}<head/><boolean>{word}</boolean></sparql>\n"
    return word + "\n"


def _json(names: Sequence[str], rows: Iterator[Row]) -> Iterator[str]:
    yield f'{{"head":{{"vars":{json.dumps(list(names))}}},"results":{{"bindings":['
    for index, row in enumerate(rows):
        cells = {name: _json_term(term) for name, term in zip(names, row, strict=True) if term is not None}
        yield (",\n" if index else "\n") + json.dumps(cells, ensure_ascii=False)
    yield "\n]}}\n"


def _json_term(term: Term) -> Mapping[str, object]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Literal):
        if term.language:
            return {"type": "literal", "value": term.value, "xml:lang": term.language}
        if term.datatype.value == _PLAIN:
            return {"type": "literal", "value": term.value}
        return {"type": "literal", "value": term.value, "datatype": term.datatype.value}
    parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
    return {"type": "triple", "value": {name: _json_term(part) for name, part in parts.items()}}


def _xml(names: Sequence[str], rows: Iterator[Row]) -> Iterator[str]:
    yield _XML + "<head>" + "".join(f"<variable name={quoteattr(name)}/>" for name in names) + "</head><results>\n"
    for row in rows:
        cells = (
            f"<binding name={quoteattr(name)}>{_xml_term(term)}</binding>"
            for name, term in zip(names, row, strict=True)
            if term is not None
        )
        yield "<result>" + "".join(cells) + "</result>\n"
    yield "</results></sparql>\n"


def _xml_term(term: Term) -> str:
    if isinstance(term, ox.NamedNode):
        return f"<uri>{escape(term.value)}</uri>"
    if isinstance(term, ox.BlankNode):
        return f"<bnode>{escape(term.value)}</bnode>"
    if isinstance(term, ox.Literal):
        value = escape(term.value, {"\r": "&#13;"})
        if term.language:
            return f"<literal xml:lang={quoteattr(term.language)}>{value}</literal>"
        if term.datatype.value == _PLAIN:
            return f"<literal>{value}</literal>"
        return f"<literal datatype={quoteattr(term.datatype.value)}>{value}</literal>"
    raise ValueError("a quoted triple has no form in these results")


def _csv(names: Sequence[str], rows: Iterator[Row]) -> Iterator[str]:
    """Values as they are, without their kind (section 3); the lines end as RFC 4180 wants."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(names)
    for row in rows:
        yield text.getvalue()
        text.seek(0)
        text.truncate()
        writer.writerow([_csv_term(term) for term in row])
    yield text.getvalue()


def _csv_term(term: Term | None) -> str:
    if term is None:
        return ""
    return term.value if isinstance(term, (ox.NamedNode, ox.Literal)) else str(term)


def _tsv(names: Sequence[str], rows: Iterator[Row]) -> Iterator[str]:
    """Terms in the notation of Turtle (section 4)."""
    yield "\t".join(f"?{name}" for name in names) + "\n"
    for row in rows:
        yield "\t".join("" if term is None else _tsv_term(term) for term in row) + "\n"


def _tsv_term(term: Term) -> str:
    return str(term).replace("\t", "\\t")


_ROWS: Final[Mapping[str, Callable[[Sequence[str], Iterator[Row]], Iterator[str]]]] = {
    "json": _json,
    "xml": _xml,
    "csv": _csv,
    "tsv": _tsv,
}
