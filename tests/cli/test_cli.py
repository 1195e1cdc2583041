"""The command line (design, section 3): exit codes, help, one shape of error."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from widgraph.cli import main
from widgraph.queries import library

COMMANDS = (
    "check",
    "build",
    "serve",
    "query",
    "push",
    "workbook",
    "import",
    "edition",
    "report",
    "verify-source",
    "ledger",
    "rehearse",
    "versions",
    "diff",
)


def run(*arguments: str, given: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "widgraph", *arguments], input=given, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(command: str) -> None:
    answer = run(command, "--help")
    assert answer.returncode == 0
    assert "Example" in answer.stdout
    assert f"widgraph {command}" in answer.stdout


def test_the_group_lists_every_command() -> None:
    answer = run("--help")
    assert [line.split()[0] for line in answer.stdout.split("Commands:")[1].splitlines() if line] == list(COMMANDS)


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "/nowhere"),
        ("check", "."),
        ("build", "/nowhere"),
        ("build", "--source", "/nowhere"),
        ("query", "--build", "/nowhere", "ASK {}"),
        ("query", "no-such-name"),
        ("serve", "--build", "/nowhere"),
        ("serve", "--port", "99999"),
        ("verify-source", "/nowhere"),
        ("workbook", "/nowhere/book.xlsx"),
        ("workbook", "book.csv"),
        ("import", "/nowhere.xlsx"),
        ("report", "--edition", "2022", "--build", "/nowhere"),
        ("report",),
        ("rehearse", "/nowhere"),
        ("rehearse", "--build", "/nowhere"),
        ("rehearse", "data/datasets.csv", "--map", "here=there"),
        ("rehearse", "data/datasets.csv", "--shapes", "/nowhere"),
        ("versions", "--build", "/nowhere"),
        ("diff", "1.0.0", "--build", "/nowhere"),
        ("no-such-command",),
        ("check", "--format", "pdf"),
    ],
)
def test_usage_errors_exit_with_2_and_no_traceback(arguments: tuple[str, ...], tmp_path: Path) -> None:
    answer = run(*arguments)
    assert answer.returncode == 2, answer.stderr
    assert "Error" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_the_real_data_have_no_violations_and_say_where_the_source_disagrees(data: Path) -> None:
    answer = run("check", str(data), "--format", "json")
    assert answer.returncode == 0, answer.stdout
    findings = json.loads(answer.stdout)
    assert not [finding for finding in findings if finding["severity"] == "violation"]
    differences = [finding for finding in findings if finding["rule"] == "R27"]
    assert differences
    assert all(finding["severity"] == "info" for finding in differences)
    assert all(set(finding["messages"]) == {"nl", "fr", "de", "en"} for finding in findings)


def test_check_as_a_shacl_report(data: Path) -> None:
    answer = run("check", str(data), "--format", "ttl")
    assert answer.returncode == 0
    assert "sh:ValidationReport" in answer.stdout


def test_a_violation_exits_with_1_and_names_the_cell(data: Path, tmp_path: Path) -> None:
    broken = tmp_path / "data"
    shutil.copytree(data, broken)
    meetings = broken / "meetings.csv"
    meetings.write_text(meetings.read_text(encoding="utf-8").replace("2021-09-16", "2021-19-16"), encoding="utf-8")
    answer = run("check", str(broken), "--lang", "nl")
    assert answer.returncode == 1
    assert "meetings.csv, row" in answer.stdout
    build = run("build", str(broken), "--out", str(tmp_path / "build"))
    assert build.returncode == 1
    assert not (tmp_path / "build").exists()


def test_a_query_from_every_place(built: Path, tmp_path: Path) -> None:
    text = "SELECT (COUNT(*) AS ?n) WHERE { ?listing a wid:Listing }"
    file = tmp_path / "count.rq"
    file.write_text(text, encoding="utf-8")
    answers = [
        run("query", "--build", str(built), "--format", "csv", *arguments, given=given)
        for arguments, given in [((text,), None), ((str(file),), None), (("-",), text), ((), text)]
    ]
    assert {answer.stdout for answer in answers} == {answers[0].stdout}
    assert int(answers[0].stdout.splitlines()[1]) > 100


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json", "xml"])
def test_rows_in_each_form(built: Path, form: str) -> None:
    answer = run("query", "--build", str(built), "meetings", "--format", form)
    assert answer.returncode == 0
    assert "2021-09-16" in answer.stdout


@pytest.mark.parametrize("form", ["table", "ttl", "nt", "rdf", "jsonld"])
def test_graphs_in_each_form(built: Path, form: str) -> None:
    text = "CONSTRUCT { ?m a wid:Meeting } WHERE { ?m a wid:Meeting }"
    answer = run("query", "--build", str(built), text, "--format", form)
    assert answer.returncode == 0
    assert "id/meeting/2021-09-16" in answer.stdout


@pytest.mark.parametrize(
    ("text", "form"), [("SELECT * {", "table"), ("ASK {}", "ttl"), ("DELETE WHERE { ?s ?p ?o }", "csv")]
)
def test_a_bad_query_exits_with_2(built: Path, text: str, form: str) -> None:
    answer = run("query", "--build", str(built), text, "--format", form)
    assert answer.returncode == 2
    assert "Error" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_parameter_can_be_given(built: Path) -> None:
    def listings(*arguments: str) -> set[str]:
        answer = run("query", "--build", str(built), "for-an-age", "--format", "csv", *arguments)
        assert answer.returncode == 0, answer.stderr
        return {row["listing"] for row in csv.DictReader(io.StringIO(answer.stdout))}

    assert listings() == listings("--with", "age=15")
    assert listings("--with", "age=15") != listings("--with", "age=5")
    assert run("query", "--build", str(built), "for-an-age", "--with", "age=old").returncode == 2
    assert run("query", "--build", str(built), "for-an-age", "--with", "years=3").returncode == 2


@pytest.mark.parametrize("name", library.names())
def test_every_library_query_answers(built: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["query", "--build", str(built), name, "--format", "csv"])
    answer = capsys.readouterr().out
    assert ended.value.code == 0
    # a table has its head and at least a row; a question of yes or no has one word
    assert len(answer.splitlines()) > 1 or answer.strip() in ("true", "false")


def test_verify_source(data: Path, report_text: Path, tmp_path: Path) -> None:
    good = run("verify-source", str(report_text), "--data", str(data))
    assert good.returncode == 0, good.stdout
    text = report_text.read_text(encoding="utf-8")
    place = text.index("Coderdojo")
    changed = tmp_path / "changed.txt"
    changed.write_text(text[:place] + "K" + text[place + 1 :], encoding="utf-8")
    bad = run("verify-source", str(changed), "--data", str(data))
    assert bad.returncode == 1
    assert "listings.csv" in bad.stdout
