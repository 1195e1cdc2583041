"""schema.org in the pages: JSON-LD that is read without fetching anything and says only what the graph says."""

from __future__ import annotations

import html.parser
import json

import pyoxigraph as ox
import pytest
import rdflib
from tests.web.conftest import Ask

BASE = "https://w3id.org/widgraph/"
SCHEMA = rdflib.Namespace("http://schema.org/")
#: Which property of the graph has to say it, so that the page may.
SAID_BY = {
    "termCode": {"http://www.w3.org/2004/02/skos/core#notation"},
    "inDefinedTermSet": {"http://www.w3.org/2004/02/skos/core#inScheme"},
    "startDate": {"http://schema.org/startDate"},
    "organizer": {"http://schema.org/organizer"},
    "datePublished": {"http://purl.org/dc/terms/issued"},
    "license": {"http://purl.org/dc/terms/license"},
    "sameAs": {"http://www.w3.org/2002/07/owl#sameAs", "http://schema.org/sameAs"},
    "alternateName": {BASE + "ns/wid#programmeName"},
    "name": {
        f"{space}{name}"
        for space, name in (
            ("http://www.w3.org/2000/01/rdf-schema#", "label"),
            ("http://www.w3.org/2004/02/skos/core#", "prefLabel"),
            ("http://purl.org/dc/terms/", "title"),
            ("http://data.europa.eu/eli/ontology#", "title"),
        )
    },
}
THINGS = [
    "initiative/i0016", "actor/a022", "actor/a014", "meeting/2021-09-16", "auth/audience/women",
    "auth/objective-2021/2-1", "edition/2022", "document/2022-nl", "instrument/p001", "strategy/2021",
    "observation/count/2022/2-2/stated/total",
]  # fmt: skip


class Blocks(html.parser.HTMLParser):
    """Collects the data blocks of a page, and every script that would run."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.data: list[str] = []
        self.inline: list[str] = []
        self._kind: str | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        self._kind = (given.get("type") or "") if tag == "script" and "src" not in given else None

    def handle_data(self, data: str) -> None:
        if self._kind is not None:
            (self.data if self._kind == "application/ld+json" else self.inline).append(data)
            self._kind = None


def block(ask: Ask, thing: str) -> rdflib.Graph:
    found = Blocks(ask(f"/doc/{thing}.html?lang=en").text)
    assert len(found.data) == 1
    assert not found.inline
    assert "<" not in found.data[0]
    json.loads(found.data[0])
    return rdflib.Graph().parse(data=found.data[0], format="json-ld")


@pytest.mark.parametrize("thing", THINGS)
def test_the_page_says_of_its_thing_only_what_the_graph_says(
    ask: Ask, release_graph: set[ox.Triple], thing: str
) -> None:
    iri = BASE + (thing if thing.startswith("auth/") else f"id/{thing}")
    graph = block(ask, thing)
    page = graph.value(predicate=SCHEMA.mainEntity, object=rdflib.URIRef(iri))
    assert (page, rdflib.RDF.type, SCHEMA.AboutPage) in graph
    stated = {
        (triple.predicate.value, str(getattr(triple.object, "value", "")))
        for triple in release_graph
        if triple.subject == ox.NamedNode(iri)
    }
    for prop, value in graph.predicate_objects(rdflib.URIRef(iri)):
        name = str(prop).removeprefix(SCHEMA)
        if name == "identifier":
            assert str(value) == iri
        elif prop != rdflib.RDF.type:
            assert any((by, str(value)) in stated for by in SAID_BY[name]), (name, value)
    assert list(graph.objects(rdflib.URIRef(iri), SCHEMA.name))
