"""What the query editor completes with: prefixes, classes, properties, and things by name."""

from __future__ import annotations

import json
from collections.abc import Sequence

from flask import Blueprint, Response, request

from widgraph.namespaces import PREFIXES
from widgraph.web._answers import cached, check_query
from widgraph.web._language import gettext, language
from widgraph.web._negotiation import Form
from widgraph.web._problem import Problem
from widgraph.web._reader import iri, text
from widgraph.web._site import site
from widgraph.web._texts import short
from widgraph.web._views import Names

blueprint = Blueprint("editor", __name__)
_JSON = Form("json", "application/json", worded=True)
_LONGEST = 200


@blueprint.get("/sparql/terms.json")
def terms() -> Response:
    """Answer with prefixes, and the classes and properties in use with their names and numbers."""
    check_query()
    return cached(_JSON, _terms)


def _terms() -> str:
    reader = site().reader
    classes = {found: int(text(row, "count") or 0) for row in reader.rows("classes") if (found := iri(row, "class"))}
    uses: dict[str, dict[str, int]] = {}
    for row in reader.rows("properties"):
        kind, prop = iri(row, "class"), iri(row, "property")
        if kind and prop:
            uses.setdefault(prop, {})[kind] = int(text(row, "count") or 0)
    names = Names(reader.labels([*classes, *uses]))
    document = {
        "release": site().release.id,
        "prefixes": PREFIXES,
        "classes": [{**_term(one, names), "count": count} for one, count in _often(classes)],
        "properties": [
            {**_term(one, names), "count": count, "of": sorted(short(kind) for kind in uses[one])}
            for one, count in _often({one: max(counts.values()) for one, counts in uses.items()})
        ],
    }
    return json.dumps(document, ensure_ascii=False)


def _often(counts: dict[str, int]) -> Sequence[tuple[str, int]]:
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))


def _term(about: str, names: Names) -> dict[str, str]:
    """Return a term as a query writes it, with the name a reader knows it by."""
    brief, name = short(about), names.text(about)
    written = f"<{about}>" if brief == about else brief
    return {"term": written, "name": "" if name.text == brief else name.text, "language": name.language}


@blueprint.get("/sparql/things.json")
def things() -> Response:
    """Answer with things whose name begins with the words of `q`, as a query writes them."""
    check_query()
    asked = request.args.get("q", "")
    if len(asked) > _LONGEST:
        raise Problem(400, gettext("The question is too long."), gettext("Use a few words."))
    hits = site().index.suggest(asked, language()) if asked.strip() else []
    found = [{"term": f"<{one.iri}>", "name": one.label, "language": one.language, "kind": one.kind} for one in hits]
    response = Response(json.dumps(found, ensure_ascii=False), content_type=_JSON.content_type)
    response.vary.add("Accept-Language")
    response.headers["Cache-Control"] = "public, max-age=300"
    return response
