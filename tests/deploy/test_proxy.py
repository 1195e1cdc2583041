"""Behind a reverse proxy and under a sub-path: identifiers stay canonical, links lead through the proxy.

One proxy strips the sub-path, the other passes it on; the site must not care.
"""

from __future__ import annotations

import http.client
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.deploy.test_w3id import MODULES, wait_for
from tests.servers import free_port
from tests.serving import serving

from widgraph.release import Release
from widgraph.settings import Settings

PREFIX = "/data/graph"
PUBLIC = "https://public.test.invalid"
NGINX = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
  access_log off; client_body_temp_path {folder}/a; proxy_temp_path {folder}/b;
  fastcgi_temp_path {folder}/c; uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{
    listen 127.0.0.1:{port};
    location {prefix}/ {{ proxy_pass http://127.0.0.1:{behind}; }}
  }}
}}
"""
APACHE = """
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile {folder}/httpd.pid
ErrorLog {folder}/error.log
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule proxy_module {modules}/mod_proxy.so
LoadModule proxy_http_module {modules}/mod_proxy_http.so
ProxyRequests Off
ProxyPass {prefix}/ http://127.0.0.1:{behind}/
"""


def served(release: Release, settings: Settings) -> Iterator[int]:
    with serving(release, settings) as address:
        yield int(address.rpartition(":")[2])


@pytest.fixture(scope="module")
def plain(release: Release) -> Iterator[int]:
    """The site by itself, at the root."""
    yield from served(release, Settings())


@pytest.fixture(scope="module")
def behind(release: Release) -> Iterator[int]:
    """The site that the proxies serve."""
    yield from served(release, Settings(path_prefix=PREFIX, site_url=PUBLIC))


@pytest.fixture(scope="module", params=["nginx", "apache2"])
def proxy(request: pytest.FixtureRequest, behind: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    binary = shutil.which(request.param, path="/usr/sbin:/usr/bin:/usr/local/sbin")
    if binary is None:
        pytest.skip(f"{request.param} is not installed (make test-system)")
    folder, port = Path(tmp_path_factory.mktemp(request.param)), free_port()
    text = NGINX if request.param == "nginx" else APACHE
    configuration = folder / "proxy.conf"
    values = {"folder": folder, "port": port, "behind": behind, "prefix": PREFIX, "modules": MODULES}
    configuration.write_text(text.format(**values), encoding="utf-8")
    command = ["-c", str(configuration)] if request.param == "nginx" else ["-f", str(configuration), "-DFOREGROUND"]
    process = subprocess.Popen([binary, *command], stderr=subprocess.PIPE)
    try:
        wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def ask(port: int, path: str, **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


@pytest.mark.parametrize("suffix", ["ttl", "nt", "jsonld", "rdf"])
@pytest.mark.parametrize("thing", ["initiative/i0014", "auth/audience/women", "dataset/counts"])
def test_data_are_the_same_bytes_wherever_they_are_served(proxy: int, plain: int, thing: str, suffix: str) -> None:
    path = f"/doc/{thing}.{suffix}"
    through = ask(
        proxy, PREFIX + path, Host="other.test.invalid:81", X_Forwarded_Proto="https", X_Forwarded_Host="evil"
    )
    direct = ask(plain, path)
    assert (through[0], direct[0]) == (200, 200)
    assert through[2] == direct[2]
    assert through[1]["Content-Location"] == PREFIX + path


def test_an_identifier_leads_to_its_document_under_the_prefix(proxy: int) -> None:
    status, headers, _ = ask(proxy, f"{PREFIX}/id/initiative/i0014", Accept="text/turtle")
    assert (status, headers["Location"]) == (303, f"{PREFIX}/doc/initiative/i0014.ttl")
    assert ask(proxy, headers["Location"])[0] == 200


@pytest.mark.parametrize("path", ["/", "/initiatives", "/doc/actor/a022.html", "/about/permanence", "/sparql"])
def test_every_link_of_a_page_leads_through_the_proxy(proxy: int, path: str) -> None:
    status, _, body = ask(proxy, PREFIX + path, Accept="text/html")
    assert status == 200
    text = body.decode()
    hrefs = set(re.findall(r'(?:href|src|action)="([^"#]+)', text))
    local = {href.replace("&amp;", "&") for href in hrefs if href.startswith("/")}
    assert len(local) > 5
    assert all(href.startswith(PREFIX + "/") for href in local)
    for href in sorted(local)[:25]:
        assert ask(proxy, href, Accept="text/html")[0] in (200, 302, 303), href
    assert not re.findall(r'(?:href|src|action)="http://127\.0\.0\.1', text)
    for address in (href for href in hrefs if href.startswith(PUBLIC)):
        assert address.startswith(f"{PUBLIC}{PREFIX}/"), address


def test_a_cache_can_ask_again_through_the_proxy(proxy: int) -> None:
    _, headers, _ = ask(proxy, f"{PREFIX}/doc/initiative/i0014", Accept="text/html")
    status, again, body = ask(
        proxy, f"{PREFIX}/doc/initiative/i0014", Accept="text/html", If_None_Match=headers["ETag"]
    )
    assert (status, body) == (304, b"")
    assert again["Vary"] == headers["Vary"]


def test_typed_links_are_absolute_where_the_site_knows_its_address(proxy: int) -> None:
    text = ask(proxy, f"{PREFIX}/doc/actor/a022.linkset.json")[2].decode()
    assert f'"anchor": "{PUBLIC}{PREFIX}/doc/actor/a022.html"' in text
    assert "127.0.0.1" not in text
