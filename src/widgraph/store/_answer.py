"""What comes back from a query, and the forms it can have (SPARQL 1.1 Protocol, section 2.1.6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

#: Forms of SELECT and ASK answers by short name: their media types.
RESULT_FORMS: Final = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
}
#: Forms of CONSTRUCT and DESCRIBE answers by short name: their media types.
GRAPH_FORMS: Final = {
    "ttl": "text/turtle; charset=utf-8",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
}
_GRAPHS: Final = frozenset(GRAPH_FORMS.values())


@dataclass(frozen=True)
class Answer:
    """The bytes of an answer, their media type, how many rows or triples, and at which limit more were left out.

    `cut` is "rows", "bytes", or "" for a whole answer. `steady` says that asking again gives the same answer; `link` is
    its permanent link (`answers.write_link`), None where nobody has worked it out.
    """

    media_type: str
    body: bytes
    rows: int
    cut: str
    steady: bool = False
    link: str | None = None

    @property
    def graph(self) -> bool:
        """Whether it is a graph, as CONSTRUCT and DESCRIBE give; else a result."""
        return self.media_type in _GRAPHS
