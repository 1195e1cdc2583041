"""Sixty and more edited workbooks: what is understood is understood, and each fault is said with its sheet and cell."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.workbook.conftest import Editor
from tests.workbook.edits import CASES, Case

from widgraph.languages import LANGUAGES
from widgraph.tables import Tables
from widgraph.workbook import read_workbook, review


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_edited_workbook(case: Case, short: Tables, short_book: Path, tmp_path: Path) -> None:
    editor = Editor(short_book)
    case.edit(editor)
    laid = review(read_workbook(editor.save(tmp_path / "case.xlsx"), short.description), short)
    said = [(found.rule, str(found.place)) for found in laid.findings]
    assert set(said) == case.findings
    assert len(said) == len(case.findings), "nothing is said twice"
    changes = len(laid.changes)
    assert changes == case.changes
    for found in laid.findings:
        texts = [found.message(language) for language in LANGUAGES]
        assert len(set(texts)) == len(LANGUAGES)
        assert not any(re.search(r"\{[a-z]+\}|\bNone\b", text) for text in texts)


def test_there_are_sixty_of_them_each_with_its_own_name() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 60
