"""Bad tables: each fault is its own finding with file, row and column (CSVW model sections 6 and 8; RFC 4180)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.tables.conftest import GOOD, HEADER, Folder

from widgraph.errors import DataError
from widgraph.findings import Finding, Severity
from widgraph.languages import LANGUAGES
from widgraph.tables import Tables, read_tables
from widgraph.tables._messages import RULES, finding

Row = Callable[..., Tables]


def said(tables: Tables) -> list[tuple[str, str, int | None, str | None]]:
    """Return rule, file, row and column of every finding."""
    return [(f.rule, f.place.file, f.place.row, f.place.column) for f in tables.findings if f.place]


def only(tables: Tables) -> Finding:
    assert len(tables.findings) == 1, said(tables)
    return tables.findings[0]


def test_good_tables_have_no_findings(tables_in: Folder) -> None:
    tables = tables_in()
    assert tables.findings == ()
    first, second = tables.rows("things")
    assert first.value("name") == "Een, twee"
    assert first.items("tags") == ("red", "blue")
    assert second.items("tags") == ()
    assert second.value("size") is None
    assert (second.number, str(second.place("wider"))) == (3, "things.csv, row 3, column wider")


@pytest.mark.parametrize("rule", RULES)
def test_every_message_is_there_in_four_languages(rule: str) -> None:
    from widgraph.findings import Place

    messages = finding(rule, Place("x.csv"), found="X", allowed="Y").messages
    assert set(messages) == set(LANGUAGES)
    assert len(set(messages.values())) == len(LANGUAGES)


@pytest.mark.parametrize(
    ("content", "rule", "row", "found"),
    [
        (None, "T02", None, None),
        ("", "T03", None, None),
        ("\n\n", "T03", None, None),
        ("id,label\nred,café\n".encode("cp1252"), "T04", 2, "windows-1252 ('café')"),
        ("id,label\nred,rood\n".encode("utf-16"), "T04", 1, "UTF-16"),
        ("id;label\nred;rood\n", "T05", 1, "';'"),
        ("id\tlabel\nred\trood\n", "T05", 1, "tab"),
        ('id,label\nred,rood\nblue,bl"auw\n', "T06", 3, None),
        ('id,label\nred,rood\nblue,"blauw\n', "T06", 3, None),
        ('id,label\nred,rood\nblue,"bl"auw\n', "T06", 3, None),
        ("id,label\nred,rood,x\nblue,blauw\n", "T10", 2, "3"),
        ("id,label\nred,rood\nblue\n", "T10", 3, "1"),
    ],
)
def test_a_file_that_cannot_be_read(
    tables_in: Folder, content: str | bytes | None, rule: str, row: int | None, found: str | None
) -> None:
    """Nothing else is said: references into a file that was not read to its end are not judged."""
    problem = only(tables_in(tags_csv=content))
    assert problem.place is not None
    assert (problem.rule, problem.place.file, problem.place.row) == (rule, "tags.csv", row)
    assert found is None or problem.found == found


def test_a_stray_quote_is_named_by_its_column_and_words(tables_in: Folder) -> None:
    problem = only(tables_in(tags_csv='id,label\nred,ro"od\nblue,blauw\n'))
    assert problem.place is not None
    assert problem.place.column == "label"
    assert 'ro"od' in (problem.found or "")


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("id,lable", {("T07", "label"), ("T08", "lable")}),
        ("id", {("T07", "label")}),
        ("id,label,label", {("T09", "label")}),
        ("id,label,extra", {("T08", "extra")}),
    ],
)
def test_a_header_that_is_not_the_described_one(tables_in: Folder, header: str, expected: set[tuple[str, str]]) -> None:
    cells = ",".join("x" for _ in header.split(","))
    tables = tables_in(tags_csv=f"{header}\n{cells}\n", things_csv=f"{HEADER}\nt1,Een,,,,,,,,,\n")
    assert {(rule, column) for rule, file, row, column in said(tables) if file == "tags.csv" and row == 1} == expected


def test_columns_may_stand_in_another_order_and_lines_end_as_in_windows(tables_in: Folder) -> None:
    tables = tables_in(tags_csv="\ufefflabel,id\r\nrood,red\r\nblauw,blue\r\n")
    assert tables.findings == ()
    assert [row.value("label") for row in tables.rows("tags")] == ["rood", "blauw"]


@pytest.mark.parametrize(
    ("column", "value", "rule", "allowed"),
    [
        ("name", "", "T14", "name (nl)"),
        ("name", "x" * 1_000_000, "T11", "32767"),
        ("name", "a\u0007b", "T12", None),
        ("name", "a\u200bb", "T12", None),
        ("name", "cafÃ©", "T12", None),
        ("name", "cafe\u0301", "T12", None),
        ("name", " Een", "T13", "'Een'"),
        ("name", "Een\u00a0twee", "T13", "'Een twee'"),
        ("name", "=1+1", "T19", None),
        ("name", "@here", "T19", None),
        ("id", "x1", "T15", "t[0-9]+"),
        ("size", "7.0", "T15", "'7'"),
        ("size", "007", "T15", "'7'"),
        ("size", "1_000", "T15", "integer, '12'"),
        ("size", "121", "T15", "0–120"),
        ("share", "7,5", "T15", "'7.5'"),
        ("share", "7.50", "T15", "'7.5'"),
        ("share", "NaN", "T15", "decimal, '7.5'"),
        ("share", "-0", "T15", None),
        ("day", "24/3/2022", "T15", "'2022-03-24'"),
        ("day", "2022-02-30", "T15", "date, '2022-03-24'"),
        ("day", "31.2.2022", "T15", "date, '2022-03-24'"),
        ("month", "2022-13", "T15", None),
        ("page", "example.org", "T15", None),
        ("page", "https://example.org/a b", "T15", None),
        ("kind", "bigg", "T15", "big, small"),
        ("short", "abcdef", "T15", "≤ 5 (now 6)"),
        ("tags", "red;red", "T18", None),
        ("tags", "red;", "T13", "'red'"),
        ("tags", "redd", "T17", "tags.csv: red, blue"),
        ("wider", "t9", "T17", None),
        ("wider", "t1", "T20", None),
    ],
)
def test_a_cell_that_is_not_allowed(row_of: Row, column: str, value: str, rule: str, allowed: str | None) -> None:
    problem = only(row_of(**{column: value}))
    assert problem.place is not None
    assert (problem.rule, problem.place.file, problem.place.row, problem.place.column) == (
        rule,
        "things.csv",
        2,
        column,
    )
    assert allowed is None or problem.allowed == allowed
    assert len(problem.message("en")) < 400


def test_a_doubled_id_names_both_rows(tables_in: Folder) -> None:
    problem = only(tables_in(tags_csv="id,label\nred,rood\nblue,blauw\nred,weer\n"))
    assert (problem.rule, problem.place and problem.place.row, problem.allowed) == ("T16", 4, "2")


def test_every_circle_is_found_and_shown(tables_in: Folder) -> None:
    lines = ["t1,a,,,,,,,,t2,", "t2,b,,,,,,,,t1,", "t3,c,,,,,,,,t4,", "t4,d,,,,,,,,t5,", "t5,e,,,,,,,,t3,"]
    tables = tables_in(things_csv="\n".join([HEADER, *lines]) + "\n")
    assert [(f.rule, f.found) for f in tables.findings] == [("T20", "t1 → t2 → t1"), ("T20", "t3 → t4 → t5 → t3")]


def test_a_file_nobody_described_is_a_warning(tables_in: Folder, tmp_path: Path) -> None:
    tables_in()
    (tmp_path / "old.csv").write_text("a,b\n")
    (tmp_path / "ledger.csv").write_text("iri\n")
    problem = only(read_tables(tmp_path))
    assert (problem.rule, problem.severity, str(problem.place)) == ("T21", Severity.WARNING, "old.csv")


def test_a_folder_in_place_of_a_file(tables_in: Folder, tmp_path: Path) -> None:
    tables_in()
    (tmp_path / "tags.csv").unlink()
    (tmp_path / "tags.csv").mkdir()
    assert only(read_tables(tmp_path)).rule == "T22"


def test_all_findings_come_in_one_run_in_the_order_of_the_files(tables_in: Folder) -> None:
    tables = tables_in(
        things_csv=f"{HEADER}\nt1,,x,7,2022-13-01,,,,green,,\nt1,=x,,,,,,huge,,,\n",
        tags_csv="id,label\nred, rood\n",
    )
    assert said(tables) == [
        ("T14", "things.csv", 2, "name"),
        ("T15", "things.csv", 2, "size"),
        ("T15", "things.csv", 2, "day"),
        ("T17", "things.csv", 2, "tags"),
        ("T16", "things.csv", 3, "id"),
        ("T19", "things.csv", 3, "name"),
        ("T15", "things.csv", 3, "kind"),
        ("T13", "tags.csv", 2, "label"),
    ]


@pytest.mark.parametrize(
    ("text", "said_to_be"),
    [
        ("{", "Expecting property name"),
        ("[]", "not as expected"),
        ('{"tables": [{"url": "x.csv"}]}', "tableSchema"),
        (None, "missing"),
    ],
)
def test_a_description_that_cannot_be_used(tmp_path: Path, text: str | None, said_to_be: str) -> None:
    if text is not None:
        (tmp_path / "csv-metadata.json").write_text(text)
    with pytest.raises(DataError) as caught:
        read_tables(tmp_path)
    assert caught.value.findings[0].rule == "T01"
    assert said_to_be in (caught.value.findings[0].found or "")


def test_an_unknown_word_in_the_description_is_refused(tables_in: Folder, tmp_path: Path) -> None:
    tables_in()
    path = tmp_path / "csv-metadata.json"
    described = json.loads(path.read_text())
    described["tables"][0]["tableSchema"]["columns"][1]["ordered"] = True
    path.write_text(json.dumps(described))
    with pytest.raises(DataError, match="cannot be used"):
        read_tables(tmp_path)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: text.encode("utf-8", "ignore")))
)
def test_no_bytes_whatever_raise_or_go_unsaid(tables_in: Folder, content: bytes) -> None:
    tables = tables_in(tags_csv=content)
    clean = not [f for f in tables.findings if f.place and f.place.file == "tags.csv"]
    assert not clean or content.decode("utf-8-sig").splitlines()[0].split(",") in (["id", "label"], ["label", "id"])


PLAIN = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P"), exclude_characters="\ufffdÃâ"), min_size=1, max_size=30
).filter(lambda text: text[0] not in "=+-@")


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(labels=st.lists(PLAIN, max_size=6))
def test_what_is_written_is_what_is_read(tables_in: Folder, labels: list[str]) -> None:
    import csv
    import io
    import unicodedata

    labels = [unicodedata.normalize("NFC", label) for label in labels]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["id", "label"])
    writer.writerows([["red", "rood"], ["blue", "blauw"]])
    writer.writerows([[chr(97 + index) * 9, label] for index, label in enumerate(labels)])
    tables = tables_in(tags_csv=text.getvalue())
    assert [row.value("label") for row in tables.rows("tags")][2:] == labels


def test_the_real_tables_are_clean(data: Path) -> None:
    assert read_tables(data).findings == ()


def test_the_good_ones_are_what_the_other_tests_break(tables_in: Folder) -> None:
    assert set(GOOD) == {"things.csv", "tags.csv"}
    assert tables_in().findings == ()
