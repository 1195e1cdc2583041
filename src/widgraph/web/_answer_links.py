"""Answers as something to cite: their permanent link, and what a citation of them says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pyoxigraph as ox

from widgraph.answers import AnswerLink, digest_boolean, digest_graph, digest_rows, write_link
from widgraph.citation import Citation, plain
from widgraph.namespaces import BASE
from widgraph.store import Answer, check_query
from widgraph.web._language import gettext, language
from widgraph.web._library import title_of
from widgraph.web._site import PUBLISHER, site

#: Forms of answers that say of each term what it is, by media type.
_READ: Mapping[str, ox.QueryResultsFormat | ox.RdfFormat] = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
}
#: Bytes of an answer that is read again for the sake of a header.
_SMALL = 64 << 10
#: Characters of a link in a header; a proxy in front may take 4096 for all headers together.
_LONGEST_HEADER = 1000
#: Characters of a query that a title may show.
_SHOWN = 80


@dataclass(frozen=True)
class Cited:
    """An answer with its permanent link; `citation` is one line for people."""

    token: str
    iri: str
    citation: str


def citable(query: str, answer: Answer, dataset: Mapping[str, Sequence[str]]) -> Cited | None:
    """Return how to cite an answer; None when it was cut, or when its question is too long for a link."""
    token = token_of(query, answer, dataset)
    if token is None:
        return None
    year = int(site().published[1][:4])
    iri = answer_iri(token)
    return Cited(token, iri, plain(citation_of(query, iri, site().release.id, year)))


def cite_as(query: str, answer: Answer, dataset: Mapping[str, Sequence[str]]) -> str | None:
    """Return the permanent link for a program, when it costs next to nothing: a small answer that names its terms.

    CSV does not say what kind of term a value is, and RDF/XML and JSON-LD take longer to read than to send.
    """
    if answer.cut or len(answer.body) > _SMALL or answer.media_type.partition(";")[0] not in _READ:
        return None
    token = token_of(query, answer, dataset)
    return answer_iri(token) if token and len(token) <= _LONGEST_HEADER else None


def token_of(query: str, answer: Answer, dataset: Mapping[str, Sequence[str]]) -> str | None:
    """Return the last part of the permanent link of an answer of the present release, or None as `citable` does."""
    graphs = tuple(dataset.get("default-graph-uri", ())), tuple(dataset.get("named-graph-uri", ()))
    year = int(site().published[1][:4])
    ordered = check_query(query, site().settings.query_length).ordered
    return _token(query, answer, graphs, site().release.id, year, ordered)


@lru_cache(maxsize=64)
def _token(
    query: str,
    answer: Answer,
    graphs: tuple[tuple[str, ...], tuple[str, ...]],
    release: str,
    year: int,
    ordered: bool,
) -> str | None:
    digest = _digest(answer, ordered)
    return None if digest is None else write_link(AnswerLink(query, release, year, digest, answer.rows, *graphs))


def digest_of(query: str, answer: Answer) -> bytes | None:
    """Return the digest of an answer that came in a form of `_READ`; None when it was cut or cannot have one."""
    return _digest(answer, check_query(query, site().settings.query_length).ordered)


def _digest(answer: Answer, ordered: bool) -> bytes | None:
    if answer.cut:
        return None
    form = _READ[answer.media_type.partition(";")[0]]
    if isinstance(form, ox.RdfFormat):
        return digest_graph(quad.triple for quad in ox.parse(answer.body, format=form))
    found = ox.parse_query_results(answer.body, format=form)
    if isinstance(found, ox.QueryBoolean):
        return digest_boolean(bool(found))
    names = [variable.value for variable in found.variables]
    return digest_rows(names, ([row[name] for name in names] for row in found), ordered=ordered)


def answer_iri(token: str) -> str:
    """Return the permanent link, which is also the address of the page behind it."""
    return f"{BASE}answers/{token}"


def citation_of(query: str, iri: str, release: str, year: int) -> Citation:
    """Return what a citation says: the question as title, the release as version."""
    title = title_of(query)
    if not title:
        lines = [line.strip() for line in query.split("\n")]
        words = " ".join(line for line in lines if line and not line.upper().startswith(("PREFIX", "BASE", "#")))
        words = words if len(words) <= _SHOWN else words[:_SHOWN].rstrip() + "…"
        title = gettext("Answer to the query %(query)s") % {"query": words}
    return Citation(title, iri, PUBLISHER, year, release, language())
