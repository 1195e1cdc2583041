"""What machines look for first: `/robots.txt`, `/sitemap.xml`, `/.well-known/void`, `/.well-known/security.txt`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from math import ceil
from xml.sax.saxutils import escape

from flask import Blueprint, Flask, Response, current_app, redirect, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as WerkzeugResponse

from widgraph.errors import UsageError
from widgraph.namespaces import BASE
from widgraph.settings import Settings
from widgraph.web._answers import CACHE, Link, cached, check_query, chosen, links
from widgraph.web._language import gettext
from widgraph.web._lists import LISTS
from widgraph.web._negotiation import JSON_LD, RDF_XML, TURTLE, Form
from widgraph.web._problem import Problem
from widgraph.web._site import GRAPH, site
from widgraph.web._urls import document_path

blueprint = Blueprint("discovery", __name__)
#: The most addresses that one sitemap may hold (sitemaps.org, "Sitemap index files").
MOST = 50_000
_XML = Form("xml", "application/xml")
_VOID_FORMS: tuple[Form, ...] = (TURTLE, JSON_LD, RDF_XML)
_BY_SUFFIX = {form.suffix: form for form in _VOID_FORMS}
_PAGES = (
    "/",
    *(f"/{one.name}" for one in LISTS),
    "/coverage",
    "/about",
    "/about/permanence",
    "/catalog.html",
    "/versions",
    "/queries",
)
_PAGES_ABOUT_DATA = ("/ns/wid.html", "/shapes.html")
_SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Answer with the rules for crawlers (RFC 9309): everything but the query service, whose answers have no end."""
    closed = "".join(f"Disallow: {links().bare(path)}\n" for path in ("/sparql", "/answers"))
    text = f"User-agent: *\n{closed}Allow: /\n\nSitemap: {site().address}/sitemap.xml\n"
    response = Response(text, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """Answer with the addresses of all pages (sitemaps.org 0.9), or with an index of sitemaps when there are many."""
    check_query()
    return cached(_XML, lambda: _sitemap(None), asked="sitemap")


@blueprint.get("/sitemap-<int(min=1, max=50000):number>.xml")
def part(number: int) -> Response:
    """Answer with one part of a sitemap that is too long for one file."""
    check_query()
    if number > ceil(_count() / MOST) or _count() <= MOST:
        raise Problem(404, gettext("There is nothing at this address."))
    return cached(_XML, lambda: _sitemap(number))


def _count() -> int:
    return sum(1 for _ in _addresses())


def _sitemap(number: int | None) -> str:
    entries = list(_addresses())
    day = site().release.manifest.issued
    if number is None and len(entries) > MOST:
        parts = range(1, ceil(len(entries) / MOST) + 1)
        body = "".join(_entry("sitemap", f"{site().address}/sitemap-{one}.xml", day) for one in parts)
        return _document("sitemapindex", body)
    chosen_part = entries if number is None else entries[(number - 1) * MOST : number * MOST]
    return _document("urlset", "".join(_entry("url", site().address + path, changed) for path, changed in chosen_part))


def _document(element: str, body: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{element} xmlns="{_SCHEMA}">\n{body}</{element}>\n'


def _entry(element: str, address: str, day: str) -> str:
    changed = f"<lastmod>{day}</lastmod>" if day else ""
    return f"<{element}><loc>{escape(address)}</loc>{changed}</{element}>\n"


def page_paths(app: Flask) -> list[str]:
    """Return the path of every page of a site."""
    with app.app_context():
        return [path for path, _ in _addresses()]


def _addresses() -> Iterator[tuple[str, str]]:
    """Yield the path of every page with the day its content last changed."""
    latest = site().release.manifest.issued
    pages = [*_PAGES, *(f"/editions/{year}" for year, _ in site().editions), *_PAGES_ABOUT_DATA]
    for path in pages:
        if _exists(path):
            yield path, latest
    for iri, day in site().changed_on.items():
        if iri.startswith((BASE + "id/", BASE + "auth/")):
            yield f"{document_path(iri)}.html", day


def _exists(path: str) -> bool:
    """Whether the application has a page here; parts of it may be left out."""
    try:
        current_app.url_map.bind("").match(path, method="GET")
    except HTTPException:
        return False
    return True


@blueprint.get("/.well-known/void")
def well_known() -> WerkzeugResponse:
    """Lead to the description of the graph (VoID, section 7.2; RFC 8615)."""
    response = redirect(links().bare("/void"), 302)
    response.headers["Cache-Control"] = CACHE
    return response


@blueprint.get("/void")
@blueprint.get(f"/void.<any({','.join(_BY_SUFFIX)}):suffix>")
def void(suffix: str = "") -> Response:
    """Answer with the description of the graph in VoID, by suffix or Accept."""
    check_query()
    form = _BY_SUFFIX[suffix] if suffix else chosen(_VOID_FORMS, "/void")
    path = site().release.path / f"void.{form.suffix}"
    if not path.is_file():
        raise Problem(
            503, gettext("This release has no catalogue."), gettext("Build it again with this version of the program.")
        )
    related = [Link(site().licence, "license"), Link(GRAPH, "describes")]
    related += [
        Link(links().bare(f"/void.{one.suffix}"), "alternate", one.media_type) for one in _VOID_FORMS if one is not form
    ]
    located = links().bare(f"/void.{form.suffix}")
    return cached(form, path.read_bytes, located=located, related=related, negotiated=not suffix)


def check_security(settings: Settings) -> None:
    """Raise UsageError when the settings for security.txt cannot be used."""
    contact, expires = settings.security_contact, settings.security_expires
    if not contact and not expires:
        return
    if not contact.startswith(("https://", "mailto:")) or any(ord(one) <= 32 or ord(one) > 126 for one in contact):
        raise UsageError(f"Setting 'security_contact' is {contact!r}.", "Write an address with https:// or mailto:.")
    try:
        date.fromisoformat(expires)
    except ValueError:
        raise UsageError(f"Setting 'security_expires' is {expires!r}.", "Write a day, such as 2027-06-30.") from None


@blueprint.get("/.well-known/security.txt")
def security() -> Response:
    """Answer with whom to tell about a weakness (RFC 9116); 404 while nobody is configured, since nobody is made up."""
    settings = site().settings
    if not settings.security_contact:
        raise Problem(
            404,
            gettext("No contact for security is configured here."),
            gettext("Whoever runs the site names one in the settings."),
        )
    lines = [f"Contact: {settings.security_contact}", f"Expires: {settings.security_expires}T23:59:59Z"]
    lines.append("Preferred-Languages: nl, fr, de, en")
    if settings.site_url.startswith("https://"):
        lines.append(f"Canonical: {site().address}{request.path}")
    response = Response("".join(f"{line}\r\n" for line in lines), content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
