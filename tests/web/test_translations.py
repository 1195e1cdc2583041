"""Every text of the pages is there in every language, and nothing is left that no page uses."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from widgraph.graph import rules
from widgraph.languages import LANGUAGES

PACKAGE = Path(__file__).parents[2] / "src/widgraph"
Id = str | tuple[str, ...]


def used() -> set[Id]:
    """Return the texts that modules and templates mark for translation, and the purposes of the rules."""
    found = chain.from_iterable(
        extract_from_dir(
            str(PACKAGE / folder),
            method_map=[("**.py", "python"), ("**.html", "jinja2.ext.babel_extract")],
            options_map={"**.html": {"trimmed": "true", "extensions": "jinja2.ext.i18n"}},
            keywords={"_": None, "N_": None, "gettext": None, "say": None, "ngettext": (1, 2)},
        )
        for folder in ("annexes", "store", "web")
    )
    marked: set[Id] = {message if isinstance(message, str) else tuple(message) for _, _, message, _, _ in found}
    return marked | {rule.purpose for rule in rules()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_is_complete(language: str) -> None:
    with (PACKAGE / "translations" / language / "LC_MESSAGES/widgraph.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    texts: dict[Id, list[str]] = {}
    for message in catalogue:
        if message.id:
            key = tuple(message.id) if isinstance(message.id, (list, tuple)) else message.id
            texts[key] = [message.string] if isinstance(message.string, str) else list(message.string or ())
    assert set(texts) == used()
    for key, strings in texts.items():
        assert all(string.strip() for string in strings), f"{language}: {key} has no translation"
        names = {name for part in ([key] if isinstance(key, str) else key) for name in re.findall(r"%\((\w+)\)", part)}
        assert all(set(re.findall(r"%\((\w+)\)", string)) <= names for string in strings), f"{language}: {key}"
