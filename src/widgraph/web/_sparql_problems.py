"""What a client learns about a query that got no answer (SPARQL 1.1 Protocol, section 2.1.7; RFC 9457)."""

from __future__ import annotations

from widgraph.errors import QueryBusy, QueryError, QueryRefused, QuerySyntaxError, QueryTimeout, QueryTooLarge
from widgraph.web._language import gettext
from widgraph.web._problem import Problem


def query_problem(error: QueryError) -> Problem:
    """Return the problem to answer with: 400 for the query's own fault, 422 and 503 for a limit."""
    match error:
        case QuerySyntaxError():
            members = {"line": error.line, "column": error.column} if error.line else {}
            place = gettext("Line %(line)s, column %(column)s: ") % members if members else ""
            return Problem(400, place + error.message, error.hint or "", members=members)
        case QueryRefused():
            return Problem(400, error.message, error.hint or "")
        case QueryTooLarge():
            return Problem(422, error.message, error.hint or "")
        case QueryBusy():
            return Problem(503, error.message, error.hint or "", headers={"Retry-After": str(error.retry_after)})
        case QueryTimeout():
            return Problem(503, error.message, error.hint or "")
        case _:
            return Problem(400, error.message, error.hint or "")
