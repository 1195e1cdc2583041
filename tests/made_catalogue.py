"""A catalogue of the real datasets whose files have made-up sizes and digests, for tests of any settings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox

from widgraph.catalogue import FORMATS, Entry, File, catalogue, read_datasets, read_publication
from widgraph.settings import Settings
from widgraph.tables import read_tables


def made_catalogue(data: Path, settings: Settings) -> Sequence[ox.Quad]:
    """Return the catalogue of the datasets in a folder of tables, under some settings."""
    datasets = read_datasets(read_tables(data))
    entries = [
        Entry(one, [File(form, f"dumps/{one.id}.{form.key}", 7, "00" * 32) for form in FORMATS])
        for one in datasets
        if not one.is_series
    ]
    return catalogue(entries, [one for one in datasets if one.is_series], read_publication(settings))
