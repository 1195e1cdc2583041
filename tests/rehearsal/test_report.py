"""The forms of the result: readable in 100 columns, complete as JSON, accessible as a page (docs/rehearsal.md)."""

from __future__ import annotations

import itertools
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from widgraph.rehearsal import RULES, Rehearsal, as_html, as_json, as_text, rehearse

ROOT = Path(__file__).parents[2]
_SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
DOCS = (ROOT / "docs" / "rehearsal.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def faulty(perfect: str, tmp_path_factory: pytest.TempPathFactory) -> Rehearsal:
    """A catalogue with several faults, and markup in a title."""
    path = tmp_path_factory.mktemp("faulty") / "catalogue.ttl"
    text = perfect.replace('"Trees"@en', '"<script>alert(1)</script> & trees"@en').replace("dct:rights t:rights ;", "")
    path.write_text(text.replace('dct:identifier "trees" ;', "").replace(' , "Parks"@de', ""), encoding="utf-8")
    return rehearse(str(path))


def test_every_rule_is_documented_as_it_is() -> None:
    for name, rule in RULES.items():
        assert f"| {name} | {rule.title} | {rule.fix} | {rule.source} |" in DOCS, name
    assert re.findall(r"^\| ([A-Z]\d+) \|", DOCS, re.MULTILINE) == list(RULES)


def keys(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value) | {key for name, one in value.items() if name != "titles" for key in keys(one)}
    return {key for one in value for key in keys(one)} if isinstance(value, list) else set()


def test_every_key_of_the_json_is_documented(faulty: Rehearsal) -> None:
    document = json.loads(as_json(faulty))
    assert all(
        f"`{key}`" in DOCS or f"`{key}[]`" in DOCS or f".{key}" in DOCS or f"{key}[]" in DOCS for key in keys(document)
    )
    assert document["score"] == faulty.score
    assert len(document["findings"]) == len(faulty.findings)


def test_the_table_fits_and_has_no_colour(faulty: Rehearsal) -> None:
    text = as_text(faulty)
    assert "\033" not in text
    assert all(len(line) <= 100 or len(line.split()) == 1 for line in text.splitlines()[1:])
    for rule in ("B2", "E5"):
        assert re.search(rf"^{rule} ", text, re.MULTILINE)


def test_colour_on_request_changes_nothing_else(faulty: Rehearsal) -> None:
    coloured = as_text(faulty, colour=True)
    assert "\033[31m" in coloured
    assert re.sub(r"\033\[\d+m", "", coloured) == as_text(faulty)


def test_the_page_stands_alone(faulty: Rehearsal) -> None:
    page = as_html(faulty)
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert not re.search(r"\b(?:src|href)=\"(?!#)", page)
    assert "default-src 'none'" in page


@pytest.mark.browser
def test_the_page_is_accessible(browser: Browser, faulty: Rehearsal, tmp_path: Path) -> None:
    page_file = tmp_path / "report.html"
    page_file.write_text(as_html(faulty), encoding="utf-8")
    for scheme, width in itertools.product(_SCHEMES, (320, 1280)):
        context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800}, bypass_csp=True)
        page = context.new_page()
        page.goto(page_file.as_uri())
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{wide} > {width}"
        context.close()


@pytest.mark.parametrize(("form", "start"), [("table", "Rehearsal of"), ("json", "{"), ("html", "<!DOCTYPE html>")])
def test_the_command_and_its_status(perfect: str, tmp_path: Path, form: str, start: str) -> None:
    path = tmp_path / "catalogue.ttl"
    for text, status in ((perfect, 0), (perfect.replace("dct:rights t:rights ;", ""), 1)):
        path.write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "widgraph", "rehearse", str(path), "--format", form]
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
        assert answer.returncode == status, answer.stderr
        assert answer.stdout.startswith(start)
        assert "\033" not in answer.stdout
