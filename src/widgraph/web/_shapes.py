"""The SHACL shapes as one document, and the rules in them as a reader sees them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from widgraph.namespaces import BASE, DCTERMS, SH
from widgraph.web._texts import Text, in_language

if TYPE_CHECKING:
    from widgraph.release import Release


@dataclass(frozen=True)
class Rule:
    """One rule: its number, name, what it says, how much it weighs; `also` are the fragments of others that say so."""

    iri: str
    number: str
    name: Text
    message: Text
    severity: str
    also: Sequence[str] = ()

    @property
    def anchor(self) -> str:
        """The fragment of its identifier."""
        return self.iri.rpartition("#")[2]


def shape_triples(release: Release) -> list[ox.Triple]:
    """Return the shapes that a release was checked against, sorted.

    Their blank nodes get canonical labels (RDF Dataset Canonicalization 1.0), so the document is the same every time.
    """
    dataset = ox.Dataset()
    for path in sorted((release.path / "shapes").glob("*.ttl")):
        for quad in ox.parse(path=str(path), base_iri=BASE, rename_blank_nodes=True):
            dataset.add(quad)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted((quad.triple for quad in dataset), key=str)


def rules(triples: Iterable[ox.Triple], language: str) -> Sequence[Rule]:
    """Return the rules by number, in a language; shapes that say the very same are one rule."""
    found: dict[str, dict[str, list[ox.Literal | ox.NamedNode]]] = {}
    for triple in triples:
        if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, (ox.Literal, ox.NamedNode)):
            of = found.setdefault(triple.subject.value, {})
            of.setdefault(triple.predicate.value, []).append(triple.object)
    made = [
        _rule(iri, of, language) for iri, of in found.items() if DCTERMS + "identifier" in of and SH + "message" in of
    ]
    ordered = sorted(made, key=lambda rule: (rule.number, rule.iri))
    alike: dict[tuple[str, Text, Text, str], list[Rule]] = {}
    for rule in ordered:
        alike.setdefault((rule.number, rule.name, rule.message, rule.severity), []).append(rule)
    return [replace(first, also=[one.anchor for one in others]) for first, *others in alike.values()]


def _rule(iri: str, of: dict[str, list[ox.Literal | ox.NamedNode]], language: str) -> Rule:
    severity = of.get(SH + "severity")
    return Rule(
        iri=iri,
        number=of[DCTERMS + "identifier"][0].value,
        name=in_language(_texts(of.get(SH + "name", [])), language, iri.rpartition("#")[2]),
        message=in_language(_texts(of[SH + "message"]), language),
        severity=severity[0].value.removeprefix(SH).lower() if severity else "violation",
    )


def _texts(terms: Iterable[ox.Literal | ox.NamedNode]) -> dict[str, str]:
    return {term.language or "": term.value for term in terms if isinstance(term, ox.Literal)}
