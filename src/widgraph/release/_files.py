"""The files of a release: every dataset in every format, and the catalogue that names them."""

from __future__ import annotations

import gzip
import hashlib
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from widgraph.catalogue import (
    CSV,
    EXCEL,
    RDF_FORMATS,
    WHOLE,
    Contents,
    Entry,
    File,
    Format,
    Parts,
    Publication,
    catalogue,
    components,
    formats_of,
    path_of,
    read_datasets,
    void,
    write_workbook,
)
from widgraph.graph import Graph
from widgraph.graph.serialize import SYNTAXES, Statements
from widgraph.release._resources import RESOURCES, write_resources
from widgraph.tables import Tables, publish_table, publish_tables

#: The syntaxes of the catalogue (DCAT-AP 3.0.1) and of the description in VoID: one document each.
CATALOGUE_SUFFIXES: Final = ("ttl", "rdf", "jsonld")
_RDF: Final = {form.key for form in RDF_FORMATS}
_PACKED: Final = {".zip", ".xlsx", ".gz"}
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


def write_datasets(tables: Tables, graph: Graph, publication: Publication, folder: Path) -> None:
    """Write dumps and tables of all datasets and of the whole graph, and the catalogue; same input, same bytes."""
    (folder / "dumps").mkdir()
    (folder / "tables").mkdir()
    whole = Statements(graph.quads)
    for syntax in SYNTAXES.values():
        (folder / "dumps" / f"{WHOLE}.{syntax.suffix}").write_bytes(syntax.write(whole))
    datasets = read_datasets(tables)
    parts = Parts(tables, graph)
    entries, sizes = [], {}
    for dataset in datasets:
        if not dataset.is_series:
            contents = parts.of(dataset)
            sizes[dataset.id] = len({quad.triple for quad in contents.quads})
            statements = Statements(contents.quads)
            files = [_file(contents, statements, form, folder) for form in formats_of(contents)]
            cube = components(dataset.structure, graph.quads) if dataset.structure else ()
            entries.append(Entry(dataset, files, cube))
    catalog = Statements(catalogue(entries, [one for one in datasets if one.is_series], publication))
    description = Statements(void(entries, sizes, graph.quads, publication))
    for suffix in CATALOGUE_SUFFIXES:
        (folder / f"catalog.{suffix}").write_bytes(SYNTAXES[suffix].write(catalog))
        (folder / f"void.{suffix}").write_bytes(SYNTAXES[suffix].write(description))
    write_resources(graph.quads, folder / RESOURCES)
    _compress(folder)


def _file(contents: Contents, statements: Statements, form: Format, folder: Path) -> File:
    path = folder / path_of(contents, form)
    if form.key in _RDF:
        if not path.exists():
            path.write_bytes(SYNTAXES[form.key].write(statements))
    elif form.key == EXCEL.key:
        write_workbook(contents, path)
    elif form.key == CSV.key:
        publish_table(contents.tables, contents.dataset.tables[0], path)
    else:
        own = folder / "tables" / contents.dataset.id
        publish_tables(contents.tables, own)
        _pack(own, path)
    content = path.read_bytes()
    return File(form, path_of(contents, form), len(content), hashlib.sha256(content).hexdigest())


def _pack(folder: Path, path: Path) -> None:
    """Pack a folder of tables; without times of files, so that the same tables are the same bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        for one in sorted(folder.iterdir()):
            entry = zipfile.ZipInfo(f"{folder.name}/{one.name}", _EPOCH)
            out.writestr(entry, one.read_bytes(), zipfile.ZIP_DEFLATED, 9)


def _compress(folder: Path) -> None:
    """Put a gzip variant beside every file that it makes smaller (RFC 1952, without a time)."""
    for path in _compressible(folder):
        packed = gzip.compress(path.read_bytes(), 9, mtime=0)
        path.with_name(path.name + ".gz").write_bytes(packed)


def _compressible(folder: Path) -> Sequence[Path]:
    files = [*(folder / "dumps").iterdir(), *(folder / "tables").rglob("*")]
    return sorted(path for path in files if path.is_file() and path.suffix not in _PACKED)
