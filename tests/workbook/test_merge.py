"""Two people edit one base: what only one of them changed is taken, what both changed is a conflict."""

from __future__ import annotations

from pathlib import Path

from tests.workbook.conftest import Editor, replaced

from widgraph.tables import Tables
from widgraph.workbook import base_of, read_workbook, review

NL, FR = "titel (Nederlands)", "titel (Frans)"


def meanwhile(tables: Tables, changes: dict[str, dict[str, str] | None], *more: dict[str, str]) -> Tables:
    """The tables after somebody else changed cells of initiatives, deleted some (None), or added some."""
    rows = [{**row.cells, **(changes.get(row.cells["id"]) or {})} for row in tables.rows("initiatives")]
    kept = [row for row in rows if changes.get(row["id"], {}) is not None]
    return replaced(tables, "initiatives", [*kept, *({**dict.fromkeys(rows[0], ""), **row} for row in more)])


def edited(book: Path, path: Path, *edits: tuple[str, str, str]) -> Path:
    editor = Editor(book)
    for key, heading, value in edits:
        editor.put("Initiatieven", key, heading, value)
    return editor.save(path)


def test_changes_in_different_cells_go_together(short: Tables, short_book: Path, tmp_path: Path) -> None:
    now = meanwhile(short, {"i0001": {"title_fr": "Leur titre"}})
    path = edited(short_book, tmp_path / "mine.xlsx", ("i0001", NL, "Mijn titel"))
    laid = review(read_workbook(path, short.description), now)
    assert laid.findings == ()
    assert [change.cells for change in laid.changes] == [
        (("title_nl", "Videocapsules met vrouwelijke rolmodellen", "Mijn titel"),)
    ]
    row = laid.tables.rows("initiatives")[0]
    assert (row.value("title_nl"), row.value("title_fr")) == ("Mijn titel", "Leur titre")


def test_the_same_cell_is_a_conflict_with_both_values(short: Tables, short_book: Path, tmp_path: Path) -> None:
    now = meanwhile(short, {"i0001": {"title_nl": "Hun titel"}})
    path = edited(short_book, tmp_path / "mine.xlsx", ("i0001", NL, "Mijn titel"))
    laid = review(read_workbook(path, short.description), now)
    assert [(found.rule, str(found.place)) for found in laid.findings] == [("W28", "Initiatieven!C2")]
    assert "'Mijn titel'" in laid.findings[0].message("en")
    assert "'Hun titel'" in laid.findings[0].message("en")
    agreed = edited(short_book, tmp_path / "agreed.xlsx", ("i0001", NL, "Hun titel"))
    assert review(read_workbook(agreed, short.description), now).findings == ()


def test_rows_added_and_deleted_by_others(short: Tables, short_book: Path, tmp_path: Path) -> None:
    extra = {"id": "i0131", "slug": "x", "title_nl": "Bootcamp cyberveiligheid", "status": "listed"}
    now = meanwhile(short, {"i0008": None}, extra)
    now = replaced(now, "listings", [r.cells for r in now.rows("listings") if r.cells["initiative"] != "i0008"])
    now = replaced(now, "timings", [r.cells for r in now.rows("timings") if r.cells["listing"] != "2022/1/05"])
    laid = review(read_workbook(short_book, short.description), now)
    assert (laid.changes, laid.findings) == ((), ()), "an older workbook without edits changes nothing"
    changed = edited(short_book, tmp_path / "mine.xlsx", ("i0008", NL, "Mijn titel"))
    laid = review(read_workbook(changed, short.description), now)
    assert [(found.rule, str(found.place)) for found in laid.findings] == [("W34", "Initiatieven!C9")]


def test_a_row_deleted_here_and_changed_there(short: Tables, short_book: Path, tmp_path: Path) -> None:
    now = meanwhile(short, {"i0007": {"title_nl": "Hun titel"}})
    editor = Editor(short_book)
    editor.delete("Initiatieven", "i0007")
    laid = review(read_workbook(editor.save(tmp_path / "mine.xlsx"), short.description), now)
    assert [found.rule for found in laid.findings] == ["W29"]
    assert "Hun titel" in laid.findings[0].message("nl")


def test_a_base_given_apart_counts_when_the_workbook_forgot(short: Tables, short_book: Path, tmp_path: Path) -> None:
    now = meanwhile(short, {"i0001": {"title_fr": "Leur titre"}})
    editor = Editor(short_book)
    del editor.book["_base"]
    path = editor.save(tmp_path / "mine.xlsx")
    without = review(read_workbook(path, short.description), now)
    assert [change.key for change in without.changes] == ["i0001"], "their change would be undone, and is shown"
    assert review(read_workbook(path, short.description), now, base=base_of(short)).changes == ()


def test_ids_are_proposed_past_every_number_ever_published(short: Tables, short_book: Path, tmp_path: Path) -> None:
    editor = Editor(short_book)
    editor.add("Initiatieven", {NL: "Zomerkamp robotica", "toestand": "listed"})
    editor.add(
        "Actoren",
        {"naam in de bron": "Test vzw", "herkenning": "unknown", "plaatsen in de bron": "2022-nl/29835-29969"},
    )
    listing = {"editie": "2022", "sectie": "5.1", "doelstelling": "1", "volgnummer": 6, "vorm": "bullet"}
    editor.add(
        "Vermeldingen", {**listing, "initiatief": "Zomerkamp robotica", "plaatsen in de bron": "2022-nl/29835-29969"}
    )
    book = read_workbook(editor.save(tmp_path / "mine.xlsx"), short.description)
    laid = review(book, short, published={"i0130", "a081"})
    assert {(change.table, change.key, change.proposed) for change in laid.changes} == {
        ("initiatives", "i0131", True),
        ("listings", "2022/1/06", True),
        ("actors", "a082", True),
    }
    assert laid.findings == ()
    assert laid.tables.rows("listings")[-1].value("initiative") == "i0131"
    assert laid.tables.rows("initiatives")[-1].value("slug") == "zomerkamp-robotica"
