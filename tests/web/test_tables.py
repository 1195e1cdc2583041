"""The published tables through independent readers: csvw checks them, csvw-functions converts them."""

from __future__ import annotations

import json
import warnings
import zipfile
from pathlib import Path

import csvw
import csvw_functions
import openpyxl
import pyoxigraph as ox
import pytest
from tests.tables.test_publish import served
from tests.web.conftest import Ask

from widgraph.release import Release
from widgraph.tables import read_tables

SMALL = ["actors", "audiences", "counts", "indicators", "initiatives", "objectives"]


@pytest.mark.parametrize("name", SMALL)
def test_an_independent_converter_makes_part_of_the_dump_of_the_tables(
    ask: Ask, url: str, name: str, tmp_path: Path
) -> None:
    """CSV to RDF, minimal mode. It reads each table at its published address.

    It takes columns from the first row, so tables without rows, which state nothing, are left out of the description.
    """
    described = json.loads(ask(f"/tables/{name}/csv-metadata.json").text)
    kept = []
    for table in described["tables"]:
        if len(ask(f"/tables/{name}/{table['url']}").text.splitlines()) > 1:
            kept.append(table | {"url": f"{url}/tables/{name}/{table['url']}"})
    names = {table["url"].rpartition("/")[2]: table["url"] for table in kept}
    for table in kept:
        keys = table["tableSchema"].pop("foreignKeys", [])
        inside = [key for key in keys if key["reference"]["resource"] in names]
        for key in inside:
            key["reference"]["resource"] = names[key["reference"]["resource"]]
        table["tableSchema"] |= {"foreignKeys": inside} if inside else {}
    (tmp_path / "csv-metadata.json").write_text(json.dumps({**described, "tables": kept}), "utf-8")
    with served(tmp_path) as address, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        group = csvw_functions.create_annotated_table_group(f"{address}/csv-metadata.json")
        text = csvw_functions.create_rdf(group, mode="minimal").replace("%3F", "?")
    theirs = {quad.triple for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES)}
    dump = {quad.triple for quad in ox.parse(ask(f"/dumps/{name}.nt").body, format=ox.RdfFormat.N_TRIPLES)}
    assert len(theirs) > 300
    assert sorted(map(str, theirs - dump)) == []


@pytest.mark.parametrize("name", [*SMALL, "2022", "widgraph"])
def test_an_independent_validator_accepts_every_table(release: Release, name: str) -> None:
    """Cells of the stated types, required ones filled, keys unique, foreign keys that lead somewhere."""
    group = csvw.TableGroup.from_file(release.path / "tables" / name / "csv-metadata.json")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for table in group.tables:
            assert table.check_primary_key()
            list(table.iterdicts(strict=True))
        assert group.check_referential_integrity()


@pytest.mark.parametrize("name", [*SMALL, "2022", "widgraph"])
def test_the_packed_tables_are_those_beside_it(release: Release, name: str) -> None:
    folder = release.path / "tables"
    with zipfile.ZipFile(folder / f"{name}.zip") as packed:
        inside = {entry.filename.partition("/")[2]: packed.read(entry) for entry in packed.infolist()}
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert inside == {path.name: path.read_bytes() for path in (folder / name).iterdir() if path.suffix != ".gz"}


@pytest.mark.parametrize("name", [*SMALL, "2022", "widgraph"])
def test_a_workbook_is_pleasant_and_runs_nothing(release: Release, data: Path, name: str) -> None:
    book = openpyxl.load_workbook(release.path / "tables" / f"{name}.xlsx")
    tables = read_tables(data)
    assert len(book.sheetnames) >= 2
    for sheet in book.worksheets[1:]:
        table = tables.description.table(sheet.title)
        heads = [[cell.value for cell in row] for row in sheet.iter_rows(max_row=5)]
        for line, code in enumerate(("nl", "fr", "de", "en")):
            assert heads[line] == [column.labels[code] for column in table.cells]
        assert heads[4] == [column.name for column in table.cells]
        assert (sheet.freeze_panes, str(sheet.auto_filter.ref)[:3]) == ("B6", "A5:")
        assert all(cell.data_type in ("s", "n") for row in sheet.iter_rows() for cell in row)
        if name == "widgraph":
            values = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows(min_row=6)]
            rows = [[row.value(column.name) or "" for column in table.cells] for row in tables.rows(table.name)]
            assert len(values) == max(len(rows), 1 if not rows else 0) or not rows
            for shown, stated in zip(values, rows, strict=False):
                assert [one.removesuffix(".0") for one in shown] == [one.removesuffix(".0") for one in stated]
