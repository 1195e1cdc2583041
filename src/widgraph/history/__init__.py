"""What changed from release to release: in words, as activities, and as pages of an event stream."""

from widgraph.history._archive import Archive
from widgraph.history._difference import Difference, differences
from widgraph.history._events import activities, activity_iri, moment
from widgraph.history._stream import PAGE_SIZE, STREAM, page_of, pages_of, root

__all__ = [
    "PAGE_SIZE",
    "STREAM",
    "Archive",
    "Difference",
    "activities",
    "activity_iri",
    "differences",
    "moment",
    "page_of",
    "pages_of",
    "root",
]
