"""The cubes keep the integrity constraints of RDF Data Cube (section 11.1), IC-1 to IC-21 as far as they apply."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib

if TYPE_CHECKING:
    from widgraph.release import Release

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
QB = rdflib.Namespace("http://purl.org/linked-data/cube#")
WID = rdflib.Namespace("https://w3id.org/widgraph/ns/wid#")
CONSTRAINTS = sorted((HERE / "integrity").glob("ic-*.rq"))
BASE = "https://w3id.org/widgraph/"
OBSERVATION = f"<{BASE}id/observation/count/2022/1-1/stated/public>"


def broken(store: ox.Store) -> dict[str, set[str]]:
    """Return the nodes that break a constraint, by constraint."""
    found: dict[str, set[str]] = {}
    for path in CONSTRAINTS:
        rows = store.query(path.read_text("utf-8"), use_default_graph_as_union=True)
        assert isinstance(rows, ox.QuerySolutions)
        nodes = {row["node"].value for row in rows}
        if nodes:
            found[path.stem] = nodes
    return found


@pytest.fixture
def store() -> ox.Store:
    """The tiny report of the tests of derivation, with what is derived from it, and all that describes its cubes."""
    store = ox.Store()
    for path in (*sorted((ROOT / "ontology").glob("*.ttl")), HERE / "sdmx.ttl", ROOT / "tests/graph/derive/tiny.trig"):
        store.load(path=path)
    for path in sorted((ROOT / "src/widgraph/graph/derive").glob("*.rq")):
        made = store.query(path.read_text("utf-8"), use_default_graph_as_union=True)
        assert isinstance(made, ox.QueryTriples)
        store.extend([ox.Quad(*triple) for triple in made])
    return store


def test_there_is_something_to_check(store: ox.Store) -> None:
    count = "SELECT ?o { ?o <http://purl.org/linked-data/cube#dataSet> ?set }"
    rows = store.query(count, use_default_graph_as_union=True)
    assert isinstance(rows, ox.QuerySolutions)
    assert len(list(rows)) == 16


def test_a_right_cube_breaks_nothing(store: ox.Store) -> None:
    assert broken(store) == {}


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("ic-01", "DELETE { GRAPH ?g { OBS qb:dataSet ?s } } WHERE { GRAPH ?g { OBS qb:dataSet ?s } }"),
        ("ic-01", "INSERT DATA { OBS qb:dataSet <id/dataset/indicators> }"),
        ("ic-02", "INSERT DATA { <id/dataset/counts> qb:structure wid:indicatorDSD }"),
        ("ic-02", "INSERT DATA { <id/dataset/bare> a qb:DataSet }"),
        ("ic-03", "DELETE DATA { <id/component/count/value> qb:measure sdmx-measure:obsValue }"),
        ("ic-04", "DELETE DATA { wid:edition rdfs:range wid:Edition }"),
        ("ic-05", "DELETE DATA { wid:sector qb:codeList <auth/sector> }"),
        ("ic-06", "INSERT DATA { <id/component/count/sector> qb:componentRequired false }"),
        ("ic-07", "DELETE DATA { wid:countDSD qb:sliceKey wid:countByHeading }"),
        ("ic-08", "INSERT DATA { wid:countByHeading qb:componentProperty wid:indicator }"),
        ("ic-09", "DELETE DATA { <id/slice/count/2022/1-1> qb:sliceStructure wid:countByHeading }"),
        ("ic-10", "DELETE DATA { <id/slice/count/2022/1-1> wid:edition <id/edition/2022> }"),
        ("ic-11", "DELETE { GRAPH ?g { OBS wid:sector ?s } } WHERE { GRAPH ?g { OBS wid:sector ?s } }"),
        (
            "ic-12",
            """DELETE { GRAPH ?g { OBS wid:sector ?s } } INSERT { OBS wid:sector <auth/sector/private> }
               WHERE { GRAPH ?g { OBS wid:sector ?s } }""",
        ),
        (
            "ic-13",
            "DELETE { GRAPH ?g { OBS ?p ?u } } WHERE { GRAPH ?g { OBS ?p ?u . OBS sdmx-attribute:unitMeasure ?u } }",
        ),
        (
            "ic-14",
            "DELETE { GRAPH ?g { OBS sdmx-measure:obsValue ?v } } WHERE { GRAPH ?g { OBS sdmx-measure:obsValue ?v } }",
        ),
        ("ic-18", "INSERT DATA { <id/dataset/indicators> qb:slice <id/slice/count/2022/1-1> }"),
        ("ic-19", "DELETE DATA { <auth/sector/public> skos:inScheme <auth/sector> }"),
        ("ic-19", "DELETE DATA { <auth/objective> skos:member <auth/objective-2021/1-1> }"),
    ],
)
def test_each_constraint_notices(store: ox.Store, constraint: str, change: str) -> None:
    prologue = f"""BASE <{BASE}>
      PREFIX qb: <http://purl.org/linked-data/cube#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
      PREFIX sdmx-attribute: <http://purl.org/linked-data/sdmx/2009/attribute#>
      PREFIX sdmx-measure: <http://purl.org/linked-data/sdmx/2009/measure#>
      PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX wid: <{WID}>
    """
    store.update(prologue + change.replace("OBS", OBSERVATION))
    assert constraint in broken(store)


def test_constraints_left_out_do_not_apply(cube: rdflib.Graph, wid: rdflib.Graph, codes: rdflib.Graph) -> None:
    """IC-15 to IC-17 are about measure dimensions, IC-20 and IC-21 about hierarchical code lists: there are none."""
    terms = {term for graph in (cube, wid, codes) for triple in graph for term in triple}
    assert not terms & {QB.measureType, QB.HierarchicalCodeList, QB.parentChildProperty, QB.measureDimension}
    numbers = {int(path.stem[3:]) for path in CONSTRAINTS}
    assert set(range(1, 22)) - numbers == {15, 16, 17, 20, 21}


def test_the_cubes_of_the_release_break_nothing(release: Release) -> None:
    store = ox.Store()
    store.load(path=release.dump("nq"))
    store.load(path=HERE / "sdmx.ttl")
    assert broken(store) == {}


def test_components_of_a_cube_are_numbered_and_used_once(cube: rdflib.Graph) -> None:
    for structure in cube.subjects(rdflib.RDF.type, QB.DataStructureDefinition):
        components = list(cube.objects(structure, QB.component))
        orders = sorted(int(str(cube.value(component, QB.order))) for component in components)
        assert orders == list(range(1, len(components) + 1))
        for component in components:
            kinds = [cube.value(component, kind) for kind in (QB.dimension, QB.measure, QB.attribute)]
            assert len([kind for kind in kinds if kind]) == 1
            assert list(cube.subjects(QB.component, component)) == [structure]


def test_every_own_component_property_has_a_concept(wid: rdflib.Graph, codes: rdflib.Graph) -> None:
    own = set(wid.subjects(rdflib.RDF.type, QB.DimensionProperty)) | set(
        wid.subjects(rdflib.RDF.type, QB.AttributeProperty)
    )
    assert len(own) == 7
    for prop in own:
        concept = wid.value(prop, QB.concept)
        assert (concept, rdflib.RDF.type, rdflib.SKOS.Concept) in codes
    for prop in wid.subjects(rdflib.RDF.type, QB.CodedProperty):
        assert (wid.value(prop, QB.codeList), None, None) in codes
