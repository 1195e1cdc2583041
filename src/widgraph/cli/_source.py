"""The SOURCE of several commands: a folder of tables, or a workbook laid over one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from widgraph.cli._data import data_folder
from widgraph.cli._findings import show_text
from widgraph.errors import DataError, UsageError
from widgraph.findings import violations
from widgraph.ledger import NAME, read_ledger
from widgraph.tables import Tables, read_tables
from widgraph.workbook import Base, Review, base_of, open_book, read_workbook, review


@dataclass(frozen=True)
class Laid:
    """A workbook laid over the tables of a folder."""

    review: Review
    before: Tables
    folder: Path


def lay(
    workbook: Path,
    folder: Path,
    *,
    base: Path | None = None,
    language: str | None = None,
    edition: str | None = None,
) -> Laid:
    """Read a workbook and lay it over the tables of a folder.

    Shows the findings and raises DataError when the tables have violations or the workbook cannot be opened; raises
    UsageError when one of them is not there.
    """
    if not workbook.is_file():
        raise UsageError(f"There is no file {workbook}.", "Give the path of the workbook.")
    before = read_tables(data_folder(folder))
    if violations(before.findings):
        show_text(before.findings, language or "en")
        raise DataError("The tables have violations.", before.findings, "Run 'widgraph check' and correct them first.")
    try:
        book = open_book(workbook, before, edition=edition)
        known = _base(base, before)
    except DataError as error:
        show_text(error.findings, language or "en")
        raise
    return Laid(review(book, before, base=known, published=_published(folder)), before, folder)


def is_workbook(source: Path) -> bool:
    """Tell whether a SOURCE is meant as a workbook: a file rather than a folder of tables."""
    return source.is_file()


def _base(base: Path | None, tables: Tables) -> Base | None:
    """Return what a workbook was made from, given as that workbook or as a folder of tables."""
    if base is None:
        return None
    if base.is_dir():
        return base_of(read_tables(data_folder(base)))
    if not base.is_file():
        raise UsageError(f"There is no {base}.", "Give the workbook or the folder of tables after --base.")
    book = read_workbook(base, tables.description)
    if book.base is None:
        raise UsageError(f"{base} does not say what it was made from.", "Give a workbook made by 'widgraph workbook'.")
    return book.base


def _published(folder: Path) -> frozenset[str]:
    """Return the last parts of all published identifiers, so that no number is given twice."""
    return frozenset(entry.iri.rpartition("/")[2] for entry in read_ledger(folder / NAME).entries)
