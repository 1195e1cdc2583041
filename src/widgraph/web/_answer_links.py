"""Answers as something to cite: their permanent link, and what a citation of them says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from widgraph.answers import AnswerLink, digest_boolean, digest_graph, digest_rows, write_link
from widgraph.citation import Citation, plain
from widgraph.namespaces import BASE
from widgraph.store import Answer, check_query
from widgraph.web._language import gettext, language
from widgraph.web._library import title_of
from widgraph.web._site import PUBLISHER, site

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


def token_of(query: str, answer: Answer, dataset: Mapping[str, Sequence[str]]) -> str | None:
    """Return the last part of the permanent link of an answer of the present release, or None as `citable` does."""
    digest = digest_of(query, answer)
    if digest is None:
        return None
    return write_link(
        AnswerLink(
            query,
            site().release.id,
            int(site().published[1][:4]),
            digest,
            answer.rows,
            tuple(dataset.get("default-graph-uri", ())),
            tuple(dataset.get("named-graph-uri", ())),
        )
    )


def digest_of(query: str, answer: Answer) -> bytes | None:
    """Return the digest of an answer that came in JSON or Turtle; None when it was cut or cannot have one."""
    if answer.cut:
        return None
    if not answer.media_type.startswith("application/sparql-results+json"):
        quads = ox.parse(answer.body, format=ox.RdfFormat.TURTLE)
        return digest_graph(quad.triple for quad in quads)
    found = ox.parse_query_results(answer.body, format=ox.QueryResultsFormat.JSON)
    if isinstance(found, ox.QueryBoolean):
        return digest_boolean(bool(found))
    if not isinstance(found, ox.QuerySolutions):
        return None
    names = [variable.value for variable in found.variables]
    return digest_rows(
        names,
        ([row[name] for name in names] for row in found),
        ordered=check_query(query, site().settings.query_length).ordered,
    )


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
