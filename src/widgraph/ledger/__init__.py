"""The ledger: every identifier ever published, one sealed row each, never edited and never taken away."""

from widgraph.ledger._check import check_ledger, disagreements
from widgraph.ledger._compare import Resource, compare, propose, resources_of
from widgraph.ledger._file import NAME, Entry, Ledger, append, read_ledger

__all__ = [
    "NAME",
    "Entry",
    "Ledger",
    "Resource",
    "append",
    "check_ledger",
    "compare",
    "disagreements",
    "propose",
    "read_ledger",
    "resources_of",
]
