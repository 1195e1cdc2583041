"""The rules by which statements are derived, for whoever wants to know why a derived statement is there.

Each query of `derive/` opens with comment lines: what it is for, and `# makes: SUBJECTS PROPERTY …`, a pattern of the
subjects (after the base of all identifiers) and the properties it makes. A test compares this with what it makes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from widgraph.namespaces import BASE, PREFIXES


@dataclass(frozen=True)
class Rule:
    """One rule: its name, what it is for (in English; pages translate it), its query, and what it makes."""

    name: str
    purpose: str
    query: str
    subjects: str
    properties: frozenset[str]

    def makes(self, subject: str, prop: str) -> bool:
        """Return whether a derived statement about a subject with a property is this rule's work."""
        return prop in self.properties and re.fullmatch(self.subjects, subject.removeprefix(BASE)) is not None


@cache
def rules() -> Sequence[Rule]:
    """Return all rules in the order in which they run."""
    folder = files("widgraph.graph") / "derive"
    found = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".rq")), key=lambda entry: entry.name)
    return [_rule(entry.name.removesuffix(".rq").partition("-")[2], entry.read_text("utf-8")) for entry in found]


def rule_of(subject: str, prop: str) -> Rule | None:
    """Return the rule that derives statements about a subject with a property; None when none does."""
    return next((rule for rule in rules() if rule.makes(subject, prop)), None)


def _rule(name: str, text: str) -> Rule:
    comments = [line.removeprefix("# ") for line in text.splitlines() if line.startswith("# ")]
    makes = next(line.removeprefix("makes: ") for line in comments if line.startswith("makes: "))
    purpose = " ".join(comments[: comments.index(f"makes: {makes}")])
    subjects, *properties = makes.split(" ")
    full = frozenset(PREFIXES[prefix] + local for prefix, _, local in (one.partition(":") for one in properties))
    query = "\n".join(line for line in text.splitlines() if not line.startswith("# "))
    return Rule(name, purpose, query, subjects, full)
