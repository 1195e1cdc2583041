"""What a page says of its thing in schema.org, for search engines: only what the graph says too (`_datasets`: more).

The vocabulary is named by its namespace, never by the address of its context, so nobody has to fetch it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from widgraph.languages import LANGUAGES
from widgraph.namespaces import DCTERMS, PREFIXES, SKOS, WID
from widgraph.web._documents import Description
from widgraph.web._reader import Labels
from widgraph.web._site import DATASET

if TYPE_CHECKING:
    from widgraph.web._site import Site

_SCHEMA: Final = PREFIXES["schema"]
#: Our classes, and those of others that the graph uses, with the type that is certainly true of them; first one wins.
_TYPES: Final[Mapping[str, str]] = {
    PREFIXES["org"] + "Organization": "Organization",
    WID + "Meeting": "Event",
    WID + "Edition": "Report",
    WID + "SourceDocument": "DigitalDocument",
    PREFIXES["eli"] + "LegalResource": "Legislation",
    PREFIXES["qb"] + "Observation": "Observation",
    PREFIXES["dcat"] + "DatasetSeries": "Dataset",
    PREFIXES["dcat"] + "Dataset": "Dataset",
    PREFIXES["void"] + "Dataset": "Dataset",
    SKOS + "ConceptScheme": "DefinedTermSet",
    SKOS + "Concept": "DefinedTerm",
}
#: Properties of the graph that say what one of schema.org says; those with an IRI lead to a thing.
_TEXTS: Final[Mapping[str, str]] = {
    SKOS + "notation": "termCode",
    _SCHEMA + "startDate": "startDate",
    DCTERMS + "issued": "datePublished",
    WID + "programmeName": "alternateName",
}
_THINGS: Final[Mapping[str, str]] = {
    SKOS + "inScheme": "inDefinedTermSet",
    PREFIXES["owl"] + "sameAs": "sameAs",
    _SCHEMA + "sameAs": "sameAs",
    _SCHEMA + "organizer": "organizer",
    DCTERMS + "license": "license",
    DCTERMS + "isReplacedBy": "supersededBy",
}
#: Which types have the properties that not every thing has.
_ONLY: Final[Mapping[str, tuple[str, ...]]] = {
    "termCode": ("DefinedTerm",),
    "inDefinedTermSet": ("DefinedTerm",),
    "startDate": ("Event",),
    "organizer": ("Event",),
    "datePublished": ("Dataset", "Report", "DigitalDocument", "Legislation"),
    "license": ("Dataset", "Report", "DigitalDocument"),
    "supersededBy": ("DefinedTerm",),
}


def type_of(kinds: Iterable[str]) -> str:
    """Return the schema.org type of a thing with these classes; Thing when none is certain."""
    kinds = set(kinds)
    own = sorted(kind.removeprefix(_SCHEMA) for kind in kinds if kind.startswith(_SCHEMA))
    return next((name for kind, name in _TYPES.items() if kind in kinds), own[0] if own else "Thing")


def about_page(
    description: Description, kinds: Sequence[str], labels: Labels, language: str, site: Site
) -> dict[str, Any]:
    """Return JSON-LD about the page of a thing and the thing itself."""
    version, issued = site.published
    return {
        "@context": {"@vocab": _SCHEMA},
        "@type": "AboutPage",
        "inLanguage": language,
        "license": {"@id": site.licence},
        "isPartOf": {
            "@type": "Dataset",
            "@id": DATASET,
            **_named(labels.get(DATASET, {})),
            "version": version,
            "datePublished": issued,
        },
        "mainEntity": _thing(description, kinds, labels),
    }


def _thing(description: Description, kinds: Sequence[str], labels: Labels) -> dict[str, Any]:
    kind = type_of(kinds)
    found: dict[str, Any] = {"@type": kind, "@id": description.iri, **_named(labels.get(description.iri, {}))}
    found["identifier"] = description.iri
    for triple in description.own:
        if getattr(triple.subject, "value", "") != description.iri:
            continue
        prop, value = triple.predicate.value, triple.object
        name = _TEXTS.get(prop) if isinstance(value, ox.Literal) else _THINGS.get(prop)
        if name and kind in _ONLY.get(name, (kind,)) and isinstance(value, (ox.Literal, ox.NamedNode)):
            said = value.value if isinstance(value, ox.Literal) else {"@id": value.value}
            found.setdefault(name, []).append(said)
    return {name: value[0] if isinstance(value, list) and len(value) == 1 else value for name, value in found.items()}


def _named(names: Mapping[str, str]) -> dict[str, Any]:
    return {"name": _texts(names)} if names else {}


def _texts(texts: Mapping[str, str]) -> list[Any]:
    """Return texts in the order of the project's languages; one without language as it is."""
    ordered = [*(code for code in LANGUAGES if code in texts), *([""] if "" in texts else [])]
    return [{"@value": texts[code], "@language": code} if code else texts[code] for code in ordered]
