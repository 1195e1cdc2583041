"""A plain table with the columns of the report, as a member of the working group sends it.

Each row becomes a listing of an edition, with its initiative, time and organiser. The source of these facts is the
table itself: its rows as text are the document of the edition, and every passage is a position in that text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from widgraph.errors import DataError, UsageError
from widgraph.findings import Finding, violations
from widgraph.languages import LANGUAGES
from widgraph.tables import Tables
from widgraph.workbook._base import Base
from widgraph.workbook._cells import read_cell
from widgraph.workbook._escape import unescape
from widgraph.workbook._facts import Facts, Item
from widgraph.workbook._guard import DEFAULT, Limits
from widgraph.workbook._layout import key_of
from widgraph.workbook._messages import finding
from widgraph.workbook._open import Grid, Raw, address, open_grids
from widgraph.workbook._places import CellPlace
from widgraph.workbook._read import Book, book_of

#: What each column may be called, by language.
_HEADINGS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "initiative": {
        "nl": ("initiatief", "initiatieven", "naam van het initiatief", "titel"),
        "fr": ("initiative", "initiatives", "nom de l'initiative", "titre"),
        "de": ("initiativen", "name der initiative"),
        "en": ("title", "name of the initiative"),
    },
    "objective": {
        "nl": ("doelstelling", "strategische doelstelling", "subdoelstelling"),
        "fr": ("objectif", "objectif stratégique", "sous-objectif"),
        "de": ("ziel", "strategisches ziel", "unterziel"),
        "en": ("objective", "strategic objective", "sub-objective"),
    },
    "audience": {
        "nl": ("doelpubliek", "doelgroep", "doelgroepen"),
        "fr": ("public", "public cible", "publics cibles"),
        "de": ("zielgruppe", "zielgruppen", "zielpublikum"),
        "en": ("audience", "target audience", "target group"),
    },
    "sector": {"nl": ("sector",), "fr": ("secteur",), "de": ("sektor",), "en": ()},
    "timing": {
        "nl": ("timing", "periode", "tijdstip", "wanneer"),
        "fr": ("calendrier", "période", "échéance", "quand"),
        "de": ("zeitraum", "zeit", "termin", "wann"),
        "en": ("period", "time", "when"),
    },
    "organisation": {
        "nl": ("organisatie", "organisator", "actor", "actoren"),
        "fr": ("organisation", "organisme", "organisateur", "acteur", "acteurs"),
        "de": ("akteur", "akteure", "veranstalter"),
        "en": ("organization", "organiser", "actors"),
    },
    "contact": {
        "nl": ("contact", "contactpersoon", "telefoon"),
        "fr": ("personne de contact", "téléphone", "courriel"),
        "de": ("kontakt", "kontaktperson", "ansprechpartner", "telefon"),
        "en": ("contact person", "e-mail", "email", "mail", "phone"),
    },
}
_FIELDS: Final = ("initiative", "objective", "audience", "sector", "timing", "organisation")
_TOP: Final = 15


def open_book(path: Path, tables: Tables, *, edition: str | None = None, limits: Limits = DEFAULT) -> Book:
    """Read a workbook made by `widgraph workbook`, or a plain table with the columns of the report.

    `edition` (default: the last one) is that of a plain table. Raises DataError with the findings when it is neither or
    cannot be opened, UsageError when there is no such edition.
    """
    grids = open_grids(path, limits)
    try:
        return book_of(path.name, grids, tables.description)
    except DataError:
        for grid in grids:
            top = _heading_row(grid)
            if top is not None:
                return _Plain(path.name, grid, top, tables, edition).book()
        raise


def _fields() -> dict[str, tuple[str, str]]:
    """Return the field and language of every heading."""
    return {
        key_of(heading): (field, language)
        for field, languages in _HEADINGS.items()
        for language, headings in languages.items()
        for heading in headings
    }


def _key(raw: Raw) -> str:
    return key_of(unescape(str(raw.value)))


def _heading_row(grid: Grid) -> int | None:
    """Return the row with an initiative and at least one more of the columns, None when there is none."""
    known = _fields()
    for number, cells in list(grid.rows.items())[:_TOP]:
        found = {known[key][0] for key in map(_key, cells.values()) if key in known}
        if "initiative" in found and len(found) > 1:
            return number
    return None


@dataclass(frozen=True)
class _Columns:
    """Where the columns are, by field, and what language most of them are in."""

    index: Mapping[str, int]
    language: str


class _Plain:
    """One plain table being read."""

    def __init__(self, name: str, grid: Grid, top: int, tables: Tables, edition: str | None) -> None:
        self._name = name
        self._grid = grid
        self._top = top
        self._tables = tables
        self._findings: list[Finding] = []
        years = [row.cells["id"] for row in tables.rows("editions")]
        self._edition = edition or (max(years) if years else "")
        if self._edition not in years:
            raise UsageError(
                f"There is no edition {self._edition}.", f"Prepare it first, or choose one of {', '.join(years)}."
            )

    def book(self) -> Book:
        """Return the rows of the table as rows of ours, with the cells they come from."""
        columns = self._columns()
        items = list(self._items(columns))
        facts = Facts(self._tables, self._edition, columns.language, self._grid.name, self._name)
        sheets = facts.sheets(items, columns.index)
        # a plain table says nothing of the rows it does not have: with an empty base they stay
        base = Base(columns.language, {table.name: {} for table in self._tables.description.tables})
        findings = (*self._findings, *facts.findings)
        return Book(self._name, sheets, base, columns.language, findings, facts.text)

    def _at(self, row: int, index: int) -> CellPlace:
        return CellPlace("listings.csv", row, None, self._grid.name, address(row, index))

    def _columns(self) -> _Columns:
        known = _fields()
        index: dict[str, int] = {}
        votes = dict.fromkeys(LANGUAGES, 0)
        for column, raw in self._grid.rows[self._top].items():
            field, language = known.get(_key(raw), ("", ""))
            place, heading = self._at(self._top, column), repr(str(raw.value)[:60])
            if field == "contact":
                self._findings.append(finding("W35", place, found=heading))
            elif not field:
                self._findings.append(finding("W15", place, found=heading))
            elif field in index:
                first = address(self._top, index[field])
                self._findings.append(finding("W14", place, found=heading, allowed=first))
            else:
                index[field] = column
                votes[language] += 1
        return _Columns(index, max(votes, key=lambda language: votes[language]))

    def _items(self, columns: _Columns) -> Iterator[Item]:
        """Yield the rows, a merged cell counting for each of its rows."""
        string = self._tables.description.table("listings").column("audience_text")
        day = self._tables.description.table("timings").column("start_day")
        merged = self._merged()
        for number in sorted({*self._grid.rows, *(row for row, _ in merged)}):
            if number <= self._top:
                continue
            texts: dict[str, str] = {}
            found: list[Finding] = []
            for field in _FIELDS:
                index = columns.index.get(field, 0)
                raw = self._grid.rows.get(number, {}).get(index) or merged.get((number, index))
                if raw is None:
                    continue
                text = read_cell(raw, day if field == "timing" else string, self._at(number, index), names=False)
                texts[field] = text.tidy
                found += text.findings
            if any(texts.values()) or violations(found):
                self._findings += found
                yield Item(number, texts)

    def _merged(self) -> dict[tuple[int, int], Raw]:
        spread = {}
        for text in self._grid.merged:
            match = re.fullmatch(r"([A-Z]+)([0-9]+):[A-Z]+([0-9]+)", text)
            if match and int(match[2]) > self._top:
                row = self._grid.rows.get(int(match[2]), {})
                index = next((column for column in row if address(int(match[2]), column) == match[1] + match[2]), None)
                if index is not None:
                    place = self._at(int(match[2]), index)
                    self._findings.append(finding("W17", place, found=text))
                    spread.update({(n, index): row[index] for n in range(int(match[2]) + 1, int(match[3]) + 1)})
        return spread
