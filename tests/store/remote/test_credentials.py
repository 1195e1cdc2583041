"""Credentials come from the environment or a closed file, and show nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from widgraph.errors import UsageError
from widgraph.settings import load_settings
from widgraph.store.remote import Credentials, read_credentials

GIVEN = {"WIDGRAPH_ENDPOINT_USER": "dba", "WIDGRAPH_ENDPOINT_PASSWORD": "geheim-91"}


def file(folder: Path, text: str, mode: int = 0o600) -> str:
    path = folder / "credentials"
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return str(path)


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    path = file(tmp_path, "someone\nelse\n")
    assert read_credentials(path, GIVEN) == Credentials("dba", "geheim-91")
    assert read_credentials(path, {}) == Credentials("someone", "else")
    assert read_credentials("", {}) is None


def test_they_do_not_show() -> None:
    assert repr(Credentials("dba", "geheim-91")) == "Credentials()"


@pytest.mark.parametrize("name", GIVEN)
def test_one_without_the_other_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="belong together"):
        read_credentials("", {name: GIVEN[name]})


@pytest.mark.parametrize(
    ("text", "mode", "words"),
    [("a\nb\n", 0o644, "read by others"), ("a\n", 0o600, "two lines"), ("a\n\n", 0o600, "two lines")],
)
def test_a_file_that_will_not_do_is_refused(tmp_path: Path, text: str, mode: int, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        read_credentials(file(tmp_path, text, mode), {})


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_credentials(str(tmp_path / "none"), {})


def test_they_are_no_settings(tmp_path: Path) -> None:
    """Settings are printed in errors and go into digests; the variables are stepped over, the file is told off."""
    assert "geheim-91" not in repr(load_settings(None, GIVEN))
    path = tmp_path / "widgraph.toml"
    path.write_text('endpoint_password = "geheim-91"', encoding="utf-8")
    with pytest.raises(UsageError, match="does not belong") as caught:
        load_settings(path, {})
    assert "geheim-91" not in caught.value.message + str(caught.value.hint)
