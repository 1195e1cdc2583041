"""CONSTRUCT and DESCRIBE answers, cut at whole triples, in the same order and style as the documents and dumps."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Final

import pyoxigraph as ox

from widgraph.graph.serialize import SYNTAXES

#: Where a comment may follow a whole answer, how it is written.
_COMMENTS: Final = {"ttl": "# {}\n", "nt": "# {}\n", "rdf": "<!-- {} -->\n"}


def write_triples(
    found: Iterable[ox.Triple], form: str, rows: int, most: int, note: str, cut: str = ""
) -> tuple[bytes, int, str]:
    """Return a graph of at most `rows` triples and `most` bytes, the number of triples, and at which limit it was cut.

    `cut` says that it had been cut before; a cut graph says so in a comment with a link to `note`, where its syntax has
    comments.
    """
    triples = [ox.Quad(one.subject, one.predicate, one.object) for one in islice(found, rows + 1)]
    cut = "rows" if len(triples) > rows else cut
    body = SYNTAXES[form].write(triples := triples[:rows])
    while len(body) > most:
        cut = "bytes"
        triples = triples[: len(triples) * most // (len(body) + 1)]
        body = SYNTAXES[form].write(triples)
    if cut and form in _COMMENTS:
        body += _COMMENTS[form].format(f"Cut after {len(triples)} triples; see {note}").encode()
    return body, len(triples), cut
