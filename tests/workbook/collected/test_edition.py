"""A made-up edition of 2023, from the first command to the annexes. Everything said of 2023 here is test data."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest
from openpyxl import Workbook, load_workbook

from widgraph.cli import main
from widgraph.release import open_release
from widgraph.tables import read_tables
from widgraph.web import create_app

NEW = "Proefwerkplaats voor sterrenkijksters"
RENAMED = "Proefnaam voor een bekend initiatief"
HEADS = ("Initiatief", "Doelstelling")


def run(*arguments: str) -> int:
    """Run a command in this process; return its exit code."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(str(ended.value.code))


@dataclass(frozen=True)
class Rehearsal:
    """Where the tables, the filled workbook and the releases of the rehearsal are."""

    data: Path
    book: Path
    out: Path


def fill(book: Path) -> None:
    """Decide about some initiatives of last year and add two rows below, as an editor would."""
    opened = load_workbook(book)
    sheet = opened["2023"]
    heads = {str(cell.value): cell.column or 0 for cell in sheet[1]}

    def write(row: int, **cells: str | int) -> None:
        for head, value in cells.items():
            sheet.cell(row, heads[head.replace("_", " ")]).value = value

    for number in range(2, 8):
        write(number, Beslissing="bevestigen", Timing=2023)
    write(8, Beslissing="stoppen")
    write(9, Beslissing="Hernoemen", Nieuwe_naam=RENAMED)
    for number in range(2, 10):
        if not sheet.cell(number, heads["Doelstelling"]).value:
            write(number, Doelstelling="1")
    last = max(cell.row or 0 for row in sheet.iter_rows() for cell in row if cell.value)
    write(
        last + 1,
        Initiatief=f"  {NEW}\u00a0 ",
        Doelstelling="2.1 De rekrutering",
        Doelpubliek="vrouwen; werkzoekenden",
        Sector="gemengd",
        Timing="2023-09 tot 2024-06",
        Organisatie="FOD Economie; Proefvereniging Sterrenkijksters",
    )
    write(last + 2, Initiatief=NEW, Doelstelling="4.2")
    opened.save(book)


@pytest.fixture(scope="module")
def rehearsal(data: Path, built: Path, tmp_path_factory: pytest.TempPathFactory) -> Rehearsal:
    folder = tmp_path_factory.mktemp("edition")
    tables, book, out = folder / "data", folder / "2023.xlsx", folder / "build"
    shutil.copytree(data, tables)
    shutil.copytree(built, out, symlinks=True)
    assert run("edition", "new", "2023", "--into", str(tables), "--workbook", str(book), "--issued", "2027-03-01") == 0
    fill(book)
    assert run("import", str(book), "--into", str(tables), "--yes") == 0
    assert run("ledger", "--write", str(tables)) == 0
    assert run("build", str(tables), "--out", str(out), "-q") == 0
    return Rehearsal(tables, book, out)


def listings(data: Path, edition: str = "2023") -> Sequence[dict[str, str]]:
    return [dict(row.cells) for row in read_tables(data).rows("listings") if row.cells["edition"] == edition]


def test_what_was_decided_is_listed_and_the_rest_is_not(rehearsal: Rehearsal) -> None:
    found, last_year = listings(rehearsal.data), listings(rehearsal.data, "2022")
    assert [one["initiative"] for one in found[:7]] == [one["initiative"] for one in (*last_year[:6], last_year[7])]
    assert len(found) == 6 + 1 + 2
    titles = {row.cells["id"]: row.cells["title_nl"] for row in read_tables(rehearsal.data).rows("initiatives")}
    assert titles[last_year[7]["initiative"]] == RENAMED


def test_a_new_row_becomes_an_initiative_with_all_it_says(rehearsal: Rehearsal) -> None:
    tables = read_tables(rehearsal.data)
    (initiative,) = [row.cells for row in tables.rows("initiatives") if row.cells["title_nl"] == NEW]
    assert initiative["id"] == "i0131"
    first, second = [one for one in listings(rehearsal.data) if one["initiative"] == initiative["id"]]
    assert (first["objective"], second["objective"]) == ("2021/2-1", "2021/4-2")
    assert (first["sector"], first["sector_basis"]) == ("mixed", "stated")
    assert first["audience_text"] == "vrouwen; werkzoekenden"
    assert "women" in first["audience"].split(";")
    (timing,) = [row.cells for row in tables.rows("timings") if row.cells["listing"] == first["id"]]
    assert (timing["kind"], timing["start_month"], timing["end_month"]) == ("period", "2023-09", "2024-06")
    organisers = [row.cells["actor"] for row in tables.rows("involvements") if row.cells["listing"] == first["id"]]
    names = {row.cells["id"]: row.cells["name"] for row in tables.rows("actors")}
    assert [names[one] for one in organisers] == [names["a022"], "Proefvereniging Sterrenkijksters"]


