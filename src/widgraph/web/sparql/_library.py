"""The query library in the language of the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyoxigraph as ox

from widgraph.queries import library
from widgraph.queries.library import LibraryQuery
from widgraph.web._language import gettext, language
from widgraph.web._problem import Problem


def N_(text: str) -> str:  # noqa: N802 - the usual mark for a text that is translated where it is shown
    """Mark a text for the catalogues."""
    return text


#: Levels of the library's questions, in the order in which a reader meets them.
LEVELS: Mapping[str, str] = {"easy": N_("Easy"), "medium": N_("A little harder"), "hard": N_("Hard")}

#: Parameters of the library's questions, as a reader knows them.
PARAMETERS: Mapping[str, str] = {
    "age": N_("age"),
    "audience": N_("audience (word)"),
    "first": N_("first objective (number)"),
    "language": N_("language of the names"),
    "objective": N_("objective (number)"),
    "second": N_("second objective (number)"),
    "word": N_("word in the name"),
    "year": N_("year"),
}


def by_level() -> Mapping[str, Sequence[LibraryQuery]]:
    """Return the questions by level, each level by title."""
    queries = [library.load(name) for name in library.names()]
    return {
        level: sorted((one for one in queries if one.level == level), key=lambda one: one.titles[language()].casefold())
        for level in LEVELS
    }


def named_question(name: str) -> LibraryQuery:
    """Return the question of a name; raise Problem (404) when there is none."""
    if name in library.names():
        return library.load(name)
    raise Problem(
        404,
        gettext("The library has no question of that name."),
        gettext("Choose one from the list at /queries."),
    )


def library_triples() -> Sequence[ox.Triple]:
    """Return the whole library as RDF."""
    found = [triple for name in library.names() for triple in library.described(library.load(name))]
    return [*found, *library.prefixes_described()]


def in_reader_language(query: LibraryQuery) -> Mapping[str, str]:
    """Return the values with which a question answers in the language of the page."""
    return {one.name: language() for one in query.parameters if one.type == "language"}


def title_of(query: str) -> str:
    """Return the title of the question whose text this is, in any language, or "" for a text of somebody's own."""
    text = query.strip()
    for name in library.names():
        one = library.load(name)
        if text.endswith(one.text.strip()) or any(text.endswith(bound) for bound in _bound(one)):
            return one.titles[language()]
    return ""


def _bound(query: LibraryQuery) -> Sequence[str]:
    languages = [one.name for one in query.parameters if one.type == "language"]
    return [query.bound(dict.fromkeys(languages, code)).strip() for code in query.titles]
