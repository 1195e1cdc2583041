"""`/healthz` and the built assets."""

from __future__ import annotations

import hashlib
import json

import pyoxigraph as ox
from flask import Blueprint, Response, send_from_directory

from widgraph.web._answers import FOR_EVER
from widgraph.web._language import gettext
from widgraph.web._problem import Problem
from widgraph.web._site import DATASET, site, static_folder

blueprint = Blueprint("service", __name__)


@blueprint.get("/healthz")
def health() -> Response:
    """Answer 200 with the release and its size when the store answers, 503 when it does not."""
    works = site().reader.holds("exists", this=ox.NamedNode(DATASET)) or site().release.manifest.quads == 0
    document = {
        "status": "ok" if works else "failing",
        "release": site().release.id,
        "quads": site().release.manifest.quads,
    }
    response = Response(json.dumps(document) + "\n", 200 if works else 503, content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/static/<name>")
def static(name: str) -> Response:
    """Answer with a built asset; its name holds the digest of its content, so it may be kept for ever."""
    if name not in {*site().assets.values(), "LICENSES.txt"}:
        raise Problem(404, gettext("There is nothing at this address."))
    # the day a file was unpacked says nothing about it: its content does
    digest = hashlib.sha256((static_folder() / name).read_bytes()).hexdigest()[:20]
    response = send_from_directory(static_folder(), name, etag=digest)
    response.headers.pop("Last-Modified", None)
    kept = "public, max-age=86400" if name == "LICENSES.txt" else FOR_EVER
    response.headers["Cache-Control"] = kept
    return response
