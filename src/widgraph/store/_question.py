"""What is asked of a store, and in which forms the answer may come (SPARQL 1.1 Protocol, section 2.1)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """One query with all that decides its answer.

    `result_form` is one of RESULT_FORMS, for SELECT and ASK, `graph_form` one of GRAPH_FORMS, for CONSTRUCT and
    DESCRIBE; None where the client takes none of them. `default_graphs` and `named_graphs` are the dataset of the
    protocol (section 2.1.4) and replace the one in the query. `note` is where an answer that is cut sends its reader.
    """

    query: str
    result_form: str | None = "json"
    graph_form: str | None = "ttl"
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    note: str = ""
