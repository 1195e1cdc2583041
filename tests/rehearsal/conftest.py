"""A made-up catalogue that loses nothing, and a server on the loopback that misbehaves on order."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

Handler = Callable[[BaseHTTPRequestHandler], None]


@pytest.fixture(scope="session")
def perfect() -> str:
    """The catalogue the tests break, one fault at a time."""
    return Path(__file__).with_name("perfect.ttl").read_text(encoding="utf-8")


class Server:
    """Answers each path with what a test gave it, and remembers what it was asked."""

    def __init__(self) -> None:
        self.paths: dict[str, Handler] = {}
        self.asked: list[tuple[str, str]] = []
        asked, paths = self.asked, self.paths

        class Asked(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append((self.command, self.path))
                answer = paths.get(self.path)
                if answer is None:
                    self.send_error(404)
                else:
                    answer(self)

            do_HEAD = do_GET  # noqa: N815 - the name http.server looks for

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Asked)
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def give(self, path: str, body: str | bytes, kind: str | None = "text/turtle", status: int = 200) -> None:
        """Answer a path with a document."""
        content = body.encode("utf-8") if isinstance(body, str) else body

        def answer(request: BaseHTTPRequestHandler) -> None:
            request.send_response(status)
            if kind:
                request.send_header("Content-Type", kind)
            request.send_header("Content-Length", str(len(content)))
            request.end_headers()
            if request.command == "GET":
                request.wfile.write(content)

        self.paths[path] = answer

    def redirect(self, path: str, target: str, status: int = 302) -> None:
        """Answer a path with a redirect."""

        def answer(request: BaseHTTPRequestHandler) -> None:
            request.send_response(status)
            request.send_header("Location", target)
            request.send_header("Content-Length", "0")
            request.end_headers()

        self.paths[path] = answer

    def close(self) -> None:
        """Stop."""
        self._http.shutdown()
        self._http.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    """A server of the test's own."""
    running = Server()
    yield running
    running.close()
