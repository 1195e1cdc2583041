"""What a client gets when something is wrong: one shape everywhere (RFC 9457), as JSON or as a page."""

from __future__ import annotations

import http
import json
import logging

from flask import Flask, Response, current_app, g, render_template, request
from werkzeug.exceptions import HTTPException

from widgraph.errors import EndpointError, EndpointTimeout
from widgraph.web import _language
from widgraph.web._negotiation import HTML, Form, choose
from widgraph.web._problem import Problem

_PROBLEM = Form("json", "application/problem+json", ("application/json",))
#: Problems that are the same for everybody who asks with the same Accept and Accept-Language.
_KEPT = {400, 404, 405, 406, 410, 414}
_LOG = logging.getLogger("widgraph.web")


def register(app: Flask) -> None:
    """Let every error of the application come out as a problem document."""
    app.register_error_handler(Problem, answer)
    app.register_error_handler(HTTPException, _from_http)
    app.register_error_handler(EndpointError, _from_endpoint)
    app.register_error_handler(Exception, _from_bug)


def answer(problem: Problem) -> Response:
    """Return the problem as a page to whoever prefers HTML, as JSON to everybody else."""
    if "links" not in g or problem.status >= 500:
        return _json(problem)
    if choose(request.headers.get("Accept"), (_PROBLEM, HTML)) is not HTML:
        return _json(problem)
    text = render_template("error.html", problem=problem)
    response = Response(text, problem.status, content_type=HTML.content_type)
    response.content_language.add(_language.language())
    return _finished(response, problem)


def _json(problem: Problem) -> Response:
    document: dict[str, object] = {
        "type": "about:blank",
        "title": _phrase(problem.status),
        "status": problem.status,
        "detail": problem.detail,
        "instance": request.path[:200],
    }
    if problem.hint:
        document["hint"] = problem.hint
    document |= problem.members
    if problem.variants:
        document["variants"] = [{"href": href, "type": kind} for href, kind in problem.variants]
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    response = Response(text, problem.status, content_type=_PROBLEM.media_type)
    response.content_language.add(_language.language())
    return _finished(response, problem)


def _finished(response: Response, problem: Problem) -> Response:
    response.vary.update(("Accept", "Accept-Language"))
    response.headers["Cache-Control"] = "public, max-age=60" if problem.status in _KEPT else "no-store"
    for name, value in problem.headers.items():
        response.headers[name] = value
    for href, kind in problem.variants:
        response.headers.add("Link", f'<{href}>; rel="alternate"; type="{kind}"')
    return response


def _phrase(status: int) -> str:
    try:
        return http.HTTPStatus(status).phrase
    except ValueError:
        return "Error"


def _from_http(error: HTTPException) -> Response:
    if error.response is not None or (error.code or 500) < 400:
        return current_app.make_response(error.get_response())
    response = answer(_worded(error))
    for name, value in error.get_headers():
        if name.lower() in ("allow", "content-range", "retry-after"):
            response.headers[name] = value
    return response


def _worded(error: HTTPException) -> Problem:
    """Say in the reader's language what an HTTP error of the framework means here."""
    _ = _language.gettext
    match error.code:
        case 404:
            return Problem(
                404, _("There is nothing at this address."), _("Check the address, or start from the home page.")
            )
        case 405:
            return Problem(
                405, _("This address cannot be used in that way."), _("The header Allow names the methods it has.")
            )
        case 413 | 414 | 431:
            return Problem(error.code, _("The request is too large."), _("Send a shorter address, header or text."))
        case 416:
            return Problem(
                416, _("The file does not have the bytes asked for."), _("The header Content-Range says its length.")
            )
        case code:
            return Problem(
                code or 500, _("The request could not be understood."), _("Check the address and the headers sent.")
            )


def _from_endpoint(error: EndpointError) -> Response:
    """The store behind the site fails, not the site (RFC 9110, sections 15.6.3 and 15.6.5); the log says how.

    Its address stays with whoever runs the site.
    """
    _LOG.error("the endpoint fails for %s: %s", request.path[:200], error.message)
    _ = _language.gettext
    if isinstance(error, EndpointTimeout):
        return answer(Problem(504, _("The store behind this site did not answer in time."), _("Try again later.")))
    return answer(Problem(502, _("The store behind this site does not answer as it should."), _("Try again later.")))


def _from_bug(error: Exception) -> Response:
    """The reader learns that it was not their fault; the log keeps the rest."""
    _LOG.exception("no answer for %s", request.path[:200], exc_info=error)
    _ = _language.gettext
    return answer(Problem(500, _("Something went wrong here; it was not your fault."), _("Try again later.")))
