"""Settings: one table, three sources, nothing unknown accepted."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from widgraph.errors import UsageError
from widgraph.settings import Settings, load_settings

ROOT = Path(__file__).parents[1]


def write(folder: Path, text: str) -> Path:
    path = folder / "widgraph.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_later_source_wins(tmp_path: Path) -> None:
    file = write(tmp_path, "port = 1\nthreads = 2\nhost = 'a'\n")
    settings = load_settings(file, {"WIDGRAPH_PORT": "3", "WIDGRAPH_THREADS": "4", "OTHER": "x"}, port=5, host=None)
    assert (settings.port, settings.threads, settings.host) == (5, 4, "a")


@pytest.mark.parametrize("text", ["prot = 1", "port = 'eighty'", "port = true", "port = 1.5", "port = ", "host = 3"])
def test_a_bad_file_names_itself(tmp_path: Path, text: str) -> None:
    file = write(tmp_path, text)
    with pytest.raises(UsageError, match=r"widgraph\.toml"):
        load_settings(file, {})


def test_an_unknown_variable_is_refused() -> None:
    with pytest.raises(UsageError, match="'prot' in the environment"):
        load_settings(None, {"WIDGRAPH_PROT": "1"})


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no settings file"):
        load_settings(tmp_path / "none.toml", {})


def test_every_setting_is_documented_with_its_default() -> None:
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    for item in fields(Settings):
        default = f"`{item.default}`" if item.default != "" else "(empty)"
        row = f"| `{item.name}` | `WIDGRAPH_{item.name.upper()}` | {default} | {item.metadata['help']} |"
        assert row in text, item.name
    assert text.count("WIDGRAPH_") == len(fields(Settings))
