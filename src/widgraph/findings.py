"""What is wrong with the data, and where: the one shape every check answers in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from widgraph.languages import choose


class Severity(StrEnum):
    """Severities of SHACL (section 2.1.4); only a violation stops a build."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, order=True)
class Place:
    """A cell, row, column or file that an editor can open; rows are numbered as in a sheet, the header being row 1."""

    file: str
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        parts = [self.file]
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column is not None:
            parts.append(f"column {self.column}")
        return ", ".join(parts)


@dataclass(frozen=True)
class Finding:
    """One thing to look at: the rule broken, the place, what was found, what is allowed, said in four languages."""

    rule: str
    severity: Severity
    messages: Mapping[str, str] = field(hash=False)
    place: Place | None = None
    found: str | None = None
    allowed: str | None = None
    subject: str | None = None

    def message(self, language: str = "en") -> str:
        """Return the message in a language, or in the first fallback language that has one."""
        chosen = choose(self.messages, language)
        return chosen[0] if chosen else self.rule


def violations(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that stop a build."""
    return [finding for finding in findings if finding.severity is Severity.VIOLATION]
