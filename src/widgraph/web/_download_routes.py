"""`/dumps/…` and `/tables/…`: the files of a release, whole or in ranges, plain or compressed (RFC 9110, 8.4, 13, 14).

The address without a version is that of the current release; with the identifier of a release it never changes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask import Blueprint, Response, redirect, request, send_file
from werkzeug.wrappers import Response as WerkzeugResponse

from widgraph.namespaces import BASE
from widgraph.release import other_release, versions
from widgraph.web._answers import CACHE, FOR_EVER, Link, links
from widgraph.web._language import gettext
from widgraph.web._problem import Problem
from widgraph.web._site import site

if TYPE_CHECKING:
    from widgraph.release import Release

blueprint = Blueprint("download", __name__)
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "gz": "application/gzip",
    "json": "application/csvm+json",
    "jsonld": "application/ld+json",
    "nq": "application/n-quads",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "trig": "application/trig; charset=utf-8",
    "ttl": "text/turtle; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
_VERSION = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+")
_RELEASE = re.compile(_VERSION.pattern + r"-[0-9a-f]{12}")


@blueprint.get("/<any(dumps, tables):folder>")
@blueprint.get("/<any(dumps, tables):folder>/")
def overview(folder: str) -> WerkzeugResponse:
    """Answer 303 with the catalogue, which lists every file."""
    return redirect(links().page("/catalog.html"), 303)


@blueprint.get("/<any(dumps, tables):folder>/<path:name>")
def download(folder: str, name: str) -> WerkzeugResponse:
    """Answer with a file of the current release, or of the release or version that the address names."""
    first, _, rest = name.partition("/")
    if rest and _VERSION.fullmatch(first):
        kept = next((one for one in versions(site().release) if one.manifest.version == first), None)
        if kept is None:
            raise _no_version(first)
        return redirect(links().bare(f"/{folder}/{kept.id}/{rest}"), 302)
    if rest and _RELEASE.fullmatch(first):
        kept = other_release(site().release, first)
        if kept is None:
            raise _no_version(first)
        return _send(kept, folder, rest, FOR_EVER)
    return _send(site().release, folder, name, CACHE)


def _send(release: Release, folder: str, name: str, kept: str) -> Response:
    files = release.manifest.files
    path = f"{folder}/{name}"
    media_type = _TYPES.get(name.rpartition(".")[2])
    if path not in files or media_type is None:
        raise Problem(
            404,
            gettext("There is no such file in this release."),
            gettext("The catalogue lists every file: %(address)s.") % {"address": links().bare("/catalog.html")},
        )
    packed = f"{path}.gz" in files
    encoded = packed and "Range" not in request.headers and _wants_gzip()
    chosen = f"{path}.gz" if encoded else path
    response = send_file(
        release.path / chosen, mimetype=media_type, conditional=True, etag=files[chosen].sha256, last_modified=None
    )
    response.headers.pop("Last-Modified", None)
    response.headers["Content-Type"] = media_type
    response.headers["Cache-Control"] = kept
    response.headers.pop("Content-Disposition", None)
    if packed:
        response.vary.add("Accept-Encoding")
    if encoded:
        response.content_encoding = "gzip"
    for link in _related(folder, name):
        response.headers.add("Link", str(link))
    return response


def _wants_gzip() -> bool:
    accepted = request.accept_encodings
    return accepted.quality("gzip") > 0 and accepted.quality("gzip") >= accepted.quality("identity")


def _related(folder: str, name: str) -> list[Link]:
    """Lead back from a file to its dataset (Signposting) and from a table to its description (CSVW, 5.2)."""
    found = [Link(site().licence, "license")]
    dataset = re.split(r"[./]", name)[0]
    if site().catalogue.dataset(f"{BASE}id/dataset/{dataset}"):
        found.append(Link(links().bare(f"/doc/dataset/{dataset}"), "collection"))
        found.append(Link(f"{BASE}id/dataset/{dataset}", "cite-as"))
    if name.endswith(".csv") and "/" in name:
        described = f"/{folder}/{name.rpartition('/')[0]}/csv-metadata.json"
        found.append(Link(links().bare(described), "describedby", "application/csvm+json"))
    return found


def _no_version(name: str) -> Problem:
    known = ", ".join(one.id for one in versions(site().release))
    return Problem(
        404,
        gettext("The version %(version)s is not kept here.") % {"version": name},
        gettext("There are these: %(known)s.") % {"known": known},
    )
