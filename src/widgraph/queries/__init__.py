"""SPARQL lives here, in `.rq` files, never in Python strings."""
