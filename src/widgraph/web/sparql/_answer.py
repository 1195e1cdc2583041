"""What is sent with the answer to a query (SPARQL 1.1 Protocol, section 2.1.5)."""

from __future__ import annotations

import hashlib
from typing import Final

from widgraph.store import Answer
from widgraph.web._answers import Link
from widgraph.web._urls import Links
from widgraph.web.sparql._answer_links import cite_as

CACHE: Final = "public, max-age=60"
#: Where a page says which limits there are.
_LIMITS: Final = "/sparql#limits"


def limits_address(links: Links) -> str:
    """Return where an answer that was cut sends its reader."""
    return links.absolute(links.bare(_LIMITS))


def answer_headers(answer: Answer, note: str) -> list[tuple[str, str]]:
    """Return the headers of an answer for a program, without tag and length."""
    headers = [("Content-Type", answer.media_type), ("Vary", "Accept"), ("Cache-Control", CACHE)]
    if (permanent := cite_as(answer)) is not None:
        headers.append(("Link", str(Link(permanent, "cite-as"))))
    return headers + cut_headers(answer, note)


def cut_headers(answer: Answer, note: str) -> list[tuple[str, str]]:
    """Return what says that an answer was cut: `X-SPARQL-MaxRows` as other services do, and a link to the limits."""
    if not answer.cut:
        return []
    return [
        ("X-SPARQL-MaxRows", str(answer.rows)),
        ("X-SPARQL-Cut", answer.cut),
        ("Link", str(Link(note, "describedby"))),
    ]


def body_tag(body: bytes) -> str:
    """Return the strong tag of a body, without quotes."""
    return hashlib.blake2b(body, digest_size=12).hexdigest()
