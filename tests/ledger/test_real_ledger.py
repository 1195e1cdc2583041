"""The real ledger holds the real identifiers, and a build that would break the promise is refused (design, rule 6)."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from widgraph import resources
from widgraph.errors import DataError
from widgraph.findings import Finding
from widgraph.graph import build_graph
from widgraph.ledger import check_ledger, read_ledger
from widgraph.release import make_release
from widgraph.tables import read_tables

Change = Callable[[str, str, str], None]


@pytest.fixture
def copy(data: Path, tmp_path: Path) -> Path:
    shutil.copytree(data, tmp_path / "data")
    return tmp_path / "data"


def replaced(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text("utf-8")
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new, 1), "utf-8")


def findings(folder: Path) -> list[Finding]:
    tables = read_tables(folder)
    assert tables.findings == ()
    return list(check_ledger(folder, build_graph(tables, resources.folder("ontology")), tables))


def test_the_ledger_holds_exactly_what_is_published(data: Path) -> None:
    assert findings(data) == []
    entries = read_ledger(data / "ledger.csv").entries
    assert len({entry.iri for entry in entries}) == len(entries) > 2000


def test_an_identifier_that_vanishes_is_named(copy: Path) -> None:
    """A meeting taken out of its table; its row in the ledger is where the promise is written."""
    replaced(copy, "meetings.csv", "2019-10-14,2022,2019-10-14", "2019-10-15,2022,2019-10-15")
    found = {(finding.rule, finding.found) for finding in findings(copy)}
    assert found == {("L05", "id/meeting/2019-10-14"), ("L08", "id/meeting/2019-10-15")}


def test_an_identifier_given_to_something_else_is_named_with_its_cell(copy: Path) -> None:
    replaced(copy, "initiatives.csv", ",wats,", ",een-heel-ander-initiatief,")
    (finding,) = findings(copy)
    assert finding.rule == "L07"
    assert finding.place
    assert finding.place.file == "initiatives.csv"
    assert "wats" in finding.message("en")


def test_another_spelling_of_a_name_is_no_other_thing(copy: Path) -> None:
    replaced(copy, "actors.csv", "BeCentral,", "BeCentral;Be Central,")
    assert findings(copy) == []


def test_a_row_of_the_ledger_that_was_edited_is_named(copy: Path) -> None:
    replaced(copy, "ledger.csv", "id/actor/a001,wid:Actor,Accenture", "id/actor/a001,wid:Actor,Someone")
    assert "L04" in {finding.rule for finding in findings(copy)}


def test_the_build_refuses_and_nothing_is_written(copy: Path, tmp_path: Path) -> None:
    replaced(copy, "initiatives.csv", ",wats,", ",een-heel-ander-initiatief,")
    with pytest.raises(DataError) as caught:
        make_release(copy, tmp_path / "out")
    assert [finding.rule for finding in caught.value.findings] == ["L07"]
    assert not (tmp_path / "out").exists()


def test_without_a_ledger_nothing_is_promised_yet(copy: Path) -> None:
    (copy / "ledger.csv").unlink()
    assert findings(copy) == []
