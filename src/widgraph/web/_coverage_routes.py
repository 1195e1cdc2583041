"""`/coverage`: where there is much and where there is nothing, objectives by audiences and by sectors."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox
from flask import Blueprint, Response, render_template

from widgraph.namespaces import BASE
from widgraph.web._answers import check_query, chosen, links
from widgraph.web._landing import Landing
from widgraph.web._language import gettext
from widgraph.web._lists import LISTS, Entry
from widgraph.web._negotiation import CSV, HTML, JSON, LINKSET_FORMS, Form
from widgraph.web._numbers import query_link
from widgraph.web._problem import Problem
from widgraph.web._reader import iri, text
from widgraph.web._site import DATASET, site
from widgraph.web._views import Names

blueprint = Blueprint("coverage", __name__)
_FORMS = (HTML, CSV, JSON)
_BY_SUFFIX = {form.suffix: form for form in (*_FORMS, *LINKSET_FORMS)}
_OBJECTIVES: Final = next(one for one in LISTS if one.name == "objectives")
_SECTOR: Final = BASE + "auth/sector/"
_SECTORS: Final = ("private", "public", "mixed", "total")
#: A number from which on the map of sectors is as dark as it gets.
_MOST_STATED: Final = 13
_EVERYONE: Final = BASE + "auth/audience/everyone"
#: Shades of the map, from the lightest; zero has none.
_SHADES: Final = 5


@dataclass(frozen=True)
class Cell:
    """One number of the map: how many, how dark, and where its list and query are."""

    count: int | None
    shade: int
    href: str | None


@dataclass(frozen=True)
class Coverage:
    """Objectives in their order, groups of audiences by name, and the numbers by both; "" groups the unstated."""

    edition: str
    year: str
    objectives: Sequence[Entry]
    groups: Sequence[str]
    counts: dict[tuple[str, str], int]


@blueprint.get("/coverage")
@blueprint.get(f"/coverage.<any({','.join(_BY_SUFFIX)}):suffix>")
def coverage(suffix: str = "") -> Response:
    """Answer with the map of the latest edition, as a page or as data."""
    check_query()
    form = _BY_SUFFIX[suffix] if suffix else chosen((*_FORMS, *LINKSET_FORMS), "/coverage")
    if not site().editions:
        raise Problem(404, gettext("There is no edition of that year."))
    landing = Landing(DATASET, "/coverage", ("WebPage", "Table"), (), items=(CSV, JSON), part=True)
    return landing.answer(form, lambda: _made(form), negotiated=not suffix)


def _read() -> tuple[Coverage, Names]:
    reader, (year, edition) = site().reader, site().editions[0]
    node = ox.NamedNode(edition)
    counts: dict[tuple[str, str], int] = {}
    for row in reader.rows("coverage", edition=node, everyone=ox.NamedNode(_EVERYONE)):
        counts[iri(row, "objective") or "", iri(row, "group") or ""] = int(text(row, "listings") or 0)
    for row in reader.rows("coverage-unstated", edition=node):
        counts[iri(row, "objective") or "", ""] = int(text(row, "listings") or 0)
    objectives = _OBJECTIVES.read(reader, site())
    groups = {group for _, group in counts if group}
    sectors = {_SECTOR + name for name in _SECTORS}
    names = Names(reader.labels(groups | sectors | {one for entry in objectives for one in entry.iris}))
    ordered = sorted(groups, key=lambda group: (group != _EVERYONE, names.order(group)))
    return Coverage(edition, year, objectives, [*ordered, ""], counts), names


def _made(form: Form) -> str:
    found, names = _read()
    if form is HTML:
        return _page(found, names)
    records = [
        {"objective": objective.iri, "audience": group or None, "listings": found.counts.get((objective.iri, group), 0)}
        for objective in found.objectives
        for group in found.groups
    ]
    if form is JSON:
        document = {"edition": found.edition, "release": site().release.id, "license": site().licence, "items": records}
        return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    out = io.StringIO()
    writer = csv.DictWriter(out, ("objective", "audience", "listings"))
    writer.writeheader()
    writer.writerows(records)
    return out.getvalue()


def _page(found: Coverage, names: Names) -> str:
    most = max(found.counts.values(), default=1)
    gaps = {
        objective.iri: [group for group in found.groups if group and not found.counts.get((objective.iri, group))]
        for objective in found.objectives
    }
    cells = {
        (objective.iri, group): _cell(found, objective.iri, group, most)
        for objective in found.objectives
        for group in found.groups
    }
    return render_template(
        "coverage.html",
        found=found,
        cells=cells,
        gaps=gaps,
        sectors={(one.iri, name): _sector(found, one, name) for one in found.objectives for name in _SECTORS},
        names=names,
        path="/coverage",
        forms=[(one, links().bare(f"/coverage.{one.suffix}")) for one in (CSV, JSON)],
    )


def _cell(found: Coverage, objective: str, group: str, most: int) -> Cell:
    count = found.counts.get((objective, group), 0)
    name = "coverage-none" if not group else "coverage-exact" if group == _EVERYONE else "coverage-cell"
    asked = query_link(name, edition=found.edition, objective=objective, group=group or None)
    return Cell(count, _shade(count, most), asked)


def _sector(found: Coverage, objective: Entry, name: str) -> Cell:
    """What the report states under a heading for a sector, or as total; None where it states nothing."""
    basis = BASE + "auth/count-basis/stated"
    counts = objective.counts
    stated = None if counts is None else counts.stated if name == "total" else counts.sectors.get(_SECTOR + name)
    if stated is None:
        return Cell(None, 0, None)
    asked = query_link("count", edition=found.edition, objective=objective.iri, sector=_SECTOR + name, basis=basis)
    return Cell(stated, _shade(stated, _MOST_STATED), asked)


def _shade(count: int, most: int) -> int:
    return 0 if count == 0 else min(_SHADES, 1 + (count - 1) * (_SHADES - 1) // max(1, most - 1))
