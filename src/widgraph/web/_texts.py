"""Names of things in the language of the page, with an honest fallback."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from widgraph.languages import choose
from widgraph.namespaces import PREFIXES


@dataclass(frozen=True)
class Text:
    """A text and its language ("" when it has none); `asked` is False when it is not the language of the page."""

    text: str
    language: str
    asked: bool


def in_language(texts: Mapping[str, str], asked: str, instead: str = "") -> Text:
    """Return the text in a language, else in the first fallback language there is, else `instead` without language."""
    chosen = choose(texts, asked)
    if chosen is None:
        return Text(instead, "", asked=True)
    text, language = chosen
    return Text(text, language, asked=language in (asked, ""))


def short(iri: str) -> str:
    """Return an IRI as prefix and local name where a prefix is known, else as it is."""
    matches = [
        (name, space) for name, space in PREFIXES.items() if iri.startswith(space) and "/" not in iri[len(space) :]
    ]
    if not matches:
        return iri
    name, space = max(matches, key=lambda match: len(match[1]))
    return f"{name}:{iri[len(space) :]}"
