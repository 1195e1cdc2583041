"""The house rules that a machine can keep: one direction of imports, small modules and functions, nothing foreign."""

from __future__ import annotations

import ast
import csv
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "widgraph"
MODULES = sorted(PACKAGE.rglob("*.py"))
#: The walk of the data, top to bottom; a step may use the steps before it and never the ones after it.
WALK = [
    "leaves",
    "tables",
    "graph",
    "ledger",
    "checks",
    "search",
    "workbook",
    "catalogue",
    "release",
    "history",
    "queries",
    "answers",
    "store",
    "push",
    "annexes",
    "upload",
    "web",
    "server",
    "rehearsal",
    "cli",
]
LEAVES = {
    "citation",
    "errors",
    "findings",
    "languages",
    "namespaces",
    "resources",
    "settings",
    "spreadsheet",
    "wording",
    "__init__",
}


def step(module: str) -> int:
    """Return the place of a module name such as `widgraph.graph._convert` in the walk."""
    parts = module.split(".")
    name = parts[1] if len(parts) > 1 else "__init__"
    if name in LEAVES:
        return 0
    return len(WALK) if name == "__main__" else WALK.index(name)


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.add(node.module or "")
            if node.module == "widgraph":
                found |= {f"widgraph.{alias.name}" for alias in node.names if (PACKAGE / alias.name).exists()}
    return {name for name in found if name.split(".")[0] == "widgraph"}


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_imports_go_down_the_walk_and_private_modules_stay_private(path: Path) -> None:
    name = module_name(path)
    for other in imports(path):
        assert step(other) <= step(name), f"{name} imports {other}"
        private = [index for index, part in enumerate(other.split(".")) if re.match(r"_[a-z]", part)]
        if private:
            owner = ".".join(other.split(".")[: private[0]])
            assert name == owner or name.startswith(owner + "."), f"{name} imports the private {other}"


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_modules_and_functions_are_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            assert node.end_lineno - node.lineno < 60, f"{node.name} in {path.name}"


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_public_things_are_documented(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), f"{path.name} has no docstring"
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{node.name} in {path.name} has no docstring"


def tracked() -> list[Path]:
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False).stdout.decode()
    return [ROOT / name for name in names.split("\0") if name and (ROOT / name).is_file()]


def test_the_project_speaks_of_itself_alone() -> None:
    """No path of a machine, no address of a package registry."""
    foreign = re.compile(
        rb"/(?:home|root|work|Users)/[a-z]|registry\.npmjs|files\.pythonhosted|pypi\.org", re.IGNORECASE
    )
    for path in tracked():
        if path != Path(__file__):
            match = foreign.search(path.read_bytes())
            assert match is None, f"{path}: {match and match[0]!r}"


def texts(path: Path) -> Iterator[str]:
    """Yield the lines of a file, or the cells of a table but those that hold a name as the report writes it.

    Those are the names of objectives, chapter by chapter, and the phrase that names an audience.
    """
    names = {("objectives", "label_nl"), ("wordings", "text"), ("listings", "audience_text")}
    with path.open(encoding="utf-8", newline="") as file:
        if path.suffix == ".csv":
            for row in csv.DictReader(file):
                yield from (cell for column, cell in row.items() if (path.stem, column) not in names)
        else:
            yield from file


def test_the_report_itself_is_not_in_the_project() -> None:
    """A run of twelve words from the report would be one of its sentences; names and titles are shorter."""
    report = ROOT.parent / "shared" / "source" / "women-in-digital-2022-nl.txt"
    if not report.is_file():
        pytest.skip("the report's text is not here; nothing to compare with")
    size = 12

    def runs(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"\w+", re.sub(r"https?://\S+", " ", text.lower()))
        return {tuple(words[index : index + size]) for index in range(len(words) - size + 1)}

    sentences = runs(report.read_text(encoding="utf-8"))
    for path in tracked():
        if path.suffix in {".csv", ".md", ".ttl", ".json", ".rq", ".py", ".html", ".po"}:
            for text in texts(path):
                shared = runs(text) & sentences
                assert not shared, f"{path.name}: {' '.join(next(iter(shared)))}"
