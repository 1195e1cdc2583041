"""Citations read back by programs that readers use."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgraph.citation import STYLES, Citation, bibtex, csl_json, plain, ris

CITATION = Citation(
    title="Coderdojo: leren programmeren, 100 % gratis & {vrij}",
    iri="https://w3id.org/widgraph/id/initiative/i0042",
    publisher="widgraph",
    year=2026,
    version="1.0.0",
    language="nl",
)


def test_csl_json() -> None:
    (item,) = json.loads(csl_json(CITATION))
    assert item["URL"] == CITATION.iri
    assert item["version"] == "1.0.0"
    assert item["issued"] == {"date-parts": [[2026]]}


def test_bibtex_escapes_what_latex_would_run() -> None:
    text = bibtex(CITATION)
    assert r"{{Coderdojo: leren programmeren, 100 \% gratis \& \{vrij\}}}" in text
    assert text.startswith("@misc{widgraph-2026-initiative-i0042,\n")


def test_ris_lines_have_tags() -> None:
    lines = ris(CITATION).split("\r\n")
    assert lines[0] == "TY  - DATA"
    assert lines[-2:] == ["ER  - ", ""]
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines[:-1])


def test_the_plain_line_names_version_and_identifier() -> None:
    assert plain(CITATION).endswith("(version 1.0.0). https://w3id.org/widgraph/id/initiative/i0042")


@given(st.text(max_size=80))
def test_no_title_breaks_a_form(title: str) -> None:
    citation = Citation(title, CITATION.iri, "widgraph", 2026, "1.0.0", "nl")
    assert json.loads(csl_json(citation))[0]["title"] == title
    assert len(ris(citation).split("\r\n")) == 11
    text = re.sub(r"\\[{}]", "", bibtex(citation))
    assert text.count("{") == text.count("}")
    assert "\n" not in plain(citation)


@pytest.mark.parametrize("name", sorted(STYLES))
def test_every_style_has_a_registered_type(name: str) -> None:
    assert STYLES[name].media_type.startswith("application/")
    assert STYLES[name].write(CITATION)
