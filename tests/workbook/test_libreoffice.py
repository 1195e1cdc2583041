"""The workbook opened, edited and saved by LibreOffice itself, and read back."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from widgraph.tables import Tables
from widgraph.workbook import read_workbook, review

_OLD = "Website BeDigitalTogether met communicatiecampagne"
_NEW = "Website BeDigitalTogether, hernieuwd"


def convert(office: str, source: Path, form: str, profile: Path) -> Path:
    """Let LibreOffice open a file and save it in another form."""
    out = source.parent / form
    subprocess.run(
        [
            *(office, f"-env:UserInstallation={profile.as_uri()}", "--headless"),
            *("--convert-to", form, "--outdir", str(out), str(source)),
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )
    return out / f"{source.stem}.{form}"


@pytest.fixture(scope="module")
def saved(dutch: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Dutch workbook after LibreOffice opened it, changed one cell in its own document, and saved it again."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice Calc is not installed (make test-system)")
    folder = tmp_path_factory.mktemp("office")
    shutil.copy(dutch, folder / "book.xlsx")
    flat = convert(office, folder / "book.xlsx", "fods", folder / "profile")
    text = flat.read_text("utf-8")
    assert text.count(f"<text:p>{_OLD}</text:p>") == 1
    flat.write_text(text.replace(f"<text:p>{_OLD}</text:p>", f"<text:p>{_NEW}</text:p>"), "utf-8")
    return convert(office, flat, "xlsx", folder / "profile")


def test_the_edit_comes_back_and_nothing_else(saved: Path, tables: Tables) -> None:
    laid = review(read_workbook(saved, tables.description), tables)
    assert [(change.key, change.cells) for change in laid.changes] == [("i0002", (("title_nl", _OLD, _NEW),))]
    assert laid.findings == ()
    assert laid.book.language == "nl", "it still knows what it was made from"


def test_what_helps_the_editor_is_still_there(saved: Path) -> None:
    book = openpyxl.load_workbook(saved)
    sheet = book["Vermeldingen"]
    choices = {str(rule.sqref).split(":")[0] for rule in sheet.data_validations.dataValidation}
    assert {"D2", "G2", "K2"} <= choices
    assert sheet.protection.sheet
    assert book["_lists"].sheet_state != "visible"
    assert book["_base"].sheet_state != "visible"
    assert sheet["A1"].comment is not None
    assert sheet["A2"].number_format == "@"
