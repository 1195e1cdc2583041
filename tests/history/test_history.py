"""What changed between two releases, in words, as activities and from the command line."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

from widgraph.cli import main
from widgraph.history import activities, differences
from widgraph.release import Change, Kind, Release, changed_on, changes, read_resources, versions

BASE = "https://w3id.org/widgraph/"
AS = "https://www.w3.org/ns/activitystreams#"
INITIATIVE = BASE + "id/initiative/i0001"
MEETING = BASE + "id/meeting/2022-05-05"


@pytest.fixture(scope="module")
def pair(later: Release) -> tuple[Release, Release]:
    before, after = versions(later)
    return before, after


def test_a_version_counts_once_and_the_order_is_that_of_the_versions(pair: tuple[Release, Release]) -> None:
    assert [one.manifest.version for one in pair] == ["1.0.0", "1.1.0"]
    assert [one.manifest.issued for one in pair] == ["2026-11-24", "2026-12-01"]


def test_from_nothing_everything_was_created(release: Release) -> None:
    found = changes(None, release)
    assert {change.what for change in found} == {Kind.CREATE}
    assert [change.iri for change in found] == sorted(read_resources(release.path))


def test_between_two_releases_just_what_differs(pair: tuple[Release, Release]) -> None:
    before, after = pair
    found = {change.iri: change.what for change in changes(before, after)}
    assert found[INITIATIVE] is Kind.UPDATE
    assert found[MEETING] is Kind.CREATE
    assert [iri.removeprefix(BASE) for iri, what in found.items() if what is Kind.DELETE] == ["id/note/n040"]
    assert BASE + "id/initiative/i0002" not in found
    assert changes(after, after) == []


def test_the_changes_are_those_between_the_dumps(pair: tuple[Release, Release]) -> None:
    """Applied to the older dump, the statements that came and went give the newer one."""
    before, after = pair
    old, new = (set(ox.parse(path=str(one.dump("nq")), format=ox.RdfFormat.N_QUADS)) for one in pair)
    for one in differences(before, after):
        assert not set(one.added) & old
        assert set(one.removed) <= old
        old |= set(one.added)
        old -= set(one.removed)
    assert old == new


def test_a_thing_is_as_old_as_its_last_change(pair: tuple[Release, Release]) -> None:
    days = changed_on(pair)
    assert (days[INITIATIVE], days[MEETING], days[BASE + "id/initiative/i0002"]) == (
        *("2026-12-01", "2026-12-01"),
        "2026-11-24",
    )
    assert BASE + "id/note/n040" not in days


def test_activities_carry_the_state_in_a_graph_of_their_own(pair: tuple[Release, Release]) -> None:
    before, after = pair
    found = changes(before, after)
    quads = activities(after, found)
    kinds = Counter(quad.object.value for quad in quads if quad.object.value.startswith(AS))  # type: ignore[union-attr]
    assert kinds == Counter(AS + change.what for change in found)
    graphs = {quad.graph_name for quad in quads if quad.graph_name != ox.DefaultGraph()}
    assert len(graphs) == len([change for change in found if change.what is not Kind.DELETE])
    (deleted,) = [change for change in found if change.what is Kind.DELETE]
    assert activities(after, [deleted]) == activities(after, [Change(deleted.iri, deleted.kind, Kind.DELETE)])
    assert len(activities(after, [deleted])) == 3


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    out, err = capsys.readouterr()
    return int(stopped.value.code or 0), out, err


def test_versions_on_the_command_line(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "versions", "--build", str(two))
    lines = out.splitlines()
    assert code == 0
    assert len(lines) == 2
    assert lines[0].startswith("1.0.0     2026-11-24")
    assert lines[1].endswith("(current)")
    _, out, _ = run(capsys, "versions", "--build", str(two), "--format", "json")
    assert [one["changes"]["Delete"] for one in json.loads(out)] == [0, 1]


def test_diff_on_the_command_line(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "diff", "1.0.0", "--build", str(two))
    assert code == 0
    assert "~ id/initiative/i0001 (wid:Initiative)  Video portraits of role models\n" in out
    assert "    - rdfs:label Video capsules with women role models@en\n" in out
    assert "    + rdfs:label Video portraits of role models@en\n" in out
    assert "+ id/meeting/2022-05-05 (wid:Meeting)" in out
    assert "- id/note/n040" in out
    _, out, _ = run(capsys, "diff", "1.0.0", "1.1.0", "--build", str(two), "--format", "json")
    assert {one["change"] for one in json.loads(out)} == {"Create", "Update", "Delete"}
    _, out, _ = run(capsys, "diff", "1.0.0", "1.1.0", "--build", str(two), "--format", "trig")
    assert len(set(ox.parse(out.encode(), format=ox.RdfFormat.TRIG))) > 20
    _, out, _ = run(capsys, "diff", "1.1.0", "1.1.0", "--build", str(two))
    assert out.rstrip().endswith("0 created, 0 updated, 0 deleted")


def test_a_version_that_is_not_kept_is_said(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "diff", "9.9.9", "--build", str(two))
    assert (code, out) == (2, "")
    assert "The version 9.9.9 is not kept here." in err
    assert "1.0.0, 1.1.0" in err
