"""The graph in the syntaxes of RDF 1.1; same statements, same bytes."""

from widgraph.graph.serialize._context import CONTEXT_PATH, whole_context
from widgraph.graph.serialize._syntaxes import SYNTAXES, Syntax

__all__ = ["CONTEXT_PATH", "SYNTAXES", "Syntax", "whole_context"]
