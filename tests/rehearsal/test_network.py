"""Everything a server can do to a harvester, over a loopback server: named, and nobody else is ever asked."""

from __future__ import annotations

import contextlib
import socket
import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from widgraph.errors import UsageError
from widgraph.rehearsal import Effect, Options, Rehearsal, rehearse

if TYPE_CHECKING:
    from tests.rehearsal.conftest import Server

PUBLIC = "https://data.example.be/"
FILES = ("trees-page", "trees.csv", "parks-page", "parks.csv")


def found(result: Rehearsal, rule: str) -> list[tuple[Effect, str]]:
    return [(finding.effect, finding.message) for finding in result.findings if finding.rule == rule]


def publish(server: Server, perfect: str) -> Options:
    """Serve everything the catalogue names; return the options that lead there."""
    server.give("/catalog.ttl", perfect)
    for name in FILES:
        server.give(f"/{name}", "a,b\n1,2\n\n\n\n"[:11], "text/csv" if name.endswith("csv") else "text/html")
    for name in ("catalog", "sparql", "sparql-endpoint", "green", "trees", "parks", "trees-csv", "parks-csv", "rights"):
        server.give(f"/{name}", "x", "text/html")
    for name in ("trees-period", "parks-period", "publisher", "contact"):
        server.give(f"/{name}", "x", "text/html")
    return Options(moved={PUBLIC: f"{server.url}/"}, seconds=10)


def test_a_site_rehearsed_before_it_is_public(server: Server, perfect: str) -> None:
    options = publish(server, perfect)
    result = rehearse(f"{server.url}/catalog.ttl", options)
    assert result.hazards == ()
    assert (result.score, result.assumed) == (405, 0)
    assert ("GET", "/catalog.ttl") in server.asked
    assert {("HEAD", f"/{name}") for name in FILES} <= set(server.asked)
    assert all(method == "HEAD" for method, path in server.asked if path != "/catalog.ttl")


def test_offline_asks_for_the_catalogue_alone(server: Server, perfect: str) -> None:
    publish(server, perfect)
    result = rehearse(f"{server.url}/catalog.ttl", Options(offline=True, moved={PUBLIC: server.url + "/"}))
    assert server.asked == [("GET", "/catalog.ttl")]
    assert result.assumed == 80


