"""A rehearsal of a DCAT harvest: what data.gov.be and data.europa.eu would show, drop, merge, translate or mark down.

Works on any catalogue. It speaks to the host it is given and to no other, and to none for files. The rules come from
the code of the two portals' harvesters and from DCAT-AP; each finding names its rule.
"""

from widgraph.rehearsal._conformance import PROFILES
from widgraph.rehearsal._findings import Effect, Finding, Portal
from widgraph.rehearsal._rehearse import DatasetResult, Options, Rehearsal, rehearse
from widgraph.rehearsal._report import as_html, as_json, as_text
from widgraph.rehearsal._rules import RULES

__all__ = [
    "PROFILES",
    "RULES",
    "DatasetResult",
    "Effect",
    "Finding",
    "Options",
    "Portal",
    "Rehearsal",
    "as_html",
    "as_json",
    "as_text",
    "rehearse",
]
