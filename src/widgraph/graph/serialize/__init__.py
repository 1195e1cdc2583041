"""The graph in the syntaxes of RDF 1.1; same statements, same bytes."""

from widgraph.graph.serialize._context import CONTEXT_PATH, whole_context
from widgraph.graph.serialize._syntaxes import SYNTAXES, Statements, Syntax

__all__ = ["CONTEXT_PATH", "SYNTAXES", "Statements", "Syntax", "whole_context"]
