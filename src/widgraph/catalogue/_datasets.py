"""The datasets that are published, as the table `datasets` states them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from widgraph.languages import LANGUAGES
from widgraph.namespaces import BASE, PREFIXES
from widgraph.tables import Row, Tables

#: The dataset of the whole graph.
WHOLE: Final = "widgraph"
_SERIES: Final = PREFIXES["dcat"] + "DatasetSeries"


@dataclass(frozen=True)
class Dataset:
    """One row of the table: texts by language, dates as written (xsd:date), names of tables."""

    id: str
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    keywords: Mapping[str, Sequence[str]]
    themes: Sequence[str]
    frequency: str
    version: str
    issued: str
    modified: str
    start: str
    end: str
    edition: str | None
    series: str | None
    structure: str | None
    tables: Sequence[str]
    is_series: bool

    @property
    def iri(self) -> str:
        """The permanent identifier."""
        return f"{BASE}id/dataset/{self.id}"


def read_datasets(tables: Tables) -> Sequence[Dataset]:
    """Return the datasets in the order of their table, the series among them; none when there is no such table."""
    if not any(table.name == "datasets" for table in tables.description.tables):
        return ()
    return [_dataset(row) for row in tables.rows("datasets")]


def _dataset(row: Row) -> Dataset:
    def texts(name: str) -> dict[str, str]:
        return {code: row.value(f"{name}_{code}") or "" for code in LANGUAGES}

    return Dataset(
        id=row.value("id") or "",
        titles=texts("title"),
        descriptions=texts("description"),
        keywords={code: row.items(f"keyword_{code}") for code in LANGUAGES},
        themes=row.items("theme"),
        frequency=row.value("frequency") or "",
        version=row.value("version") or "",
        issued=row.value("issued") or "",
        modified=row.value("modified") or "",
        start=row.value("start") or "",
        end=row.value("end") or "",
        edition=row.value("edition"),
        series=row.value("series"),
        structure=row.value("structure"),
        tables=row.items("tables"),
        is_series=_SERIES in row.items("type"),
    )
