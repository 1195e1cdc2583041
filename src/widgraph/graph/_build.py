"""Tables, ontology and queries put together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from widgraph.graph._convert import convert
from widgraph.graph._derive import derive
from widgraph.graph._graph import Graph
from widgraph.namespaces import BASE, ONTOLOGY, WID
from widgraph.tables import Tables

#: In which named graph each file of the ontology lies.
_FILES: Final = {
    "wid.ttl": ONTOLOGY,
    "codes.ttl": BASE + "id/graph/codes",
    "cube.ttl": BASE + "id/graph/codes",
}
#: Language codes of the EU language table, as BCP 47 tags.
_TAGS: Final = {"NLD": "nl", "FRA": "fr", "DEU": "de", "ENG": "en"}


def build_graph(tables: Tables, ontology: Path, verbatim: str | None = None) -> Graph:
    """Return the graph of the tables with the ontology and everything derived.

    `tables` have no violations. With `verbatim`, the text of the report, each passage also carries its words
    (wid:verbatim); whether the passages fit that text is for `widgraph.checks.verify_source` to say.
    """
    stated = list(convert(tables))
    added = set(_ontology(ontology))
    if verbatim is not None:
        added |= set(_quotes(tables, verbatim))
    added |= derive([*(statement.quad for statement in stated), *added])
    return Graph(stated, added)


def _ontology(folder: Path) -> Iterator[ox.Quad]:
    for name, graph in _FILES.items():
        for quad in ox.parse(path=folder / name, format=ox.RdfFormat.TURTLE, base_iri=BASE):
            yield ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(graph))


def _quotes(tables: Tables, text: str) -> Iterator[ox.Quad]:
    """The words of each passage, and of each listing in its passages.

    Positions are code points, the end exclusive (Web Annotation, section 4.2.2).
    """
    languages = {row.value("id"): (row.value("language") or "") for row in tables.rows("documents")}
    words: dict[str, ox.Literal] = {}
    for row in tables.rows("passages"):
        document = row.value("document") or ""
        quote = text[int(row.value("start") or 0) : int(row.value("end") or 0)]
        words[row.value("id") or ""] = ox.Literal(quote, language=_TAGS.get(languages.get(document, ""), "nl"))
        yield _quote(f"passage/{row.value('id')}", words[row.value("id") or ""], f"document-{document}")
    for row in tables.rows("listings"):
        for passage in row.items("passages"):
            yield _quote(f"listing/{row.value('id')}", words[passage], f"edition-{row.value('edition')}")


def _quote(subject: str, words: ox.Literal, graph: str) -> ox.Quad:
    return ox.Quad(
        ox.NamedNode(f"{BASE}id/{subject}"),
        ox.NamedNode(WID + "verbatim"),
        words,
        ox.NamedNode(f"{BASE}id/graph/{graph}"),
    )
