"""From a file to the cells that are in it, with what a cell is: text, number, date, formula, error."""

from __future__ import annotations

import datetime
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from widgraph.errors import DataError
from widgraph.findings import Place
from widgraph.workbook._guard import DEFAULT, Limits, guard
from widgraph.workbook._messages import finding


@dataclass(frozen=True, slots=True)
class Raw:
    """What a cell holds; of a formula its text and, as value, what it gave when it was last calculated."""

    value: str | float | int | bool | datetime.datetime | datetime.date | datetime.time | datetime.timedelta | None
    error: bool = False
    formula: str | None = None


@dataclass(frozen=True)
class Grid:
    """The cells of a sheet by row and column, counted from 1; ranges that were merged, as written (`A3:A5`)."""

    name: str
    rows: Mapping[int, Mapping[int, Raw]]
    merged: tuple[str, ...]


def open_grids(path: Path, limits: Limits = DEFAULT) -> tuple[Grid, ...]:
    """Return the sheets of a workbook in their order; raise DataError with the finding when it cannot be opened."""
    refused = guard(path, limits)
    if refused is not None:
        raise DataError(f"{path.name} was not read.", [refused])
    try:
        book = _load(path, values=False)
        sheets = [sheet for sheet in book.worksheets if isinstance(sheet, Worksheet)]
        values: dict[str, Worksheet] = {}
        if any(cell.data_type == "f" for sheet in sheets for cell in _cells(sheet)):
            values = {sheet.title: sheet for sheet in _load(path, values=True).worksheets}
        return tuple(_grid(sheet, values.get(sheet.title)) for sheet in sheets)
    except MemoryError:
        raise
    except Exception as error:
        problem = f"{type(error).__name__}: {error}".replace("\n", " ")[:160]
        raise DataError(f"{path.name} was not read.", [finding("W06", Place(path.name), found=problem)]) from error


def _load(path: Path, *, values: bool) -> Workbook:
    with warnings.catch_warnings():
        # openpyxl warns of parts it leaves out (extensions, pictures); we read cells only
        warnings.simplefilter("ignore")
        with path.open("rb") as file:  # given a path, openpyxl judges it by its ending
            return load_workbook(file, data_only=values, keep_links=False)


def _cells(sheet: Worksheet) -> Iterator[Any]:
    """Yield the cells that are in the file; iter_rows would make one for every place in between."""
    yield from sheet._cells.values()


def _grid(sheet: Worksheet, values: Worksheet | None) -> Grid:
    rows: dict[int, dict[int, Raw]] = {}
    for cell in _cells(sheet):
        raw = _raw(cell, values)
        if raw is not None:
            rows.setdefault(cell.row, {})[cell.column] = raw
    ordered = {row: dict(sorted(rows[row].items())) for row in sorted(rows)}
    return Grid(sheet.title, ordered, tuple(str(span) for span in sheet.merged_cells.ranges))


def _raw(cell: Any, values: Worksheet | None) -> Raw | None:  # noqa: ANN401 - Cell or MergedCell
    value = cell.value
    if value is None or value == "":
        return None
    if cell.data_type == "f":
        text = str(getattr(value, "text", value))
        last = values._cells.get((cell.row, cell.column)) if values is not None else None
        given = getattr(last, "value", None)
        return Raw(given, getattr(last, "data_type", "") == "e", text if text.startswith("=") else f"={text}")
    return Raw(value, cell.data_type == "e")


def address(row: int, column: int) -> str:
    """Return the name of a cell: row 14 of column 3 is C14."""
    return f"{get_column_letter(column)}{row}"
