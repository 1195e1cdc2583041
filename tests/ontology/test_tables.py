"""The vocabulary and the description of the tables say the same: which class has which property, with what values."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import rdflib
from rdflib.namespace import RDF, RDFS

ROOT = Path(__file__).parents[2]
WID = "https://w3id.org/widgraph/ns/wid#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SCHEMA = rdflib.Namespace("http://schema.org/")
TABLES: list[dict[str, Any]] = json.loads((ROOT / "data/csv-metadata.json").read_text("utf-8"))["tables"]


def head(template: str) -> str:
    """Return what an address template has before its first variable: the kind of thing it makes."""
    return template.partition("{")[0]


def types(table: dict[str, Any]) -> set[str]:
    """Return the classes that every row of a table has."""
    return {
        column["valueUrl"]
        for column in table["tableSchema"]["columns"]
        if column.get("propertyUrl") == str(RDF.type) and "aboutUrl" not in column and "{" not in column["valueUrl"]
    }


#: The classes of a thing, by how its address starts. Laws share the addresses of instruments, so both are possible.
CLASSES: dict[str, set[str]] = {}
for _table in TABLES:
    CLASSES.setdefault(head(_table["tableSchema"]["aboutUrl"]), set()).update(types(_table))
CASES = [
    pytest.param(table, column, id=f"{table['url']}:{column['name']}")
    for table in TABLES
    for column in table["tableSchema"]["columns"]
    if column.get("propertyUrl", "").startswith(WID)
]


def expected(wid: rdflib.Graph, column: dict[str, Any], one: rdflib.URIRef, several: rdflib.URIRef) -> set[str]:
    prop = rdflib.URIRef(column["propertyUrl"])
    return {str(value) for value in (*wid.objects(prop, one), *wid.objects(prop, several))}


@pytest.mark.parametrize(("table", "column"), CASES)
def test_the_subject_of_a_column_is_in_the_domain(
    wid: rdflib.Graph, table: dict[str, Any], column: dict[str, Any]
) -> None:
    about = column.get("aboutUrl")
    classes = CLASSES[head(about)] if about else types(table)
    assert expected(wid, column, RDFS.domain, SCHEMA.domainIncludes) & classes


@pytest.mark.parametrize(("table", "column"), CASES)
def test_the_value_of_a_column_is_in_the_range(
    wid: rdflib.Graph, table: dict[str, Any], column: dict[str, Any]
) -> None:
    wanted = expected(wid, column, RDFS.range, SCHEMA.rangeIncludes)
    template = column.get("valueUrl")
    if not template:
        datatype = column["datatype"]
        base = datatype["base"] if isinstance(datatype, dict) else datatype
        assert wanted == {str(RDF.langString if "lang" in column else XSD + base)}
    elif re.fullmatch(r"https://w3id.org/widgraph/auth/objective-\{id\}", template):
        assert wanted == {"http://www.w3.org/2004/02/skos/core#ConceptScheme"}
    elif head(template) in CLASSES:
        assert wanted & CLASSES[head(template)]
    else:  # a code of a list
        assert re.match(r"https://w3id.org/widgraph/auth/[a-z-]+/", template)
        assert wanted == {"http://www.w3.org/2004/02/skos/core#Concept"}


@pytest.mark.parametrize("table", [pytest.param(table, id=table["url"]) for table in TABLES])
def test_rows_carry_the_classes_above_their_own(wid: rdflib.Graph, table: dict[str, Any]) -> None:
    """Harvesters and queries do not infer: whoever looks for prov:Activity must find a meeting."""
    classes = types(table)
    for name in classes:
        assert {str(above) for above in wid.objects(rdflib.URIRef(name), RDFS.subClassOf)} <= classes
