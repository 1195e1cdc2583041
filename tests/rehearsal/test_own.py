"""Our own catalogue loses nothing: by its file with either datatype of sizes, and with every address asked."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.made_catalogue import made_catalogue
from tests.serving import serving

from widgraph.graph.serialize import SYNTAXES
from widgraph.rehearsal import Options, rehearse
from widgraph.settings import Settings

if TYPE_CHECKING:
    from widgraph.release import Release

#: A publisher as it would be configured; made-up test data.
CONFIGURED = Settings(
    publisher_iri="https://org.belgif.be/id/CbeRegisteredEntity/0000000097",
    publisher_type="NationalAuthority",
    publisher_homepage="https://www.example.org/",
    contact_email="contact@example.org",
)


def written(data: Path, settings: Settings, path: Path) -> Path:
    """Write the catalogue of the real datasets, with these settings, in the syntax of the file's name."""
    path.write_bytes(SYNTAXES[path.suffix[1:]].write(made_catalogue(data, settings)))
    return path


@pytest.mark.parametrize("suffix", ["ttl", "rdf", "jsonld"])
@pytest.mark.parametrize(("datatype", "profile"), [("nonNegativeInteger", "3.0.1"), ("decimal", "3.0.0")])
def test_a_configured_catalogue_loses_nothing(
    data: Path, tmp_path: Path, suffix: str, datatype: str, profile: str
) -> None:
    settings = dataclasses.replace(CONFIGURED, byte_size_datatype=datatype)
    result = rehearse(str(written(data, settings, tmp_path / f"catalog.{suffix}")), Options(profile=profile))
    assert result.hazards == ()
    assert {one.europe.score for one in result.datasets} == {405}
    assert all(one.belgium.shown and not one.belgium.translated for one in result.datasets)


def test_the_other_datatype_of_sizes_costs_the_conformance(data: Path, tmp_path: Path) -> None:
    path = written(data, CONFIGURED, tmp_path / "catalog.ttl")
    assert {one.europe.score for one in rehearse(str(path), Options(profile="3.0.0")).datasets} == {375}


def test_every_address_of_the_site_answers_as_the_catalogue_says(release: Release) -> None:
    """Without a mail address in the settings there is none to show, and that is all that is lost."""
    with serving(release, Settings()) as site:
        result = rehearse(f"{site}/catalog.ttl", Options(moved={"https://w3id.org/widgraph/": f"{site}/"}))
    assert {finding.rule for finding in result.hazards} == {"D6"}
    assert {one.europe.score for one in result.datasets} == {405}
    assert result.assumed == 0
