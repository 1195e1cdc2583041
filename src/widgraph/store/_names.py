"""What things are called: of several naming statements in a language, the best."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import pyoxigraph as ox

from widgraph import queries
from widgraph.namespaces import DCTERMS, PREFIXES, RDFS, SKOS

#: What names a thing, the best name first.
_NAMING: Final = (
    SKOS + "prefLabel",
    RDFS + "label",
    DCTERMS + "title",
    PREFIXES["eli"] + "title",
    PREFIXES["skosxl"] + "literalForm",
)


def best_names(construct: Callable[[str], Sequence[ox.Triple]], iris: Iterable[str]) -> Mapping[str, Mapping[str, str]]:
    """Return the names of things, by IRI and language ("" for a name without language), from a store's triples."""
    items = [ox.NamedNode(iri) for iri in iris]
    ranked: dict[str, dict[str, tuple[int, str]]] = {}
    for triple in construct(queries.bind(queries.load("names"), {"items": items})):
        if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.Literal):
            texts = ranked.setdefault(triple.subject.value, {})
            new = (_NAMING.index(triple.predicate.value), triple.object.value)
            language = triple.object.language or ""
            texts[language] = min(texts.get(language, new), new)
    return {iri: {language: text for language, (_, text) in texts.items()} for iri, texts in ranked.items()}
