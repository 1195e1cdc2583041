"""`push`, `query --endpoint` and `serve --endpoint` on a real server, as somebody at a command line uses them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from tests.servers import PASSWORD, Server


def run(server: Server | None, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    given = {**os.environ, **(server.environment if server else {}), **environment}
    command = [sys.executable, "-m", "widgraph", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=given)


def test_a_release_goes_to_a_server_and_is_served_from_there(built: Path, virtuoso: Server, tmp_path: Path) -> None:
    endpoint = ("--endpoint", virtuoso.url, "--build", str(built))
    dry = run(virtuoso, "push", *endpoint, "--dry-run")
    assert dry.returncode in (0, 1), dry.stderr
    push = run(virtuoso, "push", *endpoint, "--keep-all")
    assert push.returncode == 0, push.stderr
    assert "all verified" in push.stdout
    assert re.search(r"\[ *[0-9.]+ s\] \[7/7\] ns/wid: ", push.stderr), "progress"
    assert run(virtuoso, "push", *endpoint, "--dry-run").returncode == 0
    process = subprocess.Popen(
        [sys.executable, "-m", "widgraph", "serve", *endpoint, "--port", "0"],
        env={**os.environ, **virtuoso.environment},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        lines = [process.stderr.readline()]
        while "Serving" not in lines[-1]:
            lines.append(process.stderr.readline())
            assert lines[-1], lines
        assert any("cuts answers at 1000 rows" in line for line in lines)
        command = Path(f"/proc/{process.pid}/cmdline").read_bytes().decode()
        assert PASSWORD not in command + "".join(lines)
        address = lines[-1].partition("http://")[2].partition(" ")[0]
        with urllib.request.urlopen(f"http://{address}healthz", timeout=30) as response:
            assert json.load(response)["status"] == "ok"
        with urllib.request.urlopen(f"http://{address}meetings.csv", timeout=30) as response:
            assert response.read().decode().count("id/meeting/") == 6
    finally:
        process.kill()
        process.wait()
    assert PASSWORD not in dry.stdout + dry.stderr + push.stdout + push.stderr


def test_one_question_to_a_server_with_or_without_a_release(built: Path, oxigraph: Server) -> None:
    assert run(oxigraph, "push", "--endpoint", oxigraph.url, "--build", str(built), "--keep-all").returncode == 0
    here = run(None, "query", "--build", str(built), "meetings", "--format", "csv")
    there = run(None, "query", "--endpoint", oxigraph.url, "meetings", "--format", "csv")
    assert there.returncode == 0, there.stderr
    assert there.stdout == here.stdout
    graph = run(None, "query", "--endpoint", oxigraph.url, "CONSTRUCT WHERE { ?m a wid:Meeting }", "--format", "nt")
    assert graph.stdout.count("\n") == 6
    named = run(None, "query", "--endpoint", oxigraph.url, "ASK { ?s ?p ?o }", "--graph", "urn:none")
    assert (named.returncode, named.stdout) == (0, "no\n")
    yes = run(None, "query", "ASK { ?s a wid:Meeting }", WIDGRAPH_ENDPOINT=oxigraph.url)
    assert (yes.returncode, yes.stdout) == (0, "yes\n")


@pytest.mark.parametrize(("text", "words"), [("SELECT {", "Error"), ("DELETE WHERE { ?s ?p ?o }", "update")])
def test_bad_questions_exit_with_2_and_a_sentence(oxigraph: Server, text: str, words: str) -> None:
    answer = run(None, "query", text, "--endpoint", oxigraph.url)
    assert answer.returncode == 2
    assert words in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize(
    ("command", "url"),
    [
        ("serve", "http://dba:geheim-91@127.0.0.1:9/sparql"),
        ("push", "http://127.0.0.1:9/sparql"),
        ("query", "http://dba:geheim-91@127.0.0.1:9/sparql"),
        ("query", "sparql"),
    ],
)
def test_an_endpoint_that_is_none_exits_with_2_and_keeps_secrets(built: Path, command: str, url: str) -> None:
    text = ("ASK {}",) if command == "query" else ()
    answer = run(None, command, *text, "--endpoint", url, "--build", str(built))
    assert answer.returncode == 2
    assert answer.stderr.startswith("Error")
    assert "Traceback" not in answer.stderr
    assert "geheim-91" not in answer.stderr + answer.stdout


def test_an_endpoint_without_the_release_is_not_served(built: Path, oxigraph: Server, tmp_path: Path) -> None:
    from tests.push.test_push import made_up

    made_up(tmp_path / "releases/other", "other")
    (tmp_path / "current").symlink_to("releases/other")
    (tmp_path / "releases/other/manifest.json").write_text(
        (built / "current/manifest.json").read_text("utf-8").replace('"id": "1.', '"id": "9.'), encoding="utf-8"
    )
    answer = run(None, "serve", "--endpoint", oxigraph.url, "--build", str(tmp_path), "--port", "0")
    assert answer.returncode == 2
    assert "widgraph push" in answer.stderr


def test_push_and_query_need_what_they_need(built: Path) -> None:
    assert run(None, "push", "--build", str(built)).returncode == 2
    assert run(None, "query", "ASK {}", "--graph", "urn:x", "--build", str(built)).returncode == 2
