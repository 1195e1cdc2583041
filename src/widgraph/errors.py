"""Every error the project raises on purpose.

WidgraphError
 ├─ UsageError         the caller asked for something that is not there; nothing was done
 ├─ DataError          the data break a rule; carries the findings
 ├─ ReleaseError       a release cannot be made, opened or switched to
 ├─ EndpointError      a remote SPARQL endpoint cannot be reached, or its answer cannot be trusted
 │   └─ EndpointTimeout     it did not answer, or not to the end, within the time limit
 └─ QueryError         a query was refused or stopped
     ├─ QuerySyntaxError    not SPARQL 1.1, with line and column
     ├─ QueryRefused        SPARQL, but not what this service runs (update, SERVICE, too long, too deep)
     ├─ QueryNotAcceptable  answered, but in no form that was asked for
     ├─ QueryTimeout        stopped at the time limit
     ├─ QueryTooLarge       stopped at the memory or output limit
     ├─ QueryAbandoned      stopped because nobody waits for the answer any more
     └─ QueryBusy           no worker was free; try again
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from widgraph.findings import Finding


class WidgraphError(Exception):
    """An error with a sentence for the person who caused it and one for what to do."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(WidgraphError):
    """A path, option, name or setting that does not work."""


class DataError(WidgraphError):
    """The data break at least one rule."""

    def __init__(self, message: str, findings: Sequence[Finding], hint: str | None = None) -> None:
        super().__init__(message, hint)
        self.findings = tuple(findings)


class ReleaseError(WidgraphError):
    """A release is missing, damaged or cannot be written."""


class EndpointError(WidgraphError):
    """A remote endpoint cannot be reached, refuses us, or answers in a way that cannot be trusted."""


class EndpointTimeout(EndpointError):
    """A remote endpoint did not answer, or not to the end, within the time limit."""


class QueryError(WidgraphError):
    """A query did not give an answer.

    `template` and `hint_template` are the sentences before `values` were put in (printf style), for who says them in
    another language.
    """

    def __init__(self, message: str, hint: str | None = None, values: Mapping[str, object] | None = None) -> None:
        self.template = message
        self.hint_template = hint
        self.values = dict(values or {})
        super().__init__(message % values if values else message, hint % values if values and hint else hint)


class QuerySyntaxError(QueryError):
    """Not SPARQL 1.1 (SPARQL 1.1 Query, section 19): line and column from 1, and the text of that line."""

    def __init__(
        self,
        message: str,
        line: int | None = None,
        column: int | None = None,
        hint: str | None = None,
        *,
        text: str = "",
        values: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(message, hint, values)
        self.line = line
        self.column = column
        self.text = text


class QueryRefused(QueryError):
    """Not run: what it asks for is switched off or over a fixed bound."""


class QueryNotAcceptable(QueryError):
    """The answer is in none of the forms that were asked for; `graph` says whether it is a graph, else a result."""

    def __init__(self, message: str, *, graph: bool) -> None:
        super().__init__(message)
        self.graph = graph


class QueryTimeout(QueryError):
    """Stopped at the time limit."""


class QueryTooLarge(QueryError):
    """Stopped at the memory or output limit."""


class QueryAbandoned(QueryError):
    """Stopped because nobody waits for the answer any more."""


class QueryBusy(QueryError):
    """All workers were busy for as long as a query may wait."""

    def __init__(
        self, message: str, retry_after: int, hint: str | None = None, values: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(message, hint, values)
        self.retry_after = retry_after
