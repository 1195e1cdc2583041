"""One rehearsal from the source to its result: fetch, read, play both portals, score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from widgraph.errors import UsageError
from widgraph.rehearsal._addresses import check_addresses
from widgraph.rehearsal._belgium import BelgianView, read_as_belgium
from widgraph.rehearsal._catalogue import Catalogue
from widgraph.rehearsal._conformance import PROFILES, Conformance, judge
from widgraph.rehearsal._europe import FULL, EuropeanView, lost_points, rating, score_dataset
from widgraph.rehearsal._fetch import MOST_BYTES, MOST_SECONDS
from widgraph.rehearsal._findings import Effect, Finding, Portal
from widgraph.rehearsal._graph import name
from widgraph.rehearsal._identity import check_identity
from widgraph.rehearsal._links import Links
from widgraph.rehearsal._pages import fetch_catalogue, merge
from widgraph.rehearsal._read import Reading, read
from widgraph.rehearsal._structure import check_structure


@dataclass(frozen=True)
class Options:
    """How to rehearse.

    `profile` is the release of DCAT-AP, `shapes` its shape files when they are to judge; `offline` asks no address;
    `moved` maps the beginning of public addresses to that of where they are served today; `seconds` is the time limit
    of the catalogue's answer.
    """

    profile: str = PROFILES[0]
    shapes: Path | None = None
    offline: bool = False
    moved: Mapping[str, str] = field(default_factory=dict)
    seconds: float = MOST_SECONDS


@dataclass(frozen=True)
class DatasetResult:
    """A dataset as each portal would have it, with its own findings."""

    iri: str
    title: str
    belgium: BelgianView
    europe: EuropeanView
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Rehearsal:
    """The result: of the catalogue, dataset by dataset, and all findings in the order of the checklist."""

    source: str
    profile: str
    judge: str
    pages: int
    statements: int
    syntax: str | None
    datasets: tuple[DatasetResult, ...]
    findings: tuple[Finding, ...]

    @property
    def score(self) -> int:
        """Return the catalogue's score: the rounded mean of its datasets', 0 for none."""
        scores = [one.europe.score for one in self.datasets]
        return int(sum(scores) / len(scores) + 0.5) if scores else 0

    @property
    def assumed(self) -> int:
        """Return the largest number of points that are assumed for one dataset."""
        return max((one.europe.assumed for one in self.datasets), default=0)

    @property
    def rating(self) -> str:
        """Return data.europa.eu's word for the score."""
        return rating(self.score)

    @property
    def hazards(self) -> tuple[Finding, ...]:
        """Return the findings that are more than notes."""
        return tuple(finding for finding in self.findings if finding.hazard)

    @property
    def clean(self) -> bool:
        """Say whether every dataset gets all 405 points and nothing is lost on the way."""
        return not self.hazards and bool(self.datasets) and all(one.europe.score == FULL for one in self.datasets)


def rehearse(source: str, options: Options | None = None) -> Rehearsal:
    """Play both portals on a catalogue, a file or an http(s) address.

    What is wrong with the catalogue is in the findings. Raises UsageError for a file that is not there, a host that
    cannot be reached, shapes that cannot be used.
    """
    options = options or Options()
    if options.profile not in PROFILES:
        raise UsageError(f"There is no profile {options.profile}.", f"Known: {', '.join(PROFILES)}.")
    web = source.startswith(("http://", "https://"))
    readings = fetch_catalogue(source, options.seconds) if web else [_file(source)]
    graph, findings = merge(readings)
    catalogue = Catalogue(graph)
    home = readings[0].place if web else None
    links = Links() if options.offline else Links(home, options.moved)
    conformance = judge(catalogue, options.profile, options.shapes)
    if any(reading.syntax for reading in readings):
        findings += [
            *check_structure(catalogue),
            *check_identity(catalogue),
            *_catalogue_shapes(catalogue, conformance),
        ]
        findings += check_addresses(catalogue, links)
    results = []
    for dataset in catalogue.datasets:
        belgium, found = read_as_belgium(catalogue, dataset)
        europe = score_dataset(catalogue, dataset, conformance, links)
        own = [*found, *lost_points(dataset, europe)]
        findings += own
        mine = tuple(_sorted([one for one in findings if one.dataset == name(dataset)]))
        results.append(DatasetResult(name(dataset), catalogue.title(dataset), belgium, europe, mine))
    syntax = next((reading.syntax for reading in readings if reading.syntax), None)
    return Rehearsal(
        source,
        options.profile,
        conformance.judge,
        len(readings),
        len(graph),
        syntax,
        tuple(results),
        tuple(_sorted(findings)),
    )


def _file(source: str) -> Reading:
    path = Path(source)
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            reading = Reading(source)
            message = f"The document has {size} bytes, more than {MOST_BYTES}."
            reading.fail("A6", Portal.BOTH, Effect.REFUSED, message)
            return reading
        return read(path.read_bytes(), source, name=path.name)
    except (OSError, ValueError) as error:
        reason = "is a folder" if path.is_dir() else "cannot be read"
        raise UsageError(f"{source} {reason}.", "Give a file of RDF, or an address that begins with http.") from error


def _catalogue_shapes(catalogue: Catalogue, conformance: Conformance) -> list[Finding]:
    """What the shapes say of nodes no dataset reaches: the catalogue, its records and services; it costs no points."""
    covered = {f for closure in catalogue.closures.values() for f in closure}
    rest = [node for node in catalogue.graph.index if node not in covered]
    return [
        Finding("S1", Portal.EUROPE, Effect.FAULTED, f"{one.path} of {one.node}: {one.message}", node=one.node)
        for one in conformance.of(rest)
    ]


def _sorted(findings: list[Finding]) -> list[Finding]:
    """Return hazards first, then by rule of the checklist; without repetition, the document's order within a rule."""
    unique = dict.fromkeys(findings)
    return sorted(unique, key=lambda one: (not one.hazard, one.rule[0], int(one.rule[1:])))
