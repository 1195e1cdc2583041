"""What the application and a server may tell one another in the environment of a request (PEP 3333)."""

from __future__ import annotations

from typing import Final

#: Set by the application when the same request will get the same answer as long as this release is served.
KEEP: Final = "widgraph.keep"
#: The same for answers of queries, which may have a store of their own so that they push no page out.
KEEP_QUERY: Final = "widgraph.keep-query"
#: Set by the server: a function that tells whether the client has left.
CLIENT_GONE: Final = "widgraph.client-gone"
#: Set by a server that has asked the query of a request itself: the Answer, or the QueryError that came instead.
QUERY_OUTCOME: Final = "widgraph.query-outcome"
