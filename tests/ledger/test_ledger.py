"""The ledger: identifiers are for ever (design, section 5, rule 6)."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgraph.ledger import Entry, Resource, append, compare, propose, read_ledger

RESOURCES = {
    "auth/audience/pupil": Resource("wid:Audience", "pupil"),
    "id/initiative/i0001": Resource("wid:Initiative", "coding-club"),
    "id/listing/2022/1/01": Resource("wid:Listing", "2022-nl/1-9"),
}


def write(folder: Path) -> Path:
    path = folder / "ledger.csv"
    append(path, read_ledger(path), propose(read_ledger(path), RESOURCES, "2026-11-23", "1.0.0"))
    return path


def rules(
    path: Path, resources: dict[str, Resource] = RESOURCES, renamed: tuple[str, ...] = ()
) -> list[tuple[str, int]]:
    findings = compare(read_ledger(path), resources, renamed)
    return [(finding.rule, finding.place.row or 0) for finding in findings if finding.place]


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_ledger_of_what_is_there_has_no_findings(tmp_path: Path) -> None:
    assert rules(write(tmp_path)) == []


def test_rows_are_only_ever_added(tmp_path: Path) -> None:
    path = write(tmp_path)
    before = path.read_bytes()
    more = {**RESOURCES, "id/initiative/i0002": Resource("wid:Initiative", "other")}
    assert rules(path, more) == [("L08", 0)]
    append(path, read_ledger(path), propose(read_ledger(path), more, "2027-01-01", "1.1.0"))
    assert path.read_bytes().startswith(before)
    assert rules(path, more) == []


def test_nothing_published_may_vanish(tmp_path: Path) -> None:
    fewer = {iri: one for iri, one in RESOURCES.items() if "initiative" not in iri}
    assert rules(write(tmp_path), fewer) == [("L05", 3)]


def test_nothing_published_may_change_kind(tmp_path: Path) -> None:
    other = {**RESOURCES, "id/initiative/i0001": Resource("wid:Actor", "coding-club")}
    assert rules(write(tmp_path), other) == [("L06", 3)]


def test_no_identifier_is_given_to_something_else(tmp_path: Path) -> None:
    other = {**RESOURCES, "id/initiative/i0001": Resource("wid:Initiative", "robots")}
    path = write(tmp_path)
    assert rules(path, other) == [("L07", 3)]
    assert rules(path, other, renamed=("id/initiative/i0001",)) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("coding-club", "robots", ("L04", 3)),
        ("2026-11-23", "2026-11-24", ("L04", 2)),
        ("1.0.0", "1.0.1", ("L04", 2)),
        ("auth/audience/pupil", "auth/audience/pupils", ("L04", 2)),
        ("auth/audience/pupil", "pupil", ("L02", 2)),
        ("2026-11-23", "23/11/2026", ("L02", 2)),
        ("iri,kind", "iri,sort", ("L01", 1)),
        ("coding-club", "coding-club,more", ("L01", 3)),
        ("coding-club", 'coding"-club,"', ("L01", 0)),
    ],
)
def test_an_edited_row_is_named(tmp_path: Path, old: str, new: str, expected: tuple[str, int]) -> None:
    path = write(tmp_path)
    edit(path, old, new)
    assert expected in rules(path)


def test_a_row_taken_out_or_moved_is_found(tmp_path: Path) -> None:
    path = write(tmp_path)
    header, one, two, three = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([header, one, three]) + "\n", encoding="utf-8")
    assert ("L04", 3) in rules(path)
    path.write_text("\n".join([header, two, one, three]) + "\n", encoding="utf-8")
    assert ("L04", 2) in rules(path)
    path.write_text("\n".join([header, one, one, two, three]) + "\n", encoding="utf-8")
    assert ("L03", 3) in rules(path)


def test_other_bytes_are_said(tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    path.write_bytes(b"\xff\xfe\x00")
    assert [finding.rule for finding in read_ledger(path).findings] == ["L01"]


def test_every_message_is_there_in_four_languages(tmp_path: Path) -> None:
    findings = compare(read_ledger(write(tmp_path)), {})
    assert findings
    assert all(set(finding.messages) == {"nl", "fr", "de", "en"} for finding in findings)


@given(st.lists(st.text(max_size=20), max_size=4))
def test_any_key_survives(tmp_path_factory: pytest.TempPathFactory, keys: list[str]) -> None:
    path = tmp_path_factory.mktemp("any") / "ledger.csv"
    clean = [key.replace("\r", "").replace("\0", "").encode("utf-8", "ignore").decode() for key in keys]
    entries = [Entry(f"id/x/{number}", "wid:X", key, "2026-01-01", "1") for number, key in enumerate(clean)]
    written = append(path, read_ledger(path), entries)
    ledger = read_ledger(path)
    assert list(ledger.entries) == list(written)
    assert ledger.findings == ()
