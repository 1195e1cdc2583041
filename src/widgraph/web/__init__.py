"""The site: pages and linked data over one release, a Flask application."""

from widgraph.web._app import WebApp, create_app
from widgraph.web._server import make_server

__all__ = ["WebApp", "create_app", "make_server"]
