"""`/untranslated`: what the data do not say in every language yet, and what is our own translation."""

from __future__ import annotations

import pyoxigraph as ox
from flask import Blueprint, Response, render_template

from widgraph.languages import LANGUAGES
from widgraph.web._answers import Link, cached, check_query
from widgraph.web._language import NAMES, language
from widgraph.web._negotiation import HTML
from widgraph.web._reader import iri, text
from widgraph.web._site import site
from widgraph.web._views import Names

blueprint = Blueprint("untranslated", __name__)
#: No name in a language; no explanation in it; a name that is our translation.
_STATES = ("name", "text", "ours")


@blueprint.get("/untranslated")
def untranslated() -> Response:
    """Answer with the numbers of all languages and the things of the language of the page."""
    check_query()
    return cached(HTML, _page, related=[Link(site().licence, "license")])


def _page() -> str:
    found: dict[tuple[str, str], list[str]] = {(code, state): [] for code in LANGUAGES for state in _STATES}
    rows = site().reader.rows("untranslated", languages=[ox.Literal(code) for code in LANGUAGES])
    for row in rows:
        found[text(row, "language") or "", text(row, "state") or ""].append(iri(row, "item") or "")
    mine = {state: found[language(), state] for state in _STATES}
    names = Names(site().reader.labels({one for items in mine.values() for one in items}))
    return render_template(
        "untranslated.html",
        found=found,
        mine={state: sorted(items, key=names.order) for state, items in mine.items()},
        written=NAMES,
        names=names,
        path="/untranslated",
    )
