"""From bytes to statements: which syntax, is it RDF at all, and where it is not. Nothing is fetched.

No remote JSON-LD context, no XML entity, no owl:imports: the parser has no network and none is given to it.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import urljoin

import pyoxigraph as ox

from widgraph.rehearsal._findings import Effect, Finding, Portal
from widgraph.rehearsal._graph import Graph
from widgraph.rehearsal._vocabulary import short

#: Where relative addresses end up while reading, so that they can be told from absolute ones.
RELATIVE = "http://relative.invalid/"
#: data.gov.be resolves relative addresses against this (Fedict/dcattools, Storage).
BELGIAN_BASE = "http://data.gov.be/"
MOST_SECONDS = 60.0

_T = TypeVar("_T")

_SYNTAXES = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "application/trig": ox.RdfFormat.TRIG,
    "application/x-turtle": ox.RdfFormat.TURTLE,
}
_SUFFIXES = {
    "ttl": ox.RdfFormat.TURTLE,
    "rdf": ox.RdfFormat.RDF_XML,
    "xml": ox.RdfFormat.RDF_XML,
    "owl": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
    "json": ox.RdfFormat.JSON_LD,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
}
_FIRST = {
    "<?xml": ox.RdfFormat.RDF_XML,
    "<rdf": ox.RdfFormat.RDF_XML,
    "{": ox.RdfFormat.JSON_LD,
    "PREFIX": ox.RdfFormat.TURTLE,
    "@base": ox.RdfFormat.TURTLE,
    "@prefix": ox.RdfFormat.TURTLE,
}
_TURTLE_FIRST = re.compile(r"(?:@prefix|@base|prefix\s|base\s)", re.IGNORECASE)
_LEADING = re.compile(r"(?:\ufeff|\s+|#[^\n]*\n?)*")


@dataclass
class Reading:
    """One document as read: its statements, and what was wrong with its bytes."""

    place: str
    graph: Graph = field(default_factory=Graph)
    findings: list[Finding] = field(default_factory=list)
    syntax: str | None = None
    relative: dict[str, str] = field(default_factory=dict)

    def resolve(self, term: _T, where: str) -> _T | ox.NamedNode:
        """Return an absolute address for a relative one, which is remembered with the first place it was seen."""
        if not isinstance(term, ox.NamedNode) or not term.value.startswith(RELATIVE):
            return term
        path = term.value.removeprefix(RELATIVE)
        self.relative.setdefault(path, where)
        web = self.place.startswith(("http://", "https://"))
        return ox.NamedNode(urljoin(self.place, path) if web else BELGIAN_BASE + path)

    def fail(self, rule: str, portal: Portal, effect: Effect, message: str, place: str | None = None) -> None:
        """Note something wrong with the document."""
        self.findings.append(Finding(rule, portal, effect, message, place=place or self.place))


def read(content: bytes, place: str, *, name: str = "", media_type: str | None = None) -> Reading:
    """Read a document; `place` names it in findings, `name` is its file name or URL, `media_type` what the server said.

    Never raises for bad content: what cannot be read has findings and no statements.
    """
    reading = Reading(place)
    text = _decode(content, reading)
    if text is None:
        return reading
    body = text[_LEADING.match(text).end() :]  # type: ignore[union-attr]
    if not body:
        reading.fail("C4", Portal.BOTH, Effect.REFUSED, "The document is empty.")
        return reading
    if re.match(r"<!doctype html|<html", body, re.IGNORECASE):
        reading.fail("X3", Portal.BOTH, Effect.REFUSED, "This is an HTML page, not RDF.")
        return reading
    suffix = name.partition("?")[0].rpartition(".")[2].lower()
    stated = _SYNTAXES.get(media_type or "")
    chosen = stated or _guess(body) or _SUFFIXES.get(suffix) or ox.RdfFormat.N_TRIPLES
    if not _parse(text.removeprefix("\ufeff"), chosen, reading):
        other = _guess(body)
        if stated is None or other is None or other == stated:
            return reading
        again = Reading(place)
        if not _parse(text.removeprefix("\ufeff"), other, again):
            return reading
        again.findings = [one for one in reading.findings if one.rule != "X3"] + again.findings
        again.fail("A1", Portal.EUROPE, Effect.REFUSED, f"The server calls it {media_type}, yet it is {other.name}.")
        reading, chosen = again, other
    reading.syntax = chosen.name
    for path, where in reading.relative.items():
        message = f"<{path}> in {where} is relative: data.gov.be makes {BELGIAN_BASE}{path} of it."
        reading.findings.append(Finding("A3", Portal.BELGIUM, Effect.RENAMED, message, node=path, place=place))
    _first_bytes(text, suffix, chosen, reading)
    return reading


def _decode(content: bytes, reading: Reading) -> str | None:
    """Return the text; a byte that is not UTF-8 is named and read as U+FFFD, as data.gov.be's reader does."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - (content.rfind(b"\n", 0, error.start) + 1) + 1
        where = f"{reading.place}, line {line}, column {column}"
        encoding = "UTF-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "not UTF-8"
        effect = Effect.REFUSED if encoding == "UTF-16" or b"\0" in content[:4096] else Effect.CHANGED
        reading.fail(
            "A3", Portal.BOTH, effect, f"Byte {error.start} (0x{content[error.start]:02X}) is {encoding}.", where
        )
        return None if effect is Effect.REFUSED else content.decode("utf-8", errors="replace")


