"""A workbook from outside: checked in a process with limits, forgotten afterwards (design, section 6)."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from widgraph.findings import Severity
from widgraph.tables import read_tables
from widgraph.upload import Checker, Refused
from widgraph.workbook import workbook_bytes


@pytest.fixture(scope="module")
def book(data: Path) -> bytes:
    return workbook_bytes(read_tables(data), "en")


@pytest.fixture(scope="module")
def checker(data: Path) -> Checker:
    return Checker(data, seconds=60, memory_mib=1024)


def changed(book: bytes, sheet: str, cell: str, value: object) -> bytes:
    opened = load_workbook(io.BytesIO(book))
    opened[sheet][cell].value = value
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()


def test_an_unchanged_workbook_changes_nothing(checker: Checker, book: bytes) -> None:
    found = checker.check(book, "en")
    assert found.opened
    assert found.changed == 0
    assert not [one for one in found.findings if one.severity is Severity.VIOLATION]


def test_a_fault_is_named_by_cell_and_marked_in_the_copy(checker: Checker, book: bytes) -> None:
    opened = load_workbook(io.BytesIO(book))
    sheet = next(one for one in opened.worksheets if one.title.startswith("Meetings"))
    column = next(get_column_letter(cell.column or 0) for cell in sheet[1] if str(cell.value).startswith("date"))
    found = checker.check(changed(book, sheet.title, f"{column}3", "2019-19-14"), "en")
    places = {one.place for one in found.findings if one.severity is Severity.VIOLATION}
    assert f"{sheet.title}!{column}3" in places
    copy = load_workbook(io.BytesIO(found.annotated))
    comment = copy[sheet.title][f"{column}3"].comment
    assert comment is not None
    assert "error" in comment.text
    assert copy.worksheets[0].title == "Findings"
    assert f"{sheet.title}!{column}3" in {row[0].value for row in copy.worksheets[0].iter_rows(min_row=2)}


def test_the_language_is_the_readers(checker: Checker, book: bytes) -> None:
    found = checker.check(changed(book, "Meetings", "A2", "x y"), "fr")
    assert load_workbook(io.BytesIO(found.annotated)).worksheets[0].title == "Constats"


@pytest.mark.parametrize(
    "content", [b"not a workbook", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)]
)
def test_what_is_no_workbook_is_said(checker: Checker, content: bytes) -> None:
    found = checker.check(content, "nl", "my book.xlsx")
    assert not found.opened
    assert [(one.severity, one.place) for one in found.findings] == [(Severity.VIOLATION, "my book.xlsx")]
    assert found.annotated == b""


def test_a_zip_bomb_is_not_unpacked(checker: Checker) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", bytes(610_000_000))
    assert {one.rule for one in checker.check(out.getvalue(), "en").findings} == {"W04"}


def test_a_check_that_takes_too_long_is_stopped(data: Path, book: bytes) -> None:
    with pytest.raises(Refused) as caught:
        Checker(data, seconds=0.2, memory_mib=1024).check(book, "en")
    assert caught.value.reason == "late"


def test_a_check_that_needs_too_much_memory_is_stopped(data: Path) -> None:
    wide = Workbook()
    sheet = wide.active
    assert sheet is not None
    for number in range(15_000):
        sheet.append([f"{number} {column}" for column in range(20)])
    out = io.BytesIO()
    wide.save(out)
    with pytest.raises(Refused) as caught:
        Checker(data, seconds=60, memory_mib=30).check(out.getvalue(), "en")
    assert caught.value.reason == "large"


def test_nothing_is_left_and_the_tables_are_untouched(data: Path, book: bytes, tmp_path: Path) -> None:
    copy = tmp_path / "data"
    shutil.copytree(data, copy)
    before = {path: path.read_bytes() for path in copy.rglob("*") if path.is_file()}
    Checker(copy, seconds=60, memory_mib=1024).check(changed(book, "Meetings", "A2", "2030-01-01"), "en")
    assert {path: path.read_bytes() for path in copy.rglob("*") if path.is_file()} == before
