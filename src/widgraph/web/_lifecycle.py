"""What happened to an identifier since it was published: retired, merged, split, renamed, removed (design, 4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from widgraph.namespaces import BASE
from widgraph.web._language import date_text, gettext, language
from widgraph.web._problem import Problem
from widgraph.web._reader import Reader, iri, text
from widgraph.web._texts import Text, in_language

_KINDS = BASE + "auth/lifecycle/"
#: After these an identifier is no longer in use.
_ENDING = {"retired", "merged", "split"}


@dataclass
class Event:
    """One event: its IRI, its kind (`retired`, `merged` and so on), its day (ISO), why, and what replaces the thing."""

    iri: str
    kind: str
    date: str
    reasons: dict[str, str] = field(default_factory=dict)
    successors: list[str] = field(default_factory=list)

    @property
    def kind_iri(self) -> str:
        """The code of the kind."""
        return _KINDS + self.kind

    @property
    def reason(self) -> Text:
        """Why, in the language of the page."""
        return in_language(self.reasons, language())

    @property
    def ends(self) -> bool:
        """Whether the identifier is no longer in use after it."""
        return self.kind in _ENDING


def events(reader: Reader, about: str) -> Sequence[Event]:
    """Return what happened to an identifier, the latest first."""
    found: dict[str, Event] = {}
    for row in reader.rows("lifecycle", this=ox.NamedNode(about)):
        name, kind = iri(row, "event") or "", (iri(row, "kind") or "").removeprefix(_KINDS)
        event = found.setdefault(name, Event(name, kind, text(row, "date") or ""))
        reason, following = row.get("reason"), iri(row, "next")
        if isinstance(reason, ox.Literal):
            event.reasons[reason.language or ""] = reason.value
        if following and following not in event.successors:
            event.successors.append(following)
    return list(found.values())


def removal(reader: Reader, about: str) -> Problem | None:
    """Return the bare notice (410) for what the law made us take away, None for anything else."""
    gone = next((event for event in events(reader, about) if event.kind == "removed"), None)
    if gone is None:
        return None
    return Problem(
        410,
        gettext("What was here has been removed for legal reasons."),
        gettext("Removed on %(day)s. The identifier will not be given to anything else.")
        % {"day": date_text(gone.date)},
    )
