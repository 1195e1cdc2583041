"""What the catalogue says of itself, its service and its rights, in four languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Described:
    """A title and a description."""

    title: Texts
    description: Texts


CATALOGUE: Final = Described(
    {
        "nl": "Catalogus Women in Digital België",
        "fr": "Catalogue Women in Digital Belgique",
        "de": "Katalog Women in Digital Belgien",
        "en": "Catalogue Women in Digital Belgium",
    },
    {
        "nl": "De gegevensreeksen over de Belgische strategie Women in Digital, in elke vorm waarin ze er zijn.",
        "fr": "Les jeux de données sur la stratégie belge Women in Digital, dans toutes leurs formes.",
        "de": "Die Datensätze zur belgischen Strategie Women in Digital, in jeder Form, in der es sie gibt.",
        "en": "The datasets about the Belgian strategy Women in Digital, in every form in which they can be had.",
    },
)
SERVICE: Final = Described(
    {
        "nl": "SPARQL-eindpunt van Women in Digital België",
        "fr": "Point d’accès SPARQL de Women in Digital Belgique",
        "de": "SPARQL-Endpunkt von Women in Digital Belgien",
        "en": "SPARQL endpoint of Women in Digital Belgium",
    },
    {
        "nl": "Bevraagt de hele kennisgraaf (SPARQL 1.1).",
        "fr": "Interroge tout le graphe de connaissances (SPARQL 1.1).",
        "de": "Fragt den ganzen Wissensgraphen ab (SPARQL 1.1).",
        "en": "Queries the whole knowledge graph (SPARQL 1.1).",
    },
)
RIGHTS: Final[Texts] = {
    "nl": "Vrij te hergebruiken met bronvermelding. Het jaarverslag zelf is niet van ons en zit er niet in.",
    "fr": "Réutilisation libre en citant la source. Le rapport annuel n’est pas à nous et n’y figure pas.",
    "de": "Frei wiederverwendbar mit Quellenangabe. Der Jahresbericht gehört uns nicht und ist nicht enthalten.",
    "en": "Free to reuse with attribution. The annual report itself is not ours and not included.",
}
PROVENANCE: Final[Texts] = {
    "nl": "Overgenomen uit het jaarverslag over de strategie; elk feit verwijst naar zijn plaats in de tekst.",
    "fr": "Repris du rapport annuel sur la stratégie ; chaque fait renvoie à sa place dans le texte.",
    "de": "Aus dem Jahresbericht zur Strategie übernommen; jede Tatsache verweist auf ihre Stelle im Text.",
    "en": "Taken from the annual report on the strategy; every fact leads back to its place in the text.",
}
MODEL: Final[Texts] = {
    "nl": "Het gegevensmodel: ontologie wid",
    "fr": "Le modèle de données : ontologie wid",
    "de": "Das Datenmodell: Ontologie wid",
    "en": "The data model: ontology wid",
}
CONTACT_PAGE: Final[Texts] = {
    "nl": "Over deze gegevens",
    "fr": "À propos de ces données",
    "de": "Über diese Daten",
    "en": "About these data",
}
