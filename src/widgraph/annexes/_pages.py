"""The annexes as pages that print well and need nothing but themselves and their style sheet."""

from __future__ import annotations

from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from widgraph import wording
from widgraph.annexes._rows import Annexes, Link, Words

_BAR: Final = 460


def page(annexes: Annexes, number: int, stylesheet: str) -> str:
    """Return the first or the second annex as a document in HTML."""
    environment = Environment(
        loader=PackageLoader("widgraph.annexes"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    texts = wording.catalogue(annexes.content.language)
    environment.install_gettext_callables(texts.gettext, texts.ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.filters["number"] = lambda value: wording.number_text(value, annexes.content.language)
    environment.tests["link"] = lambda value: isinstance(value, Link)
    environment.tests["words"] = lambda value: isinstance(value, Words)
    environment.tests["counted"] = lambda value: isinstance(value, Link) and isinstance(value.value, int)
    template = environment.get_template(f"annex-{number}.html")
    headings = annexes.content.headings
    most = max([1, *(value or 0 for heading in headings for value in (heading.reported, heading.listed))])
    return template.render(
        annexes=annexes,
        content=annexes.content,
        language=annexes.content.language,
        stylesheet=stylesheet,
        scale=lambda value: round(_BAR * (value or 0) / most, 1),
    )
