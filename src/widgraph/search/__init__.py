"""Full-text search over the labels of a release: SQLite FTS5, accents and word endings forgiven, four languages."""

from widgraph.search._fold import fold, stems, words
from widgraph.search._index import write_index
from widgraph.search._query import Answer, Hit, SearchIndex

__all__ = ["Answer", "Hit", "SearchIndex", "fold", "stems", "words", "write_index"]
