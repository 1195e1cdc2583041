"""The SOURCE of several commands: a folder of tables, or a workbook laid over one."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from widgraph.cli._data import data_folder
from widgraph.cli._findings import show_text
from widgraph.errors import DataError, UsageError
from widgraph.findings import violations
from widgraph.ledger import NAME, read_ledger
from widgraph.tables import Tables, read_tables
from widgraph.workbook import Base, Book, Review, base_of, book_of, open_grids, read_workbook, review
from widgraph.workbook.collected import PlainTable, collected_book, collected_text, latest_edition, plain_table


@dataclass(frozen=True)
class Laid:
    """A workbook laid over the tables of a folder; `texts` are the files beside the tables that it changes."""

    review: Review
    before: Tables
    folder: Path
    texts: Mapping[str, bytes]


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
    published = _published(folder)
    try:
        grids = open_grids(workbook)
        plain = plain_table(grids, before.description)
        if plain is not None:
            book, texts = _collected(plain, before, folder, published, edition)
        else:
            book, texts = book_of(workbook.name, grids, before.description), {}
        known = _base(base, before)
    except DataError as error:
        show_text(error.findings, language or "en")
        raise
    return Laid(review(book, before, base=known, published=published), before, folder, texts)


def is_workbook(source: Path) -> bool:
    """Tell whether a SOURCE is meant as a workbook: a file rather than a folder of tables."""
    return source.is_file()


def _collected(
    plain: PlainTable, tables: Tables, folder: Path, published: Collection[str], edition: str | None
) -> tuple[Book, dict[str, bytes]]:
    """Return what a plain table adds to an edition (default: the latest), which must be one that is collected."""
    edition = edition or latest_edition(tables)
    text = collected_text(folder, tables, edition)
    today = datetime.date.today()
    return collected_book(plain, tables, text, edition=edition, today=today, published=published)


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
