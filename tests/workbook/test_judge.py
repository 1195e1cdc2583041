"""Shapes and ledger asked about a workbook, beside what was refused already, and led back to cells."""

from __future__ import annotations

from pathlib import Path

from tests.workbook.conftest import Editor

from widgraph.tables import Tables
from widgraph.workbook import judge, read_workbook, review


def test_what_the_whole_says_is_said_beside_refused_cells(
    dutch: Path, tables: Tables, data: Path, tmp_path: Path
) -> None:
    editor = Editor(dutch)
    editor.put("Vermeldingen", "2022/1/01", "doelstelling", "2.9")
    editor.put("Vermeldingen", "2022/1/02", "doelstelling", "2.3")
    editor.delete("Vergaderingen", "2019-06-26")
    editor.delete("Actoren", "a054")
    new = editor.add("Initiatieven", {"titel (Nederlands)": "Zomerkamp robotica", "toestand": "listed"})
    editor.add("Initiatieven", {"titel (Nederlands)": "Een tweede kamp", "toestand": "bezig"})
    laid = review(read_workbook(editor.save(tmp_path / "edited.xlsx"), tables.description), tables)
    assert {(found.rule, str(found.place)) for found in laid.findings} == {
        ("W30", "Vermeldingen!D5"),
        ("W27", "Actoren"),
        ("T15", f"Initiatieven!J{new + 1}"),
    }
    judged = judge(laid, data, tables)
    said = {(found.rule, str(found.place)) for found in judged}
    assert ("R05", "Vermeldingen!C6") in said, "a section that no longer fits the objective"
    assert ("L05", "Vergaderingen") in said, "a published meeting was deleted"
    assert ("R11", f"Initiatieven!J{new}") in said or ("R11", f"Initiatieven!{new}") in said, (
        "an initiative nobody lists"
    )
    places = {place for _, place in said}
    assert not any(place.startswith((f"Initiatieven!J{new + 1}", "Actoren", "passages.csv")) for place in places)
    assert not any(found.rule == "L08" for found in judged), "new identifiers are no fault of a workbook"
