"""What a rehearsal finds: one shape for a document that cannot be read, a dropped title and a lost point."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from widgraph.rehearsal._rules import RULES


class Portal(StrEnum):
    """Who does it."""

    BELGIUM = "data.gov.be"
    EUROPE = "data.europa.eu"
    BOTH = "both portals"


class Effect(StrEnum):
    """What happens to what was published."""

    REFUSED = "refused"
    SKIPPED = "skipped"
    DROPPED = "dropped"
    MERGED = "merged"
    RENAMED = "renamed"
    TRANSLATED = "translated"
    CHANGED = "changed"
    FAULTED = "faulted"
    LOWERED = "marked down"
    HARVESTED = "harvested"
    NOTED = "noted"


@dataclass(frozen=True)
class Finding:
    """One thing a portal does that the publisher did not mean, with its place, its rule and the way to mend it.

    `points` is what it costs of the 405; 0 when it costs none. `place` is a line and column, a URL or nothing; `node`
    the IRI the finding is about; `dataset` the dataset that suffers, None when the whole catalogue does.
    """

    rule: str
    portal: Portal
    effect: Effect
    message: str
    dataset: str | None = None
    node: str | None = None
    place: str | None = None
    points: int = 0

    @property
    def hazard(self) -> bool:
        """Notes inform; everything else makes the rehearsal fail."""
        return self.effect is not Effect.NOTED

    @property
    def fix(self) -> str:
        """Return what to do about it."""
        return RULES[self.rule].fix

    @property
    def source(self) -> str:
        """Return where the rule comes from."""
        return RULES[self.rule].source
