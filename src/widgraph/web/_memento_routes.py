"""`/timegate/…`, `/timemap/…` and the documents of earlier releases (Memento, RFC 7089).

A memento is the document of a thing as the release of that day describes it, at `/versions/{release}/doc/…`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from flask import Blueprint, Response, g, redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from widgraph.history import moment
from widgraph.namespaces import BASE
from widgraph.release import Release, other_release, read_resources
from widgraph.web._answers import CACHE, Link, links
from widgraph.web._language import gettext
from widgraph.web._problem import Problem
from widgraph.web._resource_routes import documented
from widgraph.web._site import site, site_of
from widgraph.web._urls import REFERENCE, described_iri, document_path

blueprint = Blueprint("memento", __name__)
_LINK_FORMAT = "application/link-format"


@blueprint.get("/timegate/<path:original>")
def timegate(original: str) -> WerkzeugResponse:
    """Answer 302 with the document as it was at the time that Accept-Datetime names (RFC 7089, section 4.1)."""
    path, kept = _found(original)
    wanted = _wanted(request.headers.get("Accept-Datetime"))
    before = [release for release in kept if _time(release) <= wanted] if wanted else kept
    chosen = before[-1] if before else kept[0]
    response = redirect(links().page(_memento(chosen, path)), 302)
    response.headers["Vary"] = "Accept-Datetime"
    response.headers["Cache-Control"] = CACHE
    for link in (*_around(path), *_ends(path, kept)):
        response.headers.add("Link", link)
    return response


@blueprint.get("/timemap/<path:original>")
def timemap(original: str) -> Response:
    """Answer with the list of all mementos (RFC 7089, section 5; RFC 6690)."""
    path, kept = _found(original)
    span = f'; from="{_http(kept[0])}"; until="{_http(kept[-1])}"'
    entries = [
        f'<{_absolute(path)}>; rel="original"',
        f'<{_absolute(f"/timegate{path}")}>; rel="timegate"',
        f'<{_absolute(f"/timemap{path}")}>; rel="self"; type="{_LINK_FORMAT}"{span}',
        *_mementos(path, kept),
    ]
    response = Response(",\n".join(entries) + "\n", content_type=_LINK_FORMAT)
    response.headers["Cache-Control"] = CACHE
    return response


@blueprint.get("/versions/<release>/doc/<path:reference>")
def memento(release: str, reference: str) -> Response:
    """Answer with a document as an earlier release, or this one, describes its thing."""
    kept = other_release(site().release, release)
    if kept is None:
        raise Problem(
            404,
            gettext("The version %(version)s is not kept here.") % {"version": release[:40]},
            gettext("There are these: %(known)s.") % {"known": ", ".join(one.id for one in site().versions)},
        )
    g.site = site_of(kept)
    response = documented(reference)
    if response.status_code in (200, 304):
        response.headers["Memento-Datetime"] = _http(kept)
        response.headers.add("Link", str(Link(_absolute(f"/doc/{reference}"), "original")))
        located = response.headers.get("Content-Location")
        if located:
            response.headers["Content-Location"] = links().bare(
                f"/versions/{kept.id}/doc/{located.partition('/doc/')[2]}"
            )
    return response


def _found(original: str) -> tuple[str, Sequence[Release]]:
    """Return the path of the document that an address leads to, and the releases that have it, oldest first."""
    path = original
    for start in (BASE, BASE.replace("://", ":/"), site().address + "/"):
        path = path.removeprefix(start)
    path = path.lstrip("/")
    if path.startswith(("id/", "auth/")):
        path = (document_path(BASE + path) or "").lstrip("/")
    reference = path.removeprefix("doc/")
    stem = next((reference.removesuffix(end) for end in _SUFFIXES if reference.endswith(end)), reference)
    iri = described_iri(stem)
    kept = [release for release in site().versions if iri in read_resources(release.path)]
    if not path.startswith("doc/") or REFERENCE.fullmatch(reference) is None or not kept:
        raise Problem(
            404,
            gettext("There are no earlier states of this address here."),
            gettext("Give the address of a document, such as %(example)s.")
            % {"example": "/timegate/doc/initiative/i0001"},
        )
    return f"/doc/{reference}", kept


_SUFFIXES = (".html", ".ttl", ".jsonld", ".rdf", ".nt")


def _wanted(header: str | None) -> datetime | None:
    if header is None:
        return None
    try:
        found = parsedate_to_datetime(header)
    except (TypeError, ValueError):
        found = None
    if found is None or not header.rstrip().endswith("GMT"):
        raise Problem(
            400,
            gettext("The header Accept-Datetime is no date."),
            gettext("Write it like this: %(example)s.") % {"example": "Thu, 01 Jan 2026 00:00:00 GMT"},
        )
    return found.replace(tzinfo=UTC)


def _time(release: Release) -> datetime:
    return datetime.fromisoformat(moment(release).replace("Z", "+00:00"))


def _http(release: Release) -> str:
    return format_datetime(_time(release), usegmt=True)


def _absolute(path: str) -> str:
    return site().address + path


def _memento(release: Release, path: str) -> str:
    return f"/versions/{release.id}{path}"


def _around(path: str) -> Sequence[str]:
    """Return the links that every answer about an original carries (section 2.2)."""
    return [
        str(Link(_absolute(path), "original")),
        str(Link(_absolute(f"/timegate{path}"), "timegate")),
        str(Link(_absolute(f"/timemap{path}"), "timemap", _LINK_FORMAT)),
    ]


def _ends(path: str, kept: Sequence[Release]) -> Sequence[str]:
    named = _mementos(path, kept)
    return named[:1] if len(named) == 1 else [named[0], named[-1]]


def _mementos(path: str, kept: Sequence[Release]) -> Sequence[str]:
    found = []
    for place, release in enumerate(kept):
        relation = " ".join((["first"] if place == 0 else []) + (["last"] if release is kept[-1] else []) + ["memento"])
        found.append(f'<{_absolute(_memento(release, path))}>; rel="{relation}"; datetime="{_http(release)}"')
    return found
