"""`/catalog`: the catalogue in DCAT-AP 3.0.1, one document per syntax and a page (design, section 4)."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from widgraph.catalogue import CATALOG
from widgraph.web._answers import check_query, chosen, links
from widgraph.web._datasets import structured_catalogue
from widgraph.web._landing import Landing
from widgraph.web._language import gettext, language
from widgraph.web._negotiation import HTML, JSON_LD, LINKSET_FORMS, RDF_XML, TURTLE, Form
from widgraph.web._problem import Problem
from widgraph.web._site import site
from widgraph.web._texts import in_language

blueprint = Blueprint("catalogue", __name__)
#: Whoever names nothing is a harvester and gets Turtle.
FORMS: tuple[Form, ...] = (TURTLE, HTML, JSON_LD, RDF_XML)
_BY_SUFFIX = {form.suffix: form for form in (*FORMS, *LINKSET_FORMS)}


@blueprint.get("/catalog")
@blueprint.get(f"/catalog.<any({','.join(_BY_SUFFIX)}):suffix>")
def catalogue(suffix: str = "") -> Response:
    """Answer with the catalogue, by suffix or Accept."""
    check_query()
    if not site().catalogue:
        # a harvester that is given nothing takes everything it had away (checklist of the portals, C4)
        raise Problem(
            503, gettext("This release has no catalogue."), gettext("Build it again with this version of the program.")
        )
    form = _BY_SUFFIX[suffix] if suffix else chosen((*FORMS, *LINKSET_FORMS), "/catalog")
    describing = [one for one in FORMS if one is not HTML]
    landing = Landing(CATALOG, "/catalog", ("AboutPage", "DataCatalog"), describing)
    return landing.answer(form, lambda: _made(form), negotiated=not suffix)


def _made(form: Form) -> str | bytes:
    if form is not HTML:
        return (site().release.path / f"catalog.{form.suffix}").read_bytes()
    known = site().catalogue
    return render_template(
        "catalogue.html",
        title=in_language(known.titles, language()),
        summary=in_language(known.descriptions, language()),
        datasets=[
            (one, in_language(one.titles, language()), in_language(one.descriptions, language()))
            for one in known.datasets
        ],
        structured=structured_catalogue(site()),
        path="/catalog",
        forms=[(one, links().bare(f"/catalog.{one.suffix}")) for one in FORMS if one is not HTML],
    )
