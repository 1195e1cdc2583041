"""The shape of the graph in VoID, class by class, as editors of queries read it to complete terms and draw a schema.

VoID itself has partitions by class and by property (section 4.5); a class partition that is in turn parted by property,
and a property partition by the class of its values, are what VoID editors and generators write and look for. Datatypes
are in the extension that they use for them.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from widgraph.namespaces import PREFIXES, XSD
from widgraph.web._reader import iri, text
from widgraph.web._site import Site
from widgraph.web._texts import short

_VOID = PREFIXES["void"]
_EXTENSION = "http://ldf.fi/void-ext#"
_INTEGER = ox.NamedNode(XSD + "integer")


def schema(site: Site, endpoint: str) -> Iterator[ox.Triple]:
    """Yield the partitions of the default graph of a service (`ENDPOINT#default`)."""
    for row in site.schema:
        kind, prop = iri(row, "class"), iri(row, "property")
        if kind is None or prop is None:
            continue
        of_class = f"{endpoint}#class-{_name(kind)}"
        of_property = f"{of_class}-{_name(prop)}"
        yield _link(f"{endpoint}#default", _VOID + "classPartition", of_class)
        yield _link(of_class, _VOID + "class", kind)
        yield _link(of_class, _VOID + "propertyPartition", of_property)
        yield _link(of_property, _VOID + "property", prop)
        values = iri(row, "kind")
        if values is not None:
            part = f"{of_property}-{_name(values)}"
            is_data = values.startswith((XSD, PREFIXES["rdf"]))
            by, what = (
                (_EXTENSION + "datatype", "datatypePartition") if is_data else (_VOID + "class", "classPartition")
            )
            yield _link(of_property, (_EXTENSION if is_data else _VOID) + what, part)
            yield _link(part, by, values)
            number = ox.Literal(text(row, "count") or "0", datatype=_INTEGER)
            yield ox.Triple(ox.NamedNode(part), ox.NamedNode(_VOID + "triples"), number)


def _name(about: str) -> str:
    return short(about).replace(":", "-").replace("/", "-").replace("#", "-")


def _link(subject: str, predicate: str, value: str) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), ox.NamedNode(value))
