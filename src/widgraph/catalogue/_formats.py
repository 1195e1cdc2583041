"""The formats in which a dataset can be had: their names in IANA's and the EU's lists, and what they are good for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from widgraph.catalogue._contents import Contents
from widgraph.catalogue._datasets import WHOLE

#: A dataset of more tables than this has no table of its own that stands for it.
_FEW: Final = 5


@dataclass(frozen=True)
class Format:
    """One format: `media_type` as registered with IANA, `file_type` a code of the EU's table, texts by language.

    `package` is the media type of the file when several files of this format are packed in one.
    """

    key: str
    name: str
    media_type: str
    file_type: str
    texts: Mapping[str, str] = field(hash=False)
    package: str = ""
    named_graphs: bool = False

    @property
    def served(self) -> str:
        """The media type of the file itself."""
        return self.package or self.media_type


def _texts(nl: str, fr: str, de: str, en: str) -> Mapping[str, str]:
    return {"nl": nl, "fr": fr, "de": de, "en": en}


TURTLE: Final = Format(
    "ttl",
    "Turtle",
    "text/turtle",
    "RDF_TURTLE",
    _texts(
        "RDF in Turtle: goed leesbaar, voor elk linked-datagereedschap.",
        "RDF en Turtle : lisible, pour tout outil de données liées.",
        "RDF in Turtle: gut lesbar, für jedes Linked-Data-Werkzeug.",
        "RDF in Turtle: easy to read, for any linked data tool.",
    ),
)
N_TRIPLES: Final = Format(
    "nt",
    "N-Triples",
    "application/n-triples",
    "RDF_N_TRIPLES",
    _texts(
        "RDF in N-Triples: één uitspraak per regel, snel in te lezen en te vergelijken.",
        "RDF en N-Triples : un énoncé par ligne, rapide à charger et à comparer.",
        "RDF in N-Triples: eine Aussage je Zeile, schnell zu laden und zu vergleichen.",
        "RDF in N-Triples: one statement per line, quick to load and to compare.",
    ),
)
RDF_XML: Final = Format(
    "rdf",
    "RDF/XML",
    "application/rdf+xml",
    "RDF_XML",
    _texts(
        "RDF in XML, voor gereedschap dat XML verwacht.",
        "RDF en XML, pour les outils qui attendent du XML.",
        "RDF in XML, für Werkzeuge, die XML erwarten.",
        "RDF in XML, for tools that expect XML.",
    ),
)
JSON_LD: Final = Format(
    "jsonld",
    "JSON-LD",
    "application/ld+json",
    "JSON_LD",
    _texts(
        "RDF in JSON, met de context erin: ook te lezen als gewone JSON.",
        "RDF en JSON, contexte inclus : lisible aussi comme du JSON ordinaire.",
        "RDF in JSON, mit dem Kontext darin: auch als gewöhnliches JSON lesbar.",
        "RDF in JSON, with its context inside: plain JSON for whoever wants that.",
    ),
)
N_QUADS: Final = Format(
    "nq",
    "N-Quads",
    "application/n-quads",
    "RDF_N_QUADS",
    _texts(
        "RDF in N-Quads: elke uitspraak met de graaf waarin ze staat.",
        "RDF en N-Quads : chaque énoncé avec le graphe qui le contient.",
        "RDF in N-Quads: jede Aussage mit dem Graphen, in dem sie steht.",
        "RDF in N-Quads: every statement with the graph it stands in.",
    ),
    named_graphs=True,
)
TRIG: Final = Format(
    "trig",
    "TriG",
    "application/trig",
    "RDF_TRIG",
    _texts(
        "RDF in TriG: leesbaar, met de grafen apart.",
        "RDF en TriG : lisible, graphes séparés.",
        "RDF in TriG: lesbar, mit getrennten Graphen.",
        "RDF in TriG: easy to read, with the graphs kept apart.",
    ),
    named_graphs=True,
)
CSV: Final = Format(
    "csv",
    "CSV",
    "text/csv",
    "CSV",
    _texts(
        "De hoofdtabel als CSV (UTF-8, komma); meer waarden in een cel staan met een puntkomma ertussen.",
        "Le tableau principal en CSV (UTF-8, virgule) ; plusieurs valeurs d’une cellule, avec un point-virgule.",
        "Die Haupttabelle als CSV (UTF-8, Komma); mehrere Werte einer Zelle durch Semikolon getrennt.",
        "The main table as CSV (UTF-8, comma); several values of a cell are separated by a semicolon.",
    ),
)
TABLES: Final = Format(
    "csvw",
    "CSV on the Web (ZIP)",
    "text/csv",
    "CSV",
    _texts(
        "Alle tabellen als CSV met hun beschrijving (W3C CSVW), samen in één ZIP-bestand.",
        "Tous les tableaux en CSV avec leur description (W3C CSVW), dans un fichier ZIP.",
        "Alle Tabellen als CSV mit ihrer Beschreibung (W3C CSVW), zusammen in einer ZIP-Datei.",
        "All tables as CSV with their description (W3C CSVW), together in one ZIP file.",
    ),
    package="application/zip",
)
EXCEL: Final = Format(
    "xlsx",
    "Excel",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "XLSX",
    _texts(
        "Alle tabellen als werkmap, met koppen in vier talen.",
        "Tous les tableaux en classeur, avec des en-têtes en quatre langues.",
        "Alle Tabellen als Arbeitsmappe, mit Überschriften in vier Sprachen.",
        "All tables as a workbook, with headings in four languages.",
    ),
)
RDF_FORMATS: Final[Sequence[Format]] = (TURTLE, JSON_LD, RDF_XML, N_TRIPLES, N_QUADS, TRIG)
FORMATS: Final[Sequence[Format]] = (*RDF_FORMATS, CSV, TABLES, EXCEL)


def formats_of(contents: Contents) -> Sequence[Format]:
    """Return the formats of a dataset: named graphs where it spans several, one table where there is a main one."""
    several = contents.dataset.id == WHOLE or contents.dataset.edition is not None
    few = 0 < len(contents.dataset.tables) <= _FEW
    left = {False: {N_QUADS.key, TRIG.key}, True: set()}[several] | (set() if few else {CSV.key})
    left |= set() if contents.dataset.tables else {TABLES.key, EXCEL.key}
    return [one for one in FORMATS if one.key not in left]


def path_of(contents: Contents, form: Format) -> str:
    """Return the path of a dataset in a format, below the release's folder and below the site's address alike."""
    name = contents.dataset.id
    if form.key == CSV.key:
        return f"tables/{name}.csv"
    if form.key == TABLES.key:
        return f"tables/{name}.zip"
    return f"tables/{name}.xlsx" if form.key == EXCEL.key else f"dumps/{name}.{form.key}"
