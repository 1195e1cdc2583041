"""Putting the site together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import TracebackType
from typing import TYPE_CHECKING, Any

import jinja2.ext
from flask import Flask, Response, g, request

from widgraph.languages import LANGUAGES
from widgraph.namespaces import BASE, DCTERMS, PREFIXES, RDF, WID
from widgraph.settings import Settings
from widgraph.web import (
    _catalogue_routes,
    _check_routes,
    _coverage_routes,
    _discovery_routes,
    _download_routes,
    _language,
    _list_routes,
    _memento_routes,
    _page_routes,
    _problems,
    _resource_routes,
    _search_routes,
    _service_routes,
    _stream_routes,
    _untranslated_routes,
    _versions_routes,
    _vocabulary_routes,
    sparql,
)
from widgraph.web._headers import ASKED, READING, STANDING
from widgraph.web._numbers import query_link
from widgraph.web._problem import Problem
from widgraph.web._reader import Reader
from widgraph.web._site import Site, site
from widgraph.web._urls import Links
from widgraph.web.sparql import Workers

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from widgraph.release import Release
    from widgraph.store import Store

#: The longest address of ours is that of an answer, which carries its question.
_LONGEST_PATH = 4000


class WebApp(Flask):
    """The Flask application; a context manager that lets go of the store and the query workers."""

    def __init__(self, name: str) -> None:
        super().__init__(name, static_folder=None, template_folder="templates")
        self.starters: list[Callable[[], None]] = []
        self.closers: list[Callable[[], None]] = []

    def start(self) -> None:
        """Start now what would otherwise start with the first request that needs it."""
        for start in self.starters:
            start()

    def close(self) -> None:
        """Stop everything the application started."""
        for other in self.extensions.pop("widgraph.others", {}).values():
            other.reader.close()
        while self.closers:
            self.closers.pop()()

    def __enter__(self) -> WebApp:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def create_app(release: Release, settings: Settings | None = None, *, store: Store | None = None) -> WebApp:
    """Return the site that serves one release; `store` replaces the release's own embedded store.

    Raises UsageError when the style sheet has not been built, ReleaseError when the store cannot be opened.
    """
    settings = settings or Settings()
    _discovery_routes.check_security(settings)
    app = WebApp("widgraph.web")
    if store is None:
        from widgraph.store import open_store

        store = open_store(release)
    made = Site(release, settings, Reader(store, settings.page_cache_mib * 2**20))
    app.extensions["widgraph"] = made
    made.assets, made.version  # noqa: B018 - both are read now, so that a fault shows at start
    app.url_map.merge_slashes = False
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    _templates(app)
    app.before_request(_prepare)
    app.after_request(_finish)
    _problems.register(app)
    for module in (
        _resource_routes,
        _vocabulary_routes,
        _list_routes,
        _coverage_routes,
        _page_routes,
        _untranslated_routes,
        _search_routes,
        _service_routes,
        _catalogue_routes,
        _discovery_routes,
        _download_routes,
        _versions_routes,
        _stream_routes,
        _memento_routes,
    ):
        app.register_blueprint(module.blueprint)
    _check_routes.register(app, settings)
    workers = Workers(made, store)
    sparql.register(app, settings, workers)
    app.starters.append(workers.start)
    app.closers += [store.close, workers.close]
    app.wsgi_app = _prefixed(app.wsgi_app, settings.path_prefix)  # type: ignore[method-assign, assignment]
    return app


def _templates(app: Flask) -> None:
    environment = app.jinja_env
    environment.undefined = jinja2.StrictUndefined
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.add_extension(jinja2.ext.i18n)
    environment.install_gettext_callables(_language.gettext, _language.ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.globals["_"] = environment.globals["gettext"] = _language.marked_text
    environment.filters["number"] = _language.number_text
    environment.filters["size"] = _language.size_text
    environment.filters["date"] = _language.date_text
    environment.globals.update(
        ask=query_link,
        base=BASE,
        wid=WID,
        dcterms=DCTERMS,
        type_of=RDF + "type",
        value_of=PREFIXES["sdmx-measure"] + "obsValue",
    )
    environment.tests["contains"] = lambda values, one: one in values
    environment.globals["languages"] = [(code, _language.NAMES[code]) for code in LANGUAGES]

    @app.context_processor
    def _common() -> dict[str, Any]:
        return {
            "links": g.links,
            "language": _language.language(),
            "site": site(),
            "asset": lambda name: g.links.bare(f"/static/{site().assets[name]}"),
        }


def _prepare() -> Response | None:
    """Settle language and links before any route runs; refuse an address that cannot be anything of ours."""
    g.language = _language.accepted_language()
    explicit = request.args.get("lang")
    if explicit in LANGUAGES:
        g.language = explicit
    else:
        explicit = None
    g.links = Links(request.script_root, site().settings.site_url, explicit)
    _ = _language.gettext
    if len(request.path) > _LONGEST_PATH:
        raise Problem(414, _("The address is too long."), _("No address of this site is that long."))
    if "\ufffd" in request.path or any(ord(character) < 32 or ord(character) == 127 for character in request.path):
        raise Problem(400, _("The address holds characters that are not text."), _("Write the address in UTF-8."))
    return None


def _finish(response: Response) -> Response:
    """Add what every answer carries."""
    said = {name.lower() for name in response.headers.keys()}  # noqa: SIM118 - iterating gives pairs
    for name, value in STANDING.items():
        if name.lower() not in said:
            response.headers.add(name, value)
    if "Allow" in response.headers:
        response.headers["Allow"] = ", ".join(sorted(response.allow))
    if request.method == "OPTIONS":
        response.headers.setdefault("Access-Control-Allow-Methods", response.headers.get("Allow", READING))
        response.headers.setdefault("Access-Control-Allow-Headers", ASKED)
        response.headers.setdefault("Access-Control-Max-Age", "86400")
        if not response.get_data():
            response.headers.pop("Content-Type", None)
    return response


def _prefixed(inner: WSGIApplication, prefix: str) -> WSGIApplication:
    """Serve under a path prefix, whether the proxy in front strips it or not."""
    prefix = "/" + prefix.strip("/") if prefix.strip("/") else ""
    if not prefix:
        return inner

    def outer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        environ["SCRIPT_NAME"] = prefix
        if path == prefix or path.startswith(prefix + "/"):
            environ["PATH_INFO"] = path[len(prefix) :] or "/"
        return inner(environ, start)

    return outer
