"""A review in words, for who edits: each change with its cell, and how many there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from widgraph.workbook._layout import sheet_name
from widgraph.workbook._review import Change, Review

_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "added": {"nl": "toegevoegd", "fr": "ajouté", "de": "hinzugefügt", "en": "added"},
    "changed": {"nl": "gewijzigd", "fr": "modifié", "de": "geändert", "en": "changed"},
    "removed": {"nl": "verwijderd", "fr": "supprimé", "de": "gelöscht", "en": "removed"},
    "proposed": {"nl": "code voorgesteld", "fr": "code proposé", "de": "Code vorgeschlagen", "en": "code proposed"},
    "empty": {"nl": "leeg", "fr": "vide", "de": "leer", "en": "empty"},
    "more": {"nl": "en nog {n}", "fr": "et encore {n}", "de": "und noch {n}", "en": "and {n} more"},
    "none": {
        "nl": "Geen verschil met de tabellen.",
        "fr": "Aucune différence avec les tableaux.",
        "de": "Kein Unterschied zu den Tabellen.",
        "en": "No difference from the tables.",
    },
}
_MARKS: Final = {"added": "+", "changed": "~", "removed": "-"}
_CELL: Final = 120


def word(key: str, language: str) -> str:
    """Return a word of the report in a language: added, changed, removed, proposed, empty, more, none."""
    return _WORDS[key][language]


def show_changes(review: Review, language: str, limit: int = 500) -> Iterator[str]:
    """Yield the lines that tell what a workbook changes, at most `limit` rows of it, and a count at the end."""
    if not review.changes:
        yield _WORDS["none"][language]
        return
    for change in review.changes[:limit]:
        yield from show_change(change, review, language)
    if len(review.changes) > limit:
        yield "… " + _WORDS["more"][language].format(n=len(review.changes) - limit)
    counts = Counter(change.kind for change in review.changes)
    yield ", ".join(f"{counts[kind]} {_WORDS[kind][language]}" for kind in _MARKS)


def show_change(change: Change, review: Review, language: str) -> Iterator[str]:
    """Yield the lines about one row: what happened to it, then each cell from and to."""
    table = review.tables.description.table(change.table)
    proposed = f" ({_WORDS['proposed'][language]})" if change.proposed else ""
    where = sheet_name(table, language) if change.kind == "removed" else str(change.place)
    yield f"{_MARKS[change.kind]} {where} {change.key}: {_WORDS[change.kind][language]}{proposed}"
    if change.kind == "removed":
        return
    for name, before, after in change.cells:
        label = table.column(name).labels.get(language, name)
        if change.kind == "added":
            yield f"    {label}: {_cell(after, language)}"
        else:
            yield f"    {label}: {_cell(before, language)} → {_cell(after, language)}"


def _cell(text: str, language: str) -> str:
    if not text:
        return f"({_WORDS['empty'][language]})"
    return repr(text if len(text) <= _CELL else text[: _CELL - 1] + "…")
