"""Files that are no workbook, or one that must not be opened: each is named, none is parsed, nothing is raised but that."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.conftest import ROOT

from widgraph.errors import DataError
from widgraph.languages import LANGUAGES
from widgraph.tables import Tables, read_description
from widgraph.workbook import Limits, read_workbook, review

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def changed(book: Path, parts: dict[str, bytes] | None = None, **replaced: tuple[bytes, bytes]) -> bytes:
    """Return a workbook with parts added, and words in a sheet (by the name of its part) replaced."""
    with zipfile.ZipFile(book) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    for part, (old, new) in replaced.items():
        name = f"xl/worksheets/{part}.xml"
        assert old in contents[name]
        contents[name] = contents[name].replace(old, new, 1)
    return zipped({**contents, **(parts or {})})


def encrypted_entry(book: Path) -> bytes:
    """Set the flag of an encrypted entry in every header of the archive."""
    data = bytearray(book.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 1)
    return bytes(data)


_ROWS = b"<row>" + b"<c/>" * 30 + b"</row>"
FILES: dict[str, tuple[str, Callable[[Path], bytes]]] = {
    "nothing": ("W01", lambda book: b""),
    "text": ("W01", lambda book: b"hello\n"),
    "csv": ("W01", lambda book: b"id,slug,title_nl\ni0001,x,y\n"),
    "html": ("W01", lambda book: b"<html><table><tr><td>x</table>"),
    "pdf": ("W01", lambda book: b"%PDF-1.7\n"),
    "a zip of something": ("W01", lambda book: zipped({"a.txt": b"x"})),
    "word": ("W01", lambda book: zipped({"word/document.xml": b"<x/>"})),
    "OpenDocument": ("W01", lambda book: zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"})),
    "binary workbook": ("W01", lambda book: zipped({"xl/workbook.bin": b"x"})),
    "password": ("W02", lambda book: _OLE + "EncryptedPackage".encode("utf-16-le")),
    "password of the archive": ("W02", encrypted_entry),
    "old workbook": ("W03", lambda book: _OLE + "Workbook".encode("utf-16-le")),
    "zip bomb": ("W04", lambda book: changed(book, {"xl/media/image1.png": bytes(700_000_000)})),
    "entity bomb": (
        "W05",
        lambda book: changed(
            book, {"xl/sharedStrings.xml": b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><sst>&b;</sst>'}
        ),
    ),
    "entity that reads a file": (
        "W05",
        lambda book: changed(book, {"xl/x.xml": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'}),
    ),
    "entity bomb in UTF-16": (
        "W05",
        lambda book: changed(
            book, {"xl/x.xml": '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x []><x/>'.encode("utf-16")}
        ),
    ),
    "cut off": ("W06", lambda book: book.read_bytes()[:5000]),
    "bytes damaged": ("W06", lambda book: book.read_bytes()[:9000] + bytes(500) + book.read_bytes()[9500:]),
    "a part that is no XML": ("W06", lambda book: changed(book, {"xl/workbook.xml": b"<workbook><"})),
    "no styles": ("W06", lambda book: changed(book, {"xl/styles.xml": b"<x/>"})),
    "macros": ("W07", lambda book: changed(book, {"xl/vbaProject.bin": b"x"})),
    "old macros": ("W07", lambda book: changed(book, {"xl/macrosheets/sheet1.xml": b"<x/>"})),
    "cells without end": ("W08", lambda book: changed(book, {"xl/worksheets/sheet90.xml": _ROWS * 200_000})),
    "rows without end": ("W08", lambda book: changed(book, {"xl/worksheets/sheet90.xml": b"<row/>" * 1_100_000})),
    "a merged range of the whole sheet": (
        "W08",
        lambda book: changed(
            book, sheet2=(b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')
        ),
    ),
    "a link on the whole sheet": (
        "W08",
        lambda book: changed(
            book, sheet2=(b"</sheetData>", b'</sheetData><hyperlinks><hyperlink ref="A1:XFD1048576"/></hyperlinks>')
        ),
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_not_opened(name: str, short: Tables, short_book: Path, tmp_path: Path) -> None:
    rule, make = FILES[name]
    path = tmp_path / "given.xlsx"
    path.write_bytes(make(short_book))
    started = time.process_time()
    with pytest.raises(DataError) as caught:
        read_workbook(path, short.description)
    (found,) = caught.value.findings
    assert found.rule == rule
    assert str(found.place) == "given.xlsx"
    assert len({found.message(language) for language in LANGUAGES}) == len(LANGUAGES)
    assert time.process_time() - started < 20, "a bomb is refused by counting, not by opening it"


def test_a_workbook_of_something_else(short: Tables, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "other.xlsx")
    with pytest.raises(DataError) as caught:
        read_workbook(tmp_path / "other.xlsx", short.description)
    assert [found.rule for found in caught.value.findings] == ["W09"]


def test_a_forged_size_is_found_when_it_is_unpacked(short: Tables, short_book: Path, tmp_path: Path) -> None:
    """The list of parts says 10 bytes; zipfile stops there, and the check of the sum fails (APPNOTE 4.4.9)."""
    data = bytearray(changed(short_book, {"xl/worksheets/sheet90.xml": b"<row/>" * 100_000}))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    (tmp_path / "forged.xlsx").write_bytes(data)
    with pytest.raises(DataError) as caught:
        read_workbook(tmp_path / "forged.xlsx", short.description)
    assert [found.rule for found in caught.value.findings] == ["W06"]


def test_limits_are_the_callers(short: Tables, short_book: Path) -> None:
    for limits, rule in (
        (Limits(file_bytes=1000), "W04"),
        (Limits(unpacked_bytes=1000), "W04"),
        (Limits(rows=20), "W08"),
    ):
        with pytest.raises(DataError) as caught:
            read_workbook(short_book, short.description, limits)
        assert [found.rule for found in caught.value.findings] == [rule]


def test_a_cell_longer_than_a_sheet_holds(short: Tables, short_book: Path, tmp_path: Path) -> None:
    """Excel cannot write it, another program can."""
    book = openpyxl.load_workbook(short_book)
    book["Initiatieven"]["K2"] = "replace me"
    book.save(tmp_path / "long.xlsx")
    long = changed(tmp_path / "long.xlsx", sheet2=(b"replace me", b"x" * 40_000))
    (tmp_path / "long.xlsx").write_bytes(long)
    laid = review(read_workbook(tmp_path / "long.xlsx", short.description), short)
    assert [(found.rule, str(found.place), found.found) for found in laid.findings] == [
        ("T11", "Initiatieven!K2", "40000")
    ]


def test_a_formula_with_its_last_value_is_used_and_said(short: Tables, short_book: Path, tmp_path: Path) -> None:
    def with_formula(cached: bytes, kind: bytes = b' t="str"') -> Path:
        book = openpyxl.load_workbook(short_book)
        book["Initiatieven"]["K2"] = '=UPPER("x")'
        book.save(tmp_path / "formula.xlsx")
        cell = b'<f>UPPER("x")</f><v></v>'
        with zipfile.ZipFile(tmp_path / "formula.xlsx") as archive:
            text = archive.read("xl/worksheets/sheet2.xml")
        start = text.index(b'<c r="K2"')
        old = text[start : text.index(b"</c>", start)]
        new = (
            old.replace(b'<c r="K2"', b'<c r="K2"' + kind)
            .replace(b"<v></v>", b"<v>" + cached + b"</v>")
            .replace(b"<v />", b"<v>" + cached + b"</v>")
        )
        assert new != old, cell
        (tmp_path / "formula.xlsx").write_bytes(changed(tmp_path / "formula.xlsx", sheet2=(old, new)))
        return tmp_path / "formula.xlsx"

    laid = review(read_workbook(with_formula(b"Een toelichting"), short.description), short)
    assert [(found.rule, str(found.place)) for found in laid.findings] == [("W18", "Initiatieven!K2")]
    assert [change.cells for change in laid.changes] == [(("note_nl", "", "Een toelichting"),)]
    failed = review(read_workbook(with_formula(b"#DIV/0!", b' t="e"'), short.description), short)
    assert [(found.rule, found.found) for found in failed.findings] == [("W20", "#DIV/0!")]
    assert failed.changes == ()


@given(cut=st.integers(0, 100_000), junk=st.binary(min_size=1, max_size=200))
@settings(
    max_examples=30,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_damage_gives_an_answer(cut: int, junk: bytes, short_book: Path, tmp_path: Path) -> None:
    data = bytearray(short_book.read_bytes())
    at = cut % len(data)
    data[at : at + len(junk)] = junk
    (tmp_path / "junk.xlsx").write_bytes(data)
    with suppress(DataError):
        read_workbook(tmp_path / "junk.xlsx", read_description(ROOT / "data"))
