"""How to run a question of the library elsewhere: the command line, Python and R, each a text to copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template

from widgraph.queries.library import LibraryQuery
from widgraph.web._answers import links
from widgraph.web._site import site

#: Which snippets there are for a query form; pandas and R read tables.
_FOR_TABLES = (("curl", "curl"), ("sparqlwrapper", "Python: SPARQLWrapper"), ("rdflib", "Python: rdflib"),
               ("pandas", "Python: pandas"), ("r", "R"))  # fmt: skip
_FOR_OTHERS = _FOR_TABLES[:3]


@dataclass(frozen=True)
class Snippet:
    """One text to copy, with the short name of its tool and the name that readers know."""

    key: str
    tool: str
    text: str


def snippets(query: LibraryQuery, text: str, given: str) -> Sequence[Snippet]:
    """Return the snippets for a question; `text` has its values in place, `given` names those that are no defaults."""
    address = public_address()
    question = f"{address}/queries/{query.name}.rq{'?' + given if given else ''}"
    return [
        Snippet(
            key,
            tool,
            render_template(
                f"snippets/{key}.txt",
                form=query.form,
                query=text.strip(),
                question=question,
                endpoint=f"{address}/sparql",
            ).strip()
            + "\n",
        )
        for key, tool in (_FOR_TABLES if query.form == "SELECT" else _FOR_OTHERS)
    ]


def public_address() -> str:
    """Return the address of the site that a reader can type; without `site_url`, the one it listens on.

    The Host header plays no part: a page is kept and shown to others.
    """
    settings = site().settings
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::", "") else settings.host  # noqa: S104 - compared, not bound
    root = settings.site_url.rstrip("/") or f"http://{host}:{settings.port}"
    return root + links().bare("")
