"""Anything at all sent to every route: a clear refusal in the right format, never a failure (RFC 9110; RFC 9457).

The routes are those of the application, so a new one is tried without being entered here.
"""

from __future__ import annotations

import itertools
import re
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.web.raw import assert_clear, exchange, request

from widgraph.release import Release
from widgraph.web import create_app

SCRIPT = "<script>alert(1)</script>"
HOSTILE = [
    "", "..", "../../etc/passwd", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "..%5c..%5cwindows", "%00", "i0014%00.ttl",
    "%ff%fe",
    "%c0%ae%c0%ae", "%", "%zz", "%0d%0aX-Injected:%20y", "%250d%250aX-Injected:y", quote(SCRIPT),
    quote(f'"><img src=x {SCRIPT}'),
    quote("'; DROP TABLE x --"), quote('" } SELECT * { ?s ?p ?o'), quote("é日本\u202e"), "a" * 1500,
    "/" * 50, "a/" * 300, "-1",
    "1e9", "٣", "+", "*", "~root", "con", "{}", "$%7Bx%7D", "%7B%7B7*7%7D%7D", ".", ".ttl", ".csl.json", "nl;q=1",
    "nl,fr",
    "999999999999999999999", "%F0%9F%92%A9", "%ED%A0%80", "x.html.ttl",
]  # fmt: skip
KNOWN = [
    "initiative/i0014", "initiative/i0014.ttl", "audience/women", "actor/a022.html", "listing/2022/2-1/04", "meetings",
    "1.0.0", "2022", "wats", "widgraph.ttl", "widgraph.nt.gz", "LICENSES.txt", "i0014", "initiative/i9999", "nl", "2",
    "initiative", "text/turtle", "ttl", "json", "de-AT, fr;q=0.5",
]  # fmt: skip
PARAMETERS = [
    "lang", "page", "q", "kind", "query", "format", "default-graph-uri", "named-graph-uri", "update", "objective",
    "audience", "age", "actor", "sector", "edition", "programme", "timing", "x", "",
]  # fmt: skip
HEADERS = [
    "Accept", "Accept-Language", "Accept-Encoding", "Accept-Charset", "If-None-Match", "If-Match", "If-Modified-Since",
    "If-Unmodified-Since", "If-Range", "Range", "Host", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Prefix",
    "Forwarded", "Cookie", "Origin", "Referer", "Content-Type", "X-HTTP-Method-Override", "Prefer", "Accept-Datetime",
]  # fmt: skip
HEADER_VALUES = [
    "", "*", "*/*", "text/html", "text/turtle;q=0.5, text/html", "text/html;q=x", ";;;,,,", '"', "a" * 5000, "," * 3000,
    "text/html;" * 500, "nl-" * 500, "*;q=0", "en;q=-1", "bytes=0-0", "bytes=-1,5-2", "bytes=9999999999-", SCRIPT,
    "é\xff",
    'W/"x", "y", *', "Tue, 99 Foo 2026 99:99:99 GMT", "evil.example", "evil.example:99999", "/../..", "application/xml",
    "multipart/form-data", "application/sparql-query", "application/x-www-form-urlencoded; charset=nope",
]  # fmt: skip
# what a client can put into a target or a header at all: anything but the characters that end it
TARGET_TEXT = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=30)
ENCODED = st.text(max_size=20).map(lambda text: quote(text.encode("utf-8", "surrogatepass"), safe=""))
PIECE = st.one_of(st.sampled_from(HOSTILE), st.sampled_from([quote(one) for one in KNOWN]), ENCODED, TARGET_TEXT)
QUERY = st.lists(st.tuples(st.sampled_from(PARAMETERS), PIECE), max_size=3).map(
    lambda pairs: "&".join(f"{name}={value}".replace("#", "%23") for name, value in pairs)
)
SENT = st.dictionaries(
    st.sampled_from(HEADERS),
    st.one_of(st.sampled_from(HEADER_VALUES), st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40)),
    max_size=3,
)


@pytest.fixture(scope="module")
def routes(release: Release) -> list[tuple[str, list[str]]]:
    """Every rule of the application with the methods it has."""
    with create_app(release) as app:
        rules = [(rule.rule, sorted((rule.methods or set()) - {"OPTIONS"})) for rule in app.url_map.iter_rules()]
    assert len(rules) > 40
    return sorted(rules)


def targets(rule: str) -> st.SearchStrategy[str]:
    """Return targets for a rule: each place filled with something hostile, or the rule's own first choice."""
    parts = re.split(r"<([^>]*)>", rule)
    pieces = [st.just(part) if index % 2 == 0 else _place(part) for index, part in enumerate(parts)]
    return st.tuples(st.tuples(*pieces).map("".join), QUERY).map(lambda both: "?".join(one for one in both if one))


def _place(converter: str) -> st.SearchStrategy[str]:
    choices = re.match(r"any\(([^)]*)\)", converter)
    if choices:
        return st.sampled_from([choice.strip() for choice in choices[1].split(",")]) | PIECE
    return PIECE


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_route_fails_on_anything(
    address: tuple[str, int], routes: list[tuple[str, list[str]]], data: st.DataObject
) -> None:
    rule, methods = data.draw(st.sampled_from(routes))
    target, headers = data.draw(targets(rule)), data.draw(SENT)
    method = data.draw(st.sampled_from([*methods, "GET", "GET", "OPTIONS", "DELETE"]))
    reply = exchange(address, request(target.replace("#", "%23"), headers, method))
    if method == "HEAD":
        assert reply.body == b""
        assert 200 <= reply.status < 500, (target, headers)
    else:
        assert_clear(reply, (method, target, headers))


