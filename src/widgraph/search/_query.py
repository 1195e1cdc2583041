"""Asking the index: every word must match, by its beginning or its stem; when none do, any word may."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from widgraph.languages import FALLBACK, LANGUAGES
from widgraph.search._fold import stems, words

_MOST_WORDS = 12
_SQL = """
SELECT entry.iri, entry.kind
FROM words JOIN entry ON entry.id = words.rowid
WHERE words MATCH ? ORDER BY bm25(words, 10.0, 3.0, 2.0) - (entry.language = ?) * 0.5, entry.iri
"""


@dataclass(frozen=True)
class Hit:
    """One resource found: its IRI, its kind, and its label with the language it is in."""

    iri: str
    kind: str
    label: str
    language: str


@dataclass(frozen=True)
class Answer:
    """The hits of one page, how many there are in all, and whether every word of the question matched."""

    hits: Sequence[Hit]
    total: int
    every_word: bool


class SearchIndex:
    """A read-only search index; one connection per thread."""

    def __init__(self, path: Path) -> None:
        self._address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        self._local = threading.local()

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = sqlite3.connect(self._address, uri=True, check_same_thread=False)
        return connection

    def search(self, text: str, language: str, *, kind: str | None = None, limit: int = 20, offset: int = 0) -> Answer:
        """Return resources whose names match a reader's words, best first, labelled in the language asked for."""
        asked = words(text)[:_MOST_WORDS]
        if not asked:
            return Answer((), 0, every_word=True)
        terms = [_term(word) for word in asked]
        found = self._match(" AND ".join(terms), language, kind)
        every_word = bool(found) or len(terms) == 1
        if not every_word:
            found = self._match(" OR ".join(terms), language, kind)
        hits = [self._hit(iri, its_kind, language) for iri, its_kind in found[offset : offset + limit]]
        return Answer(hits, len(found), every_word)

    def _match(self, expression: str, language: str, kind: str | None) -> list[tuple[str, str]]:
        """Return IRI and kind of each resource that matches in some language, best first, once."""
        rows = self._connection().execute(_SQL, (expression, language))
        return list(dict.fromkeys((iri, its_kind) for iri, its_kind in rows if kind in (None, its_kind)))

    def suggest(self, text: str, language: str, limit: int = 8) -> Sequence[Hit]:
        """Return the best hits for words that may be unfinished."""
        return self.search(text, language, limit=limit).hits

    def _hit(self, iri: str, kind: str, language: str) -> Hit:
        rows = self._connection().execute("SELECT language, label FROM entry WHERE iri = ?", (iri,)).fetchall()
        labels = dict(rows)
        chosen = next(one for one in (language, *FALLBACK) if one in labels)
        return Hit(iri, kind, labels[chosen], chosen)


def _term(word: str) -> str:
    """Return the FTS5 expression for one word: its beginning in any column, or its stem in any language.

    Words are letters, digits and underscores only (they come from `words`), so quoting them is enough.
    """
    roots = sorted({root for language in LANGUAGES for root in stems(word, language)})
    alternatives = [f'"{word}"*', *(f'stems : "{root}"' for root in roots)]
    return f"({' OR '.join(alternatives)})"
