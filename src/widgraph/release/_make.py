"""Making a release: everything is written beside the old one, proved, and only then switched in.

A kill at any moment leaves `current` where it was; what was half-written lies in a folder no reader looks into and is
removed by the next build.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from widgraph import resources
from widgraph.catalogue import Publication, read_publication
from widgraph.checks import Report, check_graph, verify_source
from widgraph.errors import DataError, ReleaseError
from widgraph.findings import Finding, Severity, violations
from widgraph.graph import Graph, build_graph, changed_terms
from widgraph.ledger import check_ledger
from widgraph.release._files import write_datasets
from widgraph.release._manifest import NAME, STORE, Manifest, file_entries
from widgraph.release._open import CURRENT, RELEASES, SEARCH, Release, open_release, verify_release
from widgraph.search import write_index
from widgraph.settings import Settings
from widgraph.tables import Tables, read_tables

Progress = Callable[[str], None]
_SERIES = "women-in-digital"


def make_release(
    data: Path,
    out: Path,
    *,
    tables: Tables | None = None,
    source: Path | None = None,
    settings: Settings | None = None,
    progress: Progress = lambda _: None,
) -> Release:
    """Check the tables in `data`, write a release into `out/releases/ID` and point `out/current` at it.

    With `tables`, those are used instead of the ones that lie in `data`, which still gives the ledger.
    With `source`, the report's own text, the quotes it holds are built in (wid:verbatim) after every passage has been
    verified against it. The settings say who publishes and where, for the catalogue. Raises DataError with all
    findings when the data break a rule, UsageError for an unusable setting; nothing is written then.
    """
    publication = read_publication(settings or Settings())
    progress("reading the tables")
    tables = tables or read_tables(data)
    _refuse(tables.findings)
    progress("making the graph")
    text = source.read_bytes() if source else None
    graph = build_graph(tables, resources.folder("ontology"), text.decode("utf-8", "replace") if text else None)
    _refuse(check_ledger(data, graph, tables))
    if text is not None:
        progress("verifying the source")
        _refuse(verify_source(graph, text))
    progress(f"checking {len(graph.quads)} statements against the shapes")
    report = check_graph(graph, resources.folder("shapes"))
    _refuse(report.findings)
    with _lock(out):
        made = _Made(tables, graph, report, publication, verbatim=text is not None)
        release = _write(made, out, progress)
        progress(f"switching to {release.id}")
        _switch(out, release.path)
    return open_release(out)


def _refuse(findings: Sequence[Finding]) -> None:
    stopping = violations(findings)
    if stopping:
        many = "1 violation" if len(stopping) == 1 else f"{len(stopping)} violations"
        raise DataError(f"Not built: {many} in the data.", findings, "Correct the cells named, then build again.")


@dataclass(frozen=True)
class _Made:
    """What a release is written from."""

    tables: Tables
    graph: Graph
    report: Report
    publication: Publication
    verbatim: bool


def _write(made: _Made, out: Path, progress: Progress) -> Release:
    """Write the release folder under a name no reader knows, prove it, and give it its name."""
    releases = out / RELEASES
    releases.mkdir(parents=True, exist_ok=True)
    _sweep(releases)
    part = Path(tempfile.mkdtemp(prefix=".part-", dir=releases))
    part.chmod(0o755)
    try:
        progress("writing the dumps")
        _write_files(made, part)
        progress("loading the store")
        _write_store(made.graph, part / STORE)
        manifest = _manifest(made, part)
        (part / NAME).write_text(manifest.dumps(), encoding="utf-8")
        _sync(part)
        target = releases / manifest.id
        if target.exists():
            _keep_existing(Release(target, manifest))
        else:
            part.rename(target)
            _sync_folder(releases)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return Release(target, manifest)


def _write_files(made: _Made, part: Path) -> None:
    write_datasets(made.tables, made.graph, made.publication, part)
    for name in ("ontology", "shapes"):
        shutil.copytree(resources.folder(name), part / name)
    write_index(part / SEARCH, made.graph.quads)
    (part / "report.ttl").write_text(made.report.turtle(), encoding="utf-8")


def _write_store(graph: Graph, folder: Path) -> None:
    """Load the embedded store and prove that it gives back every term as it was (design, section 6)."""
    changed = changed_terms(graph.quads)
    if changed:
        raise ReleaseError(
            f"The store would rewrite {len(changed)} statements, the first being {changed[0]}.",
            "Write the value in canonical form, for example 7.5 and not 7.50.",
        )
    store = ox.Store(str(folder))
    store.bulk_extend(graph.quads)
    store.optimize()
    store.flush()
    if len(store) != len(graph.quads):
        raise ReleaseError("The store does not hold the graph as built.", "Check the disk, then build again.")
    del store


def _manifest(made: _Made, part: Path) -> Manifest:
    tables, graph, report = made.tables, made.graph, made.report
    row = next((row for row in tables.rows("datasets") if row.value("id") == _SERIES), None)
    version = row.value("version") if row else None
    files = file_entries(part)
    digest = hashlib.sha256("".join(f"{name} {entry.sha256}\n" for name, entry in files.items()).encode()).hexdigest()
    graphs = Counter(getattr(quad.graph_name, "value", "") for quad in graph.quads)
    severities = Counter(str(finding.severity) for finding in [*tables.findings, *report.findings])
    return Manifest(
        id=f"{version or '0.0.0'}-{digest[:12]}",
        version=version or "0.0.0",
        issued=(row.value("modified") if row else None) or "",
        quads=len(graph.quads),
        graphs=dict(sorted(graphs.items())),
        findings={str(severity): severities[str(severity)] for severity in Severity},
        verbatim=made.verbatim,
        store={"path": STORE, "quads": len(graph.quads), "loaded_from": "dumps/widgraph.nq"},
        files=files,
    )


def _keep_existing(existing: Release) -> None:
    """A release of this name is already there: the name is the content's digest, so it must be the same bytes."""
    problems = verify_release(existing)
    if problems:
        raise ReleaseError(
            f"Release {existing.id} is damaged: {problems[0]}.",
            f"Remove {existing.path.name} and build again.",
        )


def _switch(out: Path, target: Path) -> None:
    """Point `current` at the release with one rename (POSIX rename is atomic)."""
    fresh = out / f".{CURRENT}-{os.getpid()}"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target.relative_to(out))
    fresh.replace(out / CURRENT)
    _sync_folder(out)


def _sweep(releases: Path) -> None:
    """Remove what a killed build left; safe because builds hold the lock."""
    for left in releases.glob(".part-*"):
        shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _lock(out: Path) -> Iterator[None]:
    """Let one build at a time write into `out`."""
    out.mkdir(parents=True, exist_ok=True)
    with (out / ".lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise ReleaseError(f"Another build is writing into {out}.", "Wait until it has finished.") from error
        yield


def _sync(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as handle:
                os.fsync(handle.fileno())
        else:
            _sync_folder(path)
    _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
