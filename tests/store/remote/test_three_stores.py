"""One product on three stores: every page, form and question gives the same bytes, embedded, on Oxigraph, on Virtuoso.

Virtuoso runs with so low a limit of rows that the longer lists have to be put together from parts.
"""

from __future__ import annotations

import html
import json
import os
import re
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlsplit

import pyoxigraph as ox
import pytest
from tests.servers import ROWS, Server

from widgraph import queries
from widgraph.annexes import write_annexes
from widgraph.errors import QueryAbandoned
from widgraph.languages import LANGUAGES
from widgraph.namespaces import BASE
from widgraph.push import find_target, push_release
from widgraph.queries import library
from widgraph.release import Release
from widgraph.settings import Settings
from widgraph.store import Store, open_store
from widgraph.store.remote import Endpoint, Http, RemoteQueries, RemoteStore, open_remote
from widgraph.web import create_app
from widgraph.web._app import WebApp
from widgraph.web._negotiation import CITATION_FORMS, LINKSET_FORMS, RESOURCE_FORMS

SETTINGS = Settings(query_seconds=60.0, query_rows=500)
#: Pages that say how this very process is doing.
_OWN = {"/metrics", "/healthz"}

#: Status, media type, body.
Reply = tuple[int, str, bytes]


@dataclass(frozen=True)
class Site:
    """The same release on one store: the store and the site on it."""

    store: Store
    app: WebApp


@pytest.fixture(scope="session")
def embedded(release: Release) -> Iterator[Site]:
    store = open_store(release)
    with create_app(release, SETTINGS, store=store) as app:
        yield Site(store, app)


@pytest.fixture(scope="session", params=["oxigraph", "virtuoso"])
def remote(request: pytest.FixtureRequest, release: Release) -> Iterator[Site]:
    """The release pushed to a server, and the site on that."""
    server: Server = request.getfixturevalue(request.param)
    target = find_target(Endpoint(server.url, Http(server.credentials), 60.0, 1 << 28))
    done = push_release(release, target, grace=0)
    assert set(done.sent) | set(done.kept) == set(release.manifest.graphs)
    assert done.rewritten == 0, "the release uses only forms that every store keeps"
    settings = Settings(endpoint=server.url, query_seconds=60.0, query_rows=500)
    store = open_remote(release, settings)
    with create_app(release, SETTINGS, store=store) as app:
        yield Site(store, app)


def documents(release: Release) -> list[str]:
    """Return the path of the document of every thing of the release, without form."""
    found = set()
    for quad in ox.parse(path=str(release.dump("nq")), format=ox.RdfFormat.N_QUADS):
        subject = quad.subject.value if isinstance(quad.subject, ox.NamedNode) else ""
        if re.fullmatch(rf"{BASE}(?:id|auth)/[^#]+", subject):
            found.add("/doc/" + subject.removeprefix(BASE).removeprefix("id/"))
    return sorted(found)


def kind(document: str) -> str:
    return "/".join(document.split("/")[: 4 if document.startswith("/doc/auth/") else 3])


def paths(release: Release, app: WebApp) -> list[str]:
    """Every address without a variable part, lists in each form, every question, of each kind of thing each form."""
    found = {
        str(rule)
        for rule in app.url_map.iter_rules()
        if not rule.arguments and "GET" in (rule.methods or ()) and str(rule) not in _OWN
    }
    lists = ("initiatives", "objectives", "actors", "audiences", "indicators", "meetings", "policy")
    found |= {f"/{name}{suffix}" for name in lists for suffix in ("", ".csv", ".json", ".ttl")}
    found |= {f"/queries/{name}" for name in library.names()}
    found |= {
        "/editions/2022",
        "/editions/2022.ttl",
        "/coverage.csv",
        "/coverage.json",
        "/search?q=stem",
        "/ns/wid.ttl",
    }
    found |= {
        "/ns/wid.ttl",
        "/initiatives?audience=girls",
        "/initiatives?age=15",
        "/initiatives?programme=no&objective=2-1",
    }
    found |= {"/initiatives.csv?timing=no&audience=everyone", "/initiatives/query?programme=no&timing=no"}
    found |= {"/initiatives/query?objective=1&audience=girls&programme=yes", "/go/bedigitaltogether"}
    found |= {"/sparql?query=" + quote(query) for query in ("ASK {}", "SELECT * { ?s a wid:Meeting } ORDER BY ?s")}
    each = {kind(document): document for document in documents(release)}
    forms = ("html", *(form.suffix for form in (*RESOURCE_FORMS, *CITATION_FORMS, *LINKSET_FORMS)))
    found |= {f"{document}.{suffix}" for document in each.values() for suffix in forms}
    return sorted(found)


