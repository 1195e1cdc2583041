"""The language of a page and its texts: catalogues in `translations/*.po`, read once, chosen per request."""

from __future__ import annotations

from decimal import Decimal
from functools import cache, lru_cache

from flask import g, has_app_context, request
from markupsafe import Markup
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from widgraph import wording
from widgraph.languages import FALLBACK, LANGUAGES
from widgraph.web._problem import Problem

NAMES = {"nl": "Nederlands", "fr": "Français", "de": "Deutsch", "en": "English"}


def asked_language() -> str | None:
    """Return the language named in the address (`?lang=`); a Problem (400) says which there are."""
    value = request.args.get("lang")
    if value is None or value in LANGUAGES:
        return value
    raise Problem(
        400,
        gettext("There are no pages in the language '%(value)s'.") % {"value": value[:40]},
        gettext("Use one of these for lang: %(known)s.") % {"known": ", ".join(LANGUAGES)},
    )


def accepted_language() -> str:
    """Return the language that Accept-Language likes best, else Dutch (RFC 9110, section 12.5.4).

    `de-AT` gets German before any language liked less (RFC 4647, section 3.4).
    """
    return best_language(request.headers.get("Accept-Language", ""))


@lru_cache(1000)
def best_language(header: str) -> str:
    """Return the language that a header Accept-Language likes best, else Dutch."""
    for tag, weight in parse_accept_header(header, LanguageAccept):
        if tag == "*" or weight <= 0:
            break
        primary = tag.partition("-")[0].lower()
        if primary in LANGUAGES:
            return primary
    return FALLBACK[0]


def language() -> str:
    """Return the language of the page being made."""
    chosen: str = g.get("language", FALLBACK[0]) if has_app_context() else FALLBACK[0]
    return chosen


def gettext(text: str) -> str:
    """Return a text of the pages in the language of the page."""
    return wording.catalogue(language()).gettext(text)


def marked_text(text: str, /, **values: object) -> Markup:
    """Return a text of the pages as HTML with values in its places: what Jinja's own gettext does, with fewer calls."""
    if values:
        return Markup(gettext(text)) % values  # noqa: S704 - the texts are ours, the values are escaped
    return _without_values(text, language())


@cache
def _without_values(text: str, code: str) -> Markup:
    return Markup(wording.catalogue(code).gettext(text)) % {}  # noqa: S704 - the texts are ours


def ngettext(singular: str, plural: str, number: int) -> str:
    """Return a text of the pages that depends on a number."""
    return wording.catalogue(language()).ngettext(singular, plural, number)


def number_text(value: int | float | Decimal) -> str:
    """Return a number as it is written in the language of the page."""
    return wording.number_text(value, language())


def size_text(size: int) -> str:
    """Return a number of bytes as it is written in the language of the page."""
    return wording.size_text(size, language())


def date_text(lexical: str) -> str:
    """Return a date, month or year (XSD lexical form) in words; unchanged when it is none of these."""
    return wording.date_text(lexical, language())
