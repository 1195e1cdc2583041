"""The data against the rules: SHACL shapes over the graph, and every quoted position against the report itself.

Everything answers with findings (widgraph.findings); a finding names the table cell that made the faulty statement.
"""

from widgraph.checks._load import CheckedGraph
from widgraph.checks._plain import ShaclResult, shacl_results
from widgraph.checks._report import Report, Result
from widgraph.checks._run import check_graph
from widgraph.checks._source import verify_source

__all__ = ["CheckedGraph", "Report", "Result", "ShaclResult", "check_graph", "shacl_results", "verify_source"]
