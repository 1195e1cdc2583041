"""Conditional requests, in the order that RFC 9110, section 13.2.2, gives them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from werkzeug.datastructures import Headers
from werkzeug.http import parse_date, parse_etags


def verdict(headers: Headers, tag: str, modified: datetime | None) -> int:
    """Return 412 when a precondition fails, 304 when the client has the answer already, 200 otherwise.

    `headers` are those of a GET or HEAD request for something that exists; `tag` is its strong tag without quotes,
    `modified` its date of modification, None when there is no honest one.
    """
    if "If-Match" in headers:
        wanted = parse_etags(headers["If-Match"])
        if not wanted.star_tag and not wanted.is_strong(tag):
            return 412
    elif modified is not None:
        since = _date(headers, "If-Unmodified-Since")
        if since is not None and modified > since:
            return 412
    if "If-None-Match" in headers:
        had = parse_etags(headers["If-None-Match"])
        return 304 if had.star_tag or had.contains_weak(tag) else 200
    since = _date(headers, "If-Modified-Since")
    return 304 if modified is not None and since is not None and modified <= since else 200


def _date(headers: Headers, name: str) -> datetime | None:
    """Return a date of the request; one that is no HTTP date is ignored (RFC 9110, 13.1.3 and 13.1.4)."""
    found = parse_date(headers.get(name))
    return found.replace(tzinfo=UTC) if found is not None and found.tzinfo is None else found


def last_moment(issued: str) -> datetime | None:
    """Return the last second of a day (ISO date) in UTC: what was issued on it did not change later.

    None when the day is not over: an answer is never dated after it was sent (RFC 9110, section 8.8.2.1), and an
    earlier second of the day would be a guess.
    """
    try:
        moment = datetime.combine(date.fromisoformat(issued), time(23, 59, 59), UTC)
    except ValueError:
        return None
    return moment if moment <= datetime.now(UTC) else None
