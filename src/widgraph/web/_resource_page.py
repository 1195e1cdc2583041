"""The page of one thing: what is said, why, around it, and how to cite it."""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox
from flask import render_template

from widgraph.citation import Citation, plain
from widgraph.namespaces import WID
from widgraph.web._answers import links
from widgraph.web._datasets import SHOWN, dataset_view
from widgraph.web._details import details
from widgraph.web._documents import Description
from widgraph.web._language import language
from widgraph.web._lifecycle import events
from widgraph.web._negotiation import CITATION_FORMS, HTML, RESOURCE_FORMS
from widgraph.web._neighbourhood import neighbourhood
from widgraph.web._origins import origins
from widgraph.web._reader import iri
from widgraph.web._schema_org import about_page
from widgraph.web._signposting import Signposts
from widgraph.web._site import DATASET, PUBLISHER, site
from widgraph.web._texts import Text, in_language
from widgraph.web._trail import trail
from widgraph.web._views import Names, page

_EVENT = WID + "LifecycleEvent"


def resource_page(description: Description, path: str, posts: Signposts) -> str:
    """Return the page of a described thing as HTML; `path` is its address without suffix."""
    reader = site().reader
    extra, why, where = details(reader, description), origins(reader, description.iri), trail(description)
    happened = events(reader, description.iri) if _EVENT in description.iris else ()
    pointed = {one for event in happened for one in (event.kind_iri, *event.successors)}
    labels = reader.labels(description.iris | extra.iris | why.iris | pointed | {DATASET, *where.above})
    names = Names(labels)
    published = site().catalogue.dataset(description.iri)
    shown = page(description, names)
    return render_template(
        "dataset.html" if published else "resource.html",
        dataset=dataset_view(site(), published) if published else None,
        hidden=SHOWN if published else (),
        structured=None if published else about_page(description, posts.kinds, labels, language(), site()),
        page=shown,
        asked_of=description.iri != site().release_iri,  # which no graph can hold
        names=names,
        details=extra,
        happened=happened,
        why=why,
        trail=where,
        belongs=where.place,
        picture=neighbourhood(shown),
        path=path,
        forms=[(form, links().bare(f"{path}.{form.suffix}")) for form in RESOURCE_FORMS if form is not HTML],
        notes=_notes(description.iri),
        citation=plain(_cited(description, names)),
        citations=[(form, links().page(f"{path}.{form.suffix}")) for form in CITATION_FORMS],
    )


def citation(description: Description) -> Citation:
    """Return how to cite a thing: its name in the reader's language, and the version of the data it was read from."""
    return _cited(description, Names(site().reader.labels([description.iri])))


def _cited(description: Description, names: Names) -> Citation:
    name = names.text(description.iri)
    version, issued = site().published
    return Citation(name.text, description.iri, PUBLISHER, int(issued[:4]), version, name.language or language())


def _notes(about: str) -> Sequence[tuple[str, Text]]:
    """Return the notes on the data about a thing, each with its text in the reader's language."""
    texts: dict[str, dict[str, str]] = {}
    for row in site().reader.rows("notes", this=ox.NamedNode(about)):
        term = row["text"]
        if isinstance(term, ox.Literal):
            texts.setdefault(iri(row, "note") or "", {})[term.language or ""] = term.value
    return [(note, in_language(of, language())) for note, of in texts.items()]
