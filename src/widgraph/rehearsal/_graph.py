"""The harvested statements, indexed by node, with the few questions the readers ask of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import pyoxigraph as ox

from widgraph.rehearsal._vocabulary import term

Node: TypeAlias = ox.NamedNode | ox.BlankNode
Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal

_TYPE = term("rdf:type")
_PRIMARY_TOPIC = term("foaf:primaryTopic")


def is_node(value: object) -> bool:
    """Say whether a term can have statements of its own."""
    return isinstance(value, ox.NamedNode | ox.BlankNode)


def name(node: Term) -> str:
    """Return the IRI or the text of a term, for messages; the label of a blank node would mean nothing to a reader."""
    return "a blank node" if isinstance(node, ox.BlankNode) else str(node.value)


@dataclass
class Graph:
    """Statements by subject and property; values keep the order of the document, without repetition."""

    index: dict[Node, dict[ox.NamedNode, dict[Term, None]]] = field(default_factory=dict)

    def add(self, subject: Node, predicate: ox.NamedNode, value: Term) -> None:
        """Add one statement."""
        self.index.setdefault(subject, {}).setdefault(predicate, {})[value] = None

    def values(self, subject: Node, path: str) -> list[Term]:
        """Return the values of a property given as a prefixed name."""
        return list(self.index.get(subject, {}).get(term(path), ()))

    def nodes(self, subject: Node, path: str) -> list[Node]:
        """Return the values that are nodes."""
        return [value for value in self.values(subject, path) if not isinstance(value, ox.Literal)]

    def literals(self, subject: Node, path: str) -> list[ox.Literal]:
        """Return the values that are literals."""
        return [value for value in self.values(subject, path) if isinstance(value, ox.Literal)]

    def one(self, subject: Node, path: str) -> Term | None:
        """Return the first value, or None."""
        return next(iter(self.values(subject, path)), None)

    def has_type(self, node: Term, kind: str) -> bool:
        """Say whether a node is typed with a class; nothing is inferred, as the portals do not infer."""
        return not isinstance(node, ox.Literal) and term(kind) in self.index.get(node, {}).get(_TYPE, ())

    def typed(self, kind: str) -> list[Node]:
        """Return the nodes of a class in the order of the document."""
        return [node for node in self.index if self.has_type(node, kind)]

    def statements(self) -> Iterator[tuple[Node, ox.NamedNode, Term]]:
        """Yield every statement."""
        for subject, properties in self.index.items():
            for predicate, values in properties.items():
                for value in values:
                    yield subject, predicate, value

    def reach(self, start: Node, stop: Iterable[Node] = ()) -> set[Node]:
        """Return the nodes a portal stores with a node: all it reaches but by foaf:primaryTopic (checklist C3).

        Nodes of `stop` are reached and not passed.
        """
        halt = set(stop) - {start}
        seen, todo = {start}, [start]
        while todo:
            node = todo.pop()
            if node in halt:
                continue
            for predicate, values in self.index.get(node, {}).items():
                if predicate == _PRIMARY_TOPIC:
                    continue
                for value in values:
                    if not isinstance(value, ox.Literal) and value not in seen and value in self.index:
                        seen.add(value)
                        todo.append(value)
        return seen

    def __len__(self) -> int:
        return sum(len(values) for properties in self.index.values() for values in properties.values())
