"""`/id/…`, `/auth/…` and `/doc/…`: things, and the documents about them (design, section 4)."""

from __future__ import annotations

import pyoxigraph as ox
from flask import Blueprint, Response, abort, redirect
from werkzeug.wrappers import Response as WerkzeugResponse

from widgraph.citation import STYLES
from widgraph.web._answers import Link, cached, check_query, chosen, links, page_number, see_other
from widgraph.web._documents import describe, document
from widgraph.web._language import gettext
from widgraph.web._lifecycle import removal
from widgraph.web._linkset import written_linkset
from widgraph.web._negotiation import CITATION_FORMS, HTML, LINKSET_FORMS, RESOURCE_FORMS, Form
from widgraph.web._problem import Problem
from widgraph.web._rdf import written
from widgraph.web._reader import iri
from widgraph.web._resource_page import citation, resource_page
from widgraph.web._signposting import signposts
from widgraph.web._site import site
from widgraph.web._urls import REFERENCE, described_iri, document_path

blueprint = Blueprint("resource", __name__)
_FORMS = (*RESOURCE_FORMS, *CITATION_FORMS, *LINKSET_FORMS)
_STYLES = {style.suffix: style.write for style in STYLES.values()}


@blueprint.get("/id/<path:reference>")
def thing(reference: str) -> WerkzeugResponse:
    """Answer 303 with the document about a thing, in the form that Accept asks for; 404 when there never was one."""
    return _redirect(reference)


@blueprint.get("/auth/<path:reference>")
def concept(reference: str) -> WerkzeugResponse:
    """Answer 303 with the document about a code list or code."""
    return _redirect(f"auth/{reference}")


def _redirect(path: str) -> WerkzeugResponse:
    check_query()
    if REFERENCE.fullmatch(path) is None or not _exists(described_iri(path)):
        raise _unknown(path)
    form = chosen(_FORMS, f"/doc/{path}")
    response = see_other(f"/doc/{path}.{form.suffix}")
    response.headers.add("Link", str(Link(links().bare(f"/doc/{path}"), "describedby")))
    return response


@blueprint.get("/go/<slug>")
def go(slug: str) -> WerkzeugResponse:
    """Answer 302 with the thing that has this short name: for print, never an identity."""
    check_query()
    rows = site().reader.rows("by-slug", slug=ox.Literal(slug))
    item = next((found for row in rows if (found := iri(row, "item"))), None)
    if item is None:
        raise Problem(
            404,
            gettext("There is nothing with this short name."),
            gettext("Check the address, or start from the home page."),
        )
    response = redirect(links().page(document_path(item) or "/"), 302)
    response.headers.add("Link", str(Link(item, "cite-as")))
    return response


@blueprint.get("/doc/<path:path>")
def documented(path: str) -> Response:
    """Answer with the document about a thing: by suffix, or without one by Accept."""
    check_query()
    by_suffix = next((form for form in _FORMS if path.endswith(f".{form.suffix}")), None)
    stem = path.removesuffix(f".{by_suffix.suffix}") if by_suffix else path
    about = described_iri(stem)
    if REFERENCE.fullmatch(path) is None or not _exists(about):
        raise _unknown(stem)
    form = by_suffix or chosen(_FORMS, f"/doc/{path}")
    return _document(about, form, negotiated=by_suffix is None)


def _exists(about: str) -> bool:
    return about == site().release_iri or site().reader.holds("exists", this=ox.NamedNode(about))


def _unknown(path: str) -> Problem:
    gone = removal(site().reader, described_iri(path)) if REFERENCE.fullmatch(path) else None
    return gone or Problem(
        404,
        gettext("There is and was nothing with the identifier %(iri)s.") % {"iri": described_iri(path)[:200]},
        gettext("Check the identifier, or look for the thing in one of the lists."),
    )


def _document(about: str, form: Form, *, negotiated: bool) -> Response:
    path = document_path(about)
    if path is None:
        abort(404)

    posts = signposts(about, path)

    def make() -> str | bytes:
        description = describe(site().reader, site(), about, page_number())
        if description is None:
            raise Problem(404, gettext("This list has fewer pages."), gettext("Start from the first page."))
        if form is HTML:
            return resource_page(description, path, posts)
        if form in LINKSET_FORMS:
            return written_linkset(posts.linkset(), form)
        if form in CITATION_FORMS:
            return _STYLES[form.suffix](citation(description))
        return written(form, document(site().reader, site(), description))

    return cached(form, make, located=_address(path, form), related=posts.of(form), negotiated=negotiated)


def _address(path: str, form: Form) -> str:
    number = page_number() if form in RESOURCE_FORMS else 1
    return links().bare(f"{path}.{form.suffix}", {"page": number if number > 1 else None})
