"""SPARQLWrapper, rdflib and pandas, as their documentation shows them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from xml.dom.minidom import Document

import pandas as pd
import pytest
import rdflib
from rdflib.namespace import RDF, SKOS
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import (
    CSV,
    GET,
    JSON,
    JSONLD,
    N3,
    POST,
    POSTDIRECTLY,
    RDFXML,
    TSV,
    TURTLE,
    URLENCODED,
    XML,
    SPARQLWrapper,
)
from SPARQLWrapper import (
    RDF as ANY_RDF,
)
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from widgraph.namespaces import WID

MEETINGS = f"""SELECT ?meeting ?people WHERE {{
  ?meeting a <{WID}Meeting> OPTIONAL {{ ?meeting <{WID}participantCount> ?people }}
}} ORDER BY ?meeting"""
GRAPH = f"CONSTRUCT WHERE {{ ?s a <{WID}Meeting> }}"


def wrapper(url: str, query: str, form: str) -> SPARQLWrapper:
    client = SPARQLWrapper(f"{url}/sparql")
    client.setQuery(query)
    client.setReturnFormat(form)
    return client


@pytest.mark.parametrize("form", [JSON, XML, CSV, TSV])
def test_sparqlwrapper_reads_tables(url: str, form: str) -> None:
    found: Any = wrapper(url, MEETINGS, form).queryAndConvert()
    if form == JSON:
        assert [row["meeting"]["value"][-10:] for row in found["results"]["bindings"]][3] == "2021-09-16"
        assert [row["people"]["value"] for row in found["results"]["bindings"] if "people" in row] == ["52", "51", "50"]
    elif form == XML:
        assert isinstance(found, Document)
        assert len(found.getElementsByTagName("result")) == 6
    else:
        lines = found.decode().splitlines()
        assert len(lines) == 7
        assert lines[4].split("," if form == CSV else "\t")[1].strip('"').partition('"')[0] == "52"


@pytest.mark.parametrize("form", [TURTLE, N3, RDFXML, ANY_RDF, JSONLD])
def test_sparqlwrapper_reads_graphs(url: str, form: str) -> None:
    found: Any = wrapper(url, GRAPH, form).queryAndConvert()
    graph = rdflib.Graph().parse(data=found, format="turtle") if isinstance(found, bytes) else found
    assert len(set(graph.subjects(RDF.type, rdflib.URIRef(WID + "Meeting")))) == 6


@pytest.mark.parametrize("form", [JSON, XML])
def test_sparqlwrapper_reads_yes_and_no(url: str, form: str) -> None:
    found: Any = wrapper(url, f"ASK {{ ?m a <{WID}Meeting> }}", form).queryAndConvert()
    answer = found["boolean"] if form == JSON else found.getElementsByTagName("boolean")[0].firstChild.data == "true"
    assert answer is True


@pytest.mark.parametrize(("method", "way"), [(GET, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)])
def test_sparqlwrapper_asks_every_way(url: str, method: str, way: str) -> None:
    client = wrapper(url, MEETINGS, JSON)
    client.setMethod(method)
    client.setRequestMethod(way)
    found: Any = client.queryAndConvert()
    assert len(found["results"]["bindings"]) == 6


def test_sparqlwrapper_names_a_graph(url: str) -> None:
    client = wrapper(url, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", JSON)
    counts = []
    for graph in (None, "https://w3id.org/widgraph/id/graph/quality"):
        if graph:
            client.addDefaultGraph(graph)
        found: Any = client.queryAndConvert()
        counts.append(int(found["results"]["bindings"][0]["n"]["value"]))
    assert counts[0] > counts[1] > 0


def test_sparqlwrapper_learns_what_is_wrong(url: str) -> None:
    with pytest.raises(QueryBadFormed, match="column"):
        wrapper(url, "SELECT * WHERE {", JSON).query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_selects_through_its_store(url: str, method: str) -> None:
    graph = rdflib.Graph(SPARQLStore(f"{url}/sparql", method=method))
    rows: Any = list(graph.query(MEETINGS))
    assert len(rows) == 6
    assert [row.people.toPython() for row in rows if row.people is not None] == [52, 51, 50]


def test_rdflib_walks_through_its_store(url: str) -> None:
    """The interface of a graph: every pattern becomes a query."""
    graph = rdflib.Graph(SPARQLStore(f"{url}/sparql"))
    objective = next(graph.subjects(SKOS.notation, rdflib.Literal("2.1")))
    labels = {label.language for label in graph.objects(objective, SKOS.prefLabel)}  # type: ignore[attr-defined]
    assert labels >= {"nl", "fr", "de", "en"}
    assert (objective, RDF.type, rdflib.URIRef(WID + "Objective")) in graph
    assert sum(1 for _ in graph.subjects(RDF.type, rdflib.URIRef(WID + "Meeting"))) == 6


def test_rdflib_asks_and_constructs_through_its_store(url: str) -> None:
    graph = rdflib.Graph(SPARQLStore(f"{url}/sparql"))
    assert graph.query(f"ASK {{ ?m a <{WID}Meeting> }}").askAnswer is True
    made = graph.query(GRAPH).graph
    assert made is not None
    assert len(made) == 6


def test_rdflib_reads_a_thing_from_its_address(url: str) -> None:
    """The form is found by negotiation, after a redirect from the thing to its document."""
    graph = rdflib.Graph().parse(f"{url}/id/meeting/2021-09-16")
    meeting = rdflib.URIRef("https://w3id.org/widgraph/id/meeting/2021-09-16")
    assert graph.value(meeting, rdflib.URIRef(WID + "participantCount")) == rdflib.Literal(52)


def test_pandas_reads_a_query_as_a_table(url: str) -> None:
    frame = pd.read_csv(f"{url}/sparql?" + urlencode({"query": MEETINGS, "format": "csv"}))
    assert list(frame.columns) == ["meeting", "people"]
    assert frame.people.dropna().tolist() == [52, 51, 50]
    assert frame.people.isna().sum() == 3  # not said is not zero


def test_pandas_reads_a_query_by_its_accept_header(url: str) -> None:
    address = f"{url}/sparql?" + urlencode({"query": MEETINGS})
    frame = pd.read_csv(address, sep="\t", storage_options={"Accept": "text/tab-separated-values"})
    assert len(frame) == 6
    assert len(pd.read_csv(address, storage_options={"Accept": "text/csv"})) == 6


def test_pandas_reads_a_list_of_the_site(url: str) -> None:
    assert len(pd.read_csv(f"{url}/meetings.csv")) == 6
