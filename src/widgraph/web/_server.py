"""The server that runs the site: waitress, with limits on what one client may hold."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, create_server
from waitress.task import ErrorTask

if TYPE_CHECKING:
    from widgraph.settings import Settings
    from widgraph.web._app import WebApp

#: Requests have to be complete within this time, and connections say something within it, in seconds.
_PATIENCE: Final = 30
#: The longest body taken at all, so that the application can say itself what is too long.
_LONGEST_BODY: Final = 16 << 20
_CONNECTIONS: Final = 1000


def make_server(app: WebApp, settings: Settings, *, host: str = "", port: int | None = None) -> Any:  # noqa: ANN401
    """Return a waitress server for the site, bound to the address of the settings or the one given; call its `run`."""
    server = create_server(
        app,
        host=host or settings.host,
        port=settings.port if port is None else port,
        threads=settings.threads,
        ident=None,
        clear_untrusted_proxy_headers=True,
        connection_limit=_CONNECTIONS,
        asyncore_use_poll=True,  # select() ends at 1024 descriptors
        channel_timeout=_PATIENCE,
        cleanup_interval=5,
        max_request_body_size=_LONGEST_BODY,
        # an answer goes out without its thread: a slow reader holds no thread
        outbuf_high_watermark=settings.query_bytes + _LONGEST_BODY,
        # reading on while a request is answered is how a client's leaving is noticed
        channel_request_lookahead=1,
    )
    # a name such as localhost may stand for several addresses, each with a server of its own
    for one in (server, *getattr(server, "map", {}).values()):
        if isinstance(one, BaseWSGIServer):
            one.channel_class = _Channel
    return server


class _Problem(ErrorTask):
    """What waitress refuses before the application sees it, in the shape of every other problem (RFC 9457)."""

    def execute(self) -> None:
        error: Any = getattr(self.request, "error")  # noqa: B009 - the stubs do not know it
        title = HTTPStatus(error.code).phrase
        document = {"type": "about:blank", "title": title, "status": error.code, "detail": str(error.body)}
        body = (json.dumps(document, indent=2) + "\n").encode()
        self.status = f"{error.code} {title}"
        self.response_headers = [("Content-Type", "application/problem+json")]
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class _Channel(HTTPChannel):
    """A connection on which a request that comes drop by drop does not count as activity."""

    error_task_class = _Problem

    def handle_read(self) -> None:
        begun, before = self.request is not None, self.last_activity
        super().handle_read()
        if begun and self.request is not None and not self.requests:
            self.last_activity = before
