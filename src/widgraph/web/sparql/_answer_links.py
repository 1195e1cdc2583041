"""Answers as something to cite: their permanent link, and what a citation of them says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from widgraph.answers import AnswerLink, digest_body, write_link
from widgraph.citation import Citation, plain
from widgraph.namespaces import BASE
from widgraph.store import Answer, check_query
from widgraph.web._language import gettext, language
from widgraph.web._site import PUBLISHER, site
from widgraph.web.sparql._library import title_of

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
    iri = answer_iri(token)
    return Cited(token, iri, plain(citation_of(query, iri, *site().edition)))


def cite_as(answer: Answer) -> str | None:
    """Return the permanent link for a program, where whoever answered has worked it out and it fits in a header."""
    return answer_iri(answer.link) if answer.link and len(answer.link) <= _LONGEST_HEADER else None


def token_of(query: str, answer: Answer, dataset: Mapping[str, Sequence[str]]) -> str | None:
    """Return the last part of the permanent link of an answer of the present release, or None as `citable` does."""
    if answer.link:
        return answer.link
    digest = digest_of(query, answer)
    if digest is None:
        return None
    graphs = tuple(dataset.get("default-graph-uri", ())), tuple(dataset.get("named-graph-uri", ()))
    return write_link(AnswerLink(query, *site().edition, digest, answer.rows, *graphs))


def digest_of(query: str, answer: Answer) -> bytes | None:
    """Return the digest of an answer; None when it was cut or cannot have one."""
    if answer.cut:
        return None
    ordered = check_query(query, site().settings.query_length).ordered
    return digest_body(answer.media_type, answer.body, ordered=ordered)


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
