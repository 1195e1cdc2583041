"""Answers that can be cached: tags, conditions, links (RFC 9110 sections 8.8 and 13, RFC 9111, RFC 8288)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from flask import Response, g, redirect, request
from werkzeug.http import parse_etags
from werkzeug.wrappers import Response as WerkzeugResponse

from widgraph.web._conditions import last_moment, verdict
from widgraph.web._environ import KEEP
from widgraph.web._language import asked_language, gettext, language
from widgraph.web._negotiation import HTML, Form, choose
from widgraph.web._problem import Problem
from widgraph.web._site import site
from widgraph.web._urls import Links

#: A release never changes, but the site may switch to the next one: a few minutes, then ask again with the tag.
CACHE = "public, max-age=300"
#: What has a version or a digest in its address never changes (RFC 8246).
FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Link:
    """One typed link of an answer (RFC 8288); `target` is an IRI or an href of this site."""

    target: str
    relation: str
    media_type: str = ""
    language: str = ""

    def __str__(self) -> str:
        kind = f'; type="{self.media_type}"' if self.media_type else ""
        lang = f'; hreflang="{self.language}"' if self.language else ""
        return f'<{self.target}>; rel="{self.relation}"{kind}{lang}'


def links() -> Links:
    """Return the maker of links for the request being answered."""
    made: Links = g.links
    return made


def cached(
    form: Form,
    make: Callable[[], str | bytes],
    *,
    located: str = "",
    related: Sequence[Link] = (),
    negotiated: bool = False,
    asked: str = "",
    issued: str | None = None,
) -> Response:
    """Return a 200 with a strong tag, or the 304 or 412 that a condition of the client deserves.

    `make` writes the body and runs only when no answer to the same question is at hand. `located` is the address of
    this very form (Content-Location), `negotiated` says that Accept had a part in choosing it, `asked` is what else of
    the request decides what the answer is, `issued` the day (ISO) the data in it were issued, else that of the
    release's data. A page is made of data and program, and nobody dates the program: it has a tag and no date.
    """
    code = language() if form.worded else ""
    place = located or request.path
    key = (site().version, request.script_root, place, form.suffix, code, links().language, page_number(), asked)
    digest = hashlib.sha256(repr(key).encode()).hexdigest()[:12]
    tag = f"{site().release.id}-{form.suffix}{f'-{code}' if code else ''}-{digest}"
    modified = last_moment(site().published[1] if issued is None else issued) if form is not HTML else None
    response = Response(content_type=form.content_type)
    response.set_etag(tag)
    if modified is not None:
        response.last_modified = modified
    response.headers["Cache-Control"] = CACHE
    if negotiated:
        response.vary.add("Accept")
    if code:
        response.content_language.add(code)
    if negotiated or (code and not links().language):  # a language asked for by name is no matter of negotiation
        response.vary.add("Accept-Language")
    if located:
        # a page in the language asked for by name is not the page that another reader gets
        asked_for = urlencode({"lang": links().language}) if code and links().language else ""
        joint = "&" if "?" in located else "?"
        response.headers["Content-Location"] = f"{located}{joint}{asked_for}" if asked_for else located
    for link in related:
        response.headers.add("Link", str(link))
    request.environ[KEEP] = True
    return _conditional(response, tag, modified, lambda: site().reader.kept(key, lambda: _bytes(make())))


def tagged(response: Response, tag: str) -> Response:
    """Return a finished answer under a strong tag of its own, or the 304 or 412 that a condition deserves."""
    response.set_etag(tag)
    body = response.get_data()
    return _conditional(response, tag, None, lambda: body) if request.method in ("GET", "HEAD") else response


def _conditional(response: Response, tag: str, modified: datetime | None, body: Callable[[], bytes]) -> Response:
    """Fill an answer, or empty it when the client has it (RFC 9110, sections 13.2 and 15.4.5)."""
    if not parse_etags(request.headers.get("If-None-Match")).is_strong(tag):
        response.data = body()  # what is not there is 404, whatever the condition: only a tag of ours proves it is
    status = verdict(request.headers, tag, modified)
    if status == 412:
        raise Problem(
            412,
            gettext("The condition of the request does not hold: this is not the version you have."),
            gettext("Ask again without If-Match and If-Unmodified-Since."),
        )
    if status == 304:
        response.status_code, response.data = 304, b""
        for name in ("Content-Type", "Content-Length", "Content-Language", "Last-Modified"):
            response.headers.pop(name, None)
    elif not response.data:
        response.data = body()
    return response


def _bytes(body: str | bytes) -> bytes:
    return body.encode("utf-8") if isinstance(body, str) else body


def chosen(forms: Sequence[Form], path: str) -> Form:
    """Return the form of a document that the client wants; a Problem (406) lists the forms and their addresses."""
    form = choose(request.headers.get("Accept"), forms)
    if form is not None:
        return form
    variants = [(links().bare(f"{path}.{one.suffix}"), one.media_type) for one in forms]
    raise Problem(
        406,
        gettext("This is not available in any form that the header Accept allows."),
        gettext("Ask for one of these: %(forms)s.") % {"forms": ", ".join(one.media_type for one in forms)},
        variants,
    )


def see_other(path: str, **query: str) -> WerkzeugResponse:
    """Return a 303 to a path of this site (RFC 9110, section 15.4.4)."""
    response = redirect(links().page(path, **query), 303)
    request.environ[KEEP] = True
    response.vary.update(("Accept", "Accept-Language"))
    response.headers["Cache-Control"] = CACHE
    return response


def page_number() -> int:
    """Return the page of a long list that was asked for (`?page=`, from 1); raise Problem (400) when it is none."""
    value = request.args.get("page", "1")
    if value.isascii() and value.isdigit() and 1 <= len(value) <= 6 and int(value) >= 1:
        return int(value)
    raise Problem(400, gettext("The page is not a number from 1 on."), gettext("Use for example ?page=2."))


def check_query() -> None:
    """Refuse an unusable language or page before anything is looked up."""
    asked_language()
    page_number()
