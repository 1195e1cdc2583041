"""A small folder of tables to break: things with a name, a number, a date, a list of tags, and a wider thing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from widgraph.tables import Tables, read_tables

BASE = "https://example.org/"


def column(name: str, **more: object) -> dict[str, object]:
    """Return a column of a description."""
    label = [{"@value": f"{name} ({language})", "@language": language} for language in ("nl", "fr", "de", "en")]
    return {"name": name, "rdfs:label": label, "datatype": "string", **more}


def description() -> dict[str, object]:
    """Return a description with two tables, in every feature that the project uses."""
    things = [
        column("id", datatype={"base": "string", "format": "t[0-9]+"}, required=True, suppressOutput=True),
        column("name", required=True, lang="nl", propertyUrl=BASE + "name"),
        column("size", datatype={"base": "integer", "minimum": 0, "maximum": 120}, propertyUrl=BASE + "size"),
        column("share", datatype="decimal", propertyUrl=BASE + "share"),
        column("day", datatype="date", propertyUrl=BASE + "day", aboutUrl=BASE + "time/{id}"),
        column("month", datatype="gYearMonth", propertyUrl=BASE + "month"),
        column("page", datatype="anyURI", propertyUrl=BASE + "page", valueUrl="{+page}"),
        column("kind", datatype={"base": "string", "format": "big|small"}, propertyUrl=BASE + "kind"),
        column("tags", separator=";", propertyUrl=BASE + "tag", valueUrl=BASE + "tag/{tags}"),
        column("wider", propertyUrl=BASE + "wider", valueUrl=BASE + "thing/{wider}"),
        column("short", datatype={"base": "string", "maxLength": 5}, propertyUrl=BASE + "short"),
        {"name": "v1", "virtual": True, "propertyUrl": BASE + "type", "valueUrl": BASE + "Thing"},
    ]
    tags = [
        column("id", datatype={"base": "string", "format": "[a-z/]+"}, required=True, suppressOutput=True),
        column("label", required=True, propertyUrl=BASE + "label"),
    ]
    keys = [
        {"columnReference": "tags", "reference": {"resource": "tags.csv", "columnReference": "id"}},
        {"columnReference": "wider", "reference": {"resource": "things.csv", "columnReference": "id"}},
    ]

    def table(name: str, columns: list[dict[str, object]], about: str, **more: object) -> dict[str, object]:
        schema = {"aboutUrl": about, "primaryKey": "id", "columns": columns, **more}
        label = [{"@value": name, "@language": language} for language in ("nl", "fr", "de", "en")]
        graph = {"https://w3id.org/widgraph/ns/wid#graph": BASE + "graph/{id}"}
        return {"url": f"{name}.csv", "rdfs:label": label, **graph, "tableSchema": schema}

    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dialect": {"encoding": "utf-8", "delimiter": ",", "header": True, "lineTerminators": ["\n"]},
        "tables": [
            table("things", things, BASE + "thing/{id}", foreignKeys=keys),
            table("tags", tags, BASE + "tag/{+id}"),
        ],
    }


HEADER = "id,name,size,share,day,month,page,kind,tags,wider,short"
GOOD = {
    "things.csv": f"{HEADER}\n"
    't1,"Een, twee",7,7.5,2022-03-24,2022-03,https://example.org/a,big,red;blue,,abc\n'
    "t2,Drie,,,,,,small,,t1,\n",
    "tags.csv": "id,label\nred,rood\nblue,blauw\n",
}

Folder = Callable[..., Tables]


@pytest.fixture
def tables_in(tmp_path: Path) -> Folder:
    """Return a function that writes the good tables with some files replaced (None: left out), and reads them."""

    def read(**files: str | bytes | None) -> Tables:
        (tmp_path / "csv-metadata.json").write_text(json.dumps(description()), "utf-8")
        given = {name.replace("_csv", ".csv"): content for name, content in files.items()}
        for name, content in {**GOOD, **given}.items():
            if content is not None:
                (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return read_tables(tmp_path)

    return read


@pytest.fixture
def row_of(tables_in: Folder) -> Callable[..., Tables]:
    """Return a function that reads one thing with some cells replaced."""

    def read(**cells: str) -> Tables:
        given = {"id": "t1", "name": "Een", **cells}
        line = ",".join('"' + given.get(name, "").replace('"', '""') + '"' for name in HEADER.split(","))
        return tables_in(things_csv=f"{HEADER}\n{line}\n")

    return read
