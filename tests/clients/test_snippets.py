"""What the pages of the library say to run, run as it stands there: every question, in every way, on the live site.

Each text is run unchanged, all of one tool in one process; what it prints is compared with the answer of the store.
"""

from __future__ import annotations

import ast
import csv
import html
import io
import json
import re
import shutil
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from tests.servers import free_port

from widgraph.languages import LANGUAGES
from widgraph.queries import library
from widgraph.queries.library import LibraryQuery
from widgraph.release import Release
from widgraph.server import make_server
from widgraph.settings import Settings
from widgraph.store import Store, open_store
from widgraph.web import create_app

TOOLS = ("curl", "sparqlwrapper", "rdflib", "pandas", "r")
MARK = "=====> "
#: Runs the Python texts of a file of JSON one after the other, each as a program of its own.
_PYTHON = f"""
import json, sys
for name, text in json.load(open(sys.argv[1], encoding="utf-8")).items():
    print({MARK!r} + name, flush=True)
    exec(compile(text, name, "exec"), {{"__name__": "__main__"}})
"""
#: The same for R: each text is a file.
_R = f"""
options(width = 10000)
for (file in commandArgs(trailingOnly = TRUE)) {{
  cat("{MARK}", sub("[.][^.]*$", "", basename(file)), "\\n", sep = "")
  source(file, local = new.env(), encoding = "UTF-8")
}}
"""


@dataclass(frozen=True)
class Question:
    """A question with its snippets by tool, as a page in one of the languages shows them, and its answer."""

    query: LibraryQuery
    shown: Mapping[str, str]
    rows: Sequence[Mapping[str, str]]
    triples: frozenset[ox.Triple]


@pytest.fixture(scope="module")
def questions(release: Release) -> Iterator[Mapping[str, Question]]:
    """Every question of the library; languages in rotation. The pages name the address that the site listens on."""
    settings = Settings(port=free_port())
    store = open_store(release)
    with create_app(release, settings) as app:
        server = make_server(app, settings)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        yield {
            name: asked(name, LANGUAGES[turn % 4], settings.port, store) for turn, name in enumerate(library.names())
        }
        server.close()
        thread.join(10)
    store.close()


def asked(name: str, language: str, port: int, store: Store) -> Question:
    """Read the page of a question, and ask the store what it should answer."""
    address = f"http://127.0.0.1:{port}/queries/{name}.html?lang={language}"
    with urllib.request.urlopen(address, timeout=30) as answer:
        page = answer.read().decode()
    shown = {
        tool: html.unescape(text)
        for tool, text in re.findall(r'<code id="snippet-(\w+)"[^>]*>(.*?)</code>', page, re.DOTALL)
    }
    query = library.load(name)
    text = query.bound({one.name: language for one in query.parameters if one.type == "language"})
    rows = store.select(text) if query.form == "SELECT" else ()
    triples = store.construct(text) if query.form == "CONSTRUCT" else ()
    return Question(
        query, shown, [{name: term.value for name, term in row.items()} for row in rows], frozenset(triples)
    )


def ran(tool: str, texts: Mapping[str, str], folder: Path) -> Mapping[str, str]:
    """Run all texts of a tool and return what each printed."""
    program = {"curl": "curl", "r": "Rscript"}.get(tool)
    if program and shutil.which(program) is None:
        pytest.skip(f"{program} is not here; 'make test-system' installs it")
    if tool == "curl":
        script = "".join(f"echo '{MARK}{name}'\n{text}\necho\n" for name, text in texts.items())
        command = ["sh", "-e", "-c", script]
    elif tool == "r":
        for name, text in texts.items():
            (folder / f"{name}.R").write_text(text, encoding="utf-8")
        (folder / "all.R").write_text(_R, encoding="utf-8")
        command = ["Rscript", str(folder / "all.R"), *(str(folder / f"{name}.R") for name in texts)]
    else:
        (folder / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
        command = [sys.executable, "-c", _PYTHON, str(folder / "texts.json")]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=180)
    assert done.returncode == 0, done.stderr[-2000:]
    parts = [part.partition("\n") for part in done.stdout.split(MARK)[1:]]
    return {name: text for name, _, text in parts}


def test_every_question_shows_every_way(questions: Mapping[str, Question]) -> None:
    """pandas and R read tables, so they are not offered where the answer is none."""
    assert len(questions) >= 25
    for name, question in questions.items():
        assert tuple(question.shown) == (TOOLS if question.query.form == "SELECT" else TOOLS[:3]), name


@pytest.mark.parametrize("tool", TOOLS)
def test_what_the_page_says_to_run_runs(questions: Mapping[str, Question], tool: str, tmp_path: Path) -> None:
    texts = {name: question.shown[tool] for name, question in questions.items() if tool in question.shown}
    printed = ran(tool, texts, tmp_path)
    assert printed.keys() == texts.keys()
    for name, text in printed.items():
        question = questions[name]
        if question.query.form == "SELECT":
            _check_rows(tool, name, text, question.rows)
        elif question.query.form == "ASK":
            assert '"boolean":true' in text.replace(" ", "") if tool == "curl" else text.strip() == "True"
        else:
            found = {quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)}
            assert found == question.triples, name


def _check_rows(tool: str, name: str, text: str, rows: Sequence[Mapping[str, str]]) -> None:
    """Compare printed rows with the answer: cell by cell, where the tool prints cells as they came; else by number,
    and by the identifiers among them, since pandas and R write numbers their own way.
    """
    assert rows, name
    if tool == "curl":
        found = list(csv.DictReader(io.StringIO(text.rstrip("\n"))))
        assert found == [{key: row.get(key, "") for key in found[0]} for row in rows], name  # no cell is an empty one
    elif tool == "sparqlwrapper":
        assert [ast.literal_eval(line) for line in text.splitlines()] == list(rows), name
    elif tool == "rdflib":
        lines = [eval(line, {"rdflib": rdflib}) for line in text.splitlines()]  # noqa: S307 - what rdflib printed
        assert [{key: str(value) for key, value in row.items()} for row in lines] == list(rows), name
    else:
        numbers = [int(match) for match in re.findall(r"^(\d+) ", text, re.MULTILINE)]
        first = 0 if tool == "pandas" else 1
        assert numbers == list(range(first, len(rows) + first)), name
        for row in rows:
            assert all(value in text for value in row.values() if value.startswith("https://w3id.org/")), name
