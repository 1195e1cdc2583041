"""`/initiatives`, `/objectives` and the other lists, as pages and as CSV (RFC 4180), JSON and Turtle."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from urllib.parse import urlencode

import pyoxigraph as ox
from flask import Blueprint, Response, render_template, request
from werkzeug.wrappers import Response as WerkzeugResponse

from widgraph.languages import LANGUAGES
from widgraph.web._answers import check_query, chosen, links, page_number, see_other
from widgraph.web._documents import label_triples
from widgraph.web._landing import Landing
from widgraph.web._language import gettext
from widgraph.web._lists import LISTS, Cell, Entry, ListOf, below
from widgraph.web._negotiation import CSV, HTML, JSON, LINKSET_FORMS, LIST_FORMS, TURTLE, Form
from widgraph.web._numbers import narrowed_query
from widgraph.web._pairs import POINTS, pairs
from widgraph.web._problem import Problem
from widgraph.web._rdf import written
from widgraph.web._reader import Labels
from widgraph.web._site import DATASET, site
from widgraph.web._views import Names

blueprint = Blueprint("list", __name__)
_FORMS = (*LIST_FORMS, *LINKSET_FORMS)
_BY_SUFFIX = {form.suffix: form for form in _FORMS}
_BY_NAME = {one.name: one for one in LISTS}
_BATCH = 500
#: Lists that a reader looks up by name; the others have an order of their own.
_BY_THEIR_NAMES = {"initiatives", "actors", "audiences"}


def _register() -> None:
    """Give every list its two addresses."""
    for one in LISTS:
        defaults = {"name": one.name}
        blueprint.add_url_rule(f"/{one.name}", f"{one.name}", _answer, defaults={**defaults, "suffix": ""})
        blueprint.add_url_rule(
            f"/{one.name}.<any({','.join(_BY_SUFFIX)}):suffix>", f"{one.name}_as", _answer, defaults=defaults
        )


@blueprint.get("/initiatives/query")
def query() -> WerkzeugResponse:
    """Answer 303 with the query whose answer is the list of initiatives, narrowed as the same parameters narrow it.

    So a page can lead from each of its numbers to the query that gives it and hold only this short address.
    """
    check_query()
    return see_other("/sparql", query=narrowed_query(site().facets.asked(request.args)))


def _answer(name: str, suffix: str) -> Response:
    check_query()
    path = f"/{name}"
    narrowed = site().facets.asked(request.args) if name == "initiatives" else {}
    form = _BY_SUFFIX[suffix] if suffix else chosen(_FORMS, path)
    landing = Landing(
        DATASET, path, ("CollectionPage", "ItemList"), (TURTLE,), items=(CSV, JSON), asked=narrowed, part=True
    )
    if form is not HTML and page_number() > 1:
        raise Problem(404, gettext("Data files are whole; they have no pages."), gettext("Leave out the page."))
    return landing.answer(
        form, lambda: _made(_BY_NAME[name], form, narrowed), negotiated=not suffix, asked=urlencode(narrowed)
    )


def _made(listed: ListOf, form: Form, narrowed: Mapping[str, str]) -> str | bytes:
    entries = listed.read(site().reader, site())
    if narrowed:
        left = site().facets.left(narrowed)
        entries = [entry for entry in entries if entry.iri in left]
    if form is HTML:
        return _page(listed, entries, narrowed)
    if form is CSV or form is JSON:
        labels = site().reader.labels(entry.iri for entry in entries)
        return _csv(listed, entries, labels) if form is CSV else _json(listed, entries, labels)
    return _turtle(entries, form)


def _page(listed: ListOf, entries: Sequence[Entry], narrowed: Mapping[str, str]) -> str:
    choices = site().facets.choices(narrowed) if listed.name == "initiatives" else {}
    chosen_from = {one.iri for facet in choices.values() for one in facet if one.iri} | {POINTS}
    names = Names(site().reader.labels(chosen_from | {one for entry in entries for one in entry.iris}))
    pages = max(1, ceil(len(entries) / listed.page_size))
    number = page_number()
    if number > pages:
        raise Problem(404, gettext("This list has fewer pages."), gettext("Start from the first page."))
    ordered = (
        sorted(entries, key=lambda entry: names.order(entry.iri)) if listed.name in _BY_THEIR_NAMES else list(entries)
    )
    start = (number - 1) * listed.page_size
    return render_template(
        f"{listed.name}.html",
        listed=listed,
        entries=ordered[start : start + listed.page_size],
        total=len(entries),
        below=below(ordered),
        counted=site().editions[0][1] if site().editions else "",
        first=start + 1,
        names=names,
        number=number,
        pages=pages,
        path=f"/{listed.name}",
        choices=choices,
        pairs=pairs(entries) if listed.name == "indicators" else {},
        narrowed=narrowed,
        forms=[
            (form, links().bare(f"/{listed.name}.{form.suffix}", narrowed)) for form in LIST_FORMS if form is not HTML
        ],
    )


def _header(listed: ListOf) -> list[str]:
    return ["iri", *(f"label_{code}" for code in LANGUAGES), *listed.columns]


def _records(listed: ListOf, entries: Iterable[Entry], labels: Labels) -> Iterable[Mapping[str, Cell]]:
    for entry in entries:
        names = labels.get(entry.iri, {})
        yield {
            "iri": entry.iri,
            **{f"label_{code}": names.get(code, names.get("")) for code in LANGUAGES},
            **{column: entry.cells.get(column) for column in listed.columns},
        }


def _csv(listed: ListOf, entries: Iterable[Entry], labels: Labels) -> str:
    """Write a list as CSV; several values of one cell are separated by a semicolon, as in the tables of the project."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_header(listed))
    for record in _records(listed, entries, labels):
        writer.writerow(";".join(cell) if isinstance(cell, list) else cell for cell in record.values())
    return out.getvalue()


def _json(listed: ListOf, entries: Iterable[Entry], labels: Labels) -> str:
    document = {
        "release": site().release.id,
        "license": site().licence,
        "items": list(_records(listed, entries, labels)),
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _turtle(entries: Sequence[Entry], form: Form) -> bytes:
    """Write everything said about the things of a list, and the names of what they point to."""
    reader = site().reader
    nodes = [ox.NamedNode(entry.iri) for entry in entries]
    triples: set[ox.Triple] = set()
    for start in range(0, len(nodes), _BATCH):
        triples |= set(reader.triples("described", items=nodes[start : start + _BATCH]))
    objects = {triple.object.value for triple in triples if isinstance(triple.object, ox.NamedNode)}
    triples |= set(label_triples(reader, objects))
    return written(form, sorted(triples, key=str))


_register()
