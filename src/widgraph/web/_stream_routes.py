"""`/ldes`: the changes as a stream of events for other programs (LDES 1.0, TREE)."""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox
from flask import Blueprint, Response
from werkzeug.wrappers import Response as WerkzeugResponse

from widgraph.graph.serialize import SYNTAXES
from widgraph.history import STREAM, page_of, pages_of, root
from widgraph.release import changes, other_release, versions
from widgraph.web._answers import FOR_EVER, Link, cached, check_query, chosen, links, see_other
from widgraph.web._language import gettext
from widgraph.web._negotiation import HTML, JSON_LD, Form
from widgraph.web._problem import Problem
from widgraph.web._site import site

blueprint = Blueprint("stream", __name__)
_TRIG = Form("trig", "application/trig", ("text/turtle",))
_N_QUADS = Form("nq", "application/n-quads", ("application/n-triples",))
#: What a thing was like stands in a graph of its own, so only syntaxes with graphs can hold it.
_FORMS: tuple[Form, ...] = (_TRIG, JSON_LD, _N_QUADS)


@blueprint.get("/ldes")
def stream() -> WerkzeugResponse:
    """Answer with the root of the stream; people are led to the page of versions."""
    check_query()
    form = chosen((_TRIG, HTML, JSON_LD, _N_QUADS), "/ldes")
    if form is HTML:
        return see_other("/versions")
    address = f"{site().address}/ldes"
    related = [Link(STREAM, "describes"), Link(site().licence, "license")]
    return cached(form, lambda: _written(form, root(site().versions, address)), related=related, negotiated=True)


@blueprint.get("/ldes/<name>/<int(min=1, max=1000000):number>")
def part(name: str, number: int) -> Response:
    """Answer with a page of the changes that came with a release; it never changes."""
    check_query()
    release = other_release(site().release, name)
    kept = versions(release) if release else ()
    found = changes(kept[-2] if len(kept) > 1 else None, kept[-1]) if kept else ()
    if release is None or number > pages_of(found):
        raise Problem(
            404,
            gettext("The stream of changes has no such page."),
            gettext("Start from its root: %(address)s.") % {"address": links().bare("/ldes")},
        )
    form = chosen(_FORMS, f"/ldes/{name}/{number}")
    address = f"{site().address}/ldes"
    response = cached(
        form,
        lambda: _written(form, page_of(release, found, number, address)),
        related=[Link(site().licence, "license")],
        negotiated=True,
    )
    response.headers["Cache-Control"] = FOR_EVER
    return response


def _written(form: Form, quads: Sequence[ox.Quad]) -> bytes:
    return SYNTAXES[form.suffix].write(quads)
