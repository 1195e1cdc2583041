"""Writing the annexes: all files or none."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from widgraph.annexes._content import Content
from widgraph.annexes._pages import page
from widgraph.annexes._rows import Annexes
from widgraph.annexes._sheets import write_counts, write_overview
from widgraph.errors import UsageError
from widgraph.store import Store

STYLE = "annex.css"


def write_annexes(store: Store, year: str, language: str, out: Path, site: str) -> Sequence[Path]:
    """Write both annexes of an edition into a folder, each as XLSX and HTML, and return the paths.

    `site` is the address that identifiers and queries lead to. The same release gives the same bytes. Raises UsageError
    when there is no such edition or the folder cannot be written; nothing is written then.
    """
    annexes = Annexes(Content(store, year, language), site)
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".annexes-", dir=out) as name:
            folder = Path(name)
            names = [_name(year, number, language) for number in (1, 2)]
            write_overview(annexes, folder / f"{names[0]}.xlsx")
            write_counts(annexes, folder / f"{names[1]}.xlsx")
            for number, stem in enumerate(names, 1):
                (folder / f"{stem}.html").write_text(page(annexes, number, STYLE), encoding="utf-8")
            style = (files(__package__) / "templates" / STYLE).read_text(encoding="utf-8")
            (folder / STYLE).write_text(style, encoding="utf-8")
            return [path.replace(out / path.name) for path in sorted(folder.iterdir())]
    except OSError as error:
        raise UsageError(
            f"The annexes cannot be written to {out}: {error.strerror}.", "Give a folder that can be written to."
        ) from error


def _name(year: str, number: int, language: str) -> str:
    return f"women-in-digital-{year}-annex-{number}-{language}"
