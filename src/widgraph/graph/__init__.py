"""The knowledge graph: rows become statements in named graphs, each knowing its cell; queries derive the rest."""

from widgraph.graph._build import build_graph
from widgraph.graph._graph import Graph
from widgraph.graph._rules import Rule, rule_of, rules
from widgraph.graph._terms import changed_terms

__all__ = ["Graph", "Rule", "build_graph", "changed_terms", "rule_of", "rules"]