def answers(site: Site, addresses: Iterable[str], accept: str = "text/html, */*;q=0.5") -> Mapping[str, Reply]:
    client = site.app.test_client()
    found = {}
    for address in addresses:
        reply = client.get(address, headers={"Accept": accept, "Accept-Language": "fr"})
        found[address] = (reply.status_code, reply.content_type, reply.get_data())
    return found


@dataclass(frozen=True)
class Expected:
    """What the embedded store answers, and the named queries it was asked for that."""

    answers: Mapping[str, Reply]
    queries: frozenset[str]


@pytest.fixture(scope="session")
def expected(release: Release, embedded: Site) -> Expected:
    asked: set[str] = set()
    load = queries.load

    def noted(name: str, suffix: str = "rq") -> str:
        asked.add(name)
        return load(name, suffix)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queries, "load", noted)
        found = dict(answers(embedded, paths(release, embedded.app)))
        found["description"] = answers(embedded, ["/sparql"], "text/turtle")["/sparql"]
    return Expected(found, frozenset(asked))


def same(found: Mapping[str, Reply], expected: Mapping[str, Reply]) -> None:
    different = [address for address in expected if found[address] != expected[address]]
    assert not different, (different, found[different[0]], expected[different[0]])


def test_every_page_and_form_is_the_same(expected: Expected, remote: Site) -> None:
    assert sum(status == 200 for status, _, _ in expected.answers.values()) > 550
    found = dict(answers(remote, expected.answers.keys() - {"description"}))
    found["description"] = answers(remote, ["/sparql"], "text/turtle")["/sparql"]
    same(found, expected.answers)


#: Named queries that no page asks here: those of the annexes, compared below; of events, of which there are none yet;
#: of the workers of the embedded store; those that numbers open, compared below, with the parts they are put
#: together from, read once in a process; and what only a remote store is asked.
_NOT_ON_PAGES = re.compile(r"annex-.*|count-.*|lifecycle|first|(library|remote|numbers)/.*|facets/(among|holds|.*-no)")


def test_every_named_query_has_a_part_in_those_pages(expected: Expected) -> None:
    folder = files(queries)
    names = {f"{path.name[:-3]}" for path in folder.iterdir() if path.name.endswith(".rq")}
    names |= {f"facets/{path.name[:-3]}" for path in (folder / "facets").iterdir() if path.name.endswith(".rq")}
    assert {name for name in names - expected.queries if not _NOT_ON_PAGES.fullmatch(name)} == set()


def test_the_annexes_of_the_report_are_the_same(embedded: Site, remote: Site, tmp_path: Path) -> None:
    for site, folder in ((embedded, tmp_path / "embedded"), (remote, tmp_path / "remote")):
        folder.mkdir()
        for language in ("nl", "en"):
            write_annexes(site.store, "2022", language, folder, "https://site.test")
    found = sorted(path.name for path in (tmp_path / "embedded").iterdir())
    assert len(found) == 9
    for name in found:
        assert (tmp_path / "remote" / name).read_bytes() == (tmp_path / "embedded" / name).read_bytes(), name


def test_events_of_which_there_are_none(embedded: Site, remote: Site) -> None:
    text = queries.bind(queries.load("lifecycle"), {"this": ox.NamedNode(BASE + "id/initiative/i0014")})
    assert list(remote.store.select(text)) == list(embedded.store.select(text)) == []


def test_every_query_behind_a_number_has_the_same_answer(expected: Expected, embedded: Site, remote: Site) -> None:
    """With the values it has on the pages: of each shape of query (its terms left out) three."""
    shapes: Counter[str] = Counter()
    chosen = []
    for _, content_type, body in expected.answers.values():
        for href in re.findall(r'href="(/sparql\?[^"]*)"', body.decode() if "html" in content_type else ""):
            address = html.unescape(href)
            query = dict(parse_qsl(urlsplit(address).query)).get("query", "")
            shape = re.sub(r'<[^>]*>|"[^"]*"|\d+', "_", query)
            if query and address not in chosen and shapes[shape] < 3:
                shapes[shape] += 1
                chosen.append(address)
    assert len(shapes) > 40
    accept = "application/sparql-results+json, application/n-triples;q=0.5"
    expected_here = answers(embedded, chosen, accept)
    assert {status for status, _, _ in expected_here.values()} == {200}
    same(answers(remote, chosen, accept), expected_here)


