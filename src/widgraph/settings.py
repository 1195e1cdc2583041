"""Every setting, in one table: file (`widgraph.toml`), environment (`WIDGRAPH_NAME`), command-line option.

A later source wins over an earlier one; a name nobody knows is refused, so a typing slip cannot switch a limit off.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from widgraph.errors import UsageError

PREFIX = "WIDGRAPH_"
#: What only `widgraph.store.remote.read_credentials` reads, and what is never a setting: settings are shown and logged.
SECRETS = ("endpoint_user", "endpoint_password")


def _setting(default: Any, help_text: str) -> Any:  # noqa: ANN401 - a dataclass field takes the type of its annotation
    return field(default=default, metadata={"help": help_text})


@dataclass(frozen=True)
class Settings:
    """The settings of one run; `docs/settings.md` lists them with their defaults, and a test keeps it complete."""

    host: str = _setting("127.0.0.1", "address the server listens on")
    port: int = _setting(8000, "port the server listens on")
    threads: int = _setting(16, "threads for what waits: queries inside pages, files being checked, a remote store")
    site_url: str = _setting("", "public address of this site, for absolute links; empty: relative links only")
    path_prefix: str = _setting("", "path under which a proxy serves the site, such as /widgraph")
    publisher_iri: str = _setting("", "identifier of the organisation that publishes; empty: the project itself")
    publisher_name: str = _setting("widgraph", "its name, one for all languages or 'nl ; fr ; de ; en'")
    publisher_type: str = _setting("", "its ADMS publisher type, such as NationalAuthority")
    publisher_homepage: str = _setting("", "its home page")
    publisher_email: str = _setting("", "its e-mail address")
    contact_name: str = _setting("widgraph", "whom to ask about the data, one name or 'nl ; fr ; de ; en'")
    contact_email: str = _setting("", "e-mail address for questions about the data")
    contact_url: str = _setting("", "page for questions about the data; empty: the page about the site")
    security_contact: str = _setting("", "where to report a weakness: https:// or mailto:; empty: no security.txt")
    security_expires: str = _setting("", "day until which that holds, such as 2027-06-30; needed with it")
    byte_size_datatype: str = _setting(
        "nonNegativeInteger", "datatype of file sizes: nonNegativeInteger (DCAT-AP 3.0.1) or decimal (3.0.0)"
    )
    editor_data: str = _setting("", "folder of tables that /editor/check compares workbooks with; empty: no such page")
    editor_bytes: int = _setting(20_000_000, "bytes of a workbook that /editor/check takes")
    editor_seconds: float = _setting(60.0, "time limit of checking one workbook")
    editor_memory_mib: int = _setting(1024, "what checking one workbook may take, in MiB")
    query_seconds: float = _setting(10.0, "time limit of one SPARQL query")
    query_memory_mib: int = _setting(512, "what one SPARQL query may take beyond the store itself, in MiB")
    query_rows: int = _setting(10_000, "rows or triples of one answer; a longer answer is cut and says so")
    query_bytes: int = _setting(20_000_000, "bytes of one answer; a longer answer is cut and says so")
    query_length: int = _setting(16_384, "bytes of one query text")
    page_cache_mib: int = _setting(
        128, "room for pages and documents that are asked for again, in MiB; 0 switches it off"
    )
    pages_ahead: int = _setting(
        75, "percent of that room filled after the start with pages nobody has asked for yet; 0 switches it off"
    )
    query_workers: int = _setting(4, "queries that run at once; one place is kept for those under half a second")
    query_waiting: int = _setting(8, "queries that may wait for a worker")
    query_cache_mib: int = _setting(32, "room for answers of queries that are asked again, in MiB; 0 switches it off")
    query_in_memory: int = _setting(
        2_000_000, "statements up to which query workers hold the release in memory; above, they read it from disk"
    )
    endpoint: str = _setting("", "query address of a remote SPARQL 1.1 endpoint; empty: the release's own store")
    endpoint_seconds: float = _setting(30.0, "time limit of one request to a remote endpoint by the program itself")
    endpoint_credentials: str = _setting("", "file with user and password for the remote endpoint, on two lines")


def load_settings(
    file: Path | None = None, environment: Mapping[str, str] | None = None, **options: object
) -> Settings:
    """Return the settings from a TOML file, the environment and options (None = not given), in that order.

    Raises UsageError naming the file or variable, the value and the type wanted.
    """
    settings = Settings()
    path = file or Path("widgraph.toml")
    if path.is_file():
        settings = _apply(settings, _read(path), str(path))
    elif file is not None:
        raise UsageError(f"There is no settings file {file}.", "Check the path given with --settings.")
    environment = os.environ if environment is None else environment
    given = {key.removeprefix(PREFIX).lower(): value for key, value in environment.items() if key.startswith(PREFIX)}
    given = {name: value for name, value in given.items() if name not in SECRETS}
    settings = _apply(settings, given, "the environment")
    return _apply(settings, {key: value for key, value in options.items() if value is not None}, "the options")


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} is not TOML: {error}.", "See docs/settings.md for an example.") from error


def _apply(settings: Settings, values: Mapping[str, object], origin: str) -> Settings:
    known = {item.name: item for item in fields(Settings)}
    changes: dict[str, Any] = {}
    for name, value in values.items():
        if name in SECRETS:
            raise UsageError(
                f"'{name}' does not belong in {origin}.",
                f"Set {PREFIX}{name.upper()} in the environment, or name a file with 'endpoint_credentials'.",
            )
        if name not in known:
            raise UsageError(f"Unknown setting '{name}' in {origin}.", f"Known settings: {', '.join(sorted(known))}.")
        wanted = type(known[name].default)
        changes[name] = _convert(name, value, wanted, origin)
    return replace(settings, **changes)


def _convert(name: str, value: object, wanted: type, origin: str) -> object:
    """Return the value in the type of the default; TOML is typed, the environment is text."""
    if type(value) is wanted:
        return value
    if isinstance(value, (str, int)) and not isinstance(value, bool) and wanted in (int, float):
        try:
            return wanted(value)
        except ValueError:
            pass
    raise UsageError(f"Setting '{name}' in {origin} is {value!r}.", f"It must be of type {wanted.__name__}.")
