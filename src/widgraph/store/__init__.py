"""Where questions are answered: the release's own store for the pages, guarded workers for everybody's queries."""

from widgraph.store._answer import GRAPH_FORMS, RESULT_FORMS, Answer
from widgraph.store._embedded import open_store
from widgraph.store._guard import check_query
from widgraph.store._pool import QueryPool
from widgraph.store._question import Question
from widgraph.store._sandbox import enter as enter_sandbox
from widgraph.store._store import Store

__all__ = [
    "GRAPH_FORMS",
    "RESULT_FORMS",
    "Answer",
    "QueryPool",
    "Question",
    "Store",
    "check_query",
    "enter_sandbox",
    "open_store",
]
