"""The result for people and programs: text of at most 100 columns, JSON, one HTML page."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import cache
from importlib import resources
from typing import Any

import jinja2

from widgraph.rehearsal._europe import FULL, Metric
from widgraph.rehearsal._findings import Finding
from widgraph.rehearsal._rehearse import DatasetResult, Rehearsal
from widgraph.rehearsal._rules import RULES

_WIDTH = 100
_TITLE = 40
_DIMENSIONS = {
    "findability": 100,
    "accessibility": 100,
    "interoperability": 110,
    "reusability": 75,
    "contextuality": 20,
}
_RED, _YELLOW, _GREEN, _BOLD, _PLAIN = "\033[31m", "\033[33m", "\033[32m", "\033[1m", "\033[0m"
_MOST_EXAMPLES = 3


def as_json(rehearsal: Rehearsal) -> str:
    """Return everything as JSON; `docs/rehearsal.md` describes the keys."""
    document: dict[str, Any] = {
        "source": rehearsal.source,
        "profile": rehearsal.profile,
        "judge": rehearsal.judge,
        "syntax": rehearsal.syntax,
        "pages": rehearsal.pages,
        "statements": rehearsal.statements,
        "clean": rehearsal.clean,
        "score": rehearsal.score,
        "of": FULL,
        "assumed": rehearsal.assumed,
        "rating": rehearsal.rating,
        "datasets": [_dataset(one) for one in rehearsal.datasets],
        "findings": [_finding(one) for one in rehearsal.findings],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _dataset(one: DatasetResult) -> dict[str, Any]:
    europe = one.europe
    return {
        "iri": one.iri,
        "title": one.title,
        "belgium": asdict(one.belgium),
        "europe": {
            "key": europe.key,
            "score": europe.score,
            "of": FULL,
            "assumed": europe.assumed,
            "rating": europe.rating,
            "best_distribution": europe.best_distribution,
            "metrics": [asdict(metric) for metric in europe.metrics],
            "could_be_filled": list(europe.empty),
        },
    }


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "title": RULES[one.rule].title,
        "hazard": one.hazard,
        "portal": str(one.portal),
        "effect": str(one.effect),
        "points": one.points,
        "dataset": one.dataset,
        "node": one.node,
        "place": one.place,
        "message": one.message,
        "fix": one.fix,
        "source": one.source,
    }


def as_html(rehearsal: Rehearsal) -> str:
    """Return one page without script and without anything from elsewhere."""
    return _template().render(
        rehearsal=rehearsal,
        full=FULL,
        rules=RULES,
        dimensions=_DIMENSIONS,
        dimension=dimension,
        groups=grouped,
        place=place,
    )


@cache
def _template() -> jinja2.Template:
    text = resources.files("widgraph.rehearsal").joinpath("report.html").read_text(encoding="utf-8")
    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    return environment.from_string(text)


def dimension(metrics: Sequence[Metric], wanted: str) -> int:
    """Return the points got in one dimension."""
    return sum(metric.points for metric in metrics if metric.dimension == wanted)


def grouped(findings: Sequence[Finding]) -> dict[str, dict[str, list[Finding]]]:
    """Return findings by rule, and within a rule by what happens where, in their order."""
    found: dict[str, dict[str, list[Finding]]] = {}
    for finding in findings:
        found.setdefault(finding.rule, {}).setdefault(f"{finding.portal}: {finding.effect}", []).append(finding)
    return found


def place(finding: Finding) -> str:
    """Return where a finding is, unless its sentence says so already."""
    for where in (finding.place, finding.node, finding.dataset):
        if where and where != "a blank node":
            return "" if where in finding.message else f"{where}: "
    return ""


def as_text(rehearsal: Rehearsal, *, colour: bool = False) -> str:
    """Return the table for a terminal, at most 100 columns wide but for addresses longer than that."""
    lines = list(_text(rehearsal, _Paint(colour)))
    return "\n".join(line.rstrip() for line in lines) + "\n"


class _Paint:
    """Colours where there is a terminal to show them."""

    def __init__(self, on: bool) -> None:
        self._on = on

    def __call__(self, code: str, text: str) -> str:
        return f"{code}{text}{_PLAIN}" if self._on else text

    def score(self, points: int, text: str) -> str:
        """Colour a score as its rating."""
        return self(_GREEN if points == FULL else _YELLOW if points > 220 else _RED, text)


def _text(rehearsal: Rehearsal, paint: _Paint) -> Iterator[str]:
    yield paint(_BOLD, f"Rehearsal of {rehearsal.source}")
    yield (
        f"{len(rehearsal.datasets)} dataset{'s' if len(rehearsal.datasets) != 1 else ''}, "
        f"{rehearsal.statements} statements in {rehearsal.pages} "
        f"page{'s' if rehearsal.pages != 1 else ''}, read as {rehearsal.syntax or 'nothing'}"
    )
    yield f"Conformance judged by {rehearsal.judge}"
    yield ""
    if rehearsal.datasets:
        yield from _scores(rehearsal, paint)
        yield from _belgian(rehearsal)
    for title, findings in (
        ("Hazards and lost points", rehearsal.hazards),
        ("Notes", tuple(one for one in rehearsal.findings if not one.hazard)),
    ):
        if findings:
            yield paint(_BOLD, title)
            yield from _findings(findings, paint)
            yield ""
    yield _closing(rehearsal, paint)


def _scores(rehearsal: Rehearsal, paint: _Paint) -> Iterator[str]:
    yield paint(_BOLD, "data.europa.eu: metadata quality score")
    heads = ["find", "access", "interop", "reuse", "context", "total", "rating"]
    yield f"{'dataset':<{_TITLE}} " + " ".join(f"{head:>7}" for head in heads)
    yield f"{'at most':<{_TITLE}} " + " ".join(f"{most:>7}" for most in [*_DIMENSIONS.values(), FULL])
    for one in rehearsal.datasets:
        points = [dimension(one.europe.metrics, wanted) for wanted in _DIMENSIONS]
        cells = " ".join(f"{value:>7}" for value in points)
        total = paint.score(one.europe.score, f"{one.europe.score:>7}")
        yield f"{textwrap.shorten(one.title, _TITLE, placeholder='…'):<{_TITLE}} {cells} {total} {one.europe.rating}"
    yield ""


def _belgian(rehearsal: Rehearsal) -> Iterator[str]:
    yield "data.gov.be"
    yield f"{'dataset':<{_TITLE}} {'shown':<6} {'own texts':<12} {'translated':<12} {'published':<11} files"
    for one in rehearsal.datasets:
        view = one.belgium
        dropped = f" ({view.dropped_distributions} dropped)" if view.dropped_distributions else ""
        own = " ".join(language for language in view.titles)
        title = textwrap.shorten(one.title, _TITLE, placeholder="…")
        day = (view.published or "not said")[:10]
        yield (
            f"{title:<{_TITLE}} {'yes' if view.shown else 'no':<6} {own:<12} {' '.join(view.translated):<12} "
            f"{day:<11} {view.distributions}{dropped}"
        )
    yield ""


def _findings(findings: Sequence[Finding], paint: _Paint) -> Iterator[str]:
    for rule, effects in grouped(findings).items():
        hazard = any(finding.hazard for group in effects.values() for finding in group)
        yield paint(_RED if hazard else _YELLOW, f"{rule:<4} {RULES[rule].title}")
        for effect, group in effects.items():
            points = sum(finding.points for finding in group)
            yield f"     {effect}" + (f", {points} points" if points else "")
            for finding in group[:_MOST_EXAMPLES]:
                yield from _wrapped(place(finding) + finding.message, "       ")
            if len(group) > _MOST_EXAMPLES:
                yield f"       … and {len(group) - _MOST_EXAMPLES} more (--format json or html shows all)"
        if hazard:
            yield from _wrapped(f"Do: {RULES[rule].fix}", "     ")
        yield from _wrapped(f"Rule: {RULES[rule].source}", "     ")


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def _closing(rehearsal: Rehearsal, paint: _Paint) -> str:
    assumed = f", of which up to {rehearsal.assumed} points are assumed" if rehearsal.assumed else ""
    hazards = len(rehearsal.hazards)
    word = "Nothing is lost" if rehearsal.clean else f"{hazards} finding{'s' if hazards != 1 else ''}"
    score = paint.score(rehearsal.score, f"{rehearsal.score} of {FULL}")
    return f"{word}; the catalogue scores {score} ({rehearsal.rating}){assumed}."
