"""Identifiers and links: each has exactly one of the other, whatever serves them (design, section 4)."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from widgraph.namespaces import BASE
from widgraph.web._urls import REFERENCE, Links, described_iri, document_iri, document_path

REFERENCES = st.from_regex(REFERENCE, fullmatch=True).filter(lambda text: len(text) < 80)
PREFIXES = st.sampled_from(["", "/widgraph", "/a/b", "/doc", "/id"])
SITES = st.sampled_from(["", "https://example.org", "http://localhost:8000", "https://example.org:8443/"])
LANGUAGES = st.sampled_from([None, "nl", "fr"])


@settings(max_examples=200, deadline=None)
@given(reference=REFERENCES, prefix=PREFIXES, site=SITES, language=LANGUAGES)
def test_from_identifier_to_link_and_back(reference: str, prefix: str, site: str, language: str | None) -> None:
    for iri in (f"{BASE}id/{reference}", f"{BASE}auth/{reference}"):
        href = Links(prefix, site, language).of(iri)
        assert href is not None
        assert href.startswith(f"{prefix}/doc/")
        path = urlsplit(href).path.removeprefix(prefix)
        assert path == document_path(iri)
        # `id/auth/…` would share the address of `auth/…`; nothing is ever minted there
        if not iri.startswith(f"{BASE}id/auth/"):
            assert described_iri(unquote(path.removeprefix("/doc/"))) == iri
        absolute = Links(prefix, site).absolute(Links(prefix).bare(path))
        assert absolute == (site.rstrip("/") + prefix + path)


@settings(max_examples=200, deadline=None)
@given(reference=REFERENCES, prefix=PREFIXES, site=SITES)
def test_what_documents_are_called_does_not_depend_on_who_serves_them(reference: str, prefix: str, site: str) -> None:
    iri = f"{BASE}id/{reference}"
    assert document_iri(iri) == f"{BASE}doc/{reference}"
    assert not site or site.rstrip("/") not in document_iri(iri)


@pytest.mark.parametrize(
    ("iri", "href"),
    [
        (BASE + "ns/wid#Listing", "/p/ns/wid#Listing"),
        (BASE + "shapes#R01-label", "/p/shapes#R01-label"),
        (BASE + "context.jsonld", "/p/context.jsonld"),
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("http://example.org/", "http://example.org/"),
        ("urn:x:y", None),
        ("mailto:a@example.org", None),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
    ],
)
def test_only_web_addresses_are_links_and_foreign_ones_stay_as_they_are(iri: str, href: str | None) -> None:
    assert Links("/p").of(iri) == href


PARTS = st.sampled_from(["a", "0", "..", ".", ".a", "a.b", "~a", "-", "", "%2e", "a%", "<", "a b", "é", "a#", "a?b"])


@settings(max_examples=300, deadline=None)
@given(st.lists(PARTS, max_size=4).map("/".join) | st.text(max_size=10))
def test_anything_is_either_a_reference_or_refused(text: str) -> None:
    if REFERENCE.fullmatch(text):
        assert not {"", ".", ".."} & set(text.split("/"))
        assert not set(text) & set("<>\"'%\\ \r\n?#&é")
