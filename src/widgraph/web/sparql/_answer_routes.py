"""`/answers`: the answer to any query as something to cite, which later says whether it has changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, abort, redirect, render_template, request
from werkzeug.wrappers import Response as WerkzeugResponse

from widgraph.answers import AnswerLink, DamagedLink, read_link
from widgraph.citation import STYLES, plain
from widgraph.errors import QueryError
from widgraph.store import Answer, Question, check_query
from widgraph.web._answers import Link, chosen, links, tagged
from widgraph.web._language import asked_language, gettext, language
from widgraph.web._negotiation import CITATION_FORMS, HTML, JSON, Form
from widgraph.web._problem import Problem
from widgraph.web._site import site
from widgraph.web.sparql._answer_links import answer_iri, citation_of, digest_of, token_of
from widgraph.web.sparql._chart import HEIGHT, WIDTH, charts
from widgraph.web.sparql._problems import query_problem
from widgraph.web.sparql._request import read_request
from widgraph.web.sparql._result_view import view
from widgraph.web.sparql._workers import query_pool

blueprint = Blueprint("answer", __name__)
_FORMS = (HTML, JSON, *CITATION_FORMS)
_STYLES = {style.suffix: style.write for style in STYLES.values()}
#: Whoever comes with text that does not unpack to a query gets no further than this.
_SPARE_BYTES = 4096


@dataclass(frozen=True)
class Verdict:
    """What asking again showed: `same`, `changed`, `foreign` (the release named gives another answer) or `unknown`."""

    word: str
    digest: str = ""
    rows: int = 0
    answer: Answer | None = None
    problem: Problem | None = None


@blueprint.route("/answers", methods=["GET", "POST"])
def answers() -> WerkzeugResponse:
    """Answer a query as `/sparql` does, and lead to the permanent link of the answer (303)."""
    asked = read_request(request.method, request.query_string, request.content_type or "", request.get_data)
    if asked.query is None:
        raise Problem(400, gettext("There is no query."), gettext("Send it as the parameter 'query'."))
    dataset = {"default-graph-uri": asked.default_graphs, "named-graph-uri": asked.named_graphs}
    try:
        answer = _asked(asked.query, dataset)
    except QueryError as error:
        raise query_problem(error) from error
    token = token_of(asked.query, answer, dataset)
    if token is None:
        raise _not_citable(answer)
    response = redirect(links().page(f"/answers/{token}"), 303)
    response.headers.add("Link", str(Link(answer_iri(token), "cite-as")))
    return response


def _not_citable(answer: Answer) -> Problem:
    if answer.cut:
        return Problem(
            422,
            gettext("This answer was cut at a limit of the service, so it cannot be cited."),
            gettext("Ask for less, for example with ORDER BY and LIMIT."),
        )
    return Problem(
        422,
        gettext("This answer cannot have a permanent link."),
        gettext("The query may be too long, or its blank nodes cannot be told apart."),
    )


@blueprint.get("/answers/<path:name>")
def cited(name: str) -> Response:
    """Answer with what was cited, and whether the present release still gives the same answer."""
    asked_language()
    token, _, suffix = name.partition(".")
    by_suffix = next((form for form in _FORMS if form.suffix == suffix), None)
    if suffix and by_suffix is None:
        abort(404)
    try:
        link = read_link(token, site().settings.query_length + _SPARE_BYTES)
        check_query(link.query, site().settings.query_length)
    except (DamagedLink, QueryError):
        raise Problem(
            404,
            gettext("This is not the whole link of an answer."),
            gettext("Copy it again, to the last character."),
        ) from None
    form = by_suffix or chosen(_FORMS, f"/answers/{token}")
    if form in CITATION_FORMS:
        cite = citation_of(link.query, answer_iri(token), link.release, link.year)
        return _finished(Response(_STYLES[form.suffix](cite), content_type=form.content_type), token, form)
    verdict = _verdict(link)
    body = _page(token, link, verdict) if form is HTML else _document(token, link, verdict)
    response = _finished(Response(body, content_type=form.content_type), token, form)
    if verdict.word == "unknown":
        response.headers["Cache-Control"] = "no-store"
    return response


def _asked(query: str, dataset: Mapping[str, Sequence[str]]) -> Answer:
    graphs = tuple(dataset["default-graph-uri"]), tuple(dataset["named-graph-uri"])
    return query_pool().run(Question(query, default_graphs=graphs[0], named_graphs=graphs[1]))


def _verdict(link: AnswerLink) -> Verdict:
    dataset = {"default-graph-uri": link.default_graphs, "named-graph-uri": link.named_graphs}
    try:
        answer = _asked(link.query, dataset)
    except QueryError as error:
        return Verdict("unknown", problem=query_problem(error))
    digest = digest_of(link.query, answer)
    if digest is None:
        return Verdict("unknown", problem=_not_citable(answer))
    word = "same" if digest == link.digest else "changed"
    if word == "changed" and link.release == site().release.id:
        word = "foreign"
    return Verdict(word, digest.hex(), answer.rows, answer)


def _page(token: str, link: AnswerLink, verdict: Verdict) -> str:
    found = view(verdict.answer) if verdict.answer else None
    cite = citation_of(link.query, answer_iri(token), link.release, link.year)
    return render_template(
        "answer.html",
        link=link,
        iri=answer_iri(token),
        verdict=verdict,
        answer=found,
        charts=charts(found) if found else (),
        chart_size=(WIDTH, HEIGHT),
        look=check_query(link.query, site().settings.query_length),
        title=cite.title,
        citation=plain(cite),
        citations=[(form, links().page(f"/answers/{token}.{form.suffix}")) for form in CITATION_FORMS],
        data=links().bare(f"/answers/{token}.json"),
        editor=links().page("/sparql", query=link.query),
        path=f"/answers/{token}",
    )


def _document(token: str, link: AnswerLink, verdict: Verdict) -> str:
    checked: dict[str, object] = {"release": site().release.id, "verdict": verdict.word}
    if verdict.digest:
        checked |= {"digest": verdict.digest, "rows": verdict.rows}
    if verdict.problem:
        checked["detail"] = verdict.problem.detail
    document = {
        "id": answer_iri(token),
        "query": link.query,
        "default-graph-uri": list(link.default_graphs),
        "named-graph-uri": list(link.named_graphs),
        "cited": {"release": link.release, "digest": link.digest.hex(), "rows": link.rows},
        "present": checked,
        "citation": plain(citation_of(link.query, answer_iri(token), link.release, link.year)),
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _finished(response: Response, token: str, form: Form) -> Response:
    response.vary.update(("Accept", "Accept-Language"))
    response.headers["Cache-Control"] = "public, max-age=300"
    response.headers["Content-Location"] = links().bare(f"/answers/{token}.{form.suffix}")
    if form is not JSON:
        response.content_language.add(language())
    for link in (Link(answer_iri(token), "cite-as"), Link(site().licence, "license")):
        response.headers.add("Link", str(link))
    for other in _FORMS:
        if other is not form:
            relation = "describedby" if other in CITATION_FORMS else "alternate"
            response.headers.add(
                "Link", str(Link(links().bare(f"/answers/{token}.{other.suffix}"), relation, other.media_type))
            )
    tag = hashlib.sha256(response.get_data() + site().version.encode()).hexdigest()[:16]
    return tagged(response, f"{site().release.id}-{form.suffix}-{tag}")