def test_other_hosts_are_not_asked_and_counted(server: Server, perfect: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    real = socket.create_connection

    def watched(address: tuple[str, int], *rest: object, **more: object) -> socket.socket:
        asked.append(address[0])
        return real(address, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "create_connection", watched)
    server.give("/catalog.ttl", perfect)
    result = rehearse(f"{server.url}/catalog.ttl")
    assert set(asked) == {"127.0.0.1"}
    assert any("4 of 4 addresses" in message and "another host" in message for _, message in found(result, "E1"))


@pytest.mark.parametrize("path", ["trees-page", "trees.csv"])
def test_an_address_that_does_not_answer_head_costs_its_points(server: Server, perfect: str, path: str) -> None:
    options = publish(server, perfect)
    del server.paths[f"/{path}"]
    result = rehearse(f"{server.url}/catalog.ttl", options)
    lost = 50 if path == "trees-page" else 30
    assert [one.europe.score for one in result.datasets] == [405 - lost, 405]
    assert any(effect is Effect.FAULTED and "status 404" in message for effect, message in found(result, "E1"))


def test_head_refused_by_a_server_that_knows_get_alone(server: Server, perfect: str) -> None:
    """Checklist, section 6: HEAD answered 405 costs 80 points."""
    options = publish(server, perfect)

    def only_get(request: BaseHTTPRequestHandler) -> None:
        request.send_error(200 if request.command == "GET" else 405)

    for name in FILES:
        server.paths[f"/{name}"] = only_get
    result = rehearse(f"{server.url}/catalog.ttl", options)
    assert result.score == 325


def test_what_is_served_is_compared_with_what_is_said(server: Server, perfect: str) -> None:
    options = publish(server, perfect)
    server.give("/trees.csv", "a,b\n", "text/html")
    result = rehearse(f"{server.url}/catalog.ttl", options)
    assert any("text/html" in message and "text/csv" in message for _, message in found(result, "E2"))
    assert any("has 4 bytes" in message and "says 11" in message for _, message in found(result, "E6"))


def test_own_addresses_that_do_not_answer(server: Server, perfect: str) -> None:
    options = publish(server, perfect)
    del server.paths["/rights"]
    result = rehearse(f"{server.url}/catalog.ttl", options)
    assert found(result, "H2") == [(Effect.FAULTED, f"{PUBLIC}rights: HEAD is answered with status 404.")]
    assert result.score == 405
    assert not result.clean


@pytest.mark.parametrize(
    ("kind", "effect"),
    [
        ("text/html", Effect.REFUSED),
        ("text/plain", Effect.REFUSED),
        (None, Effect.REFUSED),
        ("text/turtle; charset=utf-8", None),
    ],
)
def test_the_content_type(server: Server, perfect: str, kind: str | None, effect: Effect | None) -> None:
    server.give("/catalog.ttl", perfect, kind)
    result = rehearse(f"{server.url}/catalog.ttl", Options(offline=True))
    assert [one for one, _ in found(result, "A1")] == ([effect] if effect else [])
    assert len(result.datasets) == 2


def test_a_content_type_that_is_another_syntax(server: Server, perfect: str) -> None:
    server.give("/catalog.ttl", perfect, "application/rdf+xml")
    result = rehearse(f"{server.url}/catalog.ttl", Options(offline=True))
    assert found(result, "A1") == [(Effect.REFUSED, "The server calls it application/rdf+xml, yet it is Turtle.")]
    assert len(result.datasets) == 2


def test_html_instead_of_rdf(server: Server) -> None:
    server.give("/catalog.ttl", "<!DOCTYPE html><html><title>Log in</title></html>", "text/turtle")
    result = rehearse(f"{server.url}/catalog.ttl")
    assert "HTML" in found(result, "X3")[0][1]


@pytest.mark.parametrize("status", [404, 410, 500, 503, 204])
def test_other_statuses(server: Server, perfect: str, status: int) -> None:
    server.give("/catalog.ttl", perfect if status != 204 else "", status=status)
    result = rehearse(f"{server.url}/catalog.ttl")
    assert found(result, "A1") == [(Effect.REFUSED, f"The server answers with status {status}.")]


def test_a_redirect_on_the_host_is_followed_and_noted(server: Server, perfect: str) -> None:
    server.redirect("/catalog", "/catalog.ttl")
    server.give("/catalog.ttl", perfect)
    result = rehearse(f"{server.url}/catalog", Options(offline=True))
    assert [effect for effect, _ in found(result, "A1")] == [Effect.NOTED]
    assert len(result.datasets) == 2


def test_a_redirect_to_elsewhere_is_named_and_not_followed(server: Server) -> None:
    server.redirect("/catalog.ttl", "http://127.0.0.2:9/secret")
    result = rehearse(f"{server.url}/catalog.ttl")
    effect, message = found(result, "A1")[0]
    assert effect is Effect.REFUSED
    assert "http://127.0.0.2:9/secret" in message
    assert server.asked == [("GET", "/catalog.ttl")]


def test_a_file_that_redirects_elsewhere_is_not_followed(server: Server, perfect: str) -> None:
    options = publish(server, perfect)
    server.redirect("/trees.csv", "http://127.0.0.2:9/trees.csv")
    result = rehearse(f"{server.url}/catalog.ttl", options)
    metric = next(one for one in result.datasets[0].europe.metrics if one.name == "downloadURL answers")
    assert metric.assumed
    assert "http://127.0.0.2:9/trees.csv" in metric.why


def test_a_circle_of_redirects_ends(server: Server) -> None:
    server.redirect("/catalog.ttl", "/again")
    server.redirect("/again", "/catalog.ttl")
    result = rehearse(f"{server.url}/catalog.ttl")
    assert "redirects" in found(result, "A1")[0][1]
    assert len(server.asked) < 10


def slow(request: BaseHTTPRequestHandler) -> None:
    """Send one byte now and then: no single read ever waits long."""
    request.send_response(200)
    request.send_header("Content-Type", "text/turtle")
    request.end_headers()
    with contextlib.suppress(OSError):
        for _ in range(100):
            request.wfile.write(b"#")
            request.wfile.flush()
            time.sleep(0.1)


def silent(request: BaseHTTPRequestHandler) -> None:
    """Say nothing for longer than anybody waits."""
    with contextlib.suppress(OSError):
        time.sleep(3)
        request.send_error(500)


def slow_headers(request: BaseHTTPRequestHandler) -> None:
    """Send headers one byte at a time."""
    with contextlib.suppress(OSError):
        for byte in b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100:
            request.wfile.write(bytes([byte]))
            request.wfile.flush()
            time.sleep(0.1)


@pytest.mark.parametrize("answer", [slow, silent, slow_headers])
def test_a_slow_server_is_left_in_time(server: Server, answer: object) -> None:
    server.paths["/catalog.ttl"] = answer  # type: ignore[assignment]
    started = time.monotonic()
    result = rehearse(f"{server.url}/catalog.ttl", Options(seconds=1))
    assert time.monotonic() - started < 3
    assert [effect for effect, _ in found(result, "A6")] == [Effect.REFUSED]


def test_an_answer_that_breaks_off(server: Server) -> None:
    def broken(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", "text/turtle")
        request.send_header("Content-Length", "1000")
        request.end_headers()
        request.wfile.write(b"@prefix")

    server.paths["/catalog.ttl"] = broken
    assert "broke off" in found(rehearse(f"{server.url}/catalog.ttl"), "A1")[0][1]


def test_an_answer_without_end_is_cut_at_the_limit(server: Server) -> None:
    def endless(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", "text/turtle")
        request.end_headers()
        with contextlib.suppress(OSError):
            for _ in range(60):
                request.wfile.write(b"#" * 1_000_000)

    server.paths["/catalog.ttl"] = endless
    assert "larger than 50000000" in found(rehearse(f"{server.url}/catalog.ttl"), "A6")[0][1]


def test_nonsense_instead_of_http(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(5)
        import threading

        def once() -> None:
            with contextlib.suppress(OSError):
                connection, _ = listener.accept()
                connection.recv(1000)
                connection.sendall(b"SSH-2.0-OpenSSH\r\n\r\n")
                connection.close()

        thread = threading.Thread(target=once)
        thread.start()
        result = rehearse(f"http://127.0.0.1:{listener.getsockname()[1]}/catalog.ttl", Options(seconds=5))
        thread.join()
    assert "broke off" in found(result, "A1")[0][1]


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/catalog.ttl", "http://no-such-host.invalid/c", "http://[::1/c"])
def test_a_host_that_is_not_there_is_a_usage_error(url: str) -> None:
    with pytest.raises(UsageError):
        rehearse(url, Options(seconds=5))


HYDRA = "@prefix hydra: <http://www.w3.org/ns/hydra/core#> .\n"


def paged(perfect: str, page: str) -> str:
    return perfect.replace("@prefix owl", HYDRA + "@prefix owl", 1) + page


def split(perfect: str) -> tuple[str, str]:
    """Return the catalogue in two: the first without the parks, the second with them alone (and what they reach)."""
    start, end = perfect.index("t:parks a dcat:Dataset"), perfect.index("t:trees-period a")
    trees = perfect.index("t:trees a dcat:Dataset")
    return perfect[:start] + perfect[end:], perfect[:trees] + perfect[start:]


def test_pages_are_followed_to_the_end(server: Server, perfect: str) -> None:
    first, second = split(perfect)
    view = "<?page={0}> a hydra:PartialCollectionView ; hydra:totalItems 2 {1}.\n"
    server.give(
        "/c",
        paged(first, view.format(1, "; hydra:next </c?page=2> "))
        .replace("<?page", f"<{server.url}/c?page")
        .replace("</c", f"<{server.url}/c"),
    )
    server.give("/c?page=2", paged(second, view.format(2, "")).replace("<?page", f"<{server.url}/c?page"))
    result = rehearse(f"{server.url}/c", Options(offline=True))
    assert result.pages == 2
    assert [one.title for one in result.datasets] == ["Trees", "Parks"]
    assert not [finding for finding in result.hazards if finding.rule != "B5"]


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ('<{0}/c> a hydra:PagedCollection ; hydra:nextPage "{0}/c" ; hydra:totalItems 2 .', "never ends"),
        ("<{0}/c> a hydra:PartialCollectionView ; hydra:next <{0}/c> ; hydra:totalItems 2 .", "never ends"),
        ("<{0}/c> a hydra:PartialCollectionView .", "no hydra:totalItems"),
        ("<{0}/c> a hydra:PagedCollection ; hydra:totalItems 2 ; hydra:next <http://127.0.0.2:9/c> .", "another host"),
        ("<{0}/c> a hydra:PagedCollection ; hydra:totalItems 2 ; hydra:next <{0}/d> , <{0}/e> .", "2 next pages"),
        ("<{0}/c> a hydra:PagedCollection ; hydra:totalItems 2 ; hydra:next <{0}/last> .", "more than the query"),
    ],
)
def test_pages_that_go_wrong(server: Server, perfect: str, page: str, words: str) -> None:
    server.give("/c", paged(perfect, page.format(server.url)))
    server.give("/last", paged("", "") or HYDRA)
    result = rehearse(f"{server.url}/c", Options(offline=True))
    assert any(words in message for _, message in found(result, "A7")), found(result, "A7")
    assert len(server.asked) < 5


def test_a_circle_of_pages_ends(server: Server, perfect: str) -> None:
    for number in (1, 2, 3):
        page = "<{0}/c?page={1}> a hydra:PartialCollectionView ; hydra:totalItems 2 ; hydra:next <{0}/c?page={2}> ."
        server.give(f"/c?page={number}", paged(perfect, page.format(server.url, number, number % 3 + 1)))
    result = rehearse(f"{server.url}/c?page=1", Options(offline=True))
    assert result.pages == 3
    messages = [message for _, message in found(result, "A7")]
    assert any("never ends" in message for message in messages)
    assert any("described on 2 pages" in message or "two pages" in message for message in messages)


def test_a_page_that_fails_is_named(server: Server, perfect: str) -> None:
    page = "<{0}/c> a hydra:PartialCollectionView ; hydra:totalItems 4 ; hydra:next <{0}/c?page=2> ."
    server.give("/c", paged(perfect, page.format(server.url)))
    result = rehearse(f"{server.url}/c", Options(offline=True))
    assert any(f"{server.url}/c?page=2" == finding.place for finding in result.hazards if finding.rule == "A1")
    assert len(result.datasets) == 2
