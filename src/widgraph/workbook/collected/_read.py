"""From the plain table to rows of our tables: what each member says becomes a listing with its passage."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from widgraph.findings import Finding
from widgraph.languages import LANGUAGES
from widgraph.tables import Table, Tables
from widgraph.workbook._ids import heading_of, next_number
from widgraph.workbook._layout import key_of
from widgraph.workbook._merge import Merged, MergedTable
from widgraph.workbook._messages import finding
from widgraph.workbook._read import Book, Sheet, SheetRow
from widgraph.workbook._resolve import Names
from widgraph.workbook._timing import Timing, read_timing
from widgraph.workbook.collected._columns import DECISIONS, PlainRow, PlainTable
from widgraph.workbook.collected._source import add, digest, file_name
from widgraph.workbook.collected._values import SECTORS, phrases, timing_cells

#: Between several objectives in one cell, each given by its number.
_OBJECTIVES = re.compile(r"[;,]\s*(?=[1-9](?:\.[1-9])?(?:\s*[;,]|$))")
_NAMED = ("objectives", "audiences", "actors", "initiatives")
_TABLES = ("documents", "passages", "initiatives", "listings", "timings", "involvements", "identity", "actors")


@dataclass
class _Entry:
    """One listing to be made: the plain row and what was read from it."""

    row: PlainRow
    initiative: str
    objective: str
    audiences: list[str]
    sector: str
    timing: Timing | None
    actors: list[str] = field(default_factory=list)


def collected_book(
    plain: PlainTable, tables: Tables, text: str, *, edition: str, today: datetime.date, published: Collection[str]
) -> tuple[Book, dict[str, bytes]]:
    """Return the rows that a plain table adds to an edition, as a workbook laid over the tables, and the new text.

    `text` is what was collected for the edition so far, `today` the day of the decisions, `published` the last parts of
    the ledger's identifiers. A row with any fault adds nothing; what is wrong is in the findings of the book.
    """
    return _Collecting(plain, tables, edition, today, published).run(text)


class _Collecting:
    """One plain table being read."""

    def __init__(
        self, plain: PlainTable, tables: Tables, edition: str, today: datetime.date, published: Collection[str]
    ) -> None:
        self._plain = plain
        self._tables = tables
        self._edition = next(row for row in tables.rows("editions") if row.cells["id"] == edition)
        self._document = next(row for row in tables.rows("documents") if row.cells["edition"] == edition)
        self._today = today.isoformat()
        self._published = published
        self._names = {name: Names(_as_merged(tables, name)) for name in _NAMED}
        self._findings: list[Finding] = [*plain.findings]
        self._rows: dict[str, dict[str, tuple[PlainRow, dict[str, str]]]] = {name: {} for name in _TABLES}

    def run(self, text: str) -> tuple[Book, dict[str, bytes]]:
        self._strangers()
        entries = [entry for row in self._plain.rows for entry in self._entries(row)]
        sections = [(self._section(entry.objective), self._words(entry)) for entry in entries]
        text, lines = add(text, sections)
        listings = self._listing_ids(entries)
        for entry, line, listing in zip(entries, lines, listings, strict=True):
            passage = f"{self._document.cells['id']}/{line.start}-{line.end}"
            at = {"start": str(line.start), "end": str(line.end), "sha256": line.sha256, "section": line.section}
            self._put("passages", entry.row, passage, {**at, "document": self._document.cells["id"]})
            self._listing(entry, listing, passage, line.section)
            self._identity(entry, listing)
        if entries:
            about = {**self._document.cells, "sha256": digest(text), "characters": str(len(text))}
            self._put("documents", entries[0].row, about.pop("id"), about)
        book = Book(self._plain.sheet, self._sheets(), None, self._plain.language, tuple(self._findings))
        return book, {file_name(self._document.cells["id"]): text.encode()} if entries else {}

    # ── one row ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _entries(self, row: PlainRow) -> list[_Entry]:
        """Read a row, a listing for each objective; none when it adds nothing or something is wrong with it."""
        before = len(self._findings)
        decision = self._decision(row)
        if decision == "stop" or (row["last"] and not decision):
            return []
        objectives = self._objectives(row)
        audiences = [found for part in phrases(row["audience"]) if (found := self._audience(row, part))]
        sector = SECTORS.get(key_of(row["sector"]), "")
        if row["sector"] and not sector:
            self._say("W38", row, "sector", found=repr(row["sector"]))
        timing = read_timing(row["timing"])
        if row["timing"] and timing is None:
            self._say("W37", row, "timing", found=repr(row["timing"]), allowed="2023, 09/2023, 2023-2025, vanaf 2023")
        violations = [one for one in self._findings[before:] if one.severity == "violation"]
        initiative = self._initiative(row, decision, refused=not objectives or bool(violations))
        if not objectives or initiative is None or violations:
            return []
        actors = [self._actor(row, part) for part in phrases(row["organisation"])]
        return [_Entry(row, initiative, one, audiences, sector, timing, actors) for one in objectives]

    def _decision(self, row: PlainRow) -> str:
        """Return what was decided about an initiative of last year: confirm, stop, rename, or nothing."""
        key = key_of(row["decision"])
        found = next((code for code, names in DECISIONS.items() if key in {code, *map(key_of, names)}), "")
        if key and not found:
            allowed = {language: ", ".join(names[i] for names in DECISIONS.values()) for i, language in _numbered()}
            self._say("W52", row, "decision", found=repr(row["decision"]), allowed=allowed)
        elif row["last"] and not key:
            self._say("W51", row, "decision", found=repr(row["initiative"]))
        elif found == "rename" and not row["new_name"]:
            self._say("W53", row, "new_name")
        elif found == "stop":
            self._say("W54", row, "decision", found=repr(row["initiative"]))
        return found

    def _objectives(self, row: PlainRow) -> list[str]:
        """Return the objectives of a row, none when one of them does not exist."""
        if not row["objective"]:
            self._say("W50", row, "objective")
        found = [self._objective(row, part) for part in _OBJECTIVES.split(row["objective"]) if part]
        return [] if None in found else [one for one in dict.fromkeys(found) if one]

    def _objective(self, row: PlainRow, text: str) -> str | None:
        names = self._names["objectives"]
        start = text.split(maxsplit=1)[0].rstrip(".:")
        for candidate in (text, start, start.replace("-", ".")):
            found = names.find(candidate)
            if len(found) == 1:
                return found[0]
        place = self._plain.place(row, "objective")
        allowed = {language: names.table.labels.get(language, "") for language in LANGUAGES}
        near = self._sibling(start) or names.suggest(text)
        self._findings.append(finding("W30", place, found=repr(text), allowed=allowed, suggestion=near))
        return None

    def _sibling(self, number: str) -> str | None:
        """Return the number nearest to one that does not exist under the same objective: for 2.4 it is 2.3."""
        top = number.partition(".")[0]
        rows = [row.cells for row in self._tables.rows("objectives")]
        near = [row for row in rows if row["notation"].startswith(f"{top}.") and row["notation"] <= number]
        last = max(near, key=lambda row: row["notation"], default=None)
        return f"{last['notation']} ({last['id']})" if last else None

    def _audience(self, row: PlainRow, part: str) -> str | None:
        names = self._names["audiences"]
        found = names.find(part)
        if len(found) == 1:
            return found[0]
        place = self._plain.place(row, "audience")
        self._findings.append(finding("W36", place, found=repr(part), suggestion=names.suggest(part)))
        return None

    def _initiative(self, row: PlainRow, decision: str, *, refused: bool) -> str | None:
        """Return the initiative a row is about: by its code, by its title, else a new one."""
        title = row["initiative"]
        if not title and not row["id"]:
            self._say("W50", row, "initiative")
            return None
        names = self._names["initiatives"]
        found = names.find(row["id"] or title)
        if row["id"] and not found:
            allowed = {language: names.table.labels.get(language, "") for language in LANGUAGES}
            place = self._plain.place(row, "id")
            near = names.suggest(row["id"])
            self._findings.append(finding("W30", place, found=repr(row["id"]), allowed=allowed, suggestion=near))
            return None
        if len(found) > 1:
            self._say("W31", row, "initiative", found=repr(title), allowed=", ".join(found[:8]))
            return None
        if found:
            if not row["id"]:
                self._say("W40", row, "initiative", allowed=found[0])
            if decision == "rename" and not refused and row["new_name"]:
                self._rename(row, found[0])
            return found[0]
        return None if refused else self._new_initiative(row, title)

    def _new_initiative(self, row: PlainRow, title: str) -> str | None:
        same = next((key for key, (_, cells) in self._rows["initiatives"].items() if title in cells.values()), None)
        if same is not None:
            return same
        dutch = row["title_nl"] or (title if self._plain.language == "nl" else "")
        if not dutch:
            self._say("W55", row, "title_nl" if "title_nl" in self._plain.letters else "initiative")
            return None
        used = {*(one.cells["id"] for one in self._tables.rows("initiatives")), *self._rows["initiatives"]}
        key = next_number("i", 4, {*used, *self._published})
        cells = {"title_nl": dutch, f"title_{self._plain.language}": title, "status": "listed"}
        self._put("initiatives", row, key, {**cells, "programme_name": row["programme"]})
        return key

    def _rename(self, row: PlainRow, key: str) -> None:
        """Give an initiative its new name in the language of the table; the old one stays in the collected text."""
        cells = next(one.cells for one in self._tables.rows("initiatives") if one.cells["id"] == key)
        self._put("initiatives", row, key, {**cells, f"title_{self._plain.language}": row["new_name"]})

    def _actor(self, row: PlainRow, name: str) -> str:
        found = self._names["actors"].find(name)
        if len(found) == 1:
            return found[0]
        rows = self._rows["actors"]
        known = next((key for key, (_, cells) in rows.items() if key_of(cells["name"]) == key_of(name)), None)
        if known is not None:
            return known
        near = self._names["actors"].suggest(name)
        self._findings.append(finding("W56", self._plain.place(row, "organisation"), found=repr(name), suggestion=near))
        key = next_number("a", 3, {*(one.cells["id"] for one in self._tables.rows("actors")), *rows, *self._published})
        self._put("actors", row, key, {"name": name, "match_status": "unknown"})
        return key

    # ── the rows made of it ───────────────────────────────────────────────────────────────────────────────────────────

    def _listing(self, entry: _Entry, listing: str, passage: str, section: str) -> None:
        row = entry.row
        cells = {
            "edition": self._edition.cells["id"],
            "section": section,
            "objective": entry.objective,
            "ordinal": str(int(listing.rpartition("/")[2])),
            "form": "bullet",
            "initiative": entry.initiative,
            "audience_text": row["audience"] if self._plain.language == "nl" else "",
            "audience": ";".join(dict.fromkeys(entry.audiences)),
            "sector": entry.sector,
            "sector_basis": "stated" if entry.sector else "",
            "programme_name": row["programme"],
            "passages": passage,
        }
        self._put("listings", row, listing, cells)
        if entry.timing is not None:
            about = {"edition": cells["edition"], "listing": listing, "passages": passage}
            self._put("timings", row, f"{listing}/1", {**about, **timing_cells(entry.timing)})
        for actor in dict.fromkeys(entry.actors):
            about = {"edition": cells["edition"], "actor": actor, "role": "organiser", "listing": listing}
            self._put("involvements", row, f"+{listing}/{actor}", {**about, "passages": passage})
            made = self._rows["actors"].get(actor)
            if made is not None:
                made[1].setdefault("passages", passage)

    def _identity(self, entry: _Entry, listing: str) -> None:
        """Record that the new listing is of an initiative that others list already (rule R12)."""
        listed = [
            one.cells["id"] for one in self._tables.rows("listings") if one.value("initiative") == entry.initiative
        ]
        listed += [
            key
            for key, (_, cells) in self._rows["listings"].items()
            if cells["initiative"] == entry.initiative and key != listing
        ]
        if not listed:
            return
        known = [
            one.cells
            for one in self._tables.rows("identity")
            if one.value("initiative") == entry.initiative and one.value("outcome") == "same"
        ]
        key = known[0]["id"] if known else f"+{entry.initiative}"
        made = self._rows["identity"].get(key)
        before = made[1] if made else dict(known[0]) if known else {}
        all_of_it = [*filter(None, before.get("listings", "").split(";")), *listed, listing]
        cells = {
            "initiative": entry.initiative,
            "outcome": "same",
            "basis": "editorial",
            "confidence": "high",
            "date": self._today,
            **{name: cell for name, cell in before.items() if name not in ("id", "listings") and cell},
            "listings": ";".join(sorted(set(all_of_it))),
        }
        self._put("identity", entry.row, key, cells)

    def _put(self, table: str, row: PlainRow, key: str, cells: Mapping[str, str]) -> None:
        rows = self._rows[table]
        rows[key] = (rows[key][0] if key in rows else row, {**cells})

    def _sheets(self) -> dict[str, Sheet]:
        """Return the rows as sheets that add to the tables; a key that begins with a plus is for review to propose."""
        sheets = {}
        for name, rows in self._rows.items():
            table = self._tables.description.table(name)
            made = tuple(
                SheetRow(row.number, {**_empty(table), **cells, table.key: "" if key.startswith("+") else key})
                for key, (row, cells) in rows.items()
            )
            if made:
                sheets[name] = Sheet(table, self._plain.sheet, _letters(self._plain, name), made, adds=True)
        return sheets

    def _listing_ids(self, entries: Sequence[_Entry]) -> list[str]:
        used = {row.cells["id"] for row in self._tables.rows("listings")}
        ids = []
        for entry in entries:
            start = f"{self._edition.cells['id']}/{heading_of(entry.objective)}/"
            key = next(f"{start}{n:02d}" for n in range(1, len(used) + 2) if f"{start}{n:02d}" not in used)
            used.add(key)
            ids.append(key)
        return ids

    def _section(self, objective: str) -> str:
        return f"{self._edition.cells['listing_chapter']}.{heading_of(objective).replace('-', '.')}"

    def _words(self, entry: _Entry) -> list[str]:
        row = entry.row
        titles = [row["initiative"], row["new_name"] if key_of(row["decision"]) else "", row["programme"]]
        return [*titles, row["audience"], row["sector"], row["timing"], row["organisation"]]

    def _strangers(self) -> None:
        """Say which columns are left out: persons are nobody's business here."""
        if "contact" in self._plain.letters:
            place = self._plain.place(None, "contact")
            self._findings.append(finding("W35", place, found=repr(self._plain.letters["contact"])))

    def _say(
        self,
        rule: str,
        row: PlainRow,
        column: str,
        found: str | None = None,
        allowed: str | Mapping[str, str] | None = None,
    ) -> None:
        self._findings.append(finding(rule, self._plain.place(row, column), found=found, allowed=allowed))


