"""Every position and digest of the data against somebody's own copy of the report.

The project holds no sentence of the report: a passage is two positions and a SHA-256. With the text at hand, this
proves that each passage is what the data say, and that names, audience phrases and wordings are printed there.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from widgraph.checks._load import CheckedGraph
from widgraph.checks._messages import messages
from widgraph.checks._report import place_key
from widgraph.findings import Finding, Severity
from widgraph.namespaces import BASE, PREFIXES, RDF, WID

_PASSAGE = BASE + "id/passage/"
_DOCUMENT = BASE + "id/document/"
_QUOTES = re.compile("[\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb\"'`\u00b4#]")
_VARIANTS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("bom", lambda text: text.removeprefix("\ufeff")),
    ("line-endings", lambda text: text.replace("\r\n", "\n").replace("\r", "\n")),
    ("normalisation", lambda text: unicodedata.normalize("NFC", text)),
    ("end", lambda text: text.rstrip("\n") + "\n"),
    ("end", lambda text: text.rstrip("\n")),
    ("line-endings", lambda text: text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")),
)


@dataclass(frozen=True)
class _Passage:
    iri: str
    document: str
    start: int
    end: int
    sha256: str

    @property
    def name(self) -> str:
        return self.iri.removeprefix(_PASSAGE)


class _Facts:
    """The statements a comparison needs, by subject and property."""

    def __init__(self, graph: CheckedGraph) -> None:
        self.graph = graph
        self._values: dict[str, dict[str, list[str]]] = {}
        for quad in graph.quads:
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
                properties = self._values.setdefault(quad.subject.value, {})
                properties.setdefault(quad.predicate.value, []).append(quad.object.value)

    def values(self, subject: str, prefix: str, name: str) -> list[str]:
        return sorted(self._values.get(subject, {}).get(PREFIXES[prefix] + name, []))

    def first(self, subject: str, prefix: str, name: str) -> str:
        return next(iter(self.values(subject, prefix, name)), "")

    def having(self, prefix: str, name: str) -> list[str]:
        return sorted(subject for subject, found in self._values.items() if PREFIXES[prefix] + name in found)

    def of_class(self, name: str) -> list[str]:
        return sorted(subject for subject, found in self._values.items() if WID + name in found.get(RDF + "type", []))


def verify_source(graph: CheckedGraph, text: bytes) -> list[Finding]:
    """Return what in the data does not agree with the report's text, given as the bytes of its file.

    The passages that hold a changed character are named, with the rows that point at them. An empty list proves every
    position, digest, name, audience phrase and wording of the document that the text is of.
    """
    try:
        read = text.decode("utf-8")
    except UnicodeDecodeError as error:
        return [_finding("not-utf8", str(error.start))]
    facts = _Facts(graph)
    documents = facts.of_class("SourceDocument")
    if not documents:
        return [_finding("no-document")]
    passages = _passages(facts)
    document = _document(facts, documents, passages, read)
    findings, canonical = _whole_file(facts, document, read)
    own = [passage for passage in passages if passage.document == document]
    findings += _positions(facts, own, canonical, document)
    findings += _words(facts, own, canonical)
    return sorted(findings, key=lambda one: (*place_key(one.place), one.rule, one.subject or "", one.found or ""))


def _finding(
    key: str,
    found: str | None = None,
    allowed: str | None = None,
    *,
    rule: str = "R07",
    hint: str | None = None,
    **more: object,
) -> Finding:
    values = {"found": found, "allowed": allowed, **more}
    return Finding(rule, Severity.VIOLATION, messages(key, hint, **values), found=found, allowed=allowed)


def _at(facts: _Facts, finding: Finding, subject: str, column: tuple[str, str]) -> Finding:
    """Return the finding at the cell of this property, else at the row."""
    prefix, name = column
    place = facts.graph.origin(subject, PREFIXES[prefix] + name) or facts.graph.origin(subject)
    return Finding(finding.rule, finding.severity, finding.messages, place, finding.found, finding.allowed, subject)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _passages(facts: _Facts) -> list[_Passage]:
    """Read all passages; one without usable positions is for the shapes to report."""
    found = []
    for iri in facts.of_class("Passage"):
        selector = facts.first(iri, "oa", "hasSelector")
        start, end = facts.first(selector, "oa", "start"), facts.first(selector, "oa", "end")
        if start.isdecimal() and end.isdecimal():
            document, digest = facts.first(iri, "oa", "hasSource"), facts.first(iri, "wid", "sha256")
            found.append(_Passage(iri, document, int(start), int(end), digest))
    return sorted(found, key=lambda one: (one.document, one.start, one.end))


def _document(facts: _Facts, documents: list[str], passages: list[_Passage], text: str) -> str:
    """Recognise the document by its digest, else by how many of its passages hold."""
    digests = {_sha256(text)} | {_sha256(change(text)) for _, change in _VARIANTS}
    for document in documents:
        if facts.first(document, "wid", "sha256") in digests:
            return document
    holding = dict.fromkeys(documents, 0)
    for passage in passages:
        if passage.document in holding:
            holding[passage.document] += _sha256(text[passage.start : passage.end]) == passage.sha256
    return max(documents, key=lambda one: holding[one])


def _whole_file(facts: _Facts, document: str, text: str) -> tuple[list[Finding], str]:
    """Compare the file as a whole; return also the text whose positions count."""
    digest, name = facts.first(document, "wid", "sha256"), document.removeprefix(_DOCUMENT)
    findings, canonical = [], text
    if _sha256(text) != digest:
        hint, canonical = next(
            ((key, change(text)) for key, change in _VARIANTS if _sha256(change(text)) == digest), ("other", text)
        )
        finding = _finding("file", _sha256(text), digest, hint=hint, document=name)
        findings.append(_at(facts, finding, document, ("wid", "sha256")))
    count = facts.first(document, "wid", "characterCount")
    if _sha256(canonical) == digest and count != str(len(canonical)):
        finding = _finding("length", str(len(canonical)), count, document=name)
        findings.append(_at(facts, finding, document, ("wid", "characterCount")))
    return findings, canonical


def _positions(facts: _Facts, passages: Iterable[_Passage], text: str, document: str) -> Iterator[Finding]:
    """Compare each passage; those that only moved, because text was added or removed before, become one finding."""
    count = facts.first(document, "wid", "characterCount")
    shift = len(text) - int(count) if count.isdecimal() else 0
    users = _users(facts)
    moved = []
    for passage in passages:
        if passage.end <= len(text) and _sha256(text[passage.start : passage.end]) == passage.sha256:
            continue
        start, end = passage.start + shift, passage.end + shift
        if shift and start >= 0 and _sha256(text[start:end]) == passage.sha256:
            moved.append(passage)
            continue
        key = "passage" if passage.end <= len(text) else "outside"
        used = ", ".join(users.get(passage.iri, ["–"]))
        finding = _finding(key, str(len(text)) if key == "outside" else None, passage=passage.name, users=used)
        yield _at(facts, finding, passage.iri, ("wid", "sha256"))
    if moved:
        finding = _finding("moved", f"{shift:+d}", passage=moved[0].name, count=len(moved))
        yield _at(facts, finding, moved[0].iri, ("wid", "sha256"))


def _users(facts: _Facts) -> dict[str, list[str]]:
    """Return the rows that point at each passage."""
    found: dict[str, list[tuple[tuple[str, int, str], str]]] = {}
    for subject in facts.having("wid", "statedIn"):
        place = facts.graph.origin(subject)
        shown = f"{place.file} row {place.row}" if place else subject.removeprefix(BASE)
        for passage in facts.values(subject, "wid", "statedIn"):
            found.setdefault(passage, []).append((place_key(place), shown))
    return {passage: list(dict.fromkeys(shown for _, shown in sorted(rows))) for passage, rows in found.items()}


def _fold(text: str) -> str:
    """Line breaks and runs of spaces are of the page, not of the words."""
    return " ".join(text.split())


def _fold_name(text: str) -> str:
    """Names are also compared without quotes and hash signs, which the page may put around or inside them."""
    return _fold(_QUOTES.sub(" ", text))


def _words(facts: _Facts, passages: Iterable[_Passage], text: str) -> Iterator[Finding]:
    """Look for audience phrases, names and wordings in the passages that are said to hold them."""
    cited = _Citations(facts, {passage.iri: text[passage.start : passage.end] for passage in passages}, text)
    checks = (("audienceText", "R09", _fold), ("nameInSource", "R38", _fold_name), ("programmeName", "R38", _fold_name))
    for name, rule, fold in checks:
        for subject in facts.having("wid", name):
            where = cited.of(subject)
            if where is None:
                continue
            folded = fold(where)
            for value in facts.values(subject, "wid", name):
                if fold(value) not in folded:
                    yield _at(facts, _finding("missing", value, rule=rule), subject, ("wid", name))
    for wording in facts.having("skosxl", "literalForm"):
        where, value = cited.of(wording), facts.first(wording, "skosxl", "literalForm")
        if where is not None and _fold(value) != _fold(where):
            yield _at(facts, _finding("wording", value, rule="R38"), wording, ("skosxl", "literalForm"))


class _Citations:
    """The text that a thing is stated in: of its own passages or, for an initiative, of those of its listings."""

    def __init__(self, facts: _Facts, texts: dict[str, str], whole: str) -> None:
        self._facts, self._texts, self._whole = facts, texts, whole
        self._single = len(facts.of_class("SourceDocument")) == 1
        self._listings: dict[str, list[str]] = {}
        for listing in facts.having("wid", "lists"):
            self._listings.setdefault(facts.first(listing, "wid", "lists"), []).append(listing)

    def of(self, subject: str) -> str | None:
        """Return the text, or None when this document says nothing of the subject."""
        subjects = [subject, *self._listings.get(subject, [])]
        cited = [iri for one in subjects for iri in self._facts.values(one, "wid", "statedIn")]
        if not cited:
            # mentioned outside the lists: it must be somewhere, unless it may be in another document
            return self._whole if self._single else None
        found = [self._texts[iri] for iri in cited if iri in self._texts]
        return " ".join(found) if found else None
