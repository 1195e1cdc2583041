"""The published tables say what the graph says: an independent converter is the judge (CSV to RDF, minimal mode).

This is also the proof that every row's facts are in the graph and nothing is in it that no row states.
"""

from __future__ import annotations

import functools
import http.server
import json
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import csvw_functions
import pyoxigraph as ox
from tests.tables.conftest import Folder

from widgraph.graph._convert import convert
from widgraph.tables import Tables, publish_tables, read_tables


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A file server that writes no log."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on loopback; the converter reads over HTTP only."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def converted(folder: Path) -> set[ox.Triple]:
    """Return what csvw-functions makes of the published tables.

    It takes the columns of a table from its first row, so tables without rows, which state nothing, are left out.
    """
    path = folder / "csv-metadata.json"
    described = json.loads(path.read_text("utf-8"))
    described["tables"] = [
        table for table in described["tables"] if len((folder / table["url"]).read_text("utf-8").splitlines()) > 1
    ]
    path.write_text(json.dumps(described), "utf-8")
    with served(folder) as address, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of every empty foreign key
        group = csvw_functions.create_annotated_table_group(f"{address}/csv-metadata.json")
        text = csvw_functions.create_rdf(group, mode="minimal")
    # it encodes the "?" of a reserved expansion, which RFC 6570 (section 3.2.3) leaves as it is
    return {quad.triple for quad in ox.parse(text.replace("%3F", "?"), format=ox.RdfFormat.N_TRIPLES)}


def stated(tables: Tables) -> set[ox.Triple]:
    return {statement.quad.triple for statement in convert(tables)}


def test_an_independent_converter_makes_the_same_triples_of_a_small_folder(tables_in: Folder, tmp_path: Path) -> None:
    tables = tables_in()
    publish_tables(tables, tmp_path / "published")
    assert len(stated(tables)) == 17
    assert converted(tmp_path / "published") == stated(tables)


def test_an_independent_converter_makes_the_same_triples_of_the_real_tables(data: Path, tmp_path: Path) -> None:
    tables = read_tables(data)
    publish_tables(tables, tmp_path / "published")
    theirs, ours = converted(tmp_path / "published"), stated(tables)
    assert len(ours) > 10_000
    assert sorted(map(str, theirs - ours)) == []
    assert sorted(map(str, ours - theirs)) == []


def test_publishing_twice_gives_the_same_bytes(data: Path, tmp_path: Path) -> None:
    tables = read_tables(data)
    for name in ("one", "two"):
        publish_tables(tables, tmp_path / name)
    first = {path.name: path.read_bytes() for path in (tmp_path / "one").iterdir()}
    assert first == {path.name: path.read_bytes() for path in (tmp_path / "two").iterdir()}


def test_the_published_tables_have_one_value_per_cell_and_keys_that_hold(data: Path, tmp_path: Path) -> None:
    """Read back with our own strict reader: the description is one it accepts, and every key leads somewhere."""
    publish_tables(read_tables(data), tmp_path / "published")
    described = json.loads((tmp_path / "published" / "csv-metadata.json").read_text("utf-8"))
    for table in described["tables"]:
        assert not [column for column in table["tableSchema"]["columns"] if "separator" in column]
        key = table["tableSchema"]["primaryKey"]
        header, *rows = (tmp_path / "published" / table["url"]).read_text("utf-8").splitlines()
        assert (key if isinstance(key, str) else key[0]) in header.split(",")
        assert len(rows) == len(set(rows))
