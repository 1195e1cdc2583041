"""The columns of the plain table, by what people call them in four languages; and the sheet that has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from openpyxl.utils import get_column_letter, range_boundaries

from widgraph.findings import Finding
from widgraph.languages import LANGUAGES
from widgraph.tables import Description
from widgraph.workbook._cells import read_cell, tidy
from widgraph.workbook._escape import unescape
from widgraph.workbook._layout import BASE, NAMED, key_of, sheets_by_key
from widgraph.workbook._messages import finding
from widgraph.workbook._open import Grid, Raw, address
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
#: Findings about numbers and dates in a column of words.
_TYPED: Final = {"W22", "W23"}


@dataclass(frozen=True)
class PlainRow:
    """One row of the plain table: its texts by column, without surplus blanks."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True)
class PlainTable:
    """A sheet with the columns of the report; `language` is that of its headings, `findings` what reading it found."""

    sheet: str
    language: str
    letters: Mapping[str, str]
    rows: Sequence[PlainRow]
    findings: Sequence[Finding]

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
            if {_column(_text(raw)) for raw in cells.values()} >= _NEEDED:
                return _Reading(grid, number, description).table()
    return None


class _Reading:
    """One sheet being read."""

    def __init__(self, grid: Grid, top: int, description: Description) -> None:
        self._grid = grid
        self._top = top
        self._findings: list[Finding] = []
        self._kinds = {"timing": description.table("timings").column("start_day")}
        self._words = description.table("listings").column("audience_text")

    def table(self) -> PlainTable:
        """Return the rows below the headings that say something."""
        columns = self._columns()
        spread = self._merged(columns)
        rows = []
        for number in sorted({*self._grid.rows, *spread}):
            raws = {**spread.get(number, {}), **self._grid.rows.get(number, {})}
            cells = {
                column: self._cell(number, index, raws[index], column)
                for index, column in columns.items()
                if index in raws
            }
            if number > self._top and any(cells.values()):
                rows.append(PlainRow(number, cells))
        letters = {column: get_column_letter(index) for index, column in columns.items()}
        heads = [_text(self._grid.rows[self._top][index]) for index in columns]
        return PlainTable(self._grid.name, _language(heads), letters, rows, tuple(self._findings))

    def _columns(self) -> dict[int, str]:
        """Match headings with columns; of two of one meaning the first is read."""
        columns: dict[int, str] = {}
        for index, raw in self._grid.rows[self._top].items():
            text = _text(raw)
            column = _column(text)
            first = next((place for place, name in columns.items() if name == column), None)
            place = self._place(self._top, index)
            if column is None and text:
                self._findings.append(finding("W15", place, found=repr(text[:60])))
            elif first is not None:
                self._findings.append(finding("W14", place, found=repr(text), allowed=address(self._top, first)))
            elif column is not None:
                columns[index] = column
        return columns

    def _merged(self, columns: Mapping[int, str]) -> dict[int, dict[int, Raw]]:
        """Give every row of a merged range the value of its first cell, within the column that holds it."""
        spread: dict[int, dict[int, Raw]] = {}
        for text in sorted(self._grid.merged):
            left, first, _, last = range_boundaries(text)
            if left not in columns or first is None or last is None or first <= self._top or left is None:
                continue
            raw = self._grid.rows.get(first, {}).get(left)
            self._findings.append(finding("W17", self._place(first, left), found=text))
            for number in range(first + 1, last + 1) if raw is not None else ():
                spread.setdefault(number, {})[left] = raw  # type: ignore[assignment]
        return spread

    def _cell(self, number: int, index: int, raw: Raw, column: str) -> str:
        if number <= self._top:
            return ""
        text = read_cell(raw, self._kinds.get(column, self._words), self._place(number, index), names=False)
        # what becomes text here may have been a number or a date there: a year, a code
        self._findings += [one for one in text.findings if one.rule not in _TYPED]
        return text.tidy.partition(NAMED)[0]

    def _place(self, number: int, index: int) -> CellPlace:
        return CellPlace("", number, None, self._grid.name, address(number, index))


def _text(raw: Raw) -> str:
    return tidy(unescape(str(raw.value))) if raw.value is not None else ""


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
