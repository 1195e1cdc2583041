"""The annexes of the yearly report, made from the graph: an overview of all initiatives, and the counts per heading."""

from widgraph.annexes._write import write_annexes

__all__ = ["write_annexes"]
