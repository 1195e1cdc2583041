"""The site of the tests of the web, on its real socket."""

from tests.web.conftest import address, ask

__all__ = ["address", "ask"]
