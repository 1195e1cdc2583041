"""Tags, dates and conditional requests, in the order of RFC 9110, section 13.2.2; HEAD, OPTIONS and CORS everywhere."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime

import pytest
from tests.web.conftest import Ask
from werkzeug.datastructures import Headers

from widgraph.web._conditions import last_moment, verdict

DATED = datetime(2026, 11, 24, 23, 59, 59, tzinfo=UTC)
BEFORE = format_datetime(DATED - timedelta(seconds=1), usegmt=True)
SAME = format_datetime(DATED, usegmt=True)
DATA = ["/doc/initiative/i0014.ttl", "/doc/initiative/i0014.jsonld", "/initiatives.csv", "/doc/actor/a001.bib"]
PAGES = [
    "/", "/initiatives", "/doc/initiative/i0014.html", "/ns/wid.html", "/about", "/ns/wid.ttl", "/context.jsonld",
    "/static/LICENSES.txt", "/search?q=women", "/search/suggest?q=wom",
]  # fmt: skip


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"If-None-Match": '"a"'}, 304),
        ({"If-None-Match": 'W/"a"'}, 304),
        ({"If-None-Match": '"b", "a"'}, 304),
        ({"If-None-Match": "*"}, 304),
        ({"If-None-Match": '"b"'}, 200),
        ({"If-None-Match": "a"}, 304),  # without quotes, as some clients send it
        ({"If-Modified-Since": SAME}, 304),
        ({"If-Modified-Since": BEFORE}, 200),
        ({"If-Modified-Since": "yesterday"}, 200),
        # the tag decides alone, whatever the date says
        ({"If-None-Match": '"b"', "If-Modified-Since": SAME}, 200),
        ({"If-None-Match": '"a"', "If-Modified-Since": BEFORE}, 304),
        ({"If-Match": '"a"'}, 200),
        ({"If-Match": "*"}, 200),
        ({"If-Match": 'W/"a"'}, 412),  # strong comparison
        ({"If-Match": '"b"'}, 412),
        ({"If-Match": '"a"', "If-None-Match": '"a"'}, 304),
        ({"If-Match": '"b"', "If-None-Match": '"a"'}, 412),
        ({"If-Unmodified-Since": BEFORE}, 412),
        ({"If-Unmodified-Since": SAME}, 200),
        ({"If-Unmodified-Since": "never"}, 200),
        ({"If-Match": '"a"', "If-Unmodified-Since": BEFORE}, 200),
    ],
)
def test_the_order_of_conditions(headers: dict[str, str], status: int) -> None:
    assert verdict(Headers(headers), "a", DATED) == status


@pytest.mark.parametrize("name", ["If-Modified-Since", "If-Unmodified-Since"])
def test_what_has_no_date_has_no_condition_on_it(name: str) -> None:
    assert verdict(Headers({name: BEFORE}), "a", None) == 200


def test_a_day_is_dated_by_its_end_and_only_when_it_is_over() -> None:
    assert last_moment("2026-11-24") in (DATED, None)
    assert last_moment(datetime.now(UTC).date().isoformat()) is None
    assert last_moment("2021-02-30") is None
    assert last_moment("0001-01-01") == datetime(1, 1, 1, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize("path", DATA)
def test_data_are_dated_by_the_day_they_were_issued(ask: Ask, path: str) -> None:
    first, again = ask(path), ask(path)
    assert first.headers["etag"] == again.headers["etag"]
    assert not first.headers["etag"].startswith("W/")
    dated = first.headers["last-modified"]
    assert dated == again.headers["last-modified"]
    assert parsedate_to_datetime(dated) <= parsedate_to_datetime(first.headers["date"])
    assert ask(path, If_Modified_Since=dated).status == 304
    assert ask(path, If_Modified_Since=dated, If_None_Match='"other"').status == 200


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_a_tag_and_no_date(ask: Ask, path: str) -> None:
    """It changes with the program too, which nobody dates: a date would hide changes from who asks by date alone."""
    answer = ask(path, Accept="text/html")
    assert "last-modified" not in answer.headers
    assert ask(path, Accept="text/html", If_None_Match=answer.headers["etag"]).status == 304
    assert ask(path, Accept="text/html", If_Modified_Since=SAME).status == 200


@pytest.mark.parametrize("path", [*DATA, *PAGES])
def test_304_keeps_what_a_cache_needs_and_nothing_else(ask: Ask, path: str) -> None:
    """RFC 9110, section 15.4.5."""
    full = ask(path, Accept="text/html")
    kept = ask(path, Accept="text/html", If_None_Match=f'"x", {full.headers["etag"]}')
    assert (kept.status, kept.body) == (304, b"")
    for name in ("etag", "cache-control", "vary", "content-location"):
        assert kept.headers.get(name) == full.headers.get(name)
    assert not {"content-type", "content-language", "last-modified"} & kept.headers.keys()


def test_forms_languages_and_pages_have_tags_of_their_own(ask: Ask) -> None:
    tags = [ask(f"/doc/auth/status/listed.{suffix}").headers["etag"] for suffix in ("ttl", "nt", "html", "jsonld")]
    tags += [ask(f"/doc/auth/status/listed.html?lang={code}").headers["etag"] for code in ("nl", "fr")]
    tags.append(ask("/doc/auth/status/listed.ttl?page=2").headers["etag"])
    tags.append(ask("/doc/auth/status/retired.ttl").headers["etag"])
    assert len(set(tags)) == len(tags)


def test_what_is_not_there_is_404_whatever_the_condition(ask: Ask) -> None:
    """RFC 9110, section 13.2.1: a condition is only looked at when the answer would have been a success."""
    for path in ("/doc/initiative/i9999", "/doc/initiative/i0014.ttl?page=99"):
        for headers in ({"If_None_Match": "*"}, {"If_Modified_Since": SAME}, {"If_Match": '"x"'}):
            assert ask(path, **headers).status == 404


def test_a_failed_precondition_is_412_and_never_kept(ask: Ask) -> None:
    answer = ask("/doc/initiative/i0014.ttl", If_Match='"other"')
    assert (answer.status, answer.headers["content-type"]) == (412, "application/problem+json")
    assert answer.headers["cache-control"] == "no-store"
    assert ask("/doc/initiative/i0014.ttl", If_Unmodified_Since="Mon, 01 Jan 2024 00:00:00 GMT").status == 412


def test_a_script_of_another_site_may_read_everything_it_needs(ask: Ask) -> None:
    """Fetch, section 3.2: a preflight before a conditional request, then the headers of the answer."""
    asked = ask(
        "/doc/initiative/i0014",
        "OPTIONS",
        Origin="https://example.org",
        Access_Control_Request_Method="GET",
        Access_Control_Request_Headers="if-none-match, if-modified-since",
    )
    assert asked.status == 200
    assert asked.headers["access-control-allow-origin"] == "*"
    assert {"GET", "HEAD"} <= set(asked.headers["access-control-allow-methods"].split(", "))
    allowed = {name.lower() for name in asked.headers["access-control-allow-headers"].split(", ")}
    assert {"if-none-match", "if-modified-since", "accept", "range"} <= allowed
    answer = ask("/doc/initiative/i0014", Origin="https://example.org")
    exposed = {name.lower() for name in answer.headers["access-control-expose-headers"].split(", ")}
    assert {"etag", "link", "content-location", "location"} <= exposed
    assert "access-control-allow-credentials" not in answer.headers