def test_every_hostile_value_in_every_place_of_every_route(
    address: tuple[str, int], routes: list[tuple[str, list[str]]]
) -> None:
    for rule, _ in routes:
        if "<" not in rule or rule.startswith("/sitemap"):
            continue
        for value, accept in zip(HOSTILE, itertools.cycle(("text/html", "application/json", "*/*"))):
            target = re.sub(r"<any\(([a-z]*)[^>]*>", r"\1", rule)
            target = re.sub(r"<[^>]*>", lambda _, value=value: value, target)  # type: ignore[misc]
            reply = exchange(address, request(target, {"Accept": accept}))
            assert_clear(reply, target)


def test_markup_in_every_parameter_of_every_page_comes_back_as_text(
    address: tuple[str, int], routes: list[tuple[str, list[str]]]
) -> None:
    pages = [rule for rule, methods in routes if "<" not in rule and "GET" in methods]
    pages += [f"/doc/{KNOWN[0]}", "/editions/2022", "/queries/for-an-age", "/versions/1.0.0"]
    wicked = quote(f'"><img src=x {SCRIPT}')
    repeated = 0
    for page in pages:
        for name in (*PARAMETERS[:-1], "language", "word", "year"):
            reply = exchange(address, request(f"{page}?{name}={wicked}", {"Accept": "text/html"}))
            assert_clear(reply, (page, name))
            repeated += b"&lt;script&gt;" in reply.body
    assert repeated > 20, "values that are wrong are shown"


RAW = [
    (b"GET /doc/../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", {400, 404}),
    (b"GET /static/..%2f..%2fsettings.py HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", {400, 404}),
    (b"GET /static//etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", {400, 404}),
    (b"GET /dumps/../manifest.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", {400, 404}),
    (b"GET /dumps/%2e%2e/manifest.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", {400, 404}),
    (b"GET /dumps/..%2fstore%2fCURRENT HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", {400, 404}),
    (b"GET /dumps/1.0.0/../../manifest.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", {302, 400, 404}),
    (b"GET /tables//etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", {400, 404}),
    (b"GET //doc/initiative/i0014 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", {200, 400, 404}),
    (b"GET /doc//initiative/i0014 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", {400, 404}),
    (b"GET /doc/initiative/i0014%0d%0aX-Injected:%20y HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", {400, 404}),
    (b"GET /go/%0d%0aX-Injected:%20y HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", {400, 404}),
    (b"GET /id/initiative/i0014?lang=%0d%0aX-Injected:%20y HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", {400}),
    (b"GET /?page=%0d%0aX-Injected:%20y HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", {400}),
    (b"GET /doc/\xff\xfe HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", {400, 404}),
    (b"GET / HTTP/1.1\r\nHost: x\r\nAccept: text/html\x00\r\nConnection: close\r\n\r\n", {200, 400}),
    (b"GET / HTTP/1.1\r\nHost: x\r\nAccept text/html\r\nConnection: close\r\n\r\n", {400}),
    (b"GET / HTTP/1.1\r\nHost: x\r\nX : y\r\nConnection: close\r\n\r\n", {400}),
    (b"GET  HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", {400}),
    (b"NONSENSE\r\n\r\n", {400}),
    (b"FOO / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", {400}),
    (b"DELETE / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", {405}),
    (b"TRACE /doc/initiative/i0014 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", {405}),
    (b"OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", {200, 204, 400, 404}),
    (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", {400, 414}),
    (b"GET / HTTP/1.1\r\nHost: x\r\nAccept: " + b"a/b," * 100_000 + b"\r\nConnection: close\r\n\r\n", {431}),
    (b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: nope\r\nConnection: close\r\n\r\n", {400}),
    (b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\nConnection: close\r\n\r\n", {400}),
    (b"POST /doc/initiative/i0014 HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx", {405}),
    (b"GET / HTTP/9.9\r\nHost: x\r\nConnection: close\r\n\r\n", {200, 400, 505}),
]  # fmt: skip


@pytest.mark.parametrize(("sent", "statuses"), RAW, ids=[str(sent[:60]) for sent, _ in RAW])
def test_what_is_no_proper_request_is_refused_in_the_same_shape(
    address: tuple[str, int], sent: bytes, statuses: set[int]
) -> None:
    reply = exchange(address, sent)
    assert reply.status in statuses, (reply.status, reply.body[:300])
    if reply.status < 500:
        assert_clear(reply, sent[:100])


def test_the_host_header_is_never_repeated(address: tuple[str, int]) -> None:
    """Links are paths, or start with the address of the settings: a made-up host can poison nothing."""
    for target in (
        "/",
        "/initiatives",
        "/doc/initiative/i0014.html",
        "/id/initiative/i0014",
        "/sitemap.xml",
        "/void.ttl",
    ):
        for name in ("Host", "X-Forwarded-Host", "Forwarded"):
            value = "host=evil.example" if name == "Forwarded" else "evil.example"
            reply = exchange(address, request(target, {name: value, "Accept": "text/html"}))
            assert b"evil.example" not in reply.body
            assert not [value for _, value in reply.headers if "evil.example" in value]


def test_no_file_outside_a_release_can_be_reached(address: tuple[str, int], release: Release) -> None:
    secret = (release.path / "manifest.json").read_bytes()
    climbs = ["..", "%2e%2e", "..%2f..", "%252e%252e", ".%2e", "..;", "..%5c", "%c0%ae%c0%ae"]
    for folder in ("dumps", "tables", "static", "doc"):
        for climb in climbs:
            for name in ("manifest.json", "store/CURRENT", "report.ttl", "../../../../../../etc/passwd"):
                reply = exchange(address, request(f"/{folder}/{climb}/{name}", {}))
                assert 400 <= reply.status < 500
                assert reply.body != secret
