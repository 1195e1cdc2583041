"""The four languages of the project and the one order in which a missing text falls back (design: nl, fr, en, de)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

LANGUAGES: Final = ("nl", "fr", "de", "en")
FALLBACK: Final = ("nl", "fr", "en", "de")


def choose(texts: Mapping[str, str], asked: str) -> tuple[str, str] | None:
    """Return the text in the asked language, else in the first fallback language that has one, with its language."""
    for language in (asked, *FALLBACK):
        if language in texts:
            return texts[language], language
    return next(((text, language) for language, text in sorted(texts.items())), None)
