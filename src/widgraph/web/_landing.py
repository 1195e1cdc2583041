"""Typed links of pages that are about no thing of the graph: vocabulary, rules, catalogue, lists (FAIR Signposting).

Such a page has forms that describe it and forms it consists of; `_signposting` does the same for things.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from flask import Response

from widgraph.web._answers import Link, cached, links
from widgraph.web._linkset import Linkset, made_public, written_linkset
from widgraph.web._negotiation import HTML, LINKSET_FORMS, Form
from widgraph.web._site import DATASET, site
from widgraph.web._urls import document_path

#: Where types of pages are named (FAIR Signposting, relation `type`).
SCHEMA = "https://schema.org/"


@dataclass(frozen=True)
class Landing:
    """What to cite, the path, its types in schema.org, the forms; `asked` is what of the address narrows it.

    `part` says that it shows a part of the dataset, which is then what to cite and to what it belongs.
    """

    cite: str
    path: str
    types: Sequence[str]
    describing: Sequence[Form]
    items: Sequence[Form] = ()
    asked: Mapping[str, str] = field(default_factory=dict)
    part: bool = False

    def of(self, form: Form) -> Sequence[Link]:
        """Return the links of one answer (level 1)."""
        if form in LINKSET_FORMS:
            found = [Link(site().licence, "license")]
        else:
            forms = (HTML, *self.describing, *self.items)
            found = [*self._from(form), *(self._to(one, "alternate") for one in forms if one is not form)]
        return found + [self._to(one, "linkset") for one in LINKSET_FORMS]

    def linkset(self, form: Form) -> str:
        """Return all links by where they start, in a form of a link set (level 2; RFC 9264)."""
        forms = (HTML, *self.describing, *self.items)
        found: Linkset = {self._address(one): self._from(one) for one in forms}
        return written_linkset(made_public(found), form)

    def answer(
        self,
        form: Form,
        make: Callable[[], str | bytes],
        *,
        negotiated: bool,
        asked: str = "",
        issued: str | None = None,
    ) -> Response:
        """Return one form of the page with its links; `make` writes what is no link set, the rest is as in `cached`."""

        def body() -> str | bytes:
            return self.linkset(form) if form in LINKSET_FORMS else make()

        located, related = self._address(form), self.of(form)
        return cached(form, body, located=located, related=related, negotiated=negotiated, asked=asked, issued=issued)

    def _from(self, form: Form) -> list[Link]:
        common = [Link(self.cite, "cite-as"), Link(site().licence, "license")]
        if form in self.describing:
            return [self._to(HTML, "describes"), *common]
        if form in self.items:
            return [self._to(HTML, "collection"), *common]
        found = [*common, *(Link(SCHEMA + name, "type") for name in self.types)]
        found.append(Link(site().catalogue.publisher.iri, "author"))
        found += [self._to(one, "describedby") for one in self.describing]
        found += [self._to(one, "item") for one in self.items]
        if self.part:
            whole = document_path(DATASET) or "/"
            found.append(Link(links().bare(f"{whole}.{HTML.suffix}"), "collection", HTML.media_type))
        return found

    def _to(self, form: Form, relation: str) -> Link:
        return Link(self._address(form), relation, form.media_type)

    def _address(self, form: Form) -> str:
        return links().bare(f"{self.path}.{form.suffix}", self.asked)
