"""Headers of every answer: what pages may do, and that reading from other sites is welcome."""

from __future__ import annotations

from typing import Final

_CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
#: Headers that scripts of other sites may read.
_EXPOSED = (
    "Accept-Ranges, Allow, Content-Location, Content-Range, ETag, Link, Location, Retry-After, Vary, X-SPARQL-Cut, "
    "X-SPARQL-MaxRows"
)
#: Headers that scripts of other sites may send beside those that need no permission (Fetch, section 2.2.2).
ASKED: Final = (
    "Accept, Accept-Language, Content-Type, If-Match, If-Modified-Since, If-None-Match, If-Range, If-Unmodified-Since, "
    "Range"
)
READING: Final = "GET, HEAD, OPTIONS"
#: What every answer carries unless it says otherwise; reading from other sites is welcome (Fetch, CORS protocol).
STANDING: Final = {
    **_HEADERS,
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": _EXPOSED,
    "Cross-Origin-Resource-Policy": "cross-origin",
}
