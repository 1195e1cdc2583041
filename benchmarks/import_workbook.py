"""How long reading a workbook takes, and how much memory: 200 to 100 000 initiatives, each with a listing.

`python benchmarks/import_workbook.py [ROWS ...]` writes results/import_workbook.csv and .md beside it. Each step runs
in a process of its own, so that its peak memory is its own. A tenth of the rows are edited, a tenth are new. The rows
are made up, and the patterns of their ids widened. "judge" is the graph, the shapes and the ledger; it is measured up
to the size given in JUDGED. Sizes that are not measured again keep their results.
"""

from __future__ import annotations

import csv
import datetime
import io
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from widgraph.findings import violations
from widgraph.tables import Row, Tables, csv_bytes, read_tables
from widgraph.workbook import judge, read_workbook, review, write_workbook

ROOT: Final = Path(__file__).parents[1]
SIZES: Final = (200, 2_000, 10_000, 100_000)
JUDGED: Final = 2_000
WORDS: Final = (
    *("opleiding", "platform", "campagne", "netwerk", "mentor", "school", "code", "robot"),
    *("data", "web", "game", "lab", "award", "beurs", "kamp"),
)


def made_up(count: int, folder: Path) -> Tables:
    """Return the tables of a folder with `count` made-up initiatives and listings instead of the real ones."""
    real = read_tables(folder)
    rows = {table.name: list(real.rows(table.name)) for table in real.description.tables}
    for name in ("timings", "identity", "notes", "figures", "involvements", "decisions", "instruments", "provisions"):
        rows[name] = []
    initiative, listing = rows["initiatives"][0], rows["listings"][5]
    rows["initiatives"], rows["listings"] = [], []
    for n in range(1, count + 1):
        own = {"id": f"i{n:06d}", "slug": f"s{n}", "title_nl": title(n)}
        rows["initiatives"].append(Row(initiative.table, n + 1, {**initiative.cells, **own}))
        own = {"id": f"2022/1/{n:06d}", "ordinal": str(n), "initiative": f"i{n:06d}"}
        rows["listings"].append(Row(listing.table, n + 1, {**listing.cells, **own}))
    return Tables(real.description, (), {name: tuple(kept) for name, kept in rows.items()})


def title(number: int) -> str:
    """Return a made-up title; three words and a number, so that few are alike."""
    words = (WORDS[number % 15], WORDS[number // 15 % 15], WORDS[number // 225 % 15])
    return f"{' '.join(words)} x{number:x}"


def make(count: int, folder: Path) -> None:
    """Write tables and workbook of a size, and edit the workbook as an editor would."""
    data = Path(shutil.copytree(ROOT / "data", folder / "data"))
    metadata = data / "csv-metadata.json"
    text = metadata.read_text("utf-8").replace("i[0-9]{4}", "i[0-9]{6}").replace("|[0-9]{2})", "|[0-9]{6})")
    metadata.write_text(text, "utf-8")
    tables = made_up(count, data)
    for table in tables.description.tables:
        (data / table.file).write_bytes(csv_bytes(table, tables.rows(table.name)))
    (data / "ledger.csv").unlink()
    write_workbook(tables, folder / "plain.xlsx", "nl")


def edit(count: int, folder: Path) -> None:
    """Change a tenth of the titles and add a tenth of new initiatives."""
    book = openpyxl.load_workbook(folder / "plain.xlsx")
    sheet = book["Initiatieven"]
    assert isinstance(sheet, Worksheet)  # noqa: S101 - for the type
    for row in range(2, count + 2, 10):
        sheet.cell(row, 3).value = f"{sheet.cell(row, 3).value} gewijzigd"
    for number in range(count // 10):
        sheet.cell(count + 2 + number, 3).value = title(count * 2 + number)
        sheet.cell(count + 2 + number, 10).value = "listed"
    book.save(folder / "book.xlsx")


def read(count: int, folder: Path) -> None:
    """Read the workbook."""
    tables = read_tables(folder / "data")
    read_workbook(folder / "book.xlsx", tables.description)


def difference(count: int, folder: Path) -> None:
    """Read it, lay it over the tables, find every difference and fault of the tables."""
    tables = read_tables(folder / "data")
    laid = review(read_workbook(folder / "book.xlsx", tables.description), tables)
    if len(laid.changes) != 2 * (count // 10) or violations(laid.findings):
        raise SystemExit(f"not what was edited: {len(laid.changes)} changes, {violations(laid.findings)[:3]}")


def judged(count: int, folder: Path) -> None:
    """The same, and the shapes asked."""
    tables = read_tables(folder / "data")
    laid = review(read_workbook(folder / "book.xlsx", tables.description), tables)
    judge(laid, folder / "data", tables)


STEPS: Final[dict[str, Callable[[int, Path], None]]] = {
    "write": make,
    "edit": edit,
    "read": read,
    "read and difference": difference,
    "read, difference and judge": judged,
}


def main() -> None:
    """Run the steps of each size in processes of their own and write the results."""
    sizes = [int(argument) for argument in sys.argv[1:]] or list(SIZES)
    results: list[tuple[str, ...]] = []
    for count in sizes:
        with tempfile.TemporaryDirectory() as name:
            for step in STEPS:
                if step != "edit" and (count <= JUDGED or "judge" not in step):
                    results.append((str(count), step, *run(step, count, Path(name))))
                    print(*results[-1], flush=True)
                    write(results)
                elif step == "edit":
                    run(step, count, Path(name))


def run(step: str, count: int, folder: Path) -> tuple[str, str]:
    """Return the seconds and MB that a step took in a process of its own."""
    command = [sys.executable, __file__, "--step", step, str(count), str(folder)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - ourselves
    seconds, megabytes = answer.stdout.split()
    return seconds, megabytes


def step_alone(step: str, count: int, folder: Path) -> None:
    """Run one step and print its seconds of computing and peak MB."""
    started = time.process_time()
    STEPS[step](count, folder)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{time.process_time() - started:.1f} {peak:.0f}")


def write(results: list[tuple[str, ...]]) -> None:
    """Write the results as CSV and as Markdown with machine and date."""
    folder = Path(__file__).parent / "results"
    folder.mkdir(exist_ok=True)
    path = folder / "import_workbook.csv"
    header = ("rows", "step", "seconds of computing", "peak MB")
    with path.open(newline="", encoding="utf-8") if path.exists() else io.StringIO() as file:
        old = [tuple(row) for row in csv.reader(file)][1:]
    measured = {row[0] for row in results}
    results = sorted([*(row for row in old if row[0] not in measured), *results], key=lambda row: int(row[0]))
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *results])
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    lines = [
        "# Importing a workbook",
        "",
        f"{datetime.datetime.now(tz=datetime.UTC).date()}, {machine}.",
        "Initiatives, and as many listings; a tenth edited, a tenth new. Seconds of computing in one process (other",
        "work on the machine is not counted), and its peak memory.",
        "",
        f"| {' | '.join(header)} |",
        "| --- | --- | --- | --- |",
        *(f"| {' | '.join(row)} |" for row in results),
        "",
    ]
    (folder / "import_workbook.md").write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--step"]:
        step_alone(sys.argv[2], int(sys.argv[3]), Path(sys.argv[4]))
    else:
        main()
