"""The graph in the syntaxes of RDF 1.1; same statements, same bytes."""

from widgraph.graph.serialize._json_ld import CONTEXT
from widgraph.graph.serialize._syntaxes import SYNTAXES, Syntax

__all__ = ["CONTEXT", "SYNTAXES", "Syntax"]
