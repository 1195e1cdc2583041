"""Dates that move when the content does, and only then: each dataset is sealed with the digest of its rows."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final

from widgraph.catalogue._datasets import read_datasets
from widgraph.findings import Finding, Place, Severity
from widgraph.tables import Tables, narrow, of_edition

#: The descriptions of the datasets are no content of one; they hold the digests.
_DESCRIPTIONS: Final = "datasets"
_MESSAGES: Final = {
    "nl": "De rijen van deze gegevensreeks zijn gewijzigd sinds de versie en datum die er staan. "
    "Geef ze vóór publicatie een nieuwe versie en datum (modified) en deze digest.",
    "fr": "Les lignes de ce jeu de données ont changé depuis la version et la date indiquées. "
    "Donnez-lui avant publication une nouvelle version, une nouvelle date (modified) et cette empreinte.",
    "de": "Die Zeilen dieses Datensatzes haben sich seit der angegebenen Version und dem Datum geändert. "
    "Geben Sie ihm vor der Veröffentlichung eine neue Version, ein neues Datum (modified) und diese Prüfsumme.",
    "en": "The rows of this dataset changed since the version and date it has. "
    "Before publishing give it a new version, a new date (modified) and this digest.",
}


def digest(tables: Tables, names: Sequence[str], edition: str | None = None) -> str:
    """Return the SHA-256, in hexadecimal, of the rows of some tables, or of those of one edition.

    It covers the names of tables and columns and every cell; the order of rows counts, that of tables does not.
    """
    kept = narrow(
        tables, [name for name in names if name != _DESCRIPTIONS], of_edition(tables, edition) if edition else None
    )
    total = hashlib.sha256()
    for table in sorted(kept.description.tables, key=lambda one: one.name):
        columns = [column.name for column in table.cells]
        for cells in (
            [table.name],
            columns,
            *([row.value(name) or "" for name in columns] for row in kept.rows(table.name)),
        ):
            total.update("".join(f"{len(cell)}:{cell}," for cell in cells).encode() + b"\n")
    return total.hexdigest()


def check_dates(tables: Tables) -> Sequence[Finding]:
    """Return a note for each dataset whose rows are not those of the version and date that it states."""
    findings = []
    rows = {row.value("id"): row for row in tables.rows(_DESCRIPTIONS)} if read_datasets(tables) else {}
    for dataset in read_datasets(tables):
        if dataset.is_series or not dataset.tables:
            continue
        found = digest(tables, dataset.tables, dataset.edition)
        row = rows[dataset.id]
        if row.value("digest") != found:
            place = Place("datasets.csv", row.number, "digest")
            findings.append(
                Finding("D01", Severity.INFO, _MESSAGES, place, row.value("digest"), found, subject=dataset.iri)
            )
    return findings
