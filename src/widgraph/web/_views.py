"""What templates are given: names, hrefs and values of resources in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pyoxigraph as ox

from widgraph.languages import FALLBACK, LANGUAGES
from widgraph.namespaces import BASE, PREFIXES, RDF, SKOS, WID, XSD
from widgraph.web._answers import links
from widgraph.web._documents import INCOMING, Description
from widgraph.web._language import NAMES, date_text, gettext, language, number_text
from widgraph.web._reader import Labels
from widgraph.web._terms import ORDER, foreign_name
from widgraph.web._texts import Text, in_language, short

_NUMBERS = {XSD + name for name in ("integer", "decimal")}
_DATES = {XSD + name for name in ("date", "gYear", "gYearMonth")}
#: A moment that stands for its day.
_MIDNIGHT = "T00:00:00Z"
_TYPE = RDF + "type"
_ACTORS = BASE + "id/actor/"
STATED_IN = WID + "statedIn"


@dataclass(frozen=True)
class Value:
    """One value to show: a name with an href, or a literal as a reader writes it."""

    text: Text
    href: str | None = None
    iri: str | None = None
    number: bool = False


@dataclass(frozen=True)
class Line:
    """A property with its values, or with the things that point here by it; `total` counts those on other pages too."""

    property: Value
    values: Sequence[Value]
    total: int


class Names:
    """The names of things on one page."""

    def __init__(self, labels: Labels) -> None:
        self._labels = labels

    def text(self, iri: str) -> Text:
        """Return the name of a thing in the language of the page, with an honest fallback to its IRI."""
        labels = self._labels.get(iri)
        if labels:
            found = in_language(labels, language())
            # the name of an organisation is the same in every language, unless the data give another
            return replace(found, asked=True) if iri.startswith(_ACTORS) else found
        own = foreign_name(iri)
        return Text(own, language(), asked=True) if own else Text(short(iri), "", asked=True)

    def link(self, iri: str) -> Value:
        """Return the name of a thing with the href that leads to it."""
        return Value(self.text(iri), links().of(iri), iri)

    def others(self, iri: str) -> Sequence[Text]:
        """Return the names of a thing in the languages that the page does not show."""
        labels = self._labels.get(iri, {})
        shown = self.text(iri).language
        return [Text(labels[code], code, asked=True) for code in LANGUAGES if code in labels and code != shown]

    def order(self, iri: str) -> tuple[str, str]:
        """Return a key that sorts things by name as shown."""
        return self.text(iri).text.casefold(), iri


def value(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple, names: Names) -> Value:
    """Return a term of the graph as something to show."""
    if isinstance(term, ox.NamedNode):
        return names.link(term.value)
    if not isinstance(term, ox.Literal):
        return Value(Text(str(term), "", asked=True))
    if term.language:
        return Value(Text(term.value, term.language, asked=term.language == language()))
    kind = term.datatype.value
    if kind == XSD + "boolean":
        return Value(Text(gettext("Yes") if term.value in ("true", "1") else gettext("No"), "", asked=True))
    if kind == XSD + "dateTime" and term.value.endswith(_MIDNIGHT):
        return Value(Text(date_text(term.value.removesuffix(_MIDNIGHT)), "", asked=True))
    if kind in _NUMBERS:
        return Value(Text(_number(term.value), "", asked=True), number=True)
    return Value(Text(date_text(term.value) if kind in _DATES else term.value, "", asked=True))


def _language_named(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple, names: Names) -> Value:
    """Return a language that the graph has by its code, under its own name."""
    code = term.value if isinstance(term, ox.Literal) else ""
    return Value(Text(NAMES[code], code, asked=True)) if code in NAMES else value(term, names)


def _number(lexical: str) -> str:
    try:
        return number_text(float(lexical) if "." in lexical else int(lexical))
    except ValueError:
        return lexical


@dataclass(frozen=True)
class Page:
    """A resource as its page shows it; `what` it is, is its kind, or for a mere concept the list it is in."""

    iri: str
    name: Value
    kinds: Sequence[Value]
    what: Sequence[Value]
    lines: Sequence[Line]
    incoming: Sequence[Line]
    others: Sequence[Text]
    translated: bool
    number: int
    pages: int

    @property
    def total(self) -> int:
        """How many statements point here."""
        return sum(line.total for line in self.incoming)

    @property
    def first(self) -> int:
        """The number of the first one on this page."""
        return (self.number - 1) * INCOMING + 1

    @property
    def last(self) -> int:
        """The number of the last one on this page."""
        return min(self.total, self.number * INCOMING)


def page(description: Description, names: Names) -> Page:
    """Return what the page of a resource shows."""
    mine = [triple for triple in description.own if getattr(triple.subject, "value", "") == description.iri]
    grouped: dict[str, list[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]] = {}
    for triple in mine:
        grouped.setdefault(triple.predicate.value, []).append(triple.object)
    kinds = [names.link(term.value) for term in grouped.pop(_TYPE, []) if isinstance(term, ox.NamedNode)]
    kinds.sort(key=lambda kind: not (kind.iri or "").startswith(WID))
    schemes = [names.link(term.value) for term in grouped.get(SKOS + "inScheme", []) if isinstance(term, ox.NamedNode)]
    grouped.pop(STATED_IN, None)  # the page shows the passages themselves
    name = names.link(description.iri)
    translations = {getattr(term, "value", "") for term in grouped.get(WID + "translatedInto", [])}
    return Page(
        iri=description.iri,
        name=name,
        kinds=kinds,
        what=schemes if schemes and kinds[0].iri == SKOS + "Concept" else kinds[:1],
        lines=_lines(grouped, names),
        incoming=_incoming(description, names),
        others=names.others(description.iri),
        translated=name.text.language in translations,
        number=description.page,
        pages=description.pages,
    )


def _lines(
    grouped: Mapping[str, Iterable[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]], names: Names
) -> list[Line]:
    def rank(prop: str) -> tuple[int, tuple[str, str]]:
        return (ORDER.index(prop) if prop in ORDER else len(ORDER), names.order(prop))

    found = []
    for prop in sorted(grouped, key=rank):
        shown = _language_named if prop == WID + "translatedInto" else value
        values = sorted((shown(term, names) for term in grouped[prop]), key=_shown_order)
        found.append(Line(names.link(prop), values, len(values)))
    return found


def _incoming(description: Description, names: Names) -> list[Line]:
    found = []
    for prop, total in sorted(description.totals.items(), key=lambda item: names.order(item[0])):
        subjects = [names.link(subject) for one, subject in description.incoming if one == prop]
        found.append(Line(names.link(prop), subjects, total))
    return found


def _shown_order(one: Value) -> tuple[int, int, str]:
    """The language of the page first, then the fallback order, then by text."""
    code = one.text.language
    place = FALLBACK.index(code) if code in FALLBACK else len(FALLBACK)
    return (0 if one.text.asked else 1, place, one.text.text.casefold())


def known_prefixes() -> Mapping[str, str]:
    """Return the prefixes that short names on the pages use."""
    return PREFIXES
