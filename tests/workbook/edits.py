"""Workbooks with something wrong, made by editing a good one; each with what must be said of it, by rule and cell.

Initiatives have code A, slug B, titles C to F, status J; listings code A, edition B, section C, objective D, ordinal E,
form F, initiative G, audience J, sector K, ground L; meetings date C, participants E; timings begin (month) G.
All is made-up test data.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from tests.workbook.conftest import Editor

N, L, M, T, A = "Initiatieven", "Vermeldingen", "Vergaderingen", "Tijdsaanduidingen", "Actoren"
NEW: Final = {"titel (Nederlands)": "Zomerkamp robotica voor tieners", "toestand": "listed"}


@dataclass(frozen=True)
class Case:
    """An edit, the findings it must lead to (rule and place), and how many rows it changes."""

    name: str
    edit: Callable[[Editor], object]
    findings: frozenset[tuple[str, str]]
    changes: int = 0


def case(name: str, edit: Callable[[Editor], object], *findings: str, changes: int = 0) -> Case:
    """Return a case; findings are written `W20 Vermeldingen!D5`."""
    pairs = frozenset((rule, place) for rule, _, place in (one.partition(" ") for one in findings))
    return Case(name, edit, pairs, changes)


def _put(sheet: str, key: str | int, heading: str, value: object) -> Callable[[Editor], object]:
    return lambda editor: editor.put(sheet, key, heading, value)


def _heading(sheet: str, old: str, new: str) -> Callable[[Editor], object]:
    return lambda editor: editor.put(sheet, 1, old, new)


def _rename(old: str, new: str) -> Callable[[Editor], object]:
    def edit(editor: Editor) -> None:
        editor.sheet(old).title = new

    return edit


def _new(sheet: str, cells: Mapping[str, object], *more: Mapping[str, object]) -> Callable[[Editor], object]:
    return lambda editor: [editor.add(sheet, row) for row in (cells, *more)]


def _merge(sheet: str, span: str) -> Callable[[Editor], object]:
    return lambda editor: editor.sheet(sheet).merge_cells(span)


def _all(*edits: Callable[[Editor], object]) -> Callable[[Editor], object]:
    return lambda editor: [edit(editor) for edit in edits]


def _unmade(editor: Editor) -> None:
    del editor.book["_base"]


def _copy_sheet(editor: Editor) -> None:
    copy = editor.book.copy_worksheet(editor.sheet(M))
    copy.title = "Meetings"


def _swap_rows(editor: Editor) -> None:
    """Sort the sheet the other way round."""
    sheet = editor.sheet(M)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for number, values in enumerate(reversed(rows), start=2):
        for index, value in enumerate(values, start=1):
            sheet.cell(number, index).value = value


def _title_above(editor: Editor) -> None:
    editor.sheet(M).insert_rows(1, 2)
    editor.sheet(M)["A1"] = "Stand van zaken"


def _columns_moved(editor: Editor) -> None:
    """The last column first, one hidden, headings in another language."""
    sheet = editor.sheet(M)
    for row in range(1, sheet.max_row + 1):
        last = sheet.cell(row, 6).value
        for index in range(6, 1, -1):
            sheet.cell(row, index).value = sheet.cell(row, index - 1).value
        sheet.cell(row, 1).value = last
    sheet.column_dimensions["C"].hidden = True
    sheet["D1"] = "Datum *"
    sheet["E1"] = "groupe de travail"


def _trailing(editor: Editor) -> None:
    for row in range(400, 1000):
        editor.sheet(M).cell(row, 1).value = " "
        editor.sheet(M).cell(row, 9).value = None


_LISTING: Final = {"editie": "2022", "sectie": "5.1", "volgnummer": 9, "vorm": "bullet", "doelstelling": "2021/1"}
_PASSAGE: Final = {"plaatsen in de bron": "2022-nl/29835-29969"}

CASES: Final = (
    # what is understood: no finding that stops, and no difference or the one meant
    case("rows sorted otherwise", _swap_rows),
    case("a title above the headings", _title_above),
    case("columns moved, hidden, headings in other languages", _columns_moved),
    case("hundreds of blank rows below", _trailing),
    case("a sheet named in French", _rename(M, "Réunions")),
    case("a heading without its star and in capitals", _heading(M, "datum", "DATUM")),
    case("a heading with a hard space", _heading(N, "titel (Frans)", "titel\u00a0(Frans)")),
    case("a sheet of notes", lambda e: e.book.create_sheet("Kladblok").append(["x"]), "W11 Kladblok"),
    case("a column of remarks", _put(M, 1, "plaatsen in de bron", "plaatsen in de bron")),
    case(
        "hard space and blanks",
        _put(N, "i0001", "titel (Nederlands)", " Nieuwe\u00a0titel  "),
        "W24 Initiatieven!C2",
        changes=1,
    ),
    case(
        "a line break in a title",
        _put(N, "i0001", "titel (Nederlands)", "Nieuwe\ntitel"),
        "W24 Initiatieven!C2",
        changes=1,
    ),
    case(
        "a zero-width space",
        _put(N, "i0001", "titel (Nederlands)", "Nieuwe\u200btitel"),
        "W24 Initiatieven!C2",
        changes=1,
    ),
    case(
        "letters and accents apart",
        _put(N, "i0001", "titel (Frans)", "E\u0301te\u0301"),
        "W24 Initiatieven!D2",
        changes=1,
    ),
    case("blanks only, in an empty cell", _put(N, "i0001", "programmanaam", "   "), changes=0),
    case("a date as a date", _put(M, "2019-06-26", "datum", datetime.datetime(2019, 6, 26)), changes=0),
    case("another date as a date", _put(M, "2019-06-26", "datum", datetime.date(2019, 6, 27)), changes=1),
    case("a date as a number", _put(M, "2019-06-26", "datum", 43642), "W22 Vergaderingen!C2"),
    case("a month as a date", _put(T, "2022/1/01/1", "begin (maand)", datetime.date(2022, 9, 1)), changes=0),
    case("a year as a number", _put(T, "2022/1/05/1", "begin (jaar)", 2020.0), changes=0),
    case("an objective by its number", _put(L, "2022/1/01", "doelstelling", "2.3"), changes=1),
    case(
        "an objective by its name",
        _put(L, "2022/1/01", "doelstelling", "See more women graduate in the digital sector"),
    ),
    case("a code by its name in German", _put(L, "2022/1/01", "vorm", "Listenpunkt")),
    case("a cell as the drop-down writes it", _put(L, "2022/1/01", "initiatief", "i0005 · iets anders"), changes=1),
    case("a list with blanks and names", _put(L, "2022/0/p2", "doelpubliek", "women-interested · x ; partners")),
    case("a new initiative", _new(N, NEW), changes=1),
    case(
        "a new initiative and its listing by name",
        _all(_new(N, NEW), _new(L, {**_LISTING, **_PASSAGE, "initiatief": "zomerkamp Robotica voor tieners"})),
        changes=2,
    ),
    case("no memory of what it was made from", _unmade, "W33 case.xlsx"),
    case("a sheet left out", lambda e: e.book.remove(e.sheet(M)), "W10 case.xlsx"),
    # formulas and what spreadsheets make of a value
    case("a formula never calculated", _put(N, "i0001", "titel (Nederlands)", '="a"&"b"'), "W19 Initiatieven!C2"),
    case("a formula reading another file", _put(M, "2019-06-26", "datum", "=[1]Blad1!A1"), "W21 Vergaderingen!C2"),
    case("a formula reading a path", _put(M, "2019-06-26", "datum", "='C:\\[x.xlsx]A'!A1"), "W21 Vergaderingen!C2"),
    case(
        "a formula reading the web",
        _put(N, "i0001", "titel (Nederlands)", '=WEBSERVICE("http://a.example/")'),
        "W21 Initiatieven!C2",
    ),
    case("an error", _put(N, "i0001", "titel (Nederlands)", "#REF!"), "W20 Initiatieven!C2"),
    case(
        "an id turned into a date",
        _put(L, "2022/1/01", "doelstelling", datetime.date(2021, 1, 1)),
        "W23 Vermeldingen!D5",
    ),
    case("a logical value", _put(N, "i0001", "titel (Nederlands)", True), "W23 Initiatieven!C2"),
    case("a time", _put(N, "i0001", "titel (Nederlands)", datetime.time(9, 30)), "W23 Initiatieven!C2"),
    case("merged cells", _merge(L, "G5:G6"), "W17 Vermeldingen!G5", changes=1),
    # sheets and headings
    case("a sheet twice", _copy_sheet, "W12 Meetings"),
    case("a sheet name with a slip", _rename(M, "Vergadering"), "W10 case.xlsx", "W11 Vergadering"),
    case("headings deleted", lambda e: e.sheet(M).delete_rows(1), "W13 Vergaderingen"),
    case("a heading twice", _heading(M, "werkgroep", "datum *"), "W14 Vergaderingen!D1", "W16 Vergaderingen!1"),
    case("a heading with a slip", _heading(M, "werkgroep", "werkgroup"), "W15 Vergaderingen!D1", "W16 Vergaderingen!1"),
    case("a column deleted", lambda e: e.sheet(M).delete_cols(5), "W16 Vergaderingen!1"),
    case(
        "a column that nobody knows",
        _all(lambda e: e.sheet(M).cell(1, 7, "opmerking"), lambda e: e.sheet(M).cell(2, 7, "x")),
        "W15 Vergaderingen!G1",
    ),
    # cells
    case(
        "an objective that is not there", _put(L, "2022/1/01", "doelstelling", "2.9"), "W30 Vermeldingen!D5", changes=1
    ),
    case(
        "an initiative that is not there", _put(L, "2022/1/01", "initiatief", "i9999"), "W30 Vermeldingen!G5", changes=1
    ),
    case(
        "one of a list that is not there",
        _put(L, "2022/0/p2", "doelpubliek", "partners;wommen"),
        "W30 Vermeldingen!J3",
        changes=1,
    ),
    case("a sector that is none", _put(L, "2022/1/01", "sector", "commercieel"), "T15 Vermeldingen!K5", changes=1),
    case("a required cell emptied", _put(N, "i0001", "titel (Nederlands)", None), "W39 Initiatieven!C2", changes=1),
    case("a day that is no date", _put(M, "2019-06-26", "datum", "31/06/2019"), "T15 Vergaderingen!C2", changes=1),
    case(
        "words for a number", _put(M, "2021-09-16", "aantal deelnemers", "vijftig"), "T15 Vergaderingen!E5", changes=1
    ),
    case(
        "a number below what is possible",
        _put(M, "2021-09-16", "aantal deelnemers", -3),
        "T15 Vergaderingen!E5",
        changes=1,
    ),
    case("half a participant", _put(M, "2021-09-16", "aantal deelnemers", 52.5), "T15 Vergaderingen!E5", changes=1),
    case(
        "a title of 161 characters", _put(N, "i0001", "titel (Nederlands)", "x" * 161), "T15 Initiatieven!C2", changes=1
    ),
    case(
        "a title that begins like a formula",
        _all(_put(N, "i0001", "titel (Nederlands)", "-voor meisjes")),
        "T19 Initiatieven!C2",
        changes=1,
    ),
    case(
        "text misread in another encoding", _put(N, "i0001", "titel (Frans)", "Ã©tÃ©"), "T12 Initiatieven!D2", changes=1
    ),
    case("an address that is none", _put(A, "a001", "webpagina", "www.example.org"), "T15 Actoren!I2", changes=1),
    # ids and rows
    case("an id changed by hand", _put(N, 3, "code", "i0200"), "W26 Initiatieven!A3"),
    case("an id given to two rows", _new(N, {**NEW, "code": "i0001"}), "W25 Initiatieven!A10"),
    case("an id of another form", _new(N, {**NEW, "code": "robot"}), "T15 Initiatieven!A10", changes=1),
    case(
        "a new listing without edition",
        _new(L, {"initiatief": "i0001", **_PASSAGE, "sectie": "5", "volgnummer": 4, "vorm": "prose"}),
        "W39 Vermeldingen!A13",
        "W39 Vermeldingen!B13",
        changes=1,
    ),
    case("a row deleted that others point at", lambda e: e.delete(N, "i0005"), "W27 Initiatieven", changes=1),
    case("an actor deleted that many point at", lambda e: e.delete(A, "a059"), "W27 Actoren", changes=1),
    case(
        "a new initiative like an old one",
        _new(N, {**NEW, "titel (Nederlands)": "De jaarlijkse evenementen van FOD Economie"}),
        "W32 Initiatieven!C10",
        changes=1,
    ),
    case(
        "two new initiatives that are alike",
        _new(N, NEW, {**NEW, "titel (Nederlands)": "Zomerkampen robotica (tieners)"}),
        "W32 Initiatieven!C11",
        changes=2,
    ),
    case(
        "a name of two",
        _all(_new(N, NEW, NEW), _put(L, "2022/1/01", "initiatief", NEW["titel (Nederlands)"])),
        "W31 Vermeldingen!G5",
        "W32 Initiatieven!C11",
        changes=3,
    ),
    case(
        "many faults at once",
        _all(
            _put(L, "2022/1/01", "doelstelling", "2.9"),
            _put(M, "2019-06-26", "datum", "?"),
            _put(N, "i0001", "titel (Nederlands)", None),
        ),
        "W30 Vermeldingen!D5",
        "T15 Vergaderingen!C2",
        "W39 Initiatieven!C2",
        changes=3,
    ),
)
