"""Writing the index: one row per resource and language, in a fixed order, so the same graph gives the same file."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from widgraph.languages import LANGUAGES
from widgraph.namespaces import BASE, DCTERMS, PREFIXES, RDF, RDFS, SKOS, WID
from widgraph.search._fold import stems, words

_LABELS: Final = (SKOS + "prefLabel", RDFS + "label", DCTERMS + "title", PREFIXES["eli"] + "title")
_OTHERS: Final = (
    SKOS + "altLabel",
    SKOS + "definition",
    SKOS + "note",
    SKOS + "notation",
    WID + "programmeName",
    WID + "nameInSource",
    WID + "slug",
)
#: What readers look for by name; listings, passages and observations are reached from these.
KINDS: Final[Mapping[str, str]] = {
    WID + "Initiative": "initiative",
    WID + "Objective": "objective",
    WID + "Actor": "actor",
    WID + "Audience": "audience",
    WID + "Meeting": "meeting",
    WID + "PolicyInstrument": "instrument",
    PREFIXES["eli"] + "LegalResource": "instrument",
    WID + "PolicyDecision": "decision",
    WID + "Reference": "reference",
    WID + "Edition": "edition",
    WID + "Strategy": "strategy",
}
_INDICATOR_SCHEME: Final = BASE + "auth/indicator"
_SCHEMA: Final = """
CREATE TABLE entry (id INTEGER PRIMARY KEY, iri TEXT NOT NULL, kind TEXT NOT NULL, language TEXT NOT NULL,
                    label TEXT NOT NULL);
CREATE INDEX entry_iri ON entry (iri, language);
CREATE VIRTUAL TABLE words USING fts5 (label, other, stems, content='', tokenize='unicode61', prefix='2 3');
"""


@dataclass
class _Texts:
    """What is said of one resource: its kind, its label per language, other texts per language ('' = none)."""

    kind: str = ""
    labels: dict[str, str] = field(default_factory=dict)
    others: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def write_index(path: Path, quads: Iterable[ox.Quad]) -> int:
    """Write the search index of a graph to a new SQLite file; return the number of rows."""
    texts = _collect(quads)
    rows = [
        (iri, texts[iri], language) for iri in sorted(texts) for language in LANGUAGES if language in texts[iri].labels
    ]
    connection = sqlite3.connect(path)
    try:
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA page_size = 4096;" + _SCHEMA)
        for number, (iri, text, language) in enumerate(rows, start=1):
            label = text.labels[language]
            other = " ".join(sorted(text.others[language] | text.others[""]))
            connection.execute("INSERT INTO entry VALUES (?, ?, ?, ?, ?)", (number, iri, text.kind, language, label))
            connection.execute(
                "INSERT INTO words (rowid, label, other, stems) VALUES (?, ?, ?, ?)",
                (number, " ".join(words(label)), " ".join(words(other)), " ".join(stems(f"{label} {other}", language))),
            )
        connection.execute("INSERT INTO words (words) VALUES ('optimize')")
        connection.commit()
        connection.execute("VACUUM")
    finally:
        connection.close()
    return len(rows)


def _collect(quads: Iterable[ox.Quad]) -> dict[str, _Texts]:
    """Gather the texts of every resource of a kind that readers look for."""
    texts: dict[str, _Texts] = defaultdict(_Texts)
    for quad in quads:
        subject = getattr(quad.subject, "value", "")
        if not subject.startswith(BASE):
            continue
        predicate, value = quad.predicate.value, quad.object
        if isinstance(value, ox.NamedNode):
            if predicate == RDF + "type" and value.value in KINDS:
                texts[subject].kind = KINDS[value.value]
            elif predicate == SKOS + "inScheme" and value.value == _INDICATOR_SCHEME:
                texts[subject].kind = "indicator"
        elif isinstance(value, ox.Literal):
            language = value.language or ""
            if predicate in _LABELS and language:
                best = texts[subject].labels.get(language)
                texts[subject].labels[language] = min(best, value.value) if best else value.value
            elif predicate in _OTHERS:
                texts[subject].others[language].add(value.value)
    return {iri: text for iri, text in texts.items() if text.kind}
