"""The redirect rules for the permanent identifiers, in a real Apache httpd (design, section 4)."""

from __future__ import annotations

import http.client
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.servers import free_port

RULES = Path(__file__).parents[2] / "deploy" / "w3id" / ".htaccess"
SITE = "https://data.test.invalid"
#: A link of an answer of the greatest length.
LONG = "/".join(["A" * 200] * 17 + ["A" * 50])
MODULES = Path("/usr/lib/apache2/modules")

CONFIGURATION = """
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile {folder}/httpd.pid
ErrorLog {folder}/error.log
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule rewrite_module {modules}/mod_rewrite.so
DocumentRoot {folder}/www
<Directory {folder}/www>
  AllowOverride All
  Options FollowSymLinks
  Require all granted
</Directory>
"""


@pytest.fixture(scope="module")
def apache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    binary = shutil.which("apache2", path="/usr/sbin:/usr/bin") or shutil.which("httpd")
    if binary is None or not MODULES.is_dir():
        pytest.skip("Apache httpd is not installed (make test-system)")
    folder = tmp_path_factory.mktemp("apache")
    www = folder / "www" / "widgraph"
    www.mkdir(parents=True)
    text = RULES.read_text(encoding="utf-8")
    assert text.count("SITE:https://site.invalid") == 1
    (www / ".htaccess").write_text(text.replace("https://site.invalid", SITE), encoding="utf-8")
    for path in (folder, folder / "www", www):
        path.chmod(0o755)
    port = free_port()
    configuration = folder / "httpd.conf"
    configuration.write_text(CONFIGURATION.format(port=port, folder=folder, modules=MODULES), encoding="utf-8")
    process = subprocess.Popen([binary, "-f", str(configuration), "-DFOREGROUND"], stderr=subprocess.PIPE)
    try:
        wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        assert process.poll() is None, process.stderr and process.stderr.read()
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("httpd did not start")


def ask(port: int, path: str) -> tuple[int, str | None]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.getheader("Location")
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("id/initiative/i0042", "/doc/initiative/i0042"),
        ("id/listing/2022/2-1/04", "/doc/listing/2022/2-1/04"),
        ("id/listing/2022/1/p1", "/doc/listing/2022/1/p1"),
        ("id/observation/count/2022/2-2/stated/private", "/doc/observation/count/2022/2-2/stated/private"),
        ("id/passage/2022-nl/100-200/position", "/doc/passage/2022-nl/100-200/position"),
        ("auth/audience", "/doc/auth/audience"),
        ("auth/objective-2021/2-1", "/doc/auth/objective-2021/2-1"),
        ("ns/wid", "/ns/wid"),
        ("ns/wid.ttl", "/ns/wid.ttl"),
        ("ns/wid/1.0.0", "/ns/wid/1.0.0"),
        ("ns/wid/1.0.0.ttl", "/ns/wid/1.0.0.ttl"),
        ("shapes", "/shapes"),
        ("context.jsonld", "/context.jsonld"),
        ("doc/actor/a001.ttl", "/doc/actor/a001.ttl"),
        ("catalog.rdf", "/catalog.rdf"),
        ("dumps/initiatives.ttl", "/dumps/initiatives.ttl"),
        ("tables/actors/actors.csv", "/tables/actors/actors.csv"),
        ("about", "/about"),
        ("about/permanence", "/about/permanence"),
        ("ldes", "/ldes"),
        ("ldes/1.0.0-0123456789ab/1", "/ldes/1.0.0-0123456789ab/1"),
        ("changes.atom", "/changes.atom"),
        ("versions/1.0.0", "/versions/1.0.0"),
        ("sparql", "/sparql"),
        ("queries", "/queries"),
        ("queries/for-an-age.rq?age=8", "/queries/for-an-age.rq?age=8"),
        ("queries/for-an-age", "/queries/for-an-age"),
        ("answers/AQRg_w-A", "/answers/AQRg_w-A"),
        (f"answers/{LONG}.csl.json", f"/answers/{LONG}.csl.json"),
        ("", "/"),
    ],
)
def test_a_published_path_leads_to_the_site(apache: int, path: str, target: str) -> None:
    assert ask(apache, f"/widgraph/{path}") == (303, SITE + target)


def test_a_query_string_is_kept(apache: int) -> None:
    assert ask(apache, "/widgraph/sparql?query=ASK%7B%7D") == (303, f"{SITE}/sparql?query=ASK%7B%7D")


@pytest.mark.parametrize(
    "path",
    [
        "answers",
        "answers/a.b",
        "queries/a/b",
        "nothing",
        "ns/other",
        "ns/wid/1.0",
        "id/",
        "id/a%0d%0aSet-Cookie:x",
        "id/%3Cscript%3E",
        "id/a%20b",
        "idx/a",
    ],
)
def test_anything_else_was_never_published(apache: int, path: str) -> None:
    status, location = ask(apache, f"/widgraph/{path}")
    assert status == 404
    assert location is None