#: Which column of the plain table a cell of ours comes from.
_FROM: Mapping[str, str] = {
    "objective": "objective",
    "initiative": "initiative",
    "title_nl": "initiative",
    "title_fr": "initiative",
    "title_de": "initiative",
    "title_en": "initiative",
    "slug": "initiative",
    "programme_name": "programme",
    "audience": "audience",
    "audience_text": "audience",
    "sector": "sector",
    "sector_basis": "sector",
    "name": "organisation",
    "actor": "organisation",
}


def _letters(plain: PlainTable, table: str) -> dict[str, str]:
    letters = {ours: plain.letters[theirs] for ours, theirs in _FROM.items() if theirs in plain.letters}
    if table == "timings" and "timing" in plain.letters:
        names = ("kind", "precision", "start_year", "start_month", "start_day", "end_year", "end_month", "end_day")
        letters |= dict.fromkeys(names, plain.letters["timing"])
    return letters


def _as_merged(tables: Tables, name: str) -> MergedTable:
    rows = [Merged(dict(row.cells), None, row) for row in tables.rows(name)]
    return MergedTable(tables.description.table(name), None, rows)


def _empty(table: Table) -> dict[str, str]:
    return {column.name: "" for column in table.cells}


def _numbered() -> Iterator[tuple[int, str]]:
    yield from enumerate(LANGUAGES)


def latest_edition(tables: Tables) -> str:
    """Return the id of the latest edition, empty when there is none."""
    return max((row.cells["id"] for row in tables.rows("editions")), default="")
