"""The permanent link that an answer is sent with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from widgraph.answers import AnswerLink, digest_body, write_link
from widgraph.store._answer import Answer
from widgraph.store._guard import Look

#: Bytes of an answer that is read again for the sake of its link.
_SMALL: Final = 64 << 10


def link_of(
    query: str, graphs: tuple[Sequence[str], Sequence[str]], look: Look, answer: Answer, edition: tuple[str, int]
) -> str | None:
    """Return the link, when it costs next to nothing beside a whole and steady answer; otherwise None.

    `graphs` are the default and the named graphs of the request, `edition` is the name of the release and the year of
    its data; without a name there is no link.
    """
    if not edition[0] or not look.steady or answer.cut or len(answer.body) > _SMALL:
        return None
    try:
        digest = digest_body(answer.media_type, answer.body, ordered=look.ordered)
    except (ValueError, SyntaxError):  # functions can make terms that no reader takes
        return None
    if digest is None:
        return None
    return write_link(AnswerLink(query, *edition, digest, answer.rows, tuple(graphs[0]), tuple(graphs[1])))
