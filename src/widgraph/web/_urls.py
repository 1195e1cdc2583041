"""The one place where links are made.

Identifiers are permanent (`https://w3id.org/widgraph/…`) and stay what they are, whoever serves them; only an href in a
page and a Location lead to the serving site. The Host header plays no part: links are paths, or start with the
`site_url` of the settings where an absolute address is needed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlencode, urlsplit

from widgraph.namespaces import BASE

#: What an identifier of the project may hold after its first part (`id/…`, `auth/…`).
REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]*(?:/[A-Za-z0-9][A-Za-z0-9._~-]*)*")
_DOCUMENTED = re.compile(r"(?:ns/wid|shapes|context\.jsonld|queries|answers|sparql)(?:[/.#].*)?")


@lru_cache(maxsize=20_000)
def document_path(iri: str) -> str | None:
    """Return the path on this site of the document about an identifier of the project; None for any other IRI.

    `id/…` is described at `/doc/…`, `auth/…` at `/doc/auth/…`, a term of the vocabulary in the vocabulary itself.
    """
    if not iri.startswith(BASE):
        return None
    rest = iri[len(BASE) :]
    if rest.startswith("id/"):
        return "/doc/" + quote(rest[3:])
    if rest.startswith("auth/"):
        return "/doc/" + quote(rest)
    if rest.startswith("doc/") or _DOCUMENTED.fullmatch(rest):
        return "/" + quote(rest, safe="/#")
    return None


def described_iri(path: str) -> str:
    """Return the identifier that `/doc/{path}` is about: the mirror of `document_path`."""
    return BASE + (path if path.startswith("auth/") else f"id/{path}")


def document_iri(iri: str) -> str:
    """Return the permanent address of the document about an identifier, for statements about the document itself."""
    path = document_path(iri)
    return iri if path is None else BASE + path.removeprefix("/").partition("#")[0]


@dataclass(frozen=True)
class Links:
    """Makes hrefs for one request: under the path prefix, and keeping a language the reader asked for by name."""

    prefix: str = ""
    site: str = ""
    language: str | None = None

    def page(self, path: str, **query: str | int | None) -> str:
        """Return the href of a page of this site; a language chosen with `?lang=` travels along."""
        values: dict[str, str | int | None] = {"lang": self.language, **query}
        return self.bare(path, values)

    def bare(self, path: str, query: Mapping[str, str | int | None] | None = None) -> str:
        """Return the href of a path of this site with just this query."""
        path, _, fragment = path.partition("#")
        given = {key: value for key, value in (query or {}).items() if value is not None}
        asked = "?" + urlencode(given) if given else ""
        return f"{self.prefix}{path}{asked}" + (f"#{fragment}" if fragment else "")

    def of(self, iri: str) -> str | None:
        """Return the href that leads a reader to an IRI; None when a browser should not follow it."""
        path = document_path(iri)
        if path is not None:
            return self.page(path)
        return iri if urlsplit(iri).scheme in ("http", "https") else None

    def absolute(self, href: str) -> str:
        """Return an href of this site with its public address, when the settings name one."""
        return self.site.rstrip("/") + href if self.site and href.startswith("/") else href
