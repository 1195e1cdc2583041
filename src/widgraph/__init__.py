"""widgraph: a reported strategy as a validated, citable knowledge graph."""

__version__ = "0.1.0"
