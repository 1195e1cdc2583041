"""Comunica, the query engine of the JavaScript world, on the endpoint and on single documents of the site."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from widgraph.namespaces import PREFIXES, WID
from widgraph.queries import library

HERE = Path(__file__).parent
MEETINGS = f"SELECT ?meeting ?people WHERE {{ ?meeting a <{WID}Meeting> ; <{WID}participantCount> ?people }}"


def comunica(query: str, source: str, kind: str = "") -> dict[str, Any]:
    if shutil.which("node") is None or not (HERE / "node_modules").is_dir():
        pytest.skip("Comunica is not here; 'make test-system' installs it")
    ran = subprocess.run(
        ["node", "comunica.mjs", source, kind], input=query, capture_output=True, text=True, timeout=60, cwd=HERE
    )
    assert ran.returncode == 0, ran.stderr
    answer: dict[str, Any] = json.loads(ran.stdout)
    return answer


@pytest.mark.parametrize("kind", ["sparql", ""])
def test_it_selects_at_the_endpoint(url: str, kind: str) -> None:
    """Told that it is an endpoint, and finding that out by itself from the service description."""
    rows = comunica(MEETINGS, f"{url}/sparql", kind)["rows"]
    assert {row["meeting"][-10:]: row["people"] for row in rows} == {
        "2021-09-16": "52",
        "2022-01-13": "51",
        "2022-03-24": "50",
    }


def test_it_asks_and_constructs_at_the_endpoint(url: str) -> None:
    assert comunica(f"ASK {{ ?m a <{WID}Meeting> }}", f"{url}/sparql", "sparql")["boolean"] is True
    assert comunica(f"CONSTRUCT WHERE {{ ?m a <{WID}Meeting> }}", f"{url}/sparql", "sparql")["count"] == 6


def test_it_joins_over_a_document_of_one_thing(url: str) -> None:
    """Linked data without an endpoint: the document is found by negotiation and queried on the spot."""
    query = f"SELECT ?people WHERE {{ ?m a <{WID}Meeting> ; <{WID}participantCount> ?people }}"
    for address in (f"{url}/id/meeting/2021-09-16", f"{url}/doc/meeting/2021-09-16.jsonld"):
        assert comunica(query, address)["rows"] == [{"people": "52"}]


#: What SIB's query editor asks an endpoint, and where that has nothing, its service description: examples, prefixes,
#: and the schema in VoID (sib-swiss/sparql-editor, README).
_EXAMPLES = """PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?sq ?comment ?query WHERE {
  ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ; sh:select|sh:ask|sh:construct|sh:describe ?query .
}"""
_PREFIXES = """PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT DISTINCT ?prefix ?namespace WHERE { [] sh:namespace ?namespace ; sh:prefix ?prefix }"""
_SCHEMA = """PREFIX void: <http://rdfs.org/ns/void#> PREFIX ext: <http://ldf.fi/void-ext#>
SELECT DISTINCT ?subject ?property ?object ?datatype WHERE {
  ?part void:class ?subject ; void:propertyPartition ?of . ?of void:property ?property .
  OPTIONAL {
    { ?of void:classPartition [ void:class ?object ] } UNION { ?of ext:datatypePartition [ ext:datatype ?datatype ] }
  }
}"""


def test_editors_of_queries_find_examples_prefixes_and_schema(url: str) -> None:
    examples = comunica(_EXAMPLES, f"{url}/sparql", "file")["rows"]
    assert {row["sq"].rpartition("/")[2] for row in examples} == set(library.names())
    assert len(examples) == len(library.names())
    for row in examples:
        assert row["query"] == library.load(row["sq"].rpartition("/")[2]).bound({})
    prefixes = {row["prefix"]: row["namespace"] for row in comunica(_PREFIXES, f"{url}/sparql", "file")["rows"]}
    assert prefixes == PREFIXES
    schema = {
        (row["subject"], row["property"], row.get("object") or row.get("datatype"))
        for row in comunica(_SCHEMA, f"{url}/sparql", "file")["rows"]
    }
    assert (f"{WID}Listing", f"{WID}lists", f"{WID}Initiative") in schema
    assert (f"{WID}Meeting", f"{WID}participantCount", "http://www.w3.org/2001/XMLSchema#integer") in schema
