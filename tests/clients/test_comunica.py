"""Comunica, the query engine of the JavaScript world, on the endpoint and on single documents of the site."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from widgraph.namespaces import WID

HERE = Path(__file__).parent
MEETINGS = f"SELECT ?meeting ?people WHERE {{ ?meeting a <{WID}Meeting> ; <{WID}participantCount> ?people }}"


def comunica(query: str, source: str, kind: str = "") -> dict[str, Any]:
    if shutil.which("node") is None or not (HERE / "node_modules").is_dir():
        pytest.skip("Comunica is not here; 'make test-system' installs it")
    ran = subprocess.run(
        ["node", "comunica.mjs", source, kind], input=query, capture_output=True, text=True, timeout=60, cwd=HERE
    )
    assert ran.returncode == 0, ran.stderr
    answer: dict[str, Any] = json.loads(ran.stdout)
    return answer


@pytest.mark.parametrize("kind", ["sparql", ""])
def test_it_selects_at_the_endpoint(url: str, kind: str) -> None:
    """Told that it is an endpoint, and finding that out by itself from the service description."""
    rows = comunica(MEETINGS, f"{url}/sparql", kind)["rows"]
    assert {row["meeting"][-10:]: row["people"] for row in rows} == {
        "2021-09-16": "52",
        "2022-01-13": "51",
        "2022-03-24": "50",
    }


def test_it_asks_and_constructs_at_the_endpoint(url: str) -> None:
    assert comunica(f"ASK {{ ?m a <{WID}Meeting> }}", f"{url}/sparql", "sparql")["boolean"] is True
    assert comunica(f"CONSTRUCT WHERE {{ ?m a <{WID}Meeting> }}", f"{url}/sparql", "sparql")["count"] == 6


def test_it_joins_over_a_document_of_one_thing(url: str) -> None:
    """Linked data without an endpoint: the document is found by negotiation and queried on the spot."""
    query = f"SELECT ?people WHERE {{ ?m a <{WID}Meeting> ; <{WID}participantCount> ?people }}"
    for address in (f"{url}/id/meeting/2021-09-16", f"{url}/doc/meeting/2021-09-16.jsonld"):
        assert comunica(query, address)["rows"] == [{"people": "52"}]
