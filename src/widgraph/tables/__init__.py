"""The tables people edit, read strictly against their description (W3C CSVW), and published for everybody else."""

from widgraph.tables._description import NAME, Column, Datatype, Description, ForeignKey, Table, read_description
from widgraph.tables._narrow import narrow, of_edition
from widgraph.tables._publish import publish_table, publish_tables
from widgraph.tables._read import check_rows, read_tables
from widgraph.tables._tables import Row, Tables
from widgraph.tables._write import csv_bytes, snapshot, write_tables

__all__ = [
    "NAME",
    "Column",
    "Datatype",
    "Description",
    "ForeignKey",
    "Row",
    "Table",
    "Tables",
    "check_rows",
    "csv_bytes",
    "narrow",
    "of_edition",
    "publish_table",
    "publish_tables",
    "read_description",
    "read_tables",
    "snapshot",
    "write_tables",
]
