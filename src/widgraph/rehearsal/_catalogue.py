"""The things of a harvested catalogue that both portals look at."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from widgraph.rehearsal._graph import Graph, Node, name


@dataclass
class Catalogue:
    """The statements of a catalogue, and the datasets both portals take from it: everything typed dcat:Dataset."""

    graph: Graph

    @cached_property
    def catalogues(self) -> list[Node]:
        """Return the nodes typed dcat:Catalog."""
        return self.graph.typed("dcat:Catalog")

    @cached_property
    def datasets(self) -> list[Node]:
        """Return the nodes typed dcat:Dataset, listed or not (checklist A5)."""
        return self.graph.typed("dcat:Dataset")

    @cached_property
    def closures(self) -> dict[Node, set[Node]]:
        """Return what data.europa.eu stores with each dataset."""
        return {dataset: self.graph.reach(dataset) for dataset in self.datasets}

    def distributions(self, dataset: Node) -> list[Node]:
        """Return the distributions of a dataset."""
        return self.graph.nodes(dataset, "dcat:distribution")

    def with_distributions(self) -> Iterator[tuple[Node, Node]]:
        """Yield each dataset with each of its distributions."""
        for dataset in self.datasets:
            for distribution in self.distributions(dataset):
                yield dataset, distribution

    def title(self, node: Node) -> str:
        """Return a title to show: English, else the first there is, else the IRI."""
        titles = sorted(self.graph.literals(node, "dct:title"), key=lambda one: (one.language or "") != "en")
        return titles[0].value[:200] if titles and titles[0].value.strip() else name(node)


def normalised(identifier: str) -> str:
    """Return an identifier as data.europa.eu's harvester writes it into its addresses (checklist B3)."""
    text = unicodedata.normalize("NFKD", identifier).replace("%", "")
    return re.sub(r"-+", "-", re.sub(r"[^\w]", "-", text)).lower()


def languages_of(literals: Sequence[ox.Literal]) -> dict[str, list[str]]:
    """Return texts by the first two letters of their language, as data.gov.be's reader groups them; "" for none."""
    found: dict[str, list[str]] = {}
    for literal in literals:
        found.setdefault((literal.language or "")[:2].lower(), []).append(literal.value)
    return found
