"""SPARQL over HTTP: the protocol and its page, the editor, the library of questions, and answers to cite."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from widgraph.web.sparql import _answer_routes, _editor_routes, _library_routes, _routes
from widgraph.web.sparql._direct import DirectQueries
from widgraph.web.sparql._workers import Workers, add_workers

if TYPE_CHECKING:
    from flask import Flask

    from widgraph.settings import Settings

__all__ = ["DirectQueries", "Workers", "register"]

#: Room for a percent-encoded query and its graphs.
_LONGEST_BODY: Final = 64 << 10


def register(app: Flask, settings: Settings, workers: Workers) -> None:
    """Add all of it to an application, with what answers the queries."""
    app.config["MAX_CONTENT_LENGTH"] = 3 * settings.query_length + _LONGEST_BODY
    add_workers(app, workers)
    for module in (_routes, _editor_routes, _library_routes, _answer_routes):
        app.register_blueprint(module.blueprint)
