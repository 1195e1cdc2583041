"""When two answers are the same: one digest over the answer, whatever the form it was sent in.

SELECT: a line with the variables (`?a`, tab, `?b`), then a line per solution, its terms in N-Triples with tabs between
them, nothing for an unbound variable. The lines are sorted by code point, because without ORDER BY the solutions have
no order (SPARQL 1.1 Query, section 15); with an outermost ORDER BY they stay as they came. ASK: `true` or `false`.
CONSTRUCT and DESCRIBE: the triples in N-Triples, blank nodes labelled by RDF Dataset Canonicalization 1.0, sorted;
blank nodes in a table are labelled the same way, the table taken as a graph, and its lines are then always sorted.
Every line ends with a line feed. The digest is the SHA-256 of these lines in UTF-8, cut to its first 16 bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import pyoxigraph as ox

from widgraph.namespaces import BASE

#: Forms of answers that say of each term what it is, by media type.
_READ: Final[Mapping[str, ox.QueryResultsFormat | ox.RdfFormat]] = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
}
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_MAY_BE_BLANK: Final = (ox.BlankNode, ox.Triple)
#: Bytes of a digest. 128 bits: nobody finds another answer with the digest of a given one.
SIZE: Final = 16
#: Stand-in properties while blank nodes of a table get their labels; they are in no answer.
_COLUMN: Final = BASE + "answers#column-"


def digest_body(media_type: str, body: bytes, *, ordered: bool) -> bytes | None:
    """Return the digest of an answer as it was sent; `ordered` as for `digest_rows`.

    None when it cannot have one, or when its form does not say what kind of term a value is, as CSV does not, or takes
    longer to read than to send, as RDF/XML and JSON-LD do.
    """
    form = _READ.get(media_type.partition(";")[0])
    if form is None:
        return None
    if isinstance(form, ox.RdfFormat):
        return digest_graph(quad.triple for quad in ox.parse(body, format=form))
    found = ox.parse_query_results(body, format=form)
    if isinstance(found, ox.QueryBoolean):
        return digest_boolean(bool(found))
    return digest_rows([variable.value for variable in found.variables], map(tuple, found), ordered=ordered)


def digest_rows(names: Sequence[str], rows: Iterable[Sequence[Term | None]], *, ordered: bool) -> bytes | None:
    """Return the digest of a SELECT answer; `ordered` says that the outermost query has an ORDER BY.

    None when its blank nodes cannot be told apart.
    """
    kept = list(rows)
    if any(isinstance(term, _MAY_BE_BLANK) for row in kept for term in row):
        labelled = _canonical(ox.Dataset(_as_graph(kept)))
        if labelled is None:
            return None
        kept, ordered = _as_rows(labelled, len(names)), False
    lines = ["\t".join(["" if term is None else str(term) for term in row]) for row in kept]
    if not ordered:
        lines.sort()
    return _digest(["\t".join(f"?{name}" for name in names), *lines])


def digest_boolean(value: bool) -> bytes:
    """Return the digest of an ASK answer."""
    return _digest(["true" if value else "false"])


def digest_graph(triples: Iterable[ox.Triple]) -> bytes | None:
    """Return the digest of a graph, or None when its blank nodes cannot be told apart.

    A graph is a set: a triple that came twice counts once.
    """
    kept: Iterable[ox.Triple] = set(triples)
    if any(_blank(term) for one in kept for term in (one.subject, one.object)):
        labelled = _canonical(ox.Dataset(ox.Quad(one.subject, one.predicate, one.object) for one in kept))
        if labelled is None:
            return None
        kept = [quad.triple for quad in labelled]
    return _digest(sorted(f"{triple} ." for triple in kept))


def _digest(lines: Iterable[str]) -> bytes:
    total = hashlib.sha256()
    for line in lines:
        total.update(line.encode() + b"\n")
    return total.digest()[:SIZE]


def _blank(term: Term | None) -> set[ox.BlankNode]:
    if isinstance(term, ox.Triple):
        return _blank(term.subject) | _blank(term.object)
    return {term} if isinstance(term, ox.BlankNode) else set()


def _canonical(dataset: ox.Dataset) -> ox.Dataset | None:
    """Label the blank nodes by RDFC-1.0, or return None when what is said of them does not tell them apart.

    That is where the algorithm would go on to compare neighbourhoods, in time that can grow without bound (sections
    4.6.3 and 7.1); an answer from outside may not cost that.
    """
    seen: set[str] = set()
    about: dict[ox.BlankNode, list[str]] = {}
    for quad in dataset:
        text, nodes = str(quad.triple), _blank(quad.triple)
        for node in nodes:
            shown = text
            for other in nodes:
                shown = shown.replace(str(other), "_:a" if other == node else "_:z")
            about.setdefault(node, []).append(shown)
    for lines in about.values():
        seen.add("\n".join(sorted(lines)))
    if len(seen) < len(about):
        return None
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def _as_graph(rows: Sequence[Sequence[Term | None]]) -> Iterator[ox.Quad]:
    """Write a table as a graph: each solution a node of its own with one statement per binding."""
    for number, row in enumerate(rows):
        node = ox.BlankNode(f"row{number}")
        for column, term in enumerate(row):
            if term is not None:
                yield ox.Quad(node, ox.NamedNode(f"{_COLUMN}{column}"), term)


def _as_rows(dataset: ox.Dataset, width: int) -> list[Sequence[Term | None]]:
    found: dict[object, list[Term | None]] = {}
    for quad in dataset:
        row = found.setdefault(quad.subject, [None] * width)
        row[int(quad.predicate.value.removeprefix(_COLUMN))] = quad.object
    return list(found.values())
