"""What the shapes say about themselves: rule, severity, what is allowed, and the messages in each language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rdflib import DCTERMS, SH, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from widgraph.findings import Severity

_SEVERITIES = {SH.Violation: Severity.VIOLATION, SH.Warning: Severity.WARNING, SH.Info: Severity.INFO}
_PLACEHOLDER = re.compile(r"\{[?$](\w+)\}")


@dataclass(frozen=True)
class Shape:
    """One constraint of the shape files: its rule, and how to speak about it."""

    iri: str
    rule: str
    severity: Severity
    templates: Mapping[str, str]
    allowed: str | None
    whole_graph: bool

    def messages(self, rendered: Sequence[Node]) -> dict[str, str]:
        """Return the message in each language, from the messages of a result.

        pySHACL drops the language of messages whose variables it fills in (SHACL, section 5.3.2), so each is led back
        to the template it came from.
        """
        texts = sorted(str(message) for message in rendered)
        found = {}
        for language, template in self.templates.items():
            pattern = _pattern(template)
            found[language] = next((text for text in texts if pattern.fullmatch(text)), template)
        return found


def _pattern(template: str) -> re.Pattern[str]:
    # split() alternates text and variable names
    pieces = (re.escape(part) if index % 2 == 0 else ".*" for index, part in enumerate(_PLACEHOLDER.split(template)))
    return re.compile("".join(pieces), re.DOTALL)


def severity_of(term: Node | None) -> Severity:
    """Return the project's severity for a SHACL one; a shape that states none means a violation (section 2.1.4)."""
    return _SEVERITIES.get(term, Severity.VIOLATION) if isinstance(term, URIRef) else Severity.VIOLATION


def read_shapes(graph: Graph) -> dict[Node, Shape]:
    """Return every shape that carries a rule id, by its node."""
    return {
        node: Shape(
            iri=str(node),
            rule=str(rule),
            severity=severity_of(graph.value(node, SH.severity)),
            templates=_templates(graph, node),
            allowed=_allowed(graph, node),
            whole_graph=(node, SH.targetNode, None) in graph,
        )
        for node, rule in graph.subject_objects(DCTERMS.identifier)
    }


def _templates(graph: Graph, node: Node) -> dict[str, str]:
    speakers = [node, *graph.objects(node, SH.sparql)]
    messages = [message for speaker in speakers for message in graph.objects(speaker, SH.message)]
    return {message.language or "en": str(message) for message in messages if isinstance(message, Literal)}


def _allowed(graph: Graph, node: Node) -> str | None:
    """Say in one line what a value may be, where the shape says it with a list, a pattern or a range."""
    options = graph.value(node, SH["in"])
    if options is not None:
        return ", ".join(str(option) for option in Collection(graph, options))
    pattern = graph.value(node, SH.pattern)
    if pattern is not None:
        return str(pattern)
    low, high = graph.value(node, SH.minInclusive), graph.value(node, SH.maxInclusive)
    if low is not None or high is not None:
        return f"{'' if low is None else low}..{'' if high is None else high}"
    datatype = graph.value(node, SH.datatype)
    return str(datatype).rpartition("#")[2] if datatype is not None else None
