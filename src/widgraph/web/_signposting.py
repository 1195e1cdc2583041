"""Typed links that lead machines from any part of a description to the others (FAIR Signposting, levels 1 and 2).

A page is the landing page of the thing it is about, the data documents and citations describe it, files are what it
consists of. Level 1 says this in the headers of each answer, level 2 in one set of links for all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from widgraph.namespaces import PREFIXES
from widgraph.web._answers import Link, links, page_number
from widgraph.web._documents import page_count
from widgraph.web._landing import SCHEMA
from widgraph.web._linkset import Linkset, made_public
from widgraph.web._negotiation import CITATION_FORMS, HTML, LINKSET_FORMS, RESOURCE_FORMS, Form
from widgraph.web._reader import iri
from widgraph.web._schema_org import type_of
from widgraph.web._site import DATASET, site
from widgraph.web._urls import document_path

#: Headers stay short: a landing page with more files than this names them in its set of links alone.
_MOST_ITEMS = 20
_DESCRIBING = (*(form for form in RESOURCE_FORMS if form is not HTML), *CITATION_FORMS)


@dataclass(frozen=True)
class Signposts:
    """What the links about one thing are made of: its IRI, the path of its document, its classes, its pages."""

    about: str
    path: str
    kinds: Sequence[str]
    pages: int

    def of(self, form: Form) -> Sequence[Link]:
        """Return the links of one answer: the relations of level 1, other forms, and the pages beside this one."""
        if form in LINKSET_FORMS:
            found = [Link(site().licence, "license")]
        elif form is HTML:
            found = [*self._landing(), *self._others(form)]
        else:
            found = [*self._describing(), *self._others(form)]
        if form in RESOURCE_FORMS:
            found += [*self._beside(form), *self._past()]
        return found + [Link(self._address(one), "linkset", one.media_type) for one in LINKSET_FORMS]

    def linkset(self) -> Linkset:
        """Return all links about the thing by where they start; addresses are absolute when the site knows its own."""
        found = {self._address(HTML, 1): [*self._landing(1), *self._files()]}
        for form in _DESCRIBING:
            found[self._address(form, 1)] = self._describing(1)
        for file in self._files():
            found[file.target] = [Link(self._address(HTML, 1), "collection", HTML.media_type)]
        return made_public(found)

    def _landing(self, number: int | None = None) -> list[Link]:
        kind = type_of(self.kinds)
        found = [Link(self.about, "cite-as"), Link(SCHEMA + "AboutPage", "type")]
        found += [Link(SCHEMA + kind, "type")] if kind != "Thing" else []
        found += [Link(site().catalogue.publisher.iri, "author"), Link(site().licence, "license")]
        found += [Link(self._address(form, number), "describedby", form.media_type) for form in _DESCRIBING]
        files = self._files()
        found += files if len(files) <= _MOST_ITEMS else []
        if self.about != DATASET:
            whole = document_path(DATASET) or "/"
            found.append(Link(links().bare(f"{whole}.{HTML.suffix}"), "collection", HTML.media_type))
        return found

    def _describing(self, number: int | None = None) -> list[Link]:
        return [
            Link(self._address(HTML, number), "describes", HTML.media_type),
            Link(self.about, "cite-as"),
            Link(site().licence, "license"),
        ]

    def _others(self, form: Form) -> list[Link]:
        return [
            Link(self._address(other), "alternate", other.media_type) for other in RESOURCE_FORMS if other is not form
        ]

    def _beside(self, form: Form) -> list[Link]:
        number = page_number()
        found = [Link(self._address(form, number - 1), "prev", form.media_type)] if number > 1 else []
        return found + ([Link(self._address(form, number + 1), "next", form.media_type)] if number < self.pages else [])

    def _past(self) -> list[Link]:
        """Lead to what the document said at other times (Memento, RFC 7089, section 2.2)."""
        return [
            Link(links().bare(f"/timegate{self.path}"), "timegate"),
            Link(links().bare(f"/timemap{self.path}"), "timemap", "application/link-format"),
        ]

    def _files(self) -> list[Link]:
        """Return the files of a dataset, by the catalogue that was made with the release."""
        dataset = site().catalogue.dataset(self.about)
        return [Link(links().bare(one.path), "item", one.media_type) for one in dataset.downloads] if dataset else []

    def _address(self, form: Form, number: int | None = None) -> str:
        number = page_number() if number is None else number
        paged = number > 1 and form in RESOURCE_FORMS
        return links().bare(f"{self.path}.{form.suffix}", {"page": number if paged else None})


def signposts(about: str, path: str) -> Signposts:
    """Return the signposts of a thing that exists; what the store says of it is asked once."""
    if about == site().release_iri:
        return Signposts(about, path, (PREFIXES["void"] + "Dataset",), 1)
    reader = site().reader

    def ask() -> bytes:
        node = ox.NamedNode(about)
        kinds = [kind for row in reader.rows("kinds", this=node) if (kind := iri(row, "kind"))]
        return "\n".join([str(page_count(reader, node)), *kinds]).encode()

    pages, *kinds = reader.kept(("signposts", about), ask).decode().split("\n")
    return Signposts(about, path, kinds, int(pages))
