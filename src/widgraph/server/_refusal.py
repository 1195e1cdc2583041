"""What is refused before the application sees it, in the shape of every other problem (RFC 9457)."""

from __future__ import annotations

import json
from http import HTTPStatus

from widgraph.server._kept import WholeAnswer

_LATER = 5


def refusal(status: int, detail: str, hint: str) -> WholeAnswer:
    """Return a problem document; the connection ends with it, since what follows on it may not be a request."""
    document = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "hint": hint,
    }
    body = (json.dumps(document, indent=2) + "\n").encode()
    headers = [
        (b"content-type", b"application/problem+json"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"access-control-allow-origin", b"*"),
        (b"x-content-type-options", b"nosniff"),
        (b"connection", b"close"),
    ]
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers.append((b"retry-after", str(_LATER).encode()))
    return WholeAnswer(status, headers, body)
