"""The site on a real socket, for clients that other people wrote."""

from __future__ import annotations

from tests.web.conftest import address, url

__all__ = ["address", "url"]
