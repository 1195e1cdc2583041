"""What the page of a dataset shows beside the facts: its files, tables and columns, a look inside, how to load it."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from widgraph.languages import LANGUAGES
from widgraph.namespaces import BASE, PREFIXES
from widgraph.web._catalogue import Download, Published
from widgraph.web._language import language
from widgraph.web._site import Site
from widgraph.web._texts import Text, in_language

#: What the page says in a better place than among the facts.
SHOWN = tuple(
    PREFIXES[prefix] + name
    for prefix, name in (
        *(("dcterms", name) for name in ("title", "description", "modified", "license")),
        *(("dcat", name) for name in ("keyword", "version")),
    )
)
_PREVIEW = 5
_LONGEST = 120
#: The table that shows best what a dataset of many tables is about.
_TELLING = "listings"
_EU_LANGUAGES = {"nl": "nl-BE", "fr": "fr-BE", "de": "de-BE", "en": "en"}


@dataclass(frozen=True)
class ColumnView:
    """A column of a table: its name, what it is called, what is said of it, the type of its values."""

    name: str
    label: Text
    comment: Text
    datatype: str


@dataclass(frozen=True)
class TableView:
    """A table as published: name, what it is called, path on the site, number of rows, columns."""

    name: str
    label: Text
    path: str
    rows: int
    columns: Sequence[ColumnView]


@dataclass(frozen=True)
class DatasetView:
    """A dataset as its page shows it; `preview` is the header and first rows of the file at `shown`."""

    published: Published
    description: Text
    keywords: Sequence[str]
    tables: Sequence[TableView]
    shown: str
    rows: int
    preview: Sequence[Sequence[str]]
    described: str
    snippets: Sequence[tuple[str, str]]
    structured: str


def dataset_view(site: Site, published: Published) -> DatasetView:
    """Return what the page of a dataset shows, in the language of the page."""
    prefix = f"tables/{published.id}/"
    tables = _tables(site.release.path / prefix, prefix)
    main = next((one.path for one in published.downloads if one.key == "csv"), f"/{prefix}{_TELLING}.csv")
    file = site.release.path / main.lstrip("/")
    shown = main if file.is_file() else ""
    return DatasetView(
        published=published,
        description=in_language(published.descriptions, language()),
        keywords=published.keywords.get(language(), ()),
        tables=tables,
        shown=shown,
        rows=_count(file) if shown else 0,
        preview=_preview(file) if shown else (),
        described=f"/{prefix}csv-metadata.json",
        snippets=_snippets(site, published, shown),
        structured=_json(schema_org(site, published)),
    )


def _tables(folder: Path, prefix: str) -> list[TableView]:
    try:
        described: list[dict[str, Any]] = json.loads((folder / "csv-metadata.json").read_text("utf-8"))["tables"]
    except (OSError, ValueError, KeyError):
        return []
    return [
        TableView(
            name=table["url"].removesuffix(".csv"),
            label=_text(table.get("rdfs:label"), table["url"]),
            path=f"/{prefix}{table['url']}",
            rows=_count(folder / table["url"]),
            columns=[_column(one) for one in table["tableSchema"]["columns"] if not one.get("virtual")],
        )
        for table in described
    ]


def _column(source: Mapping[str, Any]) -> ColumnView:
    datatype = source.get("datatype", "string")
    return ColumnView(
        name=source["name"],
        label=_text(source.get("rdfs:label"), source["name"]),
        comment=_text(source.get("rdfs:comment"), ""),
        datatype=datatype if isinstance(datatype, str) else datatype.get("base", "string"),
    )


def _text(values: Sequence[Mapping[str, str]] | None, instead: str) -> Text:
    return in_language({one["@language"]: one["@value"] for one in values or ()}, language(), instead)


def _count(path: Path) -> int:
    with path.open(encoding="utf-8", newline="") as file:
        return max(sum(1 for _ in csv.reader(file)) - 1, 0)


def _preview(path: Path) -> list[list[str]]:
    """Return the header and the first rows; a long cell is cut."""
    found = []
    with path.open(encoding="utf-8", newline="") as file:
        for row, _ in zip(csv.reader(file), range(_PREVIEW + 1), strict=False):
            found.append([cell if len(cell) <= _LONGEST else cell[: _LONGEST - 1] + "…" for cell in row])
    return found


def _snippets(site: Site, published: Published, shown: str) -> Sequence[tuple[str, str]]:
    """Return lines that load the dataset, for a person to copy: what they are for, and the code."""
    address = site.address
    turtle = f"{address}/dumps/{published.id}.ttl"
    found = []
    if shown:
        name, table = shown.rpartition("/")[2].removesuffix(".csv").replace("-", "_"), address + shown
        found.append(("Python (pandas)", f'import pandas\n{name} = pandas.read_csv("{table}", dtype=str)'))
        found.append(("R", f'{name} <- read.csv("{table}", colClasses = "character", encoding = "UTF-8")'))
    found.append(("Python (rdflib)", f'from rdflib import Graph\ngraph = Graph().parse("{turtle}")'))
    return found


def schema_org(site: Site, published: Published) -> Mapping[str, Any]:
    """Return the dataset in schema.org terms, with what Google Dataset Search requires and recommends."""
    code = language()
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": published.iri,
        "identifier": published.iri,
        "url": f"{site.address}/doc/dataset/{published.id}.html",
        "name": in_language(published.titles, code).text,
        "alternateName": [published.titles[one] for one in LANGUAGES if one != code and one in published.titles],
        "description": in_language(published.descriptions, code).text,
        "inLanguage": list(_EU_LANGUAGES.values()),
        "keywords": list(published.keywords.get(code, ())),
        "version": published.version,
        "datePublished": published.issued,
        "dateModified": published.modified,
        "license": site.licence,
        "isAccessibleForFree": True,
        "spatialCoverage": {"@type": "Place", "name": "Belgium", "sameAs": "https://sws.geonames.org/2802361/"},
        "temporalCoverage": f"{published.start}/{published.end}",
        "creator": _agent(site),
        "publisher": _agent(site),
        "includedInDataCatalog": {"@type": "DataCatalog", "@id": BASE + "catalog", "name": _catalogue_name(site)},
        "distribution": [_distribution(one) for one in published.downloads],
    }


def schema_org_catalogue(site: Site) -> Mapping[str, Any]:
    """Return the catalogue in schema.org terms, as it stands in its page."""
    return {
        "@context": "https://schema.org/",
        "@type": "DataCatalog",
        "@id": BASE + "catalog",
        "url": f"{site.address}/catalog.html",
        "name": _catalogue_name(site),
        "description": in_language(site.catalogue.descriptions, language()).text,
        "license": site.licence,
        "publisher": _agent(site),
        "dataset": [
            {
                "@type": "Dataset",
                "@id": one.iri,
                "url": f"{site.address}/doc/dataset/{one.id}.html",
                "name": in_language(one.titles, language()).text,
                "description": in_language(one.descriptions, language()).text,
                "license": site.licence,
                "creator": _agent(site),
            }
            for one in site.catalogue.datasets
        ],
    }


def _catalogue_name(site: Site) -> str:
    return in_language(site.catalogue.titles, language()).text


def _agent(site: Site) -> Mapping[str, str]:
    publisher = site.catalogue.publisher
    return {"@type": "Organization", "@id": publisher.iri, "name": in_language(publisher.names, language()).text}


def _distribution(one: Download) -> Mapping[str, Any]:
    return {
        "@type": "DataDownload",
        "name": in_language(one.titles, language()).text,
        "contentUrl": one.address,
        "encodingFormat": one.media_type,
        "contentSize": f"{one.bytes} B",
        "sha256": one.sha256,
    }


def structured_catalogue(site: Site) -> str:
    """Return the catalogue in schema.org terms as text for its page."""
    return _json(schema_org_catalogue(site))


def _json(document: Mapping[str, Any]) -> str:
    """Return JSON that can stand in a script element: nothing in it ends the element (HTML, section 4.12.1.3)."""
    text = json.dumps(document, ensure_ascii=False, indent=1)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
