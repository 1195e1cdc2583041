"""Releases: immutable, deterministic, switched in atomically (design, sections 3 and 5.7)."""

from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from widgraph.errors import DataError, ReleaseError
from widgraph.release import Release, make_release, open_release, verify_release

QUAD_SYNTAXES = {"nq": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG}
TRIPLE_SYNTAXES = {
    "nt": ox.RdfFormat.N_TRIPLES,
    "ttl": ox.RdfFormat.TURTLE,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}


def parsed(path: Path, syntax: ox.RdfFormat) -> set[ox.Quad]:
    return set(ox.parse(path=str(path), format=syntax))


def files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).parts[0] != "store"
    }


def test_the_manifest_names_every_file_with_its_digest(release: Release) -> None:
    stated = {name: entry.sha256 for name, entry in release.manifest.files.items()}
    assert stated == {name: digest for name, digest in files(release.path).items() if name != "manifest.json"}
    assert verify_release(release) == []


def test_same_input_same_bytes(release: Release, data: Path, tmp_path: Path) -> None:
    again = make_release(data, tmp_path / "again")
    assert again.id == release.id
    assert files(again.path) == files(release.path)


def test_every_dump_holds_the_whole_graph(release: Release) -> None:
    quads = parsed(release.dump("nq"), ox.RdfFormat.N_QUADS)
    triples = {quad.triple for quad in quads}
    assert len(quads) == release.manifest.quads
    for suffix, syntax in QUAD_SYNTAXES.items():
        assert parsed(release.dump(suffix), syntax) == quads, suffix
    for suffix, syntax in TRIPLE_SYNTAXES.items():
        found = {quad.triple for quad in parsed(release.dump(suffix), syntax)}
        assert found == triples, suffix


def test_the_store_gives_back_every_term_as_it_was(release: Release) -> None:
    store = ox.Store.read_only(str(release.store))
    assert set(store) == parsed(release.dump("nq"), ox.RdfFormat.N_QUADS)


def test_violations_stop_the_build_and_leave_the_old_release(data: Path, tmp_path: Path, built: Path) -> None:
    out = tmp_path / "build"
    shutil.copytree(built, out, symlinks=True)
    before = open_release(out).id
    broken = tmp_path / "data"
    shutil.copytree(data, broken)
    meetings = broken / "meetings.csv"
    meetings.write_text(meetings.read_text(encoding="utf-8").replace("2021-09-16", "2021-19-16"), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        make_release(broken, out)
    assert any(finding.place and finding.place.file == "meetings.csv" for finding in caught.value.findings)
    assert open_release(out).id == before
    assert len(list((out / "releases").iterdir())) == 1


def test_a_kill_at_any_moment_leaves_the_old_release_serving(data: Path, tmp_path: Path, built: Path) -> None:
    out = tmp_path / "build"
    shutil.copytree(built, out, symlinks=True)
    before = open_release(out).id
    changed = tmp_path / "data"
    shutil.copytree(data, changed)
    datasets = changed / "datasets.csv"
    datasets.write_text(datasets.read_text(encoding="utf-8").replace("1.0.0", "1.0.1"), encoding="utf-8")
    command = [sys.executable, "-m", "widgraph", "build", str(changed), "--out", str(out), "-q"]
    started = time.monotonic()
    subprocess.run(command, check=True, cwd=tmp_path)
    whole = time.monotonic() - started
    after = open_release(out).id
    assert after != before
    for part in (0.3, 0.6, 0.8, 0.9, 0.97):
        shutil.rmtree(out)
        shutil.copytree(built, out, symlinks=True)
        process = subprocess.Popen(command, cwd=tmp_path)
        time.sleep(whole * part)
        process.send_signal(signal.SIGKILL)
        process.wait()
        opened = open_release(out)
        assert opened.id in (before, after)
        assert verify_release(opened) == []
        assert len(ox.Store.read_only(str(opened.store))) == opened.manifest.quads
    subprocess.run(command, check=True, cwd=tmp_path)
    assert open_release(out).id == after
    assert not list((out / "releases").glob(".part-*"))


def test_a_changed_file_is_found(release: Release, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(release.path, copy)
    dump = copy / "dumps" / "widgraph.nt"
    dump.write_bytes(dump.read_bytes().replace(b"a", b"b", 1))
    (copy / "report.ttl").unlink()
    (copy / "extra").touch()
    problems = verify_release(Release(copy, release.manifest))
    assert problems == ["dumps/widgraph.nt has changed", "extra is not in the manifest", "report.ttl is missing"]


def test_one_build_at_a_time(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "build"
    out.mkdir()
    with (out / ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(ReleaseError, match="Another build"):
            make_release(data, out)


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"files": 3}', "not json"])
def test_a_damaged_manifest_is_said(tmp_path: Path, content: str) -> None:
    folder = tmp_path / "releases" / "x"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(content, encoding="utf-8")
    (tmp_path / "current").symlink_to("releases/x")
    with pytest.raises(ReleaseError, match=r"manifest\.json cannot be read"):
        open_release(tmp_path)


def test_no_release_is_said(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="There is no release"):
        open_release(tmp_path)


def test_the_manifest_holds_no_time_and_no_path(release: Release) -> None:
    text = (release.path / "manifest.json").read_text(encoding="utf-8")
    assert str(Path.home()) not in text
    assert "time" not in json.loads(text)


def test_quotes_are_built_in_only_from_the_report_itself(data: Path, report_text: Path, tmp_path: Path) -> None:
    with_quotes = make_release(data, tmp_path / "with", source=report_text)
    assert with_quotes.manifest.verbatim
    wid = "https://w3id.org/widgraph/ns/wid#"
    dump = with_quotes.dump("nt").read_text(encoding="utf-8")
    listings = {line.split()[0] for line in dump.splitlines() if f"<{wid}Listing> ." in line and "#type>" in line}
    quoted = {line.split()[0] for line in dump.splitlines() if f"<{wid}verbatim>" in line and "/listing/" in line}
    assert listings
    assert quoted == listings
    wrong = tmp_path / "wrong.txt"
    wrong.write_text(report_text.read_text(encoding="utf-8").replace("vrouwen", "mannen", 1), encoding="utf-8")
    with pytest.raises(DataError):
        make_release(data, tmp_path / "other", source=wrong)
    assert not (tmp_path / "other").exists()
