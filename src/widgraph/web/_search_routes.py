"""`/search`: things by name, as a page, as data, and as suggestions while typing (OpenSearch Suggestions 1.1)."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from math import ceil

from flask import Blueprint, Response, render_template, request

from widgraph.search import Answer, Hit, SearchIndex
from widgraph.web._answers import Link, chosen, links, page_number, tagged
from widgraph.web._language import asked_language, gettext, language
from widgraph.web._negotiation import CSV, HTML, JSON, Form
from widgraph.web._problem import Problem
from widgraph.web._site import site

blueprint = Blueprint("search", __name__)
_FORMS = (HTML, JSON, CSV)
_BY_SUFFIX = {form.suffix: form for form in _FORMS}
_PAGE = 20
_ALL = 10_000
_LONGEST = 200


def N_(text: str) -> str:  # noqa: N802 - the usual mark for a text that is translated where it is shown
    """Mark a text for the catalogues."""
    return text


#: Kinds of things that can be found, with their names for readers, in the order of the filter.
KINDS: Mapping[str, str] = {
    "initiative": N_("Initiatives"),
    "objective": N_("Objectives"),
    "actor": N_("Actors"),
    "audience": N_("Audiences"),
    "indicator": N_("Figures"),
    "meeting": N_("Meetings"),
    "instrument": N_("Policy"),
    "decision": N_("Decisions"),
    "reference": N_("Sources"),
    "edition": N_("Editions"),
    "strategy": N_("Strategy"),
}
#: What one of them is called, beside what was found.
KIND: Mapping[str, str] = {
    "initiative": N_("Initiative"),
    "objective": N_("Objective"),
    "actor": N_("Actor"),
    "audience": N_("Audience"),
    "indicator": N_("Figure"),
    "meeting": N_("Meeting"),
    "instrument": N_("Policy instrument"),
    "decision": N_("Decision"),
    "reference": N_("Source"),
    "edition": N_("Edition"),
    "strategy": N_("Strategy"),
}


@blueprint.get("/search")
@blueprint.get(f"/search.<any({','.join(_BY_SUFFIX)}):suffix>")
def search(suffix: str = "") -> Response:
    """Answer with what fits `q`, all words of it, else any; `kind` keeps one kind of thing."""
    asked_language()
    form = _BY_SUFFIX[suffix] if suffix else chosen(_FORMS, "/search")
    text, kind = _asked()
    index: SearchIndex = site().index
    everything = index.search(text, language(), limit=_ALL)
    hits = [hit for hit in everything.hits if kind in ("", hit.kind)]
    response = _written(form, text, kind, everything, hits)
    response.vary.update(("Accept", "Accept-Language"))
    response.headers["Cache-Control"] = "public, max-age=300"
    response.headers["Content-Location"] = links().bare(f"/search.{form.suffix}", _query(text, kind))
    response.headers.add("Link", str(Link(site().licence, "license")))
    return _tagged(response)


@blueprint.get("/search/suggest")
def suggest() -> Response:
    """Answer with names that fit words that may be unfinished, and where they lead."""
    asked_language()
    text, _ = _asked()
    hits = site().index.suggest(text, language()) if text.strip() else []
    document = [text, [hit.label for hit in hits], [hit.kind for hit in hits], [links().of(hit.iri) for hit in hits]]
    response = Response(json.dumps(document, ensure_ascii=False), content_type="application/x-suggestions+json")
    response.vary.add("Accept-Language")
    response.headers["Cache-Control"] = "public, max-age=300"
    return _tagged(response)


def _tagged(response: Response) -> Response:
    """Give an answer the digest of its body as its tag, and empty it when the client has it (RFC 9110, 13.1.2)."""
    return tagged(response, hashlib.blake2b(response.get_data(), digest_size=12).hexdigest())


def _asked() -> tuple[str, str]:
    text, kind = request.args.get("q", ""), request.args.get("kind", "")
    if len(text) > _LONGEST:
        raise Problem(400, gettext("The question is too long."), gettext("Use a few words."))
    if kind and kind not in KINDS:
        known = ", ".join(KINDS)
        raise Problem(
            400, gettext("There is no such kind of thing."), gettext("Use one of: %(known)s.") % {"known": known}
        )
    return text, kind


def _query(text: str, kind: str) -> dict[str, str | int | None]:
    return {"q": text or None, "kind": kind or None}


def _written(form: Form, text: str, kind: str, everything: Answer, hits: Sequence[Hit]) -> Response:
    if form is HTML:
        return _page(text, kind, everything, hits)
    records = [{"iri": hit.iri, "kind": hit.kind, "label": hit.label, "language": hit.language} for hit in hits]
    if form is JSON:
        document = {"q": text, "kind": kind or None, "release": site().release.id, "items": records}
        return Response(json.dumps(document, ensure_ascii=False, indent=1) + "\n", content_type=form.content_type)
    out = io.StringIO()
    writer = csv.DictWriter(out, ("iri", "kind", "label", "language"))
    writer.writeheader()
    writer.writerows(records)
    return Response(out.getvalue(), content_type=form.content_type)


def _page(text: str, kind: str, everything: Answer, hits: Sequence[Hit]) -> Response:
    number, pages = page_number(), max(1, ceil(len(hits) / _PAGE))
    if number > pages:
        raise Problem(404, gettext("This list has fewer pages."), gettext("Start from the first page."))
    counts = {name: sum(hit.kind == name for hit in everything.hits) for name in KINDS}
    body = render_template(
        "search.html",
        text=text,
        kind=kind,
        kinds=KINDS,
        one=KIND,
        counts=counts,
        hits=hits[(number - 1) * _PAGE : number * _PAGE],
        total=len(hits),
        every_word=everything.every_word,
        number=number,
        pages=pages,
        path="/search",
        forms=[(one, links().bare(f"/search.{one.suffix}", _query(text, kind))) for one in (JSON, CSV)],
    )
    response = Response(body, content_type=HTML.content_type)
    response.content_language.add(language())
    return response
