"""The rows that begin a new edition: the edition, the document that is collected for it, and its dataset."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from widgraph.errors import UsageError
from widgraph.tables import Row, Tables, csv_bytes
from widgraph.workbook.collected._source import digest, file_name

_TITLES: Final = {
    "nl": "Women in Digital: jaarverslag {year}",
    "fr": "Women in Digital : rapport annuel {year}",
    "de": "Women in Digital: Jahresbericht {year}",
    "en": "Women in Digital: annual report {year}",
}
_RIGHTS: Final = {
    "nl": "Bijdragen van de leden van de werkgroep; hun rechten blijven de hunne.",
    "fr": "Contributions des membres du groupe de travail ; leurs droits restent les leurs.",
    "de": "Beiträge der Mitglieder der Arbeitsgruppe; ihre Rechte bleiben die ihren.",
    "en": "Contributions of the members of the working group; their rights stay theirs.",
}
#: The section that the lines of a collected text stand in, before the number of their objective.
_CHAPTER: Final = "1"


def start_edition(tables: Tables, year: int, issued: datetime.date) -> dict[str, bytes]:
    """Return the files, by name, that begin an edition after the latest one there is.

    `issued` is the day its dataset is first published. Raises UsageError when there is no edition to follow, or the
    year does not follow it.
    """
    editions = tables.rows("editions")
    last = max(editions, key=lambda row: row.cells["year"], default=None)
    if last is None:
        raise UsageError("There is no edition to follow.", "Add the first edition to editions.csv.")
    if str(year) <= last.cells["year"] or not 2000 <= year <= 2999:
        raise UsageError(f"{year} does not follow {last.cells['year']}, the latest edition.", "Give a later year.")
    document = f"{year}-nl"
    text = _TITLES["nl"].format(year=year) + "\n"
    rows = {
        "editions": [_edition(last, year)],
        "documents": [_document(tables, last, year, document, text)],
        "datasets": [_dataset(tables, last, year, document, issued)],
    }
    files = {
        f"{name}.csv": csv_bytes(tables.description.table(name), [*tables.rows(name), *added])
        for name, added in rows.items()
    }
    return {**files, file_name(document): text.encode()}


def collected_text(folder: Path, tables: Tables, edition: str) -> str:
    """Return what was collected for an edition so far; raise UsageError when it is not one that is collected."""
    known = [row.cells["id"] for row in tables.rows("editions")]
    if edition not in known:
        raise UsageError(f"There is no edition {edition}.", f"Choose one of {', '.join(known)}, or begin it first.")
    documents = [row.cells["id"] for row in tables.rows("documents") if row.cells["edition"] == edition]
    paths = [path for document in documents if (path := folder / file_name(document)).is_file()]
    if not paths:
        raise UsageError(
            f"Edition {edition} was read from a printed report; nothing can be collected for it.",
            "Begin the next one with 'widgraph edition new YEAR', then import again.",
        )
    return paths[0].read_text(encoding="utf-8")


def _row(like: Row, cells: Mapping[str, str]) -> Row:
    return Row(like.table, 0, {**dict.fromkeys(like.cells, ""), **cells})


def _edition(last: Row, year: int) -> Row:
    titles = {f"title_{language}": text.format(year=year) for language, text in _TITLES.items()}
    return _row(
        last,
        {
            **titles,
            "id": str(year),
            "translated": "fr;de;en",
            "year": str(year),
            "strategy": last.cells["strategy"],
            "previous": last.cells["id"],
            "listing_chapter": _CHAPTER,
        },
    )


def _document(tables: Tables, last: Row, year: int, document: str, text: str) -> Row:
    like = next((row for row in tables.rows("documents") if row.cells["edition"] == last.cells["id"]), None)
    if like is None:
        raise UsageError(f"Edition {last.cells['id']} has no document.", "Add it to documents.csv first.")
    rights = {f"rights_{language}": text for language, text in _RIGHTS.items()}
    return _row(
        like,
        {
            **rights,
            "id": document,
            "edition": str(year),
            "language": "NLD",
            "title": _TITLES["nl"].format(year=year),
            "publisher": like.cells["publisher"],
            "sha256": digest(text),
            "characters": str(len(text)),
        },
    )


def _dataset(tables: Tables, last: Row, year: int, document: str, issued: datetime.date) -> Row:
    """Return the dataset of last year's edition, with the year moved on wherever it stands."""
    like = next((row for row in tables.rows("datasets") if row.cells["edition"] == last.cells["id"]), None)
    if like is None:
        raise UsageError(f"Edition {last.cells['id']} has no dataset.", "Add it to datasets.csv first.")
    moved = {name: cell.replace(last.cells["year"], str(year)) for name, cell in like.cells.items()}
    facts = {"edition": str(year), "document": document, "previous": like.cells["id"], "version": "1.0.0"}
    if "modified" in moved:
        facts["modified"] = issued.isoformat()
    return _row(like, {**moved, **facts, "issued": issued.isoformat()})
