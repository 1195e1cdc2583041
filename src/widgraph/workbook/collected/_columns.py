"""The columns of the plain table, by what people call them in four languages; and the sheet that has them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from openpyxl.utils import get_column_letter

from widgraph.languages import LANGUAGES
from widgraph.tables import Description
from widgraph.workbook._cells import tidy
from widgraph.workbook._escape import unescape
from widgraph.workbook._layout import BASE, NAMED, key_of, sheets_by_key
from widgraph.workbook._open import Grid, Raw
from widgraph.workbook._places import CellPlace

#: What each column is called, in nl, fr, de and en; the first name of each is the one we write.
COLUMNS: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "id": (("Code", "id"), ("Code",), ("Code",), ("Code",)),
    "initiative": (
        ("Initiatief", "initiatieven", "titel"),
        ("Initiative", "initiatives", "titre"),
        ("Initiative", "initiativen", "titel"),
        ("Initiative", "initiatives", "title"),
    ),
    "title_nl": (
        ("Initiatief (Nederlands)", "titel (Nederlands)"),
        ("Initiative (néerlandais)", "titre (néerlandais)"),
        ("Initiative (Niederländisch)", "Titel (Niederländisch)"),
        ("Initiative (Dutch)", "title (Dutch)"),
    ),
    "programme": (
        ("Naam van het programma", "programma"),
        ("Nom du programme", "programme"),
        ("Name des Programms", "Programm"),
        ("Name of the programme", "programme"),
    ),
    "objective": (
        ("Doelstelling", "nummer", "subdoelstelling"),
        ("Objectif", "numéro", "sous-objectif"),
        ("Ziel", "Nummer", "Teilziel"),
        ("Objective", "number", "sub-objective"),
    ),
    "audience": (
        ("Doelpubliek", "voor wie", "doelgroep"),
        ("Public cible", "pour qui", "public", "groupe cible"),
        ("Zielgruppe", "für wen", "Zielpublikum"),
        ("Audience", "for whom", "target audience", "target group"),
    ),
    "sector": (("Sector",), ("Secteur",), ("Sektor",), ("Sector",)),
    "timing": (
        ("Timing", "wanneer", "periode"),
        ("Calendrier", "quand", "période", "timing"),
        ("Zeitraum", "wann", "Zeit"),
        ("Timing", "when", "period"),
    ),
    "organisation": (
        ("Organisatie", "wie", "organisator"),
        ("Organisation", "qui", "organisateur"),
        ("Organisation", "wer", "Organisator"),
        ("Organisation", "who", "organiser", "organization"),
    ),
    "contact": (
        ("Contact", "contactpersoon", "contactgegevens", "e-mail"),
        ("Contact", "personne de contact", "coordonnées"),
        ("Kontakt", "Ansprechpartner", "Kontaktperson"),
        ("Contact", "contact person", "contact details", "email"),
    ),
    "decision": (("Beslissing",), ("Décision",), ("Entscheidung",), ("Decision",)),
    "new_name": (("Nieuwe naam",), ("Nouveau nom",), ("Neuer Name",), ("New name",)),
    "last": (
        ("Vermeld vorig jaar",),
        ("Cité l’an dernier",),
        ("Im Vorjahr aufgeführt",),
        ("Listed last year",),
    ),
}
#: What may be decided about an initiative of last year.
DECISIONS: Final[Mapping[str, tuple[str, str, str, str]]] = {
    "confirm": ("bevestigen", "confirmer", "bestätigen", "confirm"),
    "stop": ("stoppen", "arrêter", "beenden", "stop"),
    "rename": ("hernoemen", "renommer", "umbenennen", "rename"),
}
_NEEDED: Final = {"initiative", "objective"}
_TITLES: Final = 15


@dataclass(frozen=True)
class PlainRow:
    """One row of the plain table: its texts by column, without surplus blanks."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True)
class PlainTable:
    """A sheet with the columns of the report; `language` is that of its headings."""

    sheet: str
    language: str
    letters: Mapping[str, str]
    rows: Sequence[PlainRow]
    heading_row: int

    def place(self, row: PlainRow | None, column: str | None = None) -> CellPlace:
        """Return where a cell, a row or the sheet itself is."""
        number = row.number if row else None
        letter = self.letters.get(column or "", "")
        return CellPlace("", number, column, self.sheet, f"{letter}{number}" if number else "")


def heading(column: str, language: str) -> str:
    """Return what we call a column in a language."""
    return COLUMNS[column][LANGUAGES.index(language)][0]


def plain_table(grids: Sequence[Grid], description: Description) -> PlainTable | None:
    """Return the first sheet that has the columns of the report; None when no sheet has, or the book is one of ours."""
    known = sheets_by_key(description)
    if any(grid.name == BASE for grid in grids) or sum(key_of(grid.name) in known for grid in grids) > 1:
        return None
    for grid in grids:
        for number, cells in list(grid.rows.items())[:_TITLES]:
            found = {index: column for index, raw in cells.items() if (column := _column(_text(raw)))}
            columns = dict(reversed(list(found.items())))  # of two columns of one meaning the first is read
            if set(columns.values()) >= _NEEDED:
                return _table(grid, number, {column: index for index, column in columns.items()}, cells)
    return None


def _table(grid: Grid, top: int, columns: Mapping[str, int], heads: Mapping[int, Raw]) -> PlainTable:
    rows = []
    for number, raws in grid.rows.items():
        if number <= top:
            continue
        cells = {column: _text(raws[index]) for column, index in columns.items() if index in raws}
        if any(cells.values()):
            rows.append(PlainRow(number, cells))
    letters = {column: get_column_letter(index) for column, index in columns.items()}
    return PlainTable(grid.name, _language([_text(heads[index]) for index in columns.values()]), letters, rows, top)


def _text(raw: Raw) -> str:
    """Return what a cell says; a date as in ISO 8601, a whole number without a point, of a label's code the code."""
    value = raw.value
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else tidy(unescape(str(value)).partition(NAMED)[0])


def _column(text: str) -> str | None:
    key = key_of(text)
    names = ((column, {key_of(name) for part in of for name in part}) for column, of in COLUMNS.items())
    return next((column for column, known in names if key in known), None)


def _language(heads: Sequence[str]) -> str:
    """Return the language most of the headings are in; Dutch where several do."""
    keys = {key_of(text) for text in heads}

    def fits(index: int) -> int:
        return sum(bool(keys & {key_of(name) for name in of[index]}) for of in COLUMNS.values())

    return max(LANGUAGES, key=lambda language: fits(LANGUAGES.index(language)))
