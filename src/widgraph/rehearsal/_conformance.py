"""DCAT-AP conformance as data.europa.eu judges it: level 1 of one release, by our own table or by official shapes.

The table (`tables/constraints.csv`) says what level 1 checks, its gaps included; `--shapes` judges by the shape files
themselves (SHACL). Both answer with one violation per node and property, so they can be compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from widgraph.checks import shacl_results
from widgraph.errors import UsageError
from widgraph.rehearsal._catalogue import Catalogue
from widgraph.rehearsal._graph import Graph, Node, Term, name
from widgraph.rehearsal._vocabulary import read_table, short, term

PROFILES: Final = ("3.0.1", "3.0.0", "2.1.1")
_ADMS_STATUS = ox.NamedNode("http://purl.org/adms/status/1.0")
_SHA1 = ox.NamedNode("http://spdx.org/rdf/terms#checksumAlgorithm_sha1")
#: How the two files of level 1 end in the releases of DCAT-AP.
_LEVEL_1 = ("shapes", "deprecateduris")
_RESOURCES = ("dcat:Catalog", "dcat:Dataset", "dcat:DataService", "dcat:DatasetSeries")
_DAY = r"-?\d{4,}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_ZONE = r"(Z|[+-]\d\d:\d\d)?"
_LEXICAL = {
    "date": re.compile(_DAY + _ZONE),
    "dateTime": re.compile(_DAY + r"T\d\d:\d\d:\d\d(\.\d+)?" + _ZONE),
    "gYear": re.compile(r"-?\d{4,}" + _ZONE),
    "gYearMonth": re.compile(r"-?\d{4,}-(0[1-9]|1[0-2])" + _ZONE),
    "decimal": re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)"),
    "nonNegativeInteger": re.compile(r"\+?\d+|-0+"),
    "duration": re.compile(r"-?P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?"),
    "hexBinary": re.compile(r"([0-9a-fA-F]{2})*"),
}
_WANTED = {
    "literal": "a text",
    "node": "an IRI",
    "iri": "an IRI",
    "date": "an xsd:date, xsd:dateTime, xsd:gYear or xsd:gYearMonth",
    "decimal": "an xsd:decimal",
    "duration": "an xsd:duration",
    "hexBinary": "an xsd:hexBinary",
    "resource": "a catalogue, dataset, series or service",
    "sha1": "the algorithm SHA-1",
    "admsStatus": "a status described in the scheme http://purl.org/adms/status/1.0",
}


@dataclass(frozen=True, order=True)
class Violation:
    """One result: the node, the property (a prefixed name, ^ for the way back) and what is wrong."""

    node: str
    path: str
    message: str


@dataclass(frozen=True)
class Conformance:
    """All results of a catalogue, and in words what judged them."""

    judge: str
    violations: tuple[Violation, ...]

    def of(self, nodes: Iterable[Node]) -> list[Violation]:
        """Return the results about some nodes."""
        names = {_key(node) for node in nodes}
        return [violation for violation in self.violations if violation.node in names]


def _key(node: Node) -> str:
    return f"_:{node.value}" if isinstance(node, ox.BlankNode) else node.value


def judge(catalogue: Catalogue, profile: str, shapes: Path | None = None) -> Conformance:
    """Judge a catalogue against a release of DCAT-AP, by the shapes of a file or folder where one is given.

    Raises UsageError when the shapes cannot be read, or cannot be used.
    """
    if shapes is not None:
        files = _level_1(shapes)
        judges = ", ".join(file.name for file in files)
        return Conformance(f"{judges} in {files[0].parent}", tuple(sorted(_by_shapes(catalogue.graph, files))))
    found = sorted(_by_table(catalogue.graph, profile))
    return Conformance(f"widgraph's own table of DCAT-AP {profile} (level 1)", tuple(found))


def _level_1(shapes: Path) -> list[Path]:
    """Return the files to judge by: of a folder those of level 1, if it has them, else all Turtle files."""
    files = sorted(shapes.glob("*.ttl")) if shapes.is_dir() else [shapes] if shapes.is_file() else []
    if not files:
        raise UsageError(f"There are no shapes at {shapes}.", "Give a Turtle file of shapes, or a folder of them.")
    return [file for file in files if file.stem.endswith(_LEVEL_1)] or files


def _by_shapes(graph: Graph, files: list[Path]) -> list[Violation]:
    quads = [ox.Quad(*statement) for statement in graph.statements()]
    return [Violation(one.node, _path(one.path), one.message) for one in shacl_results(quads, files)]


def _path(iri: str) -> str:
    return "^" + short(iri[1:]) if iri.startswith("^") else short(iri)


def _by_table(graph: Graph, profile: str) -> list[Violation]:
    found: list[Violation] = []
    nodes = {row["class"]: graph.typed(row["class"]) for row in read_table("constraints.csv")}
    back = {value for node in graph.index for value in graph.nodes(node, "dcat:inSeries")}
    for row in read_table("constraints.csv"):
        if profile not in row["releases"].split() or row["range"]:
            continue
        for node in nodes[row["class"]]:
            values: Sequence[Term] = (
                [node] if row["path"] == "^dcat:inSeries" and node in back else _values(graph, node, row["path"])
            )
            found += [Violation(_key(node), row["path"], message) for message in _check(graph, row, values, profile)]
    return found


def _values(graph: Graph, node: Node, path: str) -> list[Term]:
    return [] if path.startswith("^") else graph.values(node, path)


def _check(graph: Graph, row: dict[str, str], values: Sequence[Term], profile: str) -> list[str]:
    """Return a message per value, or per node for numbers, as SHACL counts results."""
    kind, what = row["kind"], f"{row['class']} {row['path']}"
    if row["least"] and len(values) < int(row["least"]):
        return [f"{what} is missing.", *_too_many(row, values, what)]
    if not kind:
        return _too_many(row, values, what)
    if kind == "sha1":
        return [] if _SHA1 in values else [f"{what} is not {_WANTED[kind]}."]
    if kind == "byteSize":
        kind = "nonNegativeInteger" if profile == "3.0.1" else "decimal"
    wanted = _WANTED.get(kind, f"an xsd:{kind}")
    return [f"{what} is {_shown(value)}, not {wanted}." for value in values if not _is(graph, kind, value)]


def _too_many(row: dict[str, str], values: Sequence[Term], what: str) -> list[str]:
    if row["most"] and len(values) > int(row["most"]):
        return [f"{what} has {len(values)} values, at most {row['most']} is allowed."]
    return []


def _shown(value: Term) -> str:
    if not isinstance(value, ox.Literal):
        return f"<{name(value)}>" if isinstance(value, ox.NamedNode) else name(value)
    kind = f"@{value.language}" if value.language else f" ({short(value.datatype.value)})"
    return f"«{value.value[:60]}»{kind}"


def _is(graph: Graph, kind: str, value: Term) -> bool:
    if kind == "literal":
        return isinstance(value, ox.Literal)
    if kind in ("node", "iri"):
        return isinstance(value, ox.NamedNode) or (kind == "node" and isinstance(value, ox.BlankNode))
    if kind == "resource":
        return any(graph.has_type(value, one) for one in _RESOURCES)
    if kind == "admsStatus":
        return isinstance(value, ox.NamedNode) and _old_status(graph, value)
    if not isinstance(value, ox.Literal):
        return False
    allowed = ("date", "dateTime", "gYear", "gYearMonth") if kind == "date" else (kind,)
    return any(value.datatype == term(f"xsd:{one}") and _LEXICAL[one].fullmatch(value.value) for one in allowed)


def _old_status(graph: Graph, value: Node) -> bool:
    """The deprecated terms file wants the concept in the old scheme, and every scheme of it described as one."""
    schemes = graph.values(value, "skos:inScheme")
    return _ADMS_STATUS in schemes and all(graph.has_type(scheme, "skos:ConceptScheme") for scheme in schemes)
