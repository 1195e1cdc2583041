"""What a client learns about a query that got no answer (SPARQL 1.1 Protocol, section 2.1.7; RFC 9457)."""

from __future__ import annotations

from widgraph.errors import (
    QueryBusy,
    QueryError,
    QueryNotAcceptable,
    QuerySyntaxError,
    QueryTimeout,
    QueryTooLarge,
)
from widgraph.web._language import gettext
from widgraph.web._problem import Problem
from widgraph.web.sparql._request import no_form


def query_problem(error: QueryError) -> Problem:
    """Return the problem to answer with: 400 for the query's own fault, 422 and 503 for a limit.

    A syntax error carries `line`, `column` and `text`, the line itself.
    """
    detail = _worded(error.template, error.values)
    hint = _worded(error.hint_template or "", error.values)
    match error:
        case QuerySyntaxError():
            members = {"line": error.line, "column": error.column, "text": error.text} if error.line else {}
            place = gettext("Line %(line)s, column %(column)s: ") % members if members else ""
            return Problem(400, place + detail, hint, members=members)
        case QueryNotAcceptable():
            return no_form(graph=error.graph)
        case QueryTooLarge():
            return Problem(422, detail, hint)
        case QueryBusy():
            return Problem(503, detail, hint, headers={"Retry-After": str(error.retry_after)})
        case QueryTimeout():
            return Problem(503, detail, hint)
        case _:
            return Problem(400, detail, hint)


def _worded(template: str, values: dict[str, object]) -> str:
    """Return a sentence in the language of the reader; no text at all is the catalogue's own header."""
    if not template:
        return ""
    return gettext(template) % values if values else gettext(template)
