"""The catalogue of a release as pages need it, read from the very document that portals get."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from widgraph.catalogue import CATALOG
from widgraph.namespaces import BASE, DCTERMS, PREFIXES

_DCAT = PREFIXES["dcat"]
_PATH = re.compile(r"/(?:dumps|tables)/[^?#]+$")
_DATASETS = BASE + "id/dataset/"


@dataclass(frozen=True)
class Download:
    """A dataset in one format: texts by language, address, media type of the file, bytes, SHA-256 in hexadecimal."""

    iri: str
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    address: str
    media_type: str
    bytes: int
    sha256: str

    @property
    def key(self) -> str:
        """The short name of the format."""
        return self.iri.rpartition("#")[2]

    @property
    def path(self) -> str:
        """The path on the site that serves the release."""
        found = _PATH.search(self.address)
        return found[0] if found else ""

    @property
    def name(self) -> str:
        """The name of the format, without the dataset's."""
        return next(iter(self.titles.values()), "").rpartition(" – ")[2]


@dataclass(frozen=True)
class Published:
    """A dataset as published: texts by language, dates as written, its files."""

    iri: str
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    keywords: Mapping[str, Sequence[str]]
    version: str
    issued: str
    modified: str
    start: str
    end: str
    series: str
    downloads: Sequence[Download]

    @property
    def id(self) -> str:
        """The short name."""
        return self.iri.removeprefix(_DATASETS)


@dataclass(frozen=True)
class Agent:
    """Who publishes: identifier and names by language."""

    iri: str
    names: Mapping[str, str]


class Catalogue:
    """The datasets of a release, by the catalogue that was made with it; none when the release has no catalogue."""

    def __init__(self, path: Path) -> None:
        self._about: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = {}
        if path.is_file():
            for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
                if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, (ox.NamedNode, ox.Literal)):
                    of = self._about.setdefault(quad.subject.value, {})
                    of.setdefault(quad.predicate.value, []).append(quad.object)
        iris = sorted(self._iris(CATALOG, _DCAT + "dataset"))
        self.datasets: Sequence[Published] = [self._published(iri) for iri in iris]
        self.titles = self._texts(CATALOG, DCTERMS + "title")
        self.descriptions = self._texts(CATALOG, DCTERMS + "description")
        publisher = self._value(CATALOG, DCTERMS + "publisher")
        self.publisher = Agent(publisher, self._texts(publisher, PREFIXES["foaf"] + "name"))

    def __bool__(self) -> bool:
        return bool(self.datasets)

    def dataset(self, iri: str) -> Published | None:
        """Return the dataset with this identifier."""
        return next((one for one in self.datasets if one.iri == iri), None)

    def triples(self, iri: str) -> Sequence[ox.Triple]:
        """Return what the catalogue says of a dataset and of its parts and files."""
        found = []
        for subject, properties in self._about.items():
            if subject == iri or subject.startswith((iri + "#", iri + "/")):
                for predicate, values in properties.items():
                    found += [ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), value) for value in values]
        return found

    def _published(self, iri: str) -> Published:
        keywords: dict[str, list[str]] = {}
        for word in self._about.get(iri, {}).get(_DCAT + "keyword", []):
            if isinstance(word, ox.Literal) and word.language:
                keywords.setdefault(word.language, []).append(word.value)
        period = self._value(iri, DCTERMS + "temporal")
        return Published(
            iri=iri,
            titles=self._texts(iri, DCTERMS + "title"),
            descriptions=self._texts(iri, DCTERMS + "description"),
            keywords={code: sorted(words) for code, words in keywords.items()},
            version=self._value(iri, _DCAT + "version"),
            issued=self._value(iri, DCTERMS + "issued"),
            modified=self._value(iri, DCTERMS + "modified"),
            start=self._value(period, _DCAT + "startDate"),
            end=self._value(period, _DCAT + "endDate"),
            series=self._value(iri, _DCAT + "inSeries"),
            downloads=[self._download(one) for one in sorted(self._iris(iri, _DCAT + "distribution"))],
        )

    def _download(self, iri: str) -> Download:
        kinds = (self._value(iri, _DCAT + name) for name in ("packageFormat", "mediaType"))
        return Download(
            iri=iri,
            titles=self._texts(iri, DCTERMS + "title"),
            descriptions=self._texts(iri, DCTERMS + "description"),
            address=self._value(iri, _DCAT + "downloadURL"),
            media_type=next((kind for kind in kinds if kind), "").partition("/media-types/")[2],
            bytes=int(self._value(iri, _DCAT + "byteSize") or 0),
            sha256=self._value(iri + "-checksum", PREFIXES["spdx"] + "checksumValue"),
        )

    def _iris(self, subject: str, predicate: str) -> Sequence[str]:
        return [one.value for one in self._about.get(subject, {}).get(predicate, []) if isinstance(one, ox.NamedNode)]

    def _texts(self, subject: str, predicate: str) -> Mapping[str, str]:
        values = self._about.get(subject, {}).get(predicate, [])
        return {one.language: one.value for one in values if isinstance(one, ox.Literal) and one.language}

    def _value(self, subject: str, predicate: str) -> str:
        return next((one.value for one in self._about.get(subject, {}).get(predicate, [])), "")
