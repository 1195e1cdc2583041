"""Workbooks: no formula, no time (design, section 5.7: same input, same bytes)."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell

from widgraph.spreadsheet import LONGEST_CELL, save, write_text


def one_cell(text: str) -> tuple[Workbook, Cell]:
    book = Workbook()
    cell = book.worksheets[0].cell(1, 1)
    assert isinstance(cell, Cell)
    write_text(cell, text)
    return book, cell


def test_same_content_same_bytes(tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        save(one_cell("text")[0], tmp_path / name)
        time.sleep(1.1)  # openpyxl writes the second of saving
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


@given(st.sampled_from(["", "=", "+", "-", "@", "'", "\t="]), st.text(max_size=40))
@settings(max_examples=60, deadline=None)
def test_text_stays_text(start: str, rest: str) -> None:
    cell = one_cell(start + rest)[1]
    assert cell.data_type == "s"


@pytest.mark.parametrize("text", ["=1+1", "+32 2", "-5", "@here", "plain"])
def test_text_comes_back_as_it_was(text: str, tmp_path: Path) -> None:
    save(one_cell(text)[0], tmp_path / "book.xlsx")
    cell = load_workbook(tmp_path / "book.xlsx").worksheets[0].cell(1, 1)
    assert (cell.value, cell.data_type) == (text, "s")


def test_longer_than_a_cell_is_an_error() -> None:
    with pytest.raises(ValueError, match=str(LONGEST_CELL)):
        one_cell("x" * (LONGEST_CELL + 1))
