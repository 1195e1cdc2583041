"""Answers that can be cited: what makes two answers the same, and a permanent link that carries its own question."""

from widgraph.answers._digest import digest_body, digest_boolean, digest_graph, digest_rows
from widgraph.answers._link import LONGEST, AnswerLink, DamagedLink, read_link, write_link

__all__ = [
    "LONGEST",
    "AnswerLink",
    "DamagedLink",
    "digest_body",
    "digest_boolean",
    "digest_graph",
    "digest_rows",
    "read_link",
    "write_link",
]
