"""Initiatives as members send them: a plain table with the columns of the report, collected for an edition."""

from widgraph.workbook.collected._columns import PlainTable, plain_table
from widgraph.workbook.collected._edition import collected_text, start_edition
from widgraph.workbook.collected._read import collected_book, latest_edition
from widgraph.workbook.collected._sheet import write_collection

__all__ = [
    "PlainTable",
    "collected_book",
    "collected_text",
    "latest_edition",
    "plain_table",
    "start_edition",
    "write_collection",
]
