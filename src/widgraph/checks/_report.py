"""The outcome of a check: findings for people, and a W3C SHACL validation report for machines."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import total_ordering

from rdflib import Literal, URIRef
from rdflib.term import Node

from widgraph.findings import Finding, Place, Severity, violations
from widgraph.languages import LANGUAGES
from widgraph.namespaces import DCTERMS, SH

_COUNTED = {
    "nl": "{violation} overtredingen, {warning} waarschuwingen, {info} opmerkingen",
    "fr": "{violation} infractions, {warning} avertissements, {info} remarques",
    "de": "{violation} Verstöße, {warning} Warnungen, {info} Hinweise",
    "en": "{violation} violations, {warning} warnings, {info} notes",
}
_MARK = {Severity.VIOLATION: "✗", Severity.WARNING: "!", Severity.INFO: "i"}


@total_ordering
@dataclass(frozen=True, eq=True)
class Result(Finding):
    """A finding together with the terms of the SHACL validation result behind it (SHACL, section 3.6.2)."""

    focus: Node | None = field(default=None, kw_only=True)
    path: Node | None = field(default=None, kw_only=True)
    value: Node | None = field(default=None, kw_only=True)
    shape: Node | None = field(default=None, kw_only=True)
    component: Node | None = field(default=None, kw_only=True)

    def __lt__(self, other: Result) -> bool:
        return self._key() < other._key()

    def _key(self) -> tuple[object, ...]:
        terms = (self.shape, self.focus, self.path, self.value, self.component)
        return (*place_key(self.place), self.rule, *("" if term is None else term.n3() for term in terms))


def place_key(place: Place | None) -> tuple[str, int, str]:
    """Return a key that sorts places by file, row and column; what has no place comes last."""
    return (place.file, place.row or 0, place.column or "") if place else ("\uffff", 0, "")


@dataclass(frozen=True)
class Report:
    """All results of one check, sorted by place and rule."""

    results: tuple[Result, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything found, sorted by place and rule."""
        return self.results

    @property
    def conforms(self) -> bool:
        """Tell whether nothing found stops a build; warnings and information do not."""
        return not violations(self.results)

    def turtle(self) -> str:
        """Return the report as Turtle (SHACL, section 3.6): the same results give the same bytes.

        sh:conforms is false as soon as there is any result, also of severity sh:Info, as section 3.6.1.2 has it;
        `conforms` above is the project's own, milder gate. Each result also has its rule (dcterms:identifier) and the
        cell that caused it (dcterms:source).
        """
        lines = [
            f"@prefix dcterms: <{DCTERMS}> .",
            f"@prefix sh: <{SH}> .",
            "",
            "[] a sh:ValidationReport ;",
        ]
        conforms = f"    sh:conforms {'false' if self.results else 'true'}"
        if not self.results:
            return "\n".join([*lines, conforms + " .", ""])
        blocks = " ,\n        ".join(_block(result) for result in self.results)
        return "\n".join([*lines, conforms + " ;", "    sh:result " + blocks + " .", ""])

    def text(self, language: str = "en") -> str:
        """Return the findings for people, the most severe first, and how many there are."""
        order = list(Severity)
        lines = []
        for result in sorted(self.results, key=lambda one: order.index(one.severity)):
            where = str(result.place) if result.place else result.subject or ""
            lines.append(f"{_MARK[result.severity]} {result.rule} {where}: {result.message(language)}")
            if result.found is not None:
                lines.append(f"    {result.found[:200]}")
        counts = Counter(str(result.severity) for result in self.results)
        template = _COUNTED[language if language in _COUNTED else "en"]
        lines.append(template.format(**{str(severity): counts[str(severity)] for severity in Severity}))
        return "\n".join(lines) + "\n"


def _block(result: Result) -> str:
    severity = {Severity.VIOLATION: "sh:Violation", Severity.WARNING: "sh:Warning", Severity.INFO: "sh:Info"}
    pairs = [
        ("sh:focusNode", _term(result.focus)),
        ("sh:resultPath", _term(result.path)),
        ("sh:value", _term(result.value)),
        ("sh:resultSeverity", severity[result.severity]),
        ("sh:sourceConstraintComponent", _term(result.component)),
        ("sh:sourceShape", _term(result.shape)),
        ("dcterms:identifier", Literal(result.rule).n3()),
        ("dcterms:source", Literal(str(result.place)).n3() if result.place else None),
        ("sh:resultMessage", _messages(result)),
    ]
    inner = " ;\n            ".join(f"{name} {value}" for name, value in pairs if value)
    return f"[\n            a sh:ValidationResult ;\n            {inner}\n        ]"


def _messages(result: Result) -> str:
    ordered = [language for language in LANGUAGES if language in result.messages]
    return " ,\n                ".join(Literal(result.messages[language], lang=language).n3() for language in ordered)


def _term(term: Node | None) -> str | None:
    """Blank nodes are left out: their names change from run to run."""
    return term.n3() if isinstance(term, URIRef | Literal) else None
