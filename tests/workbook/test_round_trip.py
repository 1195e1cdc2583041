"""Out and in again without an edit is nothing: for the real tables in every language, and for any text at all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.conftest import ROOT

from widgraph.languages import LANGUAGES
from widgraph.tables import Description, Row, Tables, csv_bytes, read_description
from widgraph.workbook import Review, read_workbook, review, workbook_bytes, write_workbook


def back(tables: Tables, path: Path) -> Review:
    return review(read_workbook(path, tables.description), tables)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_real_tables_come_back_without_a_difference(language: str, tables: Tables, tmp_path: Path) -> None:
    write_workbook(tables, tmp_path / "book.xlsx", language)
    laid = back(tables, tmp_path / "book.xlsx")
    assert laid.changes == ()
    assert laid.findings == ()
    assert laid.book.language == language
    assert laid.files() == {}


def test_also_without_the_memory_of_the_workbook(dutch: Path, tables: Tables, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(dutch)
    del book["_base"]
    del book["_lists"]
    book.save(tmp_path / "book.xlsx")
    laid = back(tables, tmp_path / "book.xlsx")
    assert laid.changes == ()
    assert [found.rule for found in laid.findings] == ["W33"]


#: Anything a CSV cell can hold: no surrogates, since a file could not be decoded with one.
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
_SPREADSHEET = ("=1+1", "+3", "-3", "@x", "#REF!", "TRUE", "12", "1e5", "2022-03-24", "0012", "'=1", "a · b")
_XML = ("a\nb", "a\r\nb", "\ta", " a ", "_x000D_", "x005F_", "\x00", "\ufffe", "]]>", "&lt;", '"')
_UNICODE = ("é", "e\u0301", "😀", "a\u00a0b", "\u200b")
NASTY = st.sampled_from(_SPREADSHEET + _XML + _UNICODE)
#: Writing a workbook takes a while: few examples, and no long search for the shortest one that fails.
FAST = settings(
    max_examples=25,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
COLUMNS = ("title_nl", "title_fr", "note_nl", "programme_name", "slug", "type")


@given(cells=st.lists(st.fixed_dictionaries(dict.fromkeys(COLUMNS, ANY | NASTY)), min_size=1, max_size=4))
@FAST
def test_any_text_comes_back_as_it_was(cells: list[dict[str, str]], tmp_path: Path) -> None:
    """Whether a cell is allowed or not, one that nobody edited is not changed."""
    made_up = only_initiatives(cells)
    path = tmp_path / "any.xlsx"
    path.write_bytes(workbook_bytes(made_up, "en"))
    laid = back(made_up, path)
    assert [change.cells for change in laid.changes] == []
    table = made_up.description.table("initiatives")
    assert csv_bytes(table, laid.tables.rows("initiatives")) == csv_bytes(table, made_up.rows("initiatives"))


@given(texts=st.lists(ANY | NASTY, min_size=1, max_size=4), keep=st.booleans())
@FAST
def test_any_edit_gives_an_answer_and_never_an_error(texts: list[str], keep: bool, tmp_path: Path) -> None:
    made_up = only_initiatives([{"title_nl": f"title {number}"} for number in range(len(texts))])
    edits = only_initiatives([{"title_nl": text, "slug": text} for text in texts])
    path = tmp_path / "any.xlsx"
    path.write_bytes(workbook_bytes(edits, "en"))
    if not keep:
        book = openpyxl.load_workbook(path)
        del book["_base"]
        book.save(path)
    laid = back(made_up, path)
    assert all(found.message(language) for found in laid.findings for language in LANGUAGES)
    assert {change.kind for change in laid.changes} <= {"added", "changed", "removed"}


def only_initiatives(cells: list[dict[str, str]]) -> Tables:
    """Return made-up initiatives, and no other table: writing them all would take most of the time."""
    whole = read_description(ROOT / "data")
    table = whole.table("initiatives")
    empty: Mapping[str, Any] = dict.fromkeys((column.name for column in table.cells), "")
    rows = [{**empty, "id": f"i{number:04d}", **more} for number, more in enumerate(cells, start=1)]
    made_up = tuple(Row(table, number, row) for number, row in enumerate(rows, start=2))
    return Tables(Description((table,), whole.source), (), {"initiatives": made_up})
