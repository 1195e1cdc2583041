"""What the tables hold: `csv-metadata.json`, a CSVW description (Metadata Vocabulary for Tabular Data), as objects.

Of the vocabulary, only what the project uses is read; anything else in the file is refused rather than ignored.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from widgraph.errors import DataError
from widgraph.findings import Finding, Place
from widgraph.tables._messages import finding

NAME: Final = "csv-metadata.json"
_VARIABLE: Final = re.compile(r"\{\+?([a-z0-9_]+)\}")
_COLUMN_KEYS: Final = {
    *("name", "rdfs:label", "rdfs:comment", "datatype", "required", "separator", "propertyUrl", "valueUrl"),
    *("aboutUrl", "lang", "suppressOutput", "virtual"),
}
_DATATYPES: Final = {"string", "integer", "decimal", "gYear", "gYearMonth", "date", "anyURI"}


@dataclass(frozen=True)
class Datatype:
    """A datatype of a cell (CSVW metadata, section 5.11): a base of XML Schema and its limits."""

    base: str = "string"
    format: str | None = None
    max_length: int | None = None
    minimum: int | None = None
    maximum: int | None = None

    @property
    def choices(self) -> tuple[str, ...]:
        """The values a cell may have, when the format is a plain list of alternatives; else none."""
        plain = self.format and re.fullmatch(r"[\w :/\\.#-]+(\|[\w :/\\.#-]+)*", self.format)
        return tuple(part.replace("\\", "") for part in self.format.split("|")) if plain and self.format else ()


@dataclass(frozen=True)
class Column:
    """A column; a virtual one has no cell and stands for a statement about every row (CSVW metadata, section 5.6)."""

    name: str
    labels: Mapping[str, str]
    comments: Mapping[str, str]
    datatype: Datatype
    required: bool
    separator: str | None
    property_url: str | None
    value_url: str | None
    about_url: str | None
    lang: str | None
    suppressed: bool
    virtual: bool
    source: Mapping[str, Any]

    def variables(self) -> set[str]:
        """Return the columns that the addresses of this column are made from."""
        templates = (self.property_url, self.value_url, self.about_url)
        return {name for template in templates for name in _VARIABLE.findall(template or "")}


@dataclass(frozen=True)
class ForeignKey:
    """The values of a column, or each value of its list, are ids of a row in another table (section 5.5.2.1)."""

    column: str
    table: str
    target: str


@dataclass(frozen=True)
class Table:
    """A table: its file, its columns in the order of the file, and the address each row speaks about."""

    file: str
    labels: Mapping[str, str]
    about_url: str
    key: str
    foreign_keys: tuple[ForeignKey, ...]
    columns: tuple[Column, ...]
    annotations: Mapping[str, Any]
    source: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The name of the table: its file without `.csv`."""
        return self.file.removesuffix(".csv")

    @property
    def cells(self) -> tuple[Column, ...]:
        """The columns that the file has."""
        return tuple(column for column in self.columns if not column.virtual)

    def column(self, name: str) -> Column:
        """Return a column by name; raise KeyError when there is none."""
        return next(column for column in self.columns if column.name == name)


@dataclass(frozen=True)
class Description:
    """All tables, in the order of the description."""

    tables: tuple[Table, ...]
    source: Mapping[str, Any]

    def table(self, name: str) -> Table:
        """Return a table by its name (the file without `.csv`); raise KeyError when there is none."""
        for table in self.tables:
            if table.name == name:
                return table
        raise KeyError(name)


def read_description(folder: Path) -> Description:
    """Read `csv-metadata.json` of a folder; raise DataError naming the place when it cannot be used."""
    path = folder / NAME
    try:
        source = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise _broken("it is missing") from None
    except UnicodeDecodeError as error:
        raise _broken(f"byte {error.start} is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise _broken(f"{error.msg} in line {error.lineno}, column {error.colno}", error.lineno) from None
    try:
        tables = tuple(_table(entry) for entry in source["tables"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _broken(f"not as expected at {error}") from None
    description = Description(tables, MappingProxyType(source))
    _check(description)
    return description


def _broken(problem: str, line: int | None = None) -> DataError:
    found: Finding = finding("T01", Place(NAME, line), found=problem)
    return DataError("The description of the tables cannot be used.", [found], "Put the file back as it was.")


def _texts(entry: list[dict[str, str]] | None) -> Mapping[str, str]:
    return MappingProxyType({text["@language"]: text["@value"] for text in entry or ()})


def _table(entry: Mapping[str, Any]) -> Table:
    schema = entry["tableSchema"]
    keys = tuple(
        ForeignKey(key["columnReference"], key["reference"]["resource"], key["reference"]["columnReference"])
        for key in schema.get("foreignKeys", ())
    )
    annotations = {key: value for key, value in entry.items() if key.startswith(("http://", "https://"))}
    return Table(
        file=entry["url"],
        labels=_texts(entry.get("rdfs:label")),
        about_url=schema["aboutUrl"],
        key=schema["primaryKey"],
        foreign_keys=keys,
        columns=tuple(_column(column) for column in schema["columns"]),
        annotations=MappingProxyType(annotations),
        source=MappingProxyType(dict(entry)),
    )


def _column(entry: Mapping[str, Any]) -> Column:
    unknown = set(entry) - _COLUMN_KEYS
    if unknown:
        raise ValueError(f"column {entry.get('name')}: {', '.join(sorted(unknown))} is not supported")
    return Column(
        name=entry["name"],
        labels=_texts(entry.get("rdfs:label")),
        comments=_texts(entry.get("rdfs:comment")),
        datatype=_datatype(entry.get("datatype", "string")),
        required=entry.get("required", False),
        separator=entry.get("separator"),
        property_url=entry.get("propertyUrl"),
        value_url=entry.get("valueUrl"),
        about_url=entry.get("aboutUrl"),
        lang=entry.get("lang"),
        suppressed=entry.get("suppressOutput", False),
        virtual=entry.get("virtual", False),
        source=MappingProxyType(dict(entry)),
    )


def _datatype(entry: str | dict[str, Any]) -> Datatype:
    parts: dict[str, Any] = {"base": entry} if isinstance(entry, str) else dict(entry)
    datatype = Datatype(
        base=parts.pop("base", "string"),
        format=parts.pop("format", None),
        max_length=parts.pop("maxLength", None),
        minimum=parts.pop("minimum", None),
        maximum=parts.pop("maximum", None),
    )
    if parts or datatype.base not in _DATATYPES:
        raise ValueError(f"datatype {entry} is not supported")
    if datatype.format:
        try:
            re.compile(datatype.format)
        except re.error as error:
            raise ValueError(f"format {datatype.format}: {error}") from None
    return datatype


def _check(description: Description) -> None:
    """A key or an address that names a column nobody has would fail late and far away; say it here."""
    files = {table.file: table for table in description.tables}
    for table in description.tables:
        names = {column.name for column in table.cells}
        used: Iterable[str] = {
            table.key,
            *(key.column for key in table.foreign_keys),
            *_VARIABLE.findall(table.about_url),
            *(name for column in table.columns for name in column.variables()),
        }
        for name in sorted(set(used) - names):
            raise _broken(f"{table.file} has no column {name}")
        for key in table.foreign_keys:
            if key.table not in files or key.target != files[key.table].key:
                raise _broken(f"{table.file}, {key.column} points at {key.table}, {key.target}, which is no key")