def test_every_document_is_the_same(release: Release, embedded: Site, remote: Site) -> None:
    """As N-Triples: every fourth in the order of their names, all with WIDGRAPH_EVERY_LOOK in the environment."""
    every = documents(release)
    assert len(every) > 2400
    if not os.environ.get("WIDGRAPH_EVERY_LOOK"):
        every = every[::4]
    addresses = [f"{document}.nt" for document in every]
    expected_here = answers(embedded, addresses)
    assert {status for status, _, _ in expected_here.values()} == {200}
    same(answers(remote, addresses), expected_here)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_of_the_library_has_the_same_answer(embedded: Site, remote: Site, language: str) -> None:
    for name in library.names():
        query = library.load(name)
        text = query.bound({one.name: language for one in query.parameters if one.type == "language"})
        match query.form:
            case "SELECT":
                assert list(remote.store.select(text)) == list(embedded.store.select(text)), name
            case "ASK":
                assert remote.store.ask(text) is embedded.store.ask(text), name
            case _:
                assert set(remote.store.construct(text)) == set(embedded.store.construct(text)), name


@pytest.mark.parametrize("name", library.names())
def test_everybody_gets_the_same_answer_to_a_question(embedded: Site, remote: Site, name: str) -> None:
    """Asked at /sparql in a form that changes from question to question: rows in four, graphs in four."""
    turn = library.names().index(name)
    form = (("json", "csv", "xml", "tsv"), ("ttl", "nt", "jsonld", "rdf"))[library.load(name).form == "CONSTRUCT"][
        turn % 4
    ]
    form = "json" if library.load(name).form == "ASK" else form
    asked = {"query": library.load(name).bound({}), "format": form}
    got = [site.app.test_client().post("/sparql", data=asked) for site in (embedded, remote)]
    assert got[0].status_code == 200
    assert (got[1].status_code, got[1].content_type) == (200, got[0].content_type)
    assert got[1].get_data() == got[0].get_data()


GRAPH = BASE + "id/graph/"
QUERIES = {
    "yes": "ASK { ?a a wid:Actor }",
    "no": "ASK { ?a a wid:Nothing }",
    "graphs": "SELECT ?g (COUNT(*) AS ?n) (STR(?g) AS ?name) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g",
    "one graph": "SELECT (COUNT(*) AS ?n) { GRAPH <GRAPH#quality> { ?s ?p ?o } }",
    "one graph, named short": "PREFIX g: <GRAPH#> SELECT * { GRAPH g:quality { ?s a ?o } } ORDER BY ?s ?o",
    "from": "SELECT (COUNT(*) AS ?n) FROM <GRAPH#quality> { ?s ?p ?o }",
    "from named": "SELECT ?g ?s FROM NAMED <GRAPH#codes> { GRAPH ?g { ?s a skos:ConceptScheme } } ORDER BY ?s LIMIT 1",
    "everything": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "sorted names": "SELECT ?name { ?s a wid:Audience ; skos:prefLabel ?name } ORDER BY ?name",
    "sorted down": "SELECT ?s ?n { ?s a wid:Actor ; skos:prefLabel ?n } ORDER BY DESC(LCASE(?n)) ?s ?n",
    "a part": "SELECT ?s { ?s a wid:Listing } ORDER BY ?s LIMIT 7 OFFSET 30",
    "values": 'SELECT * { VALUES (?a ?b) { (1.5 "één"@nl) (<urn:x> UNDEF) } } ORDER BY ?a',
    "datatypes": "SELECT ?d (COUNT(*) AS ?n) { ?s ?p ?o BIND (DATATYPE(?o) AS ?d) } GROUP BY ?d ORDER BY ?d",
    "texts": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER (STR(DATATYPE(?o)) = STR(rdf:langString)) }",
    "construct": "CONSTRUCT { ?m wid:participantCount ?n } WHERE { ?m wid:participantCount ?n }",
    "short construct": "CONSTRUCT WHERE { ?m a wid:Meeting ; wid:participantCount ?n }",
}


@pytest.mark.parametrize("name", QUERIES)
@pytest.mark.parametrize("accept", ["json", "csv", "xml", "tsv"])
def test_everybody_gets_the_same_answer(embedded: Site, remote: Site, name: str, accept: str) -> None:
    """SPARQL 1.1 Protocol; the same bytes, whichever store is behind."""
    if "construct" in name:
        accept = {"json": "jsonld", "csv": "nt", "xml": "rdf", "tsv": "ttl"}[accept]
    got = [
        site.app.test_client().post("/sparql", data={"query": QUERIES[name].replace("GRAPH#", GRAPH), "format": accept})
        for site in (embedded, remote)
    ]
    assert [one.status_code for one in got] == [200, 200], [one.get_data() for one in got]
    assert got[0].content_type == got[1].content_type
    assert got[0].get_data() == got[1].get_data()