def _guess(body: str) -> ox.RdfFormat | None:
    """Guess the syntax as a patient reader does: comments and blank lines are behind us already."""
    if body.startswith(("<?xml", "<rdf:", "<!DOCTYPE rdf")):
        return ox.RdfFormat.RDF_XML
    if body[0] in "{[":
        return ox.RdfFormat.JSON_LD
    return ox.RdfFormat.TURTLE if _TURTLE_FIRST.match(body) else None


def _first_bytes(text: str, suffix: str, true: ox.RdfFormat, reading: Reading) -> None:
    """Play data.gov.be: the first characters, else the file name, else N-Triples (Fedict/dcattools, scrapers Dcat)."""
    found = next((syntax for start, syntax in _FIRST.items() if text.startswith(start)), None)
    guessed = found or _SUFFIXES.get(suffix, ox.RdfFormat.N_TRIPLES)
    start = repr(text[:12])
    if text.startswith("\ufeff"):
        reading.fail("A2", Portal.BELGIUM, Effect.REFUSED, "The document begins with a byte order mark (U+FEFF).")
    elif guessed != true:
        message = f"It begins with {start}: data.gov.be reads it as {guessed.name}, yet it is {true.name}."
        reading.fail("A2", Portal.BELGIUM, Effect.REFUSED, message)
    elif found is None and true not in (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS):
        message = f"It begins with {start}; data.gov.be knows it for {true.name} by its file name alone."
        reading.fail("A2", Portal.BELGIUM, Effect.NOTED, message)


def _parse(text: str, syntax: ox.RdfFormat, reading: Reading) -> bool:
    """Fill the graph; a faulty address is named and kept, anything else ends the reading."""
    try:
        _fill(text, syntax, reading, lenient=False)
        return True
    except SyntaxError as error:
        strict = error
    except TimeoutError as error:
        reading.fail("A6", Portal.BOTH, Effect.REFUSED, str(error))
        return False
    reading.graph, reading.relative = Graph(), {}
    if "IRI" in str(strict) or "scheme" in str(strict) or "anguage tag" in str(strict):
        try:
            _fill(text, syntax, reading, lenient=True)
            reading.fail("A3", Portal.BELGIUM, Effect.DROPPED, _said(strict), _where(strict, reading.place))
            return True
        except (SyntaxError, TimeoutError):
            reading.graph = Graph()
    message = _said(strict)
    if "LoadDocumentCallback" in message:
        message = "It needs a JSON-LD context from another address, which is not fetched."
    reading.fail("X3", Portal.BOTH, Effect.REFUSED, f"Not {syntax.name}: {message}", _where(strict, reading.place))
    return False


def _fill(text: str, syntax: ox.RdfFormat, reading: Reading, *, lenient: bool) -> None:
    until = time.monotonic() + MOST_SECONDS
    quads = ox.parse(text.encode("utf-8"), format=syntax, base_iri=RELATIVE, lenient=lenient, rename_blank_nodes=True)
    for quad in quads:
        if time.monotonic() > until:
            raise TimeoutError(f"Reading it takes more than {MOST_SECONDS:.0f} seconds.")
        if isinstance(quad.subject, ox.Triple) or isinstance(quad.object, ox.Triple):
            continue
        reading.graph.add(
            reading.resolve(quad.subject, "a statement"),
            reading.resolve(quad.predicate, "a statement"),
            reading.resolve(quad.object, f"{short(quad.predicate.value)} of {_name(quad.subject)}"),
        )


def _name(subject: object) -> str:
    return subject.value.replace(RELATIVE, "") if isinstance(subject, ox.NamedNode) else "a blank node"


def _said(error: SyntaxError) -> str:
    """Return the parser's sentence without its place, which is told apart."""
    text = re.sub(r"^Parser error at .*?: ", "", str(error.msg or error))
    return re.sub(r" \(line \d+\)$", "", text).rstrip(".")[:300] + "."


def _where(error: SyntaxError, place: str) -> str:
    """Return the line and column of a parse error, where the parser knows them."""
    line, column = error.lineno, error.offset
    if line is None:
        found = re.search(r"line (\d+)(?: column (\d+))?", str(error))
        if not found:
            return place
        line, column = int(found[1]), int(found[2]) if found[2] else None
    return f"{place}, line {line}" + (f", column {column}" if column else "")
