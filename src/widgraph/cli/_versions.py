"""`widgraph versions` and `widgraph diff`: the releases that are kept, and what changed between two of them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import click
import pyoxigraph as ox

from widgraph.errors import UsageError
from widgraph.graph.serialize import SYNTAXES
from widgraph.history import Archive, Difference, activities, differences
from widgraph.languages import LANGUAGES, choose
from widgraph.namespaces import BASE, PREFIXES
from widgraph.release import Kind, Release, changes, open_release, other_release, steps
from widgraph.release import versions as kept_versions

_MARK = {Kind.CREATE: "+", Kind.UPDATE: "~", Kind.DELETE: "-"}
_DONE = {Kind.CREATE: "created", Kind.UPDATE: "updated", Kind.DELETE: "deleted"}
_BUILD = click.option(
    "--build", "folder", type=click.Path(path_type=Path), default=Path("build"), show_default=True, help="The releases."
)


@click.command()
@_BUILD
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def versions(folder: Path, form: str) -> int:
    """List the versions that are kept, the current one last, with what came with each.

    \b
    Example:
      widgraph versions
    """
    release = open_release(folder)
    found = [
        (after, Counter(one.what for one in changes(before, after))) for before, after in steps(kept_versions(release))
    ]
    if form == "json":
        records = [
            {
                "version": one.manifest.version,
                "release": one.id,
                "issued": one.manifest.issued,
                "statements": one.manifest.quads,
                "changes": {kind.value: counts[kind] for kind in Kind},
            }
            for one, counts in found
        ]
        click.echo(json.dumps(records, indent=1))
        return 0
    for one, counts in found:
        told = ", ".join(f"{counts[kind]} {_DONE[kind]}" for kind in Kind)
        current = "  (current)" if one.id == release.id else ""
        click.echo(f"{one.manifest.version:<8}  {one.manifest.issued:<10}  {one.id}  {told}{current}")
    return 0


@click.command()
@click.argument("before")
@click.argument("after", required=False)
@_BUILD
@click.option("--format", "form", type=click.Choice(["text", "json", "trig"]), default="text", show_default=True)
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Language of the names.")
def diff(before: str, after: str | None, folder: Path, form: str, lang: str) -> int:
    """Show what changed from the release BEFORE to AFTER (default: the current one), by version or identifier.

    `trig` gives activities (Activity Streams 2.0), as the event stream of the site does.

    \b
    Example:
      widgraph diff 1.0.0 1.1.0
      widgraph diff 1.0.0 --format json
    """
    current = open_release(folder)
    old, new = _find(current, before), _find(current, after) if after else current
    if form == "trig":
        click.echo(SYNTAXES["trig"].write(activities(new, changes(old, new))).decode(), nl=False)
    elif form == "json":
        click.echo(json.dumps([_record(one) for one in differences(old, new)], ensure_ascii=False, indent=1))
    else:
        _show(old, new, lang)
    return 0


def _find(current: Release, name: str) -> Release:
    """Return the release of an identifier, or the one that counts for a version."""
    found = other_release(current, name) or next(
        (one for one in kept_versions(current) if one.manifest.version == name), None
    )
    if found is None:
        known = ", ".join(one.manifest.version for one in kept_versions(current))
        raise UsageError(f"The version {name} is not kept here.", f"There are these: {known}.")
    return found


def _record(one: Difference) -> dict[str, object]:
    return {
        "iri": one.change.iri,
        "kind": one.change.kind,
        "change": one.change.what.value,
        "added": [str(quad) for quad in one.added],
        "removed": [str(quad) for quad in one.removed],
    }


def _show(old: Release, new: Release, lang: str) -> None:
    """Print one block per thing: what happened to it, its name, and for an update the statements that came and went."""
    archives = Archive(old), Archive(new)
    counts: Counter[Kind] = Counter()
    for one in differences(old, new):
        counts[one.change.what] += 1
        archive = archives[one.change.what is not Kind.DELETE]
        name = choose(archive.names(one.change.iri), lang)
        called = f"  {name[0]}" if name else ""
        click.echo(f"{_MARK[one.change.what]} {one.change.iri.removeprefix(BASE)} ({one.change.kind}){called}")
        if one.change.what is Kind.UPDATE:
            _lines("-", one.removed)
            _lines("+", one.added)
    told = ", ".join(f"{counts[kind]} {_DONE[kind]}" for kind in Kind)
    click.echo(f"{old.id} to {new.id}: {told}")


def _lines(mark: str, quads: Sequence[ox.Quad]) -> None:
    for line in sorted({f"    {mark} {_short(quad.predicate.value)} {_value(quad.object)}" for quad in quads}):
        click.echo(line)


def _value(term: object) -> str:
    if isinstance(term, ox.NamedNode):
        return _short(term.value)
    return f"{term.value}@{term.language}" if isinstance(term, ox.Literal) and term.language else _plain(term)


def _plain(term: object) -> str:
    return term.value if isinstance(term, ox.Literal) else str(term)


def _short(iri: str) -> str:
    names: Iterable[tuple[str, str]] = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))
    for prefix, namespace in names:
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri.removeprefix(BASE)
