"""`/ns/wid`, its versions, `/shapes` and the JSON-LD context."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pyoxigraph as ox
from flask import Blueprint, Response, render_template

from widgraph.graph.serialize import CONTEXT_PATH, whole_context
from widgraph.namespaces import BASE, ONTOLOGY, PREFIXES, RDF, RDFS, SKOS, WID
from widgraph.web._answers import cached, check_query, chosen, links
from widgraph.web._landing import Landing
from widgraph.web._language import gettext, language
from widgraph.web._negotiation import HTML, JSON_LD, LINKSET_FORMS, RESOURCE_FORMS, Form
from widgraph.web._problem import Problem
from widgraph.web._rdf import written
from widgraph.web._reader import Reader
from widgraph.web._shapes import rules, shape_triples
from widgraph.web._site import site
from widgraph.web._texts import Text, in_language
from widgraph.web._views import Names

blueprint = Blueprint("vocabulary", __name__)
_FORMS = (*RESOURCE_FORMS, *LINKSET_FORMS)
_BY_SUFFIX = {form.suffix: form for form in _FORMS}
_SUFFIX = f"any({','.join(_BY_SUFFIX)})"
#: Vocabulary, rules and context come with the program: the day the data were issued says nothing about them.
_UNDATED = ""
_OWL = PREFIXES["owl"]
_CLASSES = {_OWL + "Class"}
_PROPERTIES = {_OWL + name for name in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")}


@dataclass(frozen=True)
class Term:
    """A class, property or other term of the vocabulary, for its page."""

    iri: str
    name: str
    label: Text
    definition: Text
    related: Sequence[tuple[str, Sequence[str]]]
    status: str


@blueprint.get("/ns/wid")
@blueprint.get(f"/ns/wid.<{_SUFFIX}:suffix>")
def vocabulary(suffix: str = "") -> Response:
    """Answer with the vocabulary, by suffix or Accept."""
    return _answer("/ns/wid", suffix, _vocabulary, ONTOLOGY, "DefinedTermSet")


@blueprint.get("/ns/wid/<version>")
def version(version: str) -> Response:
    """Answer with one version of the vocabulary; only the one of this release is kept here."""
    suffix = next((one for one in _BY_SUFFIX if version.endswith(f".{one}")), "")
    stem = version.removesuffix(f".{suffix}")
    current = _current()
    if stem != current:
        raise Problem(
            404,
            gettext("There is no such version of the vocabulary."),
            gettext("There are these: %(known)s.") % {"known": current},
        )
    return _answer(f"/ns/wid/{stem}", suffix, _vocabulary, f"{ONTOLOGY}/{stem}", "DefinedTermSet")


@blueprint.get("/shapes")
@blueprint.get(f"/shapes.<{_SUFFIX}:suffix>")
def shapes(suffix: str = "") -> Response:
    """Answer with the SHACL shapes that every release meets, by suffix or Accept."""
    return _answer("/shapes", suffix, _shapes_as, BASE + "shapes", "CreativeWork")


@blueprint.get(f"/{CONTEXT_PATH}")
def context() -> Response:
    """Answer with the JSON-LD context of all documents (JSON-LD 1.1, section 3.1)."""
    check_query()
    text = json.dumps({"@context": whole_context()}, ensure_ascii=False, indent=1) + "\n"
    return cached(JSON_LD, lambda: text, issued=_UNDATED)


def _answer(path: str, suffix: str, make: Callable[[Form], str | bytes], cite: str, kind: str) -> Response:
    check_query()
    form = _BY_SUFFIX[suffix] if suffix else chosen(_FORMS, path)
    landing = Landing(cite, path, ("AboutPage", kind), [one for one in RESOURCE_FORMS if one is not HTML])
    return landing.answer(form, lambda: make(form), negotiated=not suffix, issued=_UNDATED)


def _triples(reader: Reader) -> Sequence[ox.Triple]:
    return reader.triples("graph", graph=ox.NamedNode(ONTOLOGY))


def _current() -> str:
    for triple in _triples(site().reader):
        if triple.predicate.value == _OWL + "versionInfo" and isinstance(triple.object, ox.Literal):
            return triple.object.value
    return ""


def _vocabulary(form: Form) -> str | bytes:
    triples = _triples(site().reader)
    return _vocabulary_page(triples) if form is HTML else written(form, triples)


def _vocabulary_page(triples: Sequence[ox.Triple]) -> str:
    statements: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = {}
    for triple in triples:
        if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, (ox.NamedNode, ox.Literal)):
            of = statements.setdefault(triple.subject.value, {})
            of.setdefault(triple.predicate.value, []).append(triple.object)
    terms = {iri: _term(iri, of) for iri, of in statements.items() if iri.startswith(WID)}
    kinds = {iri: {node.value for node in statements[iri].get(RDF + "type", [])} for iri in terms}
    classes = [term for iri, term in terms.items() if kinds[iri] & _CLASSES]
    properties = [term for iri, term in terms.items() if kinds[iri] & _PROPERTIES]
    others = [term for iri, term in terms.items() if not kinds[iri] & (_CLASSES | _PROPERTIES)]
    head = statements.get(ONTOLOGY, {})
    wanted = {one for term in terms.values() for _, values in term.related for one in values}
    return render_template(
        "vocabulary.html",
        classes=sorted(classes, key=lambda term: term.name),
        properties=sorted(properties, key=lambda term: term.name.casefold()),
        others=sorted(others, key=lambda term: term.name),
        title=in_language(_texts(head.get(PREFIXES["dcterms"] + "title", [])), language(), ONTOLOGY),
        summary=in_language(_texts(head.get(PREFIXES["dcterms"] + "description", [])), language()),
        version=_current(),
        names=Names(site().reader.labels(wanted)),
        path="/ns/wid",
        forms=[(form, links().bare(f"/ns/wid.{form.suffix}")) for form in RESOURCE_FORMS if form is not HTML],
    )


def _term(iri: str, of: dict[str, list[ox.NamedNode | ox.Literal]]) -> Term:
    related = []
    for prop in (RDFS + "subClassOf", RDFS + "subPropertyOf", RDFS + "domain", RDFS + "range"):
        values = sorted(node.value for node in of.get(prop, []) if isinstance(node, ox.NamedNode))
        if values:
            related.append((prop, values))
    status = of.get("http://www.w3.org/2003/06/sw-vocab-status/ns#term_status", [])
    definitions = _texts(of.get(SKOS + "definition", [])) or _texts(of.get(RDFS + "comment", []))
    return Term(
        iri=iri,
        name=iri.removeprefix(WID),
        label=in_language(_texts(of.get(RDFS + "label", [])), language(), iri.removeprefix(WID)),
        definition=in_language(definitions, language()),
        related=related,
        status=status[0].value if status else "",
    )


def _texts(terms: Sequence[ox.NamedNode | ox.Literal]) -> dict[str, str]:
    return {term.language or "": term.value for term in terms if isinstance(term, ox.Literal)}


def _shapes_as(form: Form) -> str | bytes:
    triples = shape_triples(site().release)
    if form is not HTML:
        return written(form, triples)
    return render_template(
        "shapes.html",
        rules=rules(triples, language()),
        path="/shapes",
        forms=[(one, links().bare(f"/shapes.{one.suffix}")) for one in RESOURCE_FORMS if one is not HTML],
    )
