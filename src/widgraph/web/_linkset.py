"""Sets of typed links as documents of their own (RFC 9264): JSON, and the syntax of the header Link."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from widgraph.web._answers import Link, links
from widgraph.web._negotiation import LINKSET, Form

#: The links of some resources, by the address of the resource they start from.
Linkset = Mapping[str, Sequence[Link]]


def made_public(linkset: Linkset) -> Linkset:
    """Return the set with every address of this site absolute, when the settings say where the site lives."""
    whole = links().absolute
    return {
        whole(anchor): list(
            dict.fromkeys(Link(whole(link.target), link.relation, link.media_type, link.language) for link in of)
        )
        for anchor, of in linkset.items()
    }


def written_linkset(linkset: Linkset, form: Form) -> str:
    """Return the set in one of the forms of link sets."""
    return as_json(linkset) if form is LINKSET else as_text(linkset)


def as_json(linkset: Linkset) -> str:
    """Return the set as application/linkset+json (RFC 9264, section 4.2)."""
    contexts: list[dict[str, object]] = []
    for anchor, stated in linkset.items():
        context: dict[str, object] = {"anchor": anchor}
        for link in stated:
            target: dict[str, object] = {"href": link.target}
            if link.media_type:
                target["type"] = link.media_type
            if link.language:
                target["hreflang"] = [link.language]
            targets = context.setdefault(link.relation, [])
            if isinstance(targets, list):
                targets.append(target)
        contexts.append(context)
    return json.dumps({"linkset": contexts}, ensure_ascii=False, indent=1) + "\n"


def as_text(linkset: Linkset) -> str:
    """Return the set as application/linkset: links with their anchors, divided by commas (RFC 9264, section 4.1)."""
    lines = [f'{link}; anchor="{anchor}"' for anchor, stated in linkset.items() for link in stated]
    return " ,\n".join(lines) + "\n"
