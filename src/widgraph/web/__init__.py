"""The site: pages and linked data over one release, a Flask application for any WSGI server."""

from widgraph.web._app import WebApp, create_app
from widgraph.web._discovery_routes import page_paths
from widgraph.web._environ import CLIENT_GONE, KEEP, KEEP_QUERY, QUERY_OUTCOME
from widgraph.web._language import best_language
from widgraph.web._waiting import waiting_paths
from widgraph.web.sparql import DirectQueries

__all__ = [
    "CLIENT_GONE",
    "KEEP",
    "KEEP_QUERY",
    "QUERY_OUTCOME",
    "DirectQueries",
    "WebApp",
    "best_language",
    "create_app",
    "page_paths",
    "waiting_paths",
]
