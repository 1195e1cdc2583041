"""`/queries`: the documented questions, each to be read, changed, run, copied, and fetched as RDF and as SPARQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request

from widgraph.errors import QueryError, UsageError
from widgraph.languages import LANGUAGES
from widgraph.queries.library import LIBRARY, LibraryQuery, Parameter, described, prefixes_described
from widgraph.web._answers import check_query, chosen, links
from widgraph.web._landing import Landing
from widgraph.web._language import NAMES, gettext, language
from widgraph.web._negotiation import HTML, LINKSET_FORMS, RESOURCE_FORMS, Form
from widgraph.web._problem import Problem
from widgraph.web._rdf import written
from widgraph.web.sparql._chart import HEIGHT, WIDTH, charts
from widgraph.web.sparql._library import (
    LEVELS,
    PARAMETERS,
    by_level,
    in_reader_language,
    library_triples,
    named_question,
)
from widgraph.web.sparql._problems import query_problem
from widgraph.web.sparql._result_view import View, view
from widgraph.web.sparql._snippets import snippets
from widgraph.web.sparql._workers import query_pool

blueprint = Blueprint("library", __name__)
_SPARQL = Form("rq", "application/sparql-query")
_LISTS = (HTML, *(form for form in RESOURCE_FORMS if form is not HTML))
_FORMS = (*_LISTS, _SPARQL, *LINKSET_FORMS)
#: Rows of the preview, and characters of a value that a reader may give.
_PREVIEW, _LONGEST = 10, 200


@dataclass(frozen=True)
class Field:
    """A parameter as a field of the form: its label, its value, and its choices when there are few."""

    parameter: Parameter
    label: str
    value: str
    choices: Sequence[tuple[str, str]] = ()


@blueprint.get("/queries")
@blueprint.get(f"/queries.<any({','.join(form.suffix for form in (*_LISTS, *LINKSET_FORMS))}):suffix>")
def queries(suffix: str = "") -> Response:
    """Answer with the whole library: a list for people, `sh:SPARQLExecutable` for programs."""
    check_query()
    forms = (*_LISTS, *LINKSET_FORMS)
    form = next((one for one in forms if one.suffix == suffix), None) or chosen(forms, "/queries")
    landing = _landing("/queries", LIBRARY)

    def make() -> str | bytes:
        if form is not HTML:
            return written(form, library_triples())
        return render_template(
            "queries.html", levels=LEVELS, questions=by_level(), path="/queries", forms=_data("/queries")
        )

    return landing.answer(form, make, negotiated=not suffix)


@blueprint.get("/queries/<path>")
def question(path: str) -> Response:
    """Answer with one question; `.rq` and the page take values for its parameters."""
    check_query()
    by_suffix = next((form for form in _FORMS if path.endswith(f".{form.suffix}")), None)
    name = path.removesuffix(f".{by_suffix.suffix}") if by_suffix else path
    query = named_question(name)
    form = by_suffix or chosen(_FORMS, f"/queries/{name}")
    values = _values(query, in_reader_language(query) if form is HTML else {})
    return _question(query, form, values, negotiated=by_suffix is None)


def _question(query: LibraryQuery, form: Form, values: Mapping[str, str], *, negotiated: bool) -> Response:
    path = f"/queries/{query.name}"
    shown = _preview(query.bound(values)) if form is HTML else None
    landing = _landing(path, query.iri, (_SPARQL,))

    def make() -> str | bytes:
        if shown is not None:
            return _page(query, values, shown)
        if form is _SPARQL:
            return query.bound(values)
        return written(form, [*described(query), *prefixes_described()])

    response = landing.answer(form, make, negotiated=negotiated, asked=f"{values} {shown}")
    if isinstance(shown, Problem):
        response.headers["Cache-Control"] = "no-store"
    return response


def _values(query: LibraryQuery, usual: Mapping[str, str]) -> Mapping[str, str]:
    """Return the value of each parameter: the one asked for, the reader's usual one, or the default."""
    values = {}
    for one in query.parameters:
        value = request.args.get(one.name) or usual.get(one.name) or one.default
        if len(value) > _LONGEST:
            raise Problem(400, gettext("The value of %(name)s is too long.") % {"name": one.name}, "")
        try:
            one.term(value)
        except UsageError:
            raise _wrong(one, value) from None
        values[one.name] = value
    return values


def _wrong(parameter: Parameter, value: str) -> Problem:
    detail = gettext("%(name)s cannot be '%(value)s'.") % {"name": parameter.name, "value": value[:40]}
    if parameter.type == "language":
        return Problem(400, detail, gettext("Use one of these: %(known)s.") % {"known": ", ".join(LANGUAGES)})
    return Problem(400, detail, gettext("Give a whole number."))


def _preview(query: str) -> View | Problem:
    """Return the first rows of the answer, or why there are none: the page is worth reading without them."""
    try:
        return view(query_pool().run(query), _PREVIEW)
    except QueryError as error:
        return query_problem(error)


def _page(query: LibraryQuery, values: Mapping[str, str], shown: View | Problem) -> str:
    path = f"/queries/{query.name}"
    text = query.bound(values)
    given = {name: value for name, value in values.items() if value != _default(query, name)}
    fields = [
        Field(
            one,
            PARAMETERS[one.name],
            values[one.name],
            [(code, NAMES[code]) for code in LANGUAGES] if one.type == "language" else (),
        )
        for one in query.parameters
    ]
    answer = shown if isinstance(shown, View) else None
    return render_template(
        "query.html",
        query=query,
        title=query.titles[language()],
        description=query.descriptions[language()],
        level=LEVELS[query.level],
        fields=fields,
        text=text,
        answer=answer,
        problem=shown if isinstance(shown, Problem) else None,
        charts=charts(answer) if answer else (),
        chart_size=(WIDTH, HEIGHT),
        run=links().page("/sparql", query=text),
        snippets=snippets(query, text, urlencode(given)),
        path=path,
        forms=[*_data(path), (_SPARQL, f"{_at(path, _SPARQL)}{'?' + urlencode(given) if given else ''}")],
    )


def _default(query: LibraryQuery, name: str) -> str:
    return next(one.default for one in query.parameters if one.name == name)


def _at(path: str, form: Form) -> str:
    return links().bare(f"{path}.{form.suffix}")


def _data(path: str) -> Sequence[tuple[Form, str]]:
    return [(form, _at(path, form)) for form in RESOURCE_FORMS if form is not HTML]


def _landing(path: str, about: str, items: Sequence[Form] = ()) -> Landing:
    describing = [form for form in RESOURCE_FORMS if form is not HTML]
    return Landing(about, path, ("AboutPage", "CreativeWork"), describing, items)
