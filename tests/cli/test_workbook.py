"""`widgraph workbook` and `widgraph import` as their user runs them: on a copy of the real tables."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from tests.cli.test_cli import run


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


@pytest.fixture
def copy(data: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(data, tmp_path / "data"))


@pytest.fixture
def book(copy: Path, tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsx"
    answer = run("workbook", str(path), "--lang", "fr", "--data", str(copy))
    assert answer.returncode == 0, answer.stderr
    return path


def edit(book: Path, sheet: str, cell: str, value: str) -> None:
    opened = openpyxl.load_workbook(book)
    worksheet = opened[sheet]
    assert isinstance(worksheet, Worksheet)
    worksheet[cell] = value
    opened.save(book)


def test_a_round_trip_without_edits_changes_no_byte(book: Path, copy: Path) -> None:
    before = digests(copy)
    answer = run("import", str(book), "--into", str(copy))
    assert answer.returncode == 0
    assert "Aucune différence" in answer.stdout, "in the language of the workbook"
    assert digests(copy) == before


def test_an_edit_is_shown_then_written_and_nothing_else_changes(book: Path, copy: Path) -> None:
    before = digests(copy)
    edit(book, "Initiatives", "C3", "Een nieuwe titel")
    shown = run("import", str(book), "--into", str(copy), "--dry-run", "--lang", "nl")
    assert shown.returncode == 0, shown.stderr
    assert "~ Initiatives!3 i0002: gewijzigd" in shown.stdout
    assert "→ 'Een nieuwe titel'" in shown.stdout
    assert digests(copy) == before
    written = run("import", str(book), "--into", str(copy))
    assert written.returncode == 0, written.stderr
    after = digests(copy)
    assert {name for name in before if before[name] != after[name]} == {"initiatives.csv"}
    assert set(after) == set(before)
    text = (copy / "initiatives.csv").read_text("utf-8").splitlines()
    old = (Path(__file__).parents[2] / "data" / "initiatives.csv").read_text("utf-8").splitlines()
    assert [number for number, pair in enumerate(zip(old, text, strict=True), 1) if pair[0] != pair[1]] == [3]


def test_faults_of_cells_and_of_the_whole_are_shown_at_once_and_nothing_is_written(book: Path, copy: Path) -> None:
    before = digests(copy)
    edit(book, "Mentions", "D5", "2.9")
    edit(book, "Mentions", "D6", "2.3")
    answer = run("import", str(book), "--into", str(copy))
    assert answer.returncode == 1
    assert "W30 Mentions!D5: '2.9' n'existe pas" in answer.stdout
    assert "2.3 (2021/2-3)" in answer.stdout
    assert "R05 Mentions!C6" in answer.stdout, "a shape's finding, led back to its cell"
    assert "Nothing was written" in answer.stderr
    assert digests(copy) == before


def test_check_and_build_take_a_workbook(book: Path, copy: Path, tmp_path: Path) -> None:
    tables, workbook = (run("check", str(source), "--data", str(copy)) for source in (copy, book))
    assert workbook.returncode == 0
    assert tables.stdout.splitlines()[-1] == workbook.stdout.splitlines()[-1]
    assert "R14 'Indications de temps'!I7" in workbook.stdout
    edit(book, "Mentions", "D5", "2.9")
    assert run("check", str(book), "--data", str(copy)).returncode == 1
    refused = run("build", str(book), "--data", str(copy), "--out", str(tmp_path / "build"))
    assert refused.returncode == 1
    assert "Mentions!D5" in refused.stdout
    assert not (tmp_path / "build").exists()


def test_a_workbook_without_edits_builds_the_release_of_its_tables(book: Path, copy: Path, built: Path) -> None:
    out = copy.parent / "build"
    answer = run("build", str(book), "--data", str(copy), "--out", str(out), "-q")
    assert answer.returncode == 0, answer.stderr
    assert (out / "current").resolve().name == (built / "current").resolve().name
