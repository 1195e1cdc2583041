"""The catalogue: which datasets there are, what each holds, and how portals are told (DCAT-AP 3.0.1, StatDCAT-AP)."""

from widgraph.catalogue._contents import Contents, Parts
from widgraph.catalogue._cube import Component, components
from widgraph.catalogue._datasets import WHOLE, Dataset, read_datasets
from widgraph.catalogue._dcat import CATALOG, Entry, File, catalogue, distribution_iri
from widgraph.catalogue._formats import CSV, EXCEL, FORMATS, RDF_FORMATS, Format, formats_of, path_of
from widgraph.catalogue._publisher import Publication, Publisher, read_publication
from widgraph.catalogue._values import value_names
from widgraph.catalogue._void import void
from widgraph.catalogue._workbook import write_workbook

__all__ = [
    "CATALOG",
    "CSV",
    "EXCEL",
    "FORMATS",
    "RDF_FORMATS",
    "WHOLE",
    "Component",
    "Contents",
    "Dataset",
    "Entry",
    "File",
    "Format",
    "Parts",
    "Publication",
    "Publisher",
    "catalogue",
    "components",
    "distribution_iri",
    "formats_of",
    "path_of",
    "read_datasets",
    "read_publication",
    "value_names",
    "void",
    "write_workbook",
]
