"""Texts, numbers and dates in four languages; the texts are catalogues in `translations/*.po`, each read once."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files

from babel.dates import format_date, format_skeleton
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import Translations


@cache
def catalogue(language: str) -> Translations:
    """Return the texts of one language as a gettext catalogue."""
    source = files("widgraph") / "translations" / language / "LC_MESSAGES" / "widgraph.po"
    compiled = io.BytesIO()
    with source.open("rb") as handle:
        write_mo(compiled, read_po(handle, locale=language))
    compiled.seek(0)
    return Translations(compiled)


def number_text(value: int | float | Decimal, language: str) -> str:
    """Return a number as it is written in a language."""
    return format_decimal(value, locale=_locale(language))


def size_text(size: int, language: str) -> str:
    """Return a number of bytes as a reader takes it in: two or three digits and a decimal unit (IEC 80000-13)."""
    byte = "o" if language == "fr" else "B"
    for unit, factor in (("G", 10**9), ("M", 10**6), ("k", 1000)):
        if size >= factor:
            return f"{number_text(round(size / factor, 1 if size < 10 * factor else None), language)} {unit}{byte}"
    return f"{number_text(size, language)} {byte}"


def date_text(lexical: str, language: str) -> str:
    """Return a date, month or year (XSD lexical form) in words; unchanged when it is none of these."""
    try:
        match lexical.split("-"):
            case [year, month]:
                return format_skeleton("yMMMM", date(int(year), int(month), 1), locale=_locale(language))
            case [year, month, day]:
                return format_date(date(int(year), int(month), int(day)), "long", locale=_locale(language))
    except ValueError:
        pass
    return lexical


def _locale(language: str) -> str:
    """Belgian usage of the languages of Belgium; English as its readers elsewhere expect it, with a decimal point."""
    return {"nl": "nl_BE", "fr": "fr_BE", "de": "de_BE", "en": "en_GB"}[language]
