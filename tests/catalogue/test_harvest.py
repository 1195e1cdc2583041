"""The catalogue as harvesters read it: CKAN's parser and rdflib find the same datasets and files."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import rdflib
from rdflib.namespace import DCAT, DCTERMS

if TYPE_CHECKING:
    from widgraph.release import Release

READER = Path(__file__).parent / "read_with_ckan.py"
CATALOG = rdflib.URIRef("https://w3id.org/widgraph/catalog")


@pytest.mark.parametrize(("suffix", "syntax"), [("ttl", "turtle"), ("rdf", "xml"), ("jsonld", "json-ld")])
def test_the_parser_of_ckan_finds_every_dataset_and_file(
    release: Release, catalog: rdflib.Graph, suffix: str, syntax: str
) -> None:
    """ckanext-dcat's own parser; only CKAN around it is stood in for (see read_with_ckan.py)."""
    if importlib.util.find_spec("ckanext") is None:
        pytest.skip("ckanext-dcat is not installed")
    answer = subprocess.run(
        [sys.executable, str(READER), str(release.path / f"catalog.{suffix}"), syntax],
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr[-2000:]
    theirs: dict[str, dict[str, Any]] = {}
    for dataset in json.loads(answer.stdout):
        extras = {extra["key"]: extra["value"] for extra in dataset["extras"]}
        theirs[extras["uri"]] = dataset | {"extras": extras}
    ours = {str(one): one for one in catalog.objects(CATALOG, DCAT.dataset)}
    assert set(theirs) == set(ours)
    for iri, dataset in theirs.items():
        node = ours[iri]
        assert dataset["title"] in {str(title) for title in catalog.objects(node, DCTERMS.title)}
        assert dataset["extras"]["identifier"] == str(catalog.value(node, DCTERMS.identifier))
        assert dataset["extras"]["publisher_uri"] == str(catalog.value(node, DCTERMS.publisher))
        assert dataset["extras"]["temporal_start"]
        files = {str(catalog.value(one, DCAT.downloadURL)): one for one in catalog.objects(node, DCAT.distribution)}
        assert {resource["download_url"] for resource in dataset["resources"]} == set(files)
        for resource in dataset["resources"]:
            file = files[resource["download_url"]]
            assert resource["size"] == int(str(catalog.value(file, DCAT.byteSize)))
            assert resource["license"].endswith("/licence/CC_BY_4_0")
            assert resource["mimetype"] in str(catalog.value(file, DCAT.mediaType))
            assert resource["hash"]
