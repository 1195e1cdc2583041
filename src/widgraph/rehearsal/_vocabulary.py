"""Names and small tables of facts: the vocabularies DCAT-AP speaks, and what the portals know of controlled values.

Sources of the tables are in `tables/README.md`. Nothing is looked up in the network.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

import pyoxigraph as ox

_TABLES = Path(__file__).with_name("tables")

NAMESPACES: Final[dict[str, str]] = {
    "adms": "http://www.w3.org/ns/adms#",
    "cnt": "http://www.w3.org/2011/content#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "locn": "http://www.w3.org/ns/locn#",
    "odrl": "http://www.w3.org/ns/odrl/2/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "time": "http://www.w3.org/2006/time#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
AUTHORITY: Final = "http://publications.europa.eu/resource/authority/"
IANA: Final = "https://www.iana.org/assignments/media-types/"

#: The languages of data.gov.be and the EU's names for them (checklist D9).
LANGUAGES: Final[dict[str, str]] = {
    "nl": AUTHORITY + "language/NLD",
    "fr": AUTHORITY + "language/FRA",
    "de": AUTHORITY + "language/DEU",
    "en": AUTHORITY + "language/ENG",
}


class Known(StrEnum):
    """Whether a value is in the table a portal looks it up in; UNSURE when our copy of the table cannot tell."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


def best(known: Iterable[Known]) -> Known:
    """Return the best of several answers: a portal is content with one value it knows."""
    return max(known, key=_GOODNESS.index, default=Known.NO)


def worst(*known: Known) -> Known:
    """Return the worst of several answers."""
    return min(known, key=_GOODNESS.index)


_GOODNESS = (Known.NO, Known.UNSURE, Known.YES)


@cache
def term(name: str) -> ox.NamedNode:
    """Return the IRI of a prefixed name such as `dct:title`."""
    prefix, _, local = name.partition(":")
    return ox.NamedNode(NAMESPACES[prefix] + local)


def short(iri: str) -> str:
    """Return a prefixed name where a vocabulary of DCAT-AP has the IRI, else the IRI itself."""
    for prefix, namespace in NAMESPACES.items():
        if iri.startswith(namespace) and iri != namespace:
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


@cache
def read_table(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of one of the tables."""
    with (_TABLES / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def _values() -> dict[str, dict[str, Known]]:
    found: dict[str, dict[str, Known]] = {}
    for row in read_table("values.csv"):
        found.setdefault(row["vocabulary"], {})[row["iri"]] = Known(row["known"])
    return found


def in_table(vocabulary: str, iri: str) -> Known:
    """Say whether an IRI is in an EU authority table (`licence`, `frequency`, …) or is a registered media type.

    Media types count with http and https alike, as in the shapes and both open scorers.
    """
    if vocabulary == "file-type":
        known = {row["code"]: Known.YES for row in read_table("file-types.csv")}
        start = AUTHORITY + "file-type/"
        code = iri.removeprefix(start)
        return known.get(code, Known.UNSURE) if iri.startswith(start) else Known.NO
    if vocabulary == "media-type":
        iri = iri.replace("http://", "https://", 1) if iri.startswith("http://") else iri
        start = IANA
    else:
        start = f"{AUTHORITY}{vocabulary}/"
    found = _values()[vocabulary].get(iri)
    return found or (Known.UNSURE if iri.startswith(start) else Known.NO)


def file_type_is(quality: str, iri: str) -> bool:
    """Say whether data.europa.eu lists a file type as `machine_readable` or `non_proprietary` (checklist E3)."""
    code = iri.removeprefix(AUTHORITY + "file-type/")
    return any(row["code"] == code and row[quality] == "yes" for row in read_table("file-types.csv"))