def test_every_listing_has_its_passage_in_the_collected_text(rehearsal: Rehearsal, tmp_path: Path) -> None:
    text = rehearsal.data / "collected-2023-nl.txt"
    assert run("verify-source", str(text), "--data", str(rehearsal.data)) == 0
    changed = tmp_path / "changed.txt"
    changed.write_text(text.read_text(encoding="utf-8").replace("Proefwerkplaats", "Proefwerkplaatz"), encoding="utf-8")
    assert run("verify-source", str(changed), "--data", str(rehearsal.data)) == 1


def test_the_check_finds_no_violation(rehearsal: Rehearsal) -> None:
    assert run("check", str(rehearsal.data)) == 0


def test_the_site_shows_it(rehearsal: Rehearsal) -> None:
    with create_app(open_release(rehearsal.out)) as app:
        client = app.test_client()
        assert client.get("/editions/2023").status_code == 200
        page = client.get("/doc/initiative/i0131.html?lang=nl")
        assert NEW in page.text
        assert "2023" in page.text
        assert client.get("/doc/listing/2023/2-1/01.ttl").status_code == 200


def test_the_difference_between_the_releases_names_it(
    rehearsal: Rehearsal, built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, after = open_release(built).id, open_release(rehearsal.out).id
    capsys.readouterr()
    assert run("diff", before, after, "--build", str(rehearsal.out)) == 0
    assert "i0131" in capsys.readouterr().out


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_the_annexes_of_the_new_edition(rehearsal: Rehearsal, language: str, tmp_path: Path) -> None:
    options = ("--edition", "2023", "--lang", language, "--out", str(tmp_path), "--build", str(rehearsal.out))
    assert run("report", *options) == 0
    book = load_workbook(tmp_path / f"women-in-digital-2023-annex-1-{language}.xlsx")
    assert len(list(book.worksheets[0].iter_rows(min_row=2))) == 9


def test_published_identifiers_of_last_year_are_all_there(rehearsal: Rehearsal, built: Path) -> None:
    def subjects(folder: Path) -> set[str]:
        dump = open_release(folder).dump("nt")
        return {str(one.subject) for one in ox.parse(path=dump, format=ox.RdfFormat.N_TRIPLES)}

    assert subjects(built) <= subjects(rehearsal.out)


def plain(rows: Sequence[Sequence[object]], path: Path) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Blad"
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("rows", "cell", "words"),
    [
        ([HEADS, ("Proef", "2.4")], "Blad!B2", "2.3"),
        ([HEADS, ("Proef", "")], "Blad!B2", "doelstelling"),
        ([(*HEADS, "Sector"), ("Proef", "2.1", "half")], "Blad!C2", "gemengd"),
        ([(*HEADS, "Timing"), ("Proef", "2.1", "binnenkort")], "Blad!C2", "vanaf 2023"),
        ([(*HEADS, "Beslissing"), ("Proef", "2.1", "misschien")], "Blad!C2", "bevestigen"),
        ([("Initiative", "Objectif", "Public cible"), ("Essai", "2.1", "")], "Blad!A2", "néerlandais"),
    ],
)
def test_a_fault_is_named_by_its_cell_and_nothing_is_written(
    rehearsal: Rehearsal,
    rows: Sequence[Sequence[object]],
    cell: str,
    words: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = {path.name: path.read_bytes() for path in rehearsal.data.iterdir()}
    capsys.readouterr()
    assert run("import", str(plain(rows, tmp_path / "book.xlsx")), "--into", str(rehearsal.data), "--yes") == 1
    said = capsys.readouterr().out
    assert cell in said
    assert words in said
    assert {path.name: path.read_bytes() for path in rehearsal.data.iterdir()} == before


def test_contact_is_left_out_and_said(rehearsal: Rehearsal, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [(*HEADS, "Contact"), ("Proef met contact", "2.1", "test@example.org")]
    book = plain(rows, tmp_path / "book.xlsx")
    assert run("import", str(book), "--into", str(rehearsal.data), "--dry-run") == 0
    said = capsys.readouterr().out
    assert "W35" in said
    assert "example.org" not in said


def test_a_printed_edition_takes_no_contributions(data: Path, tmp_path: Path) -> None:
    book = plain([HEADS, ("Proef", "2.1")], tmp_path / "book.xlsx")
    assert run("import", str(book), "--into", str(data), "--dry-run") == 2


def test_a_year_that_does_not_follow_is_refused(data: Path, tmp_path: Path) -> None:
    tables = tmp_path / "data"
    shutil.copytree(data, tables)
    assert run("edition", "new", "2021", "--into", str(tables), "--workbook", str(tmp_path / "x.xlsx")) == 2
    assert not (tmp_path / "x.xlsx").exists()
