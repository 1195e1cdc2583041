"""Made-up events on a copy of the real tables: nothing has happened to an identifier yet, `lifecycle.csv` is empty."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

COLUMNS = (
    "id", "kind", "resource", "successor", "date", "former_nl", "former_fr", "former_de", "former_en",
    "reason_nl", "reason_fr", "reason_de", "reason_en",
)  # fmt: skip
REASONS = {f"reason_{code}": f"verzonnen reden <b>voor</b> een test ({code})" for code in ("nl", "fr", "de", "en")}
EVENTS = [
    {"id": "e901", "kind": "retired", "resource": "id/initiative/i0014", "date": "2026-03-01"},
    {"id": "e902", "kind": "merged", "resource": "id/actor/a003", "successor": "id/actor/a004", "date": "2026-03-02"},
    {
        "id": "e903", "kind": "split", "resource": "auth/audience/women", "date": "2026-03-03",
        "successor": "auth/audience/women-concerned;auth/audience/women-in-digital",
    },
    {
        "id": "e904", "kind": "renamed", "resource": "id/actor/a014", "date": "2026-03-04",
        "former_nl": "VERZONNEN NAAM", "former_fr": "NOM INVENTÉ", "former_de": "ERFUNDEN", "former_en": "MADE UP",
    },
    {"id": "e905", "kind": "retired", "resource": "id/meeting/2019-06-26", "date": "2026-03-05"},
    {"id": "e906", "kind": "revived", "resource": "id/meeting/2019-06-26", "date": "2026-03-06"},
    {"id": "e907", "kind": "removed", "resource": "id/note/n035", "date": "2026-03-07"},
]  # fmt: skip


def rewritten(path: Path, change: dict[str, dict[str, str] | None]) -> None:
    """Change cells of the rows with these ids; a row whose change is None is taken out."""
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        for row in rows:
            cells = change.get(row[0], {})
            if cells is not None:
                writer.writerow([cells.get(column, value) for column, value in zip(header, row, strict=True)])


def with_events(data: Path, copy: Path) -> Path:
    """Copy the tables and let the events happen to them."""
    shutil.copytree(data, copy)
    with (copy / "lifecycle.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows({**REASONS, **event} for event in EVENTS)
    rewritten(copy / "initiatives.csv", {"i0014": {"status": "retired"}})
    rewritten(copy / "actors.csv", {"a014": {"name": "CIBG-CIRB"}})
    rewritten(copy / "notes.csv", {"n035": None})
    return copy
