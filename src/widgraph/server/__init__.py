"""The HTTP server that runs the site: connections, limits of clients, answers that are kept or made ahead."""

from widgraph.server._server import Server, make_server

__all__ = ["Server", "make_server"]
