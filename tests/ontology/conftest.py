"""The files of the ontology, read once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import rdflib

ROOT = Path(__file__).parents[2]


def read(name: str) -> rdflib.Graph:
    return rdflib.Graph().parse(ROOT / "ontology" / f"{name}.ttl")


@pytest.fixture(scope="session")
def wid() -> rdflib.Graph:
    return read("wid")


@pytest.fixture(scope="session")
def codes() -> rdflib.Graph:
    return read("codes")


@pytest.fixture(scope="session")
def cube() -> rdflib.Graph:
    return read("cube")


@pytest.fixture(scope="session")
def columns() -> list[dict[str, Any]]:
    """Every column of every table, as the description of the tables has it."""
    described = json.loads((ROOT / "data" / "csv-metadata.json").read_text("utf-8"))
    return [column for table in described["tables"] for column in table["tableSchema"]["columns"]]
