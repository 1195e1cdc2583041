"""The rows of a plain table as rows of our tables: listings, initiatives, times, organisers, and where each is said."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from openpyxl.utils import get_column_letter

from widgraph.errors import DataError
from widgraph.findings import Finding, Place
from widgraph.tables import Tables
from widgraph.workbook._ids import heading_of
from widgraph.workbook._layout import key_of
from widgraph.workbook._merge import Merged, MergedTable
from widgraph.workbook._messages import finding
from widgraph.workbook._places import CellPlace
from widgraph.workbook._read import Sheet, SheetRow
from widgraph.workbook._resolve import Names
from widgraph.workbook._timing import read_timing

_SECTORS: Final = {
    **dict.fromkeys(("private", "privaat", "privé", "privésector", "secteur privé", "privat"), "private"),
    **dict.fromkeys(
        ("public", "publiek", "openbaar", "overheid", "publique", "secteur public", "öffentlich"), "public"
    ),
    **dict.fromkeys(("mixed", "gemengd", "mixte", "gemischt", "publiek-privaat", "public-privé"), "mixed"),
}
_CODES: Final = {"nl": "NLD", "fr": "FRA", "de": "DEU", "en": "ENG"}
_OBJECTIVES: Final = re.compile(r"[;,]\s*(?=[1-9](?:\.[1-9])?(?:\s*[;,]|$))")
_EXAMPLES: Final = "2023, 09/2023, 12/03/2023, 2023-2025"


@dataclass(frozen=True)
class Item:
    """A row of a plain table: its number and its texts by field."""

    number: int
    texts: Mapping[str, str]

    def text(self, field: str) -> str:
        """Return a cell, empty when there is none."""
        return self.texts.get(field, "")


#: Of a row of the text and each of its cells by field (the row itself: empty): its first character, and its words.
_Line = Mapping[str, tuple[int, str]]


class Facts:
    """What the rows of a plain table say, for one edition."""

    def __init__(self, tables: Tables, edition: str, language: str, sheet: str, file: str) -> None:
        self._tables = tables
        self._edition = next(row.cells for row in tables.rows("editions") if row.cells["id"] == edition)
        self._language = language
        self._sheet = sheet
        self._names = {name: self._names_of(name) for name in ("objectives", "audiences", "actors", "initiatives")}
        self._document = f"{edition}-{language}"
        if any(row.cells["document"] == self._document for row in tables.rows("passages")):
            place = Place(file)
            raise DataError(f"{file} was not read.", [finding("W41", place, found=repr(self._document))])
        self._rows: dict[str, list[SheetRow]] = {}
        self._ordinals: dict[str, int] = {}
        self._listed: dict[str, list[str]] = {}
        self._seen: dict[str, set[str]] = {"initiatives": set(), "actors": set(), "passages": set()}
        self._index: Mapping[str, int] = {}
        self._lines: list[str] = []
        self._length = 0
        self.findings: list[Finding] = []

    @property
    def text(self) -> str:
        """The rows as text: cells with a tab between them, each row with a line feed."""
        return "".join(self._lines)

    def _names_of(self, table: str) -> Names:
        rows = [Merged(dict(row.cells), None, row) for row in self._tables.rows(table)]
        return Names(MergedTable(self._tables.description.table(table), None, rows))

    def sheets(self, items: Sequence[Item], index: Mapping[str, int]) -> dict[str, Sheet]:
        """Return the new rows by table; each knows the cell of the plain table that it comes from."""
        self._index = index
        for item in items:
            self._item(item)
        self._decide(items)
        self._write_document(items)
        letters = {field: get_column_letter(column) for field, column in index.items()}
        return {
            name: Sheet(
                self._tables.description.table(name), self._sheet, _letters(name, self._language, letters), tuple(rows)
            )
            for name, rows in self._rows.items()
        }

    def _add(self, table: str, number: int, cells: Mapping[str, str]) -> None:
        empty = dict.fromkeys((column.name for column in self._tables.description.table(table).cells), "")
        self._rows.setdefault(table, []).append(SheetRow(number, {**empty, **cells}))

    def _at(self, item: Item, field: str) -> CellPlace:
        letter = get_column_letter(self._index.get(field, 1))
        return CellPlace("listings.csv", item.number, field, self._sheet, f"{letter}{item.number}")

    def _item(self, item: Item) -> None:
        """One row: its initiative, and a listing under each objective it names."""
        title = item.text("initiative")
        if not title:
            labels = {"nl": "'initiatief'", "fr": "'initiative'", "de": "'Initiative'", "en": "'initiative'"}
            self.findings.append(finding("W39", self._at(item, "initiative"), allowed=labels))
            return
        line = self._line(item)
        known = self._names["initiatives"].find(title)
        if len(known) == 1:
            self.findings.append(finding("W40", self._at(item, "initiative"), allowed=f"{known[0]} ({title})"))
        elif not known and key_of(title) not in {
            key_of(row.cells["title_nl"]) for row in self._rows.get("initiatives", ())
        }:
            own = {} if self._language == "nl" else {f"title_{self._language}": title}
            self._add("initiatives", item.number, {"title_nl": title if not own else "", **own, "status": "listed"})
        initiative = known[0] if len(known) == 1 else title
        for text in _OBJECTIVES.split(item.text("objective")):
            self._listing(item, initiative, text, line)

    def _line(self, item: Item) -> _Line:
        """Add a row to the text; return where it and each of its cells begin, and their words."""
        places = {}
        at = self._length
        for field in self._index:
            places[field] = (at, item.text(field))
            at += len(item.text(field)) + 1
        line = "\t".join(item.text(field) for field in self._index).rstrip("\t")
        places[""] = (self._length, line)
        self._lines.append(line + "\n")
        self._length += len(line) + 1
        return places

    def _passage(self, item: Item, words: tuple[int, str], section: str) -> str:
        """Return the passage of some words of the text, made when it is new (end exclusive, Web Annotation 4.2.2)."""
        start, end = words[0], words[0] + len(words[1])
        key = f"{self._document}/{start}-{end}"
        if key not in self._seen["passages"]:
            self._seen["passages"].add(key)
            digest = hashlib.sha256(words[1].encode()).hexdigest()
            place = {"document": self._document, "section": section, "start": str(start), "end": str(end)}
            self._add("passages", item.number, {"id": key, **place, "sha256": digest})
        return key

    def _listing(self, item: Item, initiative: str, text: str, line: _Line) -> None:
        ids = self._names["objectives"].find(text) if text else []
        objective = ids[0] if len(ids) == 1 else text
        heading = heading_of(objective) if ids or not text else ""
        chapter = self._edition["listing_chapter"]
        section = chapter if heading in ("", "0") else f"{chapter}.{heading.replace('-', '.')}"
        start = f"{self._edition['id']}/{heading}/"
        ordinal = self._ordinal(start)
        key = f"{start}{ordinal:02d}" if heading else ""
        audience, sector = self._audience(item), self._sector(item)
        cells = {
            "id": key,
            "edition": self._edition["id"],
            "section": section,
            "objective": objective,
            "form": "bullet",
        }
        cells |= {"ordinal": str(ordinal), "initiative": initiative, "audience_text": item.text("audience")}
        cells |= {"audience": audience, "sector": sector, "sector_basis": "stated" if sector else ""}
        self._add("listings", item.number, {**cells, "passages": self._passage(item, line[""], section)})
        if key:
            self._listed.setdefault(initiative, []).append(key)
            self._timing(item, key, line, section)
            self._organisers(item, key, line, section)

    def _ordinal(self, start: str) -> int:
        if start not in self._ordinals:
            there = [row.cells for row in self._tables.rows("listings") if row.cells["id"].startswith(start)]
            self._ordinals[start] = max((int(cells["ordinal"] or 0) for cells in there), default=0)
        self._ordinals[start] += 1
        return self._ordinals[start]

    def _audience(self, item: Item) -> str:
        found = []
        for part in re.split(r"[;,/]", item.text("audience")):
            text = part.strip()
            ids = self._names["audiences"].find(text) if text else []
            if len(ids) == 1:
                found.append(ids[0])
            elif text:
                near = self._names["audiences"].suggest(text)
                self.findings.append(finding("W36", self._at(item, "audience"), found=repr(text), suggestion=near))
        return ";".join(dict.fromkeys(found))

    def _sector(self, item: Item) -> str:
        text = item.text("sector")
        code = _SECTORS.get(key_of(text), "")
        if text and not code:
            self.findings.append(finding("W38", self._at(item, "sector"), found=repr(text)))
        return code

    def _timing(self, item: Item, listing: str, line: _Line, section: str) -> None:
        text = item.text("timing")
        timing = read_timing(text) if text else None
        if timing is not None:
            cells = {"edition": self._edition["id"], "listing": listing, "kind": timing.kind}
            cells |= {"precision": timing.precision, f"start_{timing.precision}": timing.start}
            cells |= {f"end_{timing.precision}": timing.end} if timing.end else {}
            passage = self._passage(item, line["timing"], section)
            self._add("timings", item.number, {"id": f"{listing}/1", **cells, "passages": passage})
        elif text:
            self.findings.append(finding("W37", self._at(item, "timing"), found=repr(text), allowed=_EXAMPLES))

    def _organisers(self, item: Item, listing: str, line: _Line, section: str) -> None:
        text = item.text("organisation")
        for part in (part.strip() for part in text.split(";")):
            if not part:
                continue
            passage = self._passage(item, line["organisation"], section)
            ids = self._names["actors"].find(part)
            if not ids and key_of(part) not in self._seen["actors"]:
                self._seen["actors"].add(key_of(part))
                self._add("actors", item.number, {"name": part, "match_status": "unknown", "passages": passage})
            actor = ids[0] if len(ids) == 1 else part
            cells = {"edition": self._edition["id"], "actor": actor, "role": "organiser", "listing": listing}
            self._add("involvements", item.number, {**cells, "passages": passage})

    def _decide(self, items: Sequence[Item]) -> None:
        """Two listings of one initiative need a decision; the same title is its ground."""
        today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
        before: dict[str, list[str]] = {}
        for row in self._tables.rows("listings"):
            before.setdefault(row.cells["initiative"], []).append(row.cells["id"])
        decided = {
            row.cells["initiative"]: row.cells
            for row in self._tables.rows("identity")
            if row.cells["outcome"] == "same" and not row.cells["other"]
        }
        for initiative, new in self._listed.items():
            old = decided.get(initiative)
            listings = [*before.get(initiative, ()), *new]
            if len(listings) < 2:
                continue
            if old is not None:
                listings = list(dict.fromkeys([*old["listings"].split(";"), *listings]))
            made = {"outcome": "same", "basis": "same-text", "confidence": "medium", "date": today}
            cells = {**(old or {"initiative": initiative, **made}), "listings": ";".join(listings)}
            self._add("identity", items[0].number, cells)

    def _write_document(self, items: Sequence[Item]) -> None:
        """The table as text is the document; who publishes and under which rights is taken from the last document."""
        if not items:
            return
        rows = self._tables.rows("documents")
        old = next((row.cells for row in rows if row.cells["id"] == self._document), None)
        title = self._edition.get(f"title_{self._language}") or self._edition["title_nl"]
        last = dict(rows[-1].cells) if rows else {}
        new = {"id": self._document, "edition": self._edition["id"], "language": _CODES[self._language], "title": title}
        length = {"sha256": hashlib.sha256(self.text.encode()).hexdigest(), "characters": str(self._length)}
        self._add("documents", items[0].number, {**last, **new, **(old or {}), **length})


def _letters(table: str, language: str, letters: Mapping[str, str]) -> dict[str, str]:
    """Return the letter of the plain table's column that each column of ours is read from."""
    title = {f"title_{language}": "initiative", "title_nl": "initiative"}
    fields = {
        "initiatives": title,
        "listings": {
            **{"initiative": "initiative", "objective": "objective", "audience_text": "audience"},
            **{"audience": "audience", "sector": "sector", "id": "objective", "section": "objective"},
        },
        "timings": dict.fromkeys(("start_year", "start_month", "start_day", "end_year", "end_month"), "timing"),
        "actors": {"name": "organisation"},
        "involvements": {"actor": "organisation"},
    }.get(table, {})
    return {column: letters[field] for column, field in fields.items() if field in letters}
