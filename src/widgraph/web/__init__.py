"""The site: pages and linked data over one release, a Flask application."""

from widgraph.web._app import WebApp, create_app

__all__ = ["WebApp", "create_app"]
