"""Home, editions and the page about the site."""

from __future__ import annotations

import pyoxigraph as ox
from flask import Blueprint, Response, render_template

from widgraph.graph import rules
from widgraph.namespaces import WID
from widgraph.web._answers import Link, cached, check_query, links
from widgraph.web._details import Listing, listings_of
from widgraph.web._landing import SCHEMA
from widgraph.web._language import gettext
from widgraph.web._lists import LISTS, below
from widgraph.web._negotiation import HTML, RESOURCE_FORMS, TURTLE
from widgraph.web._problem import Problem
from widgraph.web._reader import iri, text
from widgraph.web._signposting import signposts
from widgraph.web._site import DATASET, site
from widgraph.web._urls import document_path
from widgraph.web._views import Names
from widgraph.web._wheel import wheel

blueprint = Blueprint("page", __name__)
_OBJECTIVES = next(one for one in LISTS if one.name == "objectives")


@blueprint.get("/")
def home() -> Response:
    """Answer with the home page: what this is, the strategy's objectives with their listings, ways in."""
    check_query()
    described = f"{document_path(DATASET)}.{TURTLE.suffix}"
    related = [
        Link(DATASET, "cite-as"),
        Link(SCHEMA + "WebSite", "type"),
        Link(links().bare(described), "describedby", TURTLE.media_type),
        Link(site().licence, "license"),
    ]
    return cached(HTML, _home, related=related)


def _home() -> str:
    reader = site().reader
    totals = {
        (iri(row, "class") or "").removeprefix(WID): int(text(row, "count") or 0) for row in reader.rows("totals")
    }
    objectives = _OBJECTIVES.read(reader, site())
    year, edition = site().editions[0] if site().editions else ("", "")
    rows = reader.rows("strategy", edition=ox.NamedNode(edition)) if edition else []
    strategy = iri(rows[0], "strategy") if rows else None
    names = Names(
        reader.labels({one for entry in objectives for one in entry.iris} | {one for one in (strategy, edition) if one})
    )
    return render_template(
        "home.html",
        names=names,
        totals=totals,
        below=below(objectives),
        arcs=wheel(below(objectives)),
        strategy=strategy,
        years=(text(rows[0], "start"), text(rows[0], "end")) if rows else None,
        edition=edition,
        year=year,
        dataset=DATASET,
        path="/",
    )


@blueprint.get("/editions/<year>")
def edition(year: str) -> Response:
    """Answer with the page of one edition of the report."""
    check_query()
    known = dict(site().editions)
    if year not in known:
        raise Problem(
            404,
            gettext("There is no edition of that year."),
            gettext("There are these: %(known)s.") % {"known": ", ".join(known)},
        )
    path = document_path(known[year]) or "/"
    return cached(HTML, lambda: _edition(year, known[year]), related=signposts(known[year], path).of(HTML))


def _edition(year: str, about: str) -> str:
    reader = site().reader
    node = ox.NamedNode(about)
    documents = reader.rows("edition", edition=node)
    forms = reader.rows("edition-forms", edition=node)
    meetings = [row for row in reader.rows("meetings") if iri(row, "edition") == about]
    objectives = _OBJECTIVES.read(reader, site())
    wanted = {about} | {one for entry in objectives for one in entry.iris}
    listed: dict[str, list[Listing]] = {}
    for listing in listings_of(reader, "inEdition", node):
        listed.setdefault(listing.objective or "", []).append(listing)
        wanted.add(listing.initiative)
    for row in (*documents, *forms, *meetings):
        wanted |= {term.value for term in row.values() if isinstance(term, ox.NamedNode)}
    return render_template(
        "edition.html",
        names=Names(reader.labels(wanted)),
        about=about,
        year=year,
        documents=documents,
        listing_forms=forms,
        meetings=meetings,
        below=below(objectives),
        counted=about,
        listed=listed,
        headings=[entry.iri for entry in objectives if entry.iri in listed] + ([""] if "" in listed else []),
        editions=site().editions,
        path=f"/editions/{year}",
    )


@blueprint.get("/about")
def about() -> Response:
    """Answer with the page about the site: data, licence, identifiers, formats, accessibility."""
    check_query()
    return cached(HTML, lambda: render_template("about.html", path="/about", forms=RESOURCE_FORMS, dataset=DATASET))


@blueprint.get("/derived")
def derived() -> Response:
    """Answer with the rules by which statements follow from others, each with its query."""
    check_query()
    return cached(HTML, lambda: render_template("derived.html", path="/derived", rules=rules()))


@blueprint.get("/about/permanence")
def permanence() -> Response:
    """Answer with what is promised of identifiers and data, for how long, and what if the site stops."""
    check_query()
    return cached(HTML, lambda: render_template("permanence.html", path="/about/permanence"))
