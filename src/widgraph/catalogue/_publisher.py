"""Who publishes and whom to ask, as the settings say; nobody is named who was not configured."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from widgraph.errors import UsageError
from widgraph.languages import LANGUAGES
from widgraph.namespaces import BASE
from widgraph.settings import Settings

PUBLISHER_TYPES: Final = "http://purl.org/adms/publishertype/"
_TYPES: Final = {
    *("Academia-ScientificOrganisation", "Company", "IndustryConsortium", "LocalAuthority", "NationalAuthority"),
    *("NonGovernmentalOrganisation", "NonProfitOrganisation", "RegionalAuthority", "StandardisationBody"),
    "SupraNationalAuthority",
}
_EMAIL: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_SIZES: Final = ("nonNegativeInteger", "decimal")


@dataclass(frozen=True)
class Publisher:
    """The publisher and the contact of all datasets; empty where the settings say nothing."""

    iri: str
    names: Mapping[str, str]
    type: str
    homepage: str
    email: str
    contact: Mapping[str, str]
    contact_email: str
    contact_url: str
    organisation: bool


@dataclass(frozen=True)
class Publication:
    """What the catalogue is told by the settings: publisher, address of the files, datatype of sizes."""

    publisher: Publisher
    site: str
    size_datatype: str

    def address(self, path: str) -> str:
        """Return the absolute address of a path of the site."""
        return f"{self.site}/{path}"


def read_publication(settings: Settings) -> Publication:
    """Return what the settings say, checked; raises UsageError naming the setting.

    Without `site_url` the files are said to be at the permanent address, which redirects to the site that serves it.
    """
    if settings.byte_size_datatype not in _SIZES:
        raise _wrong("byte_size_datatype", settings.byte_size_datatype, f"Use one of: {', '.join(_SIZES)}.")
    if settings.publisher_type and settings.publisher_type not in _TYPES:
        raise _wrong("publisher_type", settings.publisher_type, f"Use one of: {', '.join(sorted(_TYPES))}.")
    for name in ("publisher_iri", "publisher_homepage", "contact_url", "site_url"):
        _check_address(name, getattr(settings, name))
    for name in ("publisher_email", "contact_email"):
        value = getattr(settings, name)
        if value and not _EMAIL.fullmatch(value):
            raise _wrong(name, value, "Write an address such as info@example.org.")
    site = (settings.site_url.rstrip("/") + settings.path_prefix.rstrip("/")) if settings.site_url else BASE.rstrip("/")
    publisher = Publisher(
        iri=settings.publisher_iri or f"{BASE}catalog#publisher",
        names=_names("publisher_name", settings.publisher_name),
        type=settings.publisher_type,
        homepage=settings.publisher_homepage,
        email=settings.publisher_email,
        contact=_names("contact_name", settings.contact_name),
        contact_email=settings.contact_email,
        contact_url=settings.contact_url or f"{site}/about",
        organisation=bool(settings.publisher_iri),
    )
    return Publication(publisher, site, settings.byte_size_datatype)


def _names(setting: str, value: str) -> Mapping[str, str]:
    names = [part.strip() for part in value.split(";")]
    if len(names) == 1:
        names *= len(LANGUAGES)
    if len(names) != len(LANGUAGES) or not all(names):
        raise _wrong(setting, value, "Give one name, or four with ';' between them: nl ; fr ; de ; en.")
    return dict(zip(LANGUAGES, names, strict=True))


def _check_address(name: str, value: str) -> None:
    if not value:
        return
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc or re.search(r'[\s<>"{}|\\^`]', value):
        raise _wrong(name, value, "Write an absolute address that starts with https://.")


def _wrong(name: str, value: str, hint: str) -> UsageError:
    return UsageError(f"Setting '{name}' is {value!r}.", hint)
