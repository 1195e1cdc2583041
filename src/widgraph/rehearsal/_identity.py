"""Names: addresses that are dropped, nodes that are renamed, identifiers that collide (checklist A3, B1 to B5)."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pyoxigraph as ox

from widgraph.rehearsal._catalogue import Catalogue, normalised
from widgraph.rehearsal._findings import Effect, Finding, Portal
from widgraph.rehearsal._graph import Node, name
from widgraph.rehearsal._vocabulary import NAMESPACES, short

_FORBIDDEN = re.compile(r'[\x00-\x20<>"{}|\\^`]')
_WEB = ("https://", "http://", "ftp://")


def check_identity(catalogue: Catalogue) -> Iterator[Finding]:
    """Yield what is wrong with the names in a catalogue."""
    yield from _addresses(catalogue)
    yield from _twins(catalogue)
    yield from _blank_nodes(catalogue)
    yield from _identifiers(catalogue)
    yield from _distributions(catalogue)


def is_kept(iri: str) -> bool:
    """Say whether a statement with this IRI survives data.gov.be (Fedict/dcattools, EDP): web, mailto or tel, whole."""
    if iri.startswith(_WEB):
        return "." in iri and " " not in iri and len(iri) > 10
    if iri.startswith("mailto:"):
        return "@" in iri and "." in iri and " " not in iri and len(iri) > 13
    return iri.startswith("tel:") and len(iri) > 5


def _addresses(catalogue: Catalogue) -> Iterator[Finding]:
    seen: set[str] = set()
    for subject, predicate, value in catalogue.graph.statements():
        for term in (subject, predicate, value):
            if not isinstance(term, ox.NamedNode) or term.value in seen:
                continue
            seen.add(term.value)
            where = f"{short(predicate.value)} of {name(subject)}" if term is value else "a statement"
            yield from _address(term.value, where)


def _address(iri: str, where: str) -> Iterator[Finding]:
    if not is_kept(iri) or _FORBIDDEN.search(iri):
        message = f"<{iri[:200]}> in {where} is no whole web address; the statement is left out."
        yield Finding("A3", Portal.BELGIUM, Effect.DROPPED, message, node=iri[:200])
    elif iri.startswith(_WEB) and not _public(iri):
        message = f"<{iri[:200]}> in {where} names a host that nobody else can reach."
        yield Finding("B5", Portal.BOTH, Effect.DROPPED, message, node=iri[:200])


def _public(iri: str) -> bool:
    try:
        host = urlsplit(iri).hostname or ""
    except ValueError:
        return False
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host.strip(".") and not host.endswith((".localhost", ".local"))


def _twins(catalogue: Catalogue) -> Iterator[Finding]:
    """One thing under two names: http beside https, with and without a slash at its end."""
    own = {node.value for node in catalogue.graph.index if isinstance(node, ox.NamedNode)}
    named = own | {value.value for *_, value in catalogue.graph.statements() if isinstance(value, ox.NamedNode)}
    for iri in sorted(own):
        if iri.startswith(tuple(NAMESPACES.values())):
            continue
        for other in (iri.replace("https://", "http://", 1), iri + "/"):
            if other != iri and other in named:
                message = f"<{iri}> is also written <{other}>; they count as two things."
                yield Finding("B5", Portal.BOTH, Effect.RENAMED, message, node=iri)


def _blank_nodes(catalogue: Catalogue) -> Iterator[Finding]:
    for dataset in catalogue.datasets:
        shown = name(dataset)
        if isinstance(dataset, ox.BlankNode):
            message = f"The dataset «{catalogue.title(dataset)}» has no IRI; it gets a new one at each harvest."
            yield Finding("B1", Portal.BOTH, Effect.RENAMED, message, dataset=shown)
        found: dict[str, None] = {}
        for node in catalogue.graph.reach(dataset, stop=catalogue.datasets):
            for predicate, values in catalogue.graph.index.get(node, {}).items():
                if any(isinstance(value, ox.BlankNode) for value in values):
                    found[short(predicate.value)] = None
        for path in sorted(found):
            message = f"A blank node as value of {path} gets a new IRI at each harvest, so the dataset seems changed."
            yield Finding("B1", Portal.BOTH, Effect.RENAMED, message, dataset=shown)


def _identifiers(catalogue: Catalogue) -> Iterator[Finding]:
    exact: dict[str, str] = {}
    folded: dict[str, tuple[str, str]] = {}
    for dataset in catalogue.datasets:
        shown = name(dataset)
        values = catalogue.graph.values(dataset, "dct:identifier")
        literals = [value for value in values if isinstance(value, ox.Literal) and value.value.strip()]
        if len(values) != 1 or len(literals) != 1:
            message = f"It has {len(values)} dct:identifier, {len(literals)} of them texts; the reader wants one."
            yield Finding("B2", Portal.BELGIUM, Effect.SKIPPED, message, dataset=shown)
        if not literals:
            continue
        text = literals[0].value
        if text in exact:
            message = f"Its identifier «{text[:80]}» is also that of {exact[text]}; one of the two is left out."
            yield Finding("B2", Portal.BOTH, Effect.MERGED, message, dataset=shown)
            continue
        exact[text] = shown
        first = folded.setdefault(normalised(text), (text, shown))
        if first[0] != text:
            message = f"«{text[:80]}» and «{first[0][:80]}» of {first[1]} both become «{normalised(text)[:80]}»."
            yield Finding("B3", Portal.EUROPE, Effect.MERGED, message, dataset=shown)


def _distributions(catalogue: Catalogue) -> Iterator[Finding]:
    for dataset in catalogue.datasets:
        seen: dict[str, str] = {}
        for node in catalogue.distributions(dataset):
            for message, effect in _distribution(catalogue, node, seen):
                yield Finding("B4", Portal.BOTH, effect, message, dataset=name(dataset), node=name(node))


def _distribution(catalogue: Catalogue, node: Node, seen: dict[str, str]) -> Iterator[tuple[str, Effect]]:
    identifiers = [str(value.value) for value in catalogue.graph.values(node, "dct:identifier")]
    titles = catalogue.graph.literals(node, "dct:title")
    tags = [(title.language or "").lower() for title in titles]
    if not titles:
        yield "The distribution has no dct:title; data.gov.be leaves it out.", Effect.DROPPED
    elif len(set(tags)) < len(tags):
        yield "The distribution has two titles in one language; one of them is kept.", Effect.DROPPED
    if len(identifiers) > 1:
        yield f"The distribution has {len(identifiers)} dct:identifier; its key may change.", Effect.RENAMED
    if not identifiers:
        yield "The distribution has no dct:identifier; data.europa.eu knows it by its IRI.", Effect.NOTED
    for identifier in identifiers:
        if identifier in seen:
            yield f"Its identifier «{identifier[:80]}» is also that of {seen[identifier]}.", Effect.MERGED
        seen[identifier] = name(node)