def test_a_dataset_of_the_request_and_foreign_graphs(embedded: Site, remote: Site) -> None:
    """Section 2.1.4: what is not of the release is not there, even where the store holds it."""
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    for data in (
        {"query": count, "default-graph-uri": [BASE + "id/graph/quality", BASE + "id/graph/codes"]},
        {"query": count, "named-graph-uri": BASE + "id/graph/quality"},
        {"query": count, "default-graph-uri": BASE + "id/graph/releases"},
        {"query": f"ASK {{ GRAPH <{BASE}id/graph/releases> {{ ?s ?p ?o }} }}"},
        {"query": f"ASK FROM <{BASE}id/graph/releases> {{ ?s ?p ?o }}"},
        {"query": "ASK { GRAPH ?g { ?s <http://www.w3.org/ns/dcat#hasCurrentVersion> ?o } }"},
    ):
        got = [json.loads(site.app.test_client().post("/sparql", data=data).get_data()) for site in (embedded, remote)]
        assert got[0] == got[1], data


def test_rows_beyond_the_limit_are_cut_and_that_is_said(embedded: Site, remote: Site) -> None:
    for query in ("SELECT * { ?s ?p ?o }", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"):
        got = [site.app.test_client().post("/sparql", data={"query": query}) for site in (embedded, remote)]
        rows = [int(one.headers["X-SPARQL-MaxRows"]) for one in got]
        assert rows[0] == 500
        assert 490 <= rows[1] <= 500, "two rows may give the same triple"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p }",
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "INSERT DATA { <a:a> <b:b> 1 }",
        "DROP ALL",
        "SELECT (<bif:server_root>() AS ?x) { ?s ?p ?o }",
        "PREFIX bif: <bif:> SELECT (bif:server_root() AS ?x) { ?s ?p ?o }",
        "PREFIX bif: <\\u0062if:> SELECT (bif:server_root() AS ?x) { ?s ?p ?o }",
        "define input:default-graph-uri <urn:x> SELECT * { ?s ?p ?o }",
    ],
)
def test_the_same_guard_stands_before_the_remote_store(embedded: Site, remote: Site, query: str) -> None:
    got = [site.app.test_client().post("/sparql", data={"query": query}) for site in (embedded, remote)]
    assert got[1].status_code == 400
    assert got[1].content_type == "application/problem+json"
    if "bif" not in query:
        assert got[0].get_data() == got[1].get_data()


def test_the_faults_of_each_server_are_known(remote: Site, request: pytest.FixtureRequest) -> None:
    assert isinstance(remote.store, RemoteStore)
    found = " ".join(remote.store.faults)
    if "virtuoso" in request.node.callspec.id:
        assert f"cuts answers at {ROWS} rows" in found
        assert "before 1.1" in found
        assert "datatype of texts" in found
    else:
        assert found == ""


def test_a_client_who_leaves_frees_its_place(remote: Site) -> None:
    """We hang up; what the server still does about the query is its own affair, and ends at its own limit."""
    slow = (
        "SELECT (COUNT(*) AS ?n) { ?a skos:prefLabel ?b . ?c rdfs:label ?d FILTER (STRLEN(STR(?b)) > STRLEN(STR(?d))) }"
    )
    assert isinstance(remote.store, RemoteStore)
    left = threading.Event()
    with RemoteQueries(remote.store, Settings(query_seconds=60.0, query_workers=1), waiting=0) as pool:
        pool.run("ASK {}")
        threading.Timer(0.3, left.set).start()
        with pytest.raises(QueryAbandoned):
            pool.run(slow, gone=left.is_set)
        assert json.loads(pool.run("ASK { ?a a wid:Meeting }").body)["boolean"] is True


def test_long_lists_are_whole_where_the_server_cuts_them(embedded: Site, remote: Site) -> None:
    """More rows, and more triples, than Virtuoso gives at once here; some share their key of the order."""
    text = "SELECT ?s ?o { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?o } ORDER BY ?s ?o"
    rows = list(embedded.store.select(text))
    assert len(rows) > 2 * ROWS
    assert list(remote.store.select(text)) == rows
    graph = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{BASE}id/graph/register> {{ ?s ?p ?o }} }}"
    triples = set(embedded.store.construct(graph))
    assert len(triples) > 2 * ROWS
    assert set(remote.store.construct(graph)) == triples
