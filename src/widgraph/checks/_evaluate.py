"""SPARQL constraints (SHACL, section 5) evaluated by Oxigraph, on the graph that pySHACL validates.

pySHACL hands each constraint to rdflib's evaluator, which needs thirty times as long. Where the graph holds a literal
that Oxigraph would rewrite, rdflib evaluates after all: a check must see terms as they are written.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef, Variable
from rdflib.query import Result
from rdflib.term import Identifier, Node

from widgraph.graph import changed_terms
from widgraph.namespaces import XSD

Term = ox.NamedNode | ox.BlankNode | ox.Literal
_STRING = XSD + "string"


class EvaluatedGraph(Graph):
    """A view of a graph, which must not change any more, whose `query` is answered by Oxigraph."""

    def __init__(self, graph: Graph) -> None:
        super().__init__(store=graph.store, identifier=graph.identifier, bind_namespaces="none")

    @cached_property
    def _engine(self) -> ox.Store | None:
        """The statements in Oxigraph; None when it would rewrite any."""
        quads = [ox.Quad(_subject(s), ox.NamedNode(str(p)), to_term(o)) for s, p, o in self]
        if changed_terms(quads):
            return None
        store = ox.Store()
        store.extend(quads)
        return store

    def query(  # type: ignore[override]
        self,
        query_object: str,
        processor: Any = "sparql",  # noqa: ANN401 - the signature of rdflib's own method
        result: Any = "sparql",  # noqa: ANN401
        initNs: Any = None,  # noqa: ANN401, N803
        initBindings: Mapping[str, Identifier] | None = None,  # noqa: N803
        use_store_provided: bool = True,
        **options: Any,  # noqa: ANN401
    ) -> Result:
        """Answer a query with variables bound beforehand (SHACL, section 5.3.1), as rdflib does."""
        if self._engine is None:
            return super().query(query_object, processor, result, initNs, initBindings, use_store_provided, **options)
        bound: dict[ox.Variable, Term | ox.Triple] = {
            ox.Variable(name): to_term(node) for name, node in (initBindings or {}).items()
        }
        found = self._engine.query(query_object, substitutions=bound)
        if not isinstance(found, ox.QuerySolutions):
            raise TypeError("a SPARQL constraint is a SELECT query")
        answer = Result("SELECT")
        names = [variable.value for variable in found.variables]
        answer.vars = [Variable(name) for name in names]
        answer.bindings = [
            {Variable(name): to_node(term) for name in names if (term := solution[name]) is not None}
            for solution in found
        ]
        return answer


def to_term(node: Node) -> Term:
    """Return a term of rdflib as one of Oxigraph; a plain string and an xsd:string are one term (RDF 1.1)."""
    match node:
        case Literal() if node.language:
            return ox.Literal(str(node), language=node.language)
        case Literal():
            return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype or _STRING)))
        case BNode():
            return ox.BlankNode(str(node))
        case _:
            return ox.NamedNode(str(node))


def to_node(term: object) -> Identifier:
    """Return a term of Oxigraph as one of rdflib, its lexical form untouched; TypeError for what RDF 1.1 lacks."""
    match term:
        case ox.NamedNode():
            return URIRef(term.value)
        case ox.BlankNode():
            return BNode(term.value)
        case ox.Literal() if term.language:
            return Literal(term.value, lang=term.language, normalize=False)
        case ox.Literal():
            datatype = None if term.datatype.value == _STRING else URIRef(term.datatype.value)
            return Literal(term.value, datatype=datatype, normalize=False)
        case _:
            raise TypeError(f"no RDF 1.1 term: {term!r}")


def _subject(node: Node) -> ox.NamedNode | ox.BlankNode:
    return ox.BlankNode(str(node)) if isinstance(node, BNode) else ox.NamedNode(str(node))
