"""Names in four languages for things that have none of their own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Labels = Callable[[str], dict[str, str]]


@pytest.mark.parametrize(
    ("thing", "expected"),
    [
        (
            "auth/objective-2021",
            {
                "nl": "Doelstellingen – Plan",
                "fr": "Objectifs – Projet",
                "de": "Ziele – Vorhaben",
                "en": "Objectives – Scheme",
            },
        ),
        (
            "id/listing/2022/1-1/01",
            {
                "nl": "Kamp – 2022, 5.1.1, nr. 1",
                "fr": "Camp – 2022, 5.1.1, n° 1",
                "de": "Lager – 2022, 5.1.1, Nr. 1",
                "en": "Camp – 2022, 5.1.1, no. 1",
            },
        ),
        (
            "id/listing/2022/1/p1",
            {
                "nl": "Kamp – 2022, 5.1, lopende tekst 1",
                "fr": "Camp – 2022, 5.1, texte courant 1",
                "de": "Lager – 2022, 5.1, Fließtext 1",
                "en": "Camp – 2022, 5.1, running text 1",
            },
        ),
        (
            "id/meeting/2021-09-16",
            {
                "nl": "Vergadering 2021-09-16 – Werkgroep",
                "fr": "Réunion 2021-09-16 – Werkgroep",
                "de": "Sitzung 2021-09-16 – Werkgroep",
                "en": "Meeting 2021-09-16 – Working group",
            },
        ),
        (
            "id/observation/count/2022/1-1/stated/private",
            {
                "nl": "Aantal bij doelstelling 1.1: privé, gemeld (2022)",
                "fr": "Nombre pour l'objectif 1.1 : privé, annoncé (2022)",
                "de": "Anzahl zu Ziel 1.1: privat, gemeldet (2022)",
                "en": "Count for objective 1.1: private, stated (2022)",
            },
        ),
        (
            "id/observation/indicator/gap/F/all/2020/be",
            {
                "nl": "Kloof: vrouwen, alle leeftijden, 2020, België",
                "fr": "Écart : femmes, tous âges, 2020, Belgique",
                "de": "Lücke: Frauen, alle Altersgruppen, 2020, Belgien",
                "en": "Gap: Female, all ages, 2020, Belgium",
            },
        ),
        (
            "id/slice/count/2022/1-1",
            {
                "nl": "Aantallen bij doelstelling 1.1 (2022)",
                "fr": "Nombres pour l'objectif 1.1 (2022)",
                "de": "Anzahlen zu Ziel 1.1 (2022)",
                "en": "Counts for objective 1.1 (2022)",
            },
        ),
        (
            "id/measurement/2022/1-1/stated-minus-summed",
            {
                "nl": "totaal min som van de sectoren: doelstelling 1.1 (2022)",
                "fr": "total moins somme des secteurs : objectif 1.1 (2022)",
                "de": "Gesamtzahl minus Summe der Sektoren: Ziel 1.1 (2022)",
                "en": "total minus sum of sectors: objective 1.1 (2022)",
            },
        ),
        (
            "id/passage/2022-nl/100-120",
            {
                "nl": "2022-nl, sectie 5.1.1, tekens 100–119",
                "fr": "2022-nl, section 5.1.1, caractères 100–119",
                "de": "2022-nl, Abschnitt 5.1.1, Zeichen 100–119",
                "en": "2022-nl, section 5.1.1, characters 100–119",
            },
        ),
        (
            "id/passage/2022-nl/100-120/position",
            {"nl": "tekens 100–119", "fr": "caractères 100–119", "de": "Zeichen 100–119", "en": "characters 100–119"},
        ),
        ("id/strategy/2021/period", dict.fromkeys(("nl", "fr", "de", "en"), "2021–2026")),
        # the Dutch label comes from the tables and stays alone
        ("id/timing/2022/1-1/01/1", {"fr": "à partir de : 2022-03", "de": "ab: 2022-03", "en": "from: 2022-03"}),
        (
            "id/identity/d001",
            {
                "nl": "Kamp ↔ Prijs: mogelijk hetzelfde",
                "fr": "Camp ↔ Prix : peut-être identiques",
                "de": "Lager ↔ Preis: möglicherweise dieselbe",
                "en": "Camp ↔ Prize: possibly the same",
            },
        ),
        (
            "id/identity/d003",
            {"nl": "Kamp: hetzelfde", "fr": "Camp : identiques", "de": "Lager: dieselbe", "en": "Camp: the same"},
        ),
        (
            "id/identifier/a001/cbe",
            {
                "nl": "ondernemingsnummer (KBO): 0123456749",
                "fr": "numéro d'entreprise (BCE) : 0123456749",
                "de": "Unternehmensnummer (ZDU): 0123456749",
                "en": "enterprise number (CBE): 0123456749",
            },
        ),
        (
            "id/wording/2022-nl/1-1/3.2",
            {
                "nl": "Bewoording van doelstelling 1.1, sectie 3.2",
                "fr": "Formulation de l'objectif 1.1, section 3.2",
                "de": "Formulierung des Ziels 1.1, Abschnitt 3.2",
                "en": "Wording of objective 1.1, section 3.2",
            },
        ),
        (
            "id/note/n001",
            {
                "nl": "Opmerking n001: datum",
                "fr": "Remarque n001 : date",
                "de": "Anmerkung n001: Datum",
                "en": "Note n001: date",
            },
        ),
        (
            "id/involvement/v0001",
            {
                "nl": "Dienst, coördinator: Plan",
                "fr": "Service, coordinateur : Projet",
                "de": "Dienst, Koordinator: Vorhaben",
                "en": "Dienst, coordinator: Scheme",
            },
        ),
        (
            "id/involvement/v0004",
            {
                "nl": "Dienst, genoemd: Verslag",
                "fr": "Service, cité : Verslag",
                "de": "Dienst, erwähnt: Verslag",
                "en": "Dienst, mentioned: Verslag",
            },
        ),
    ],
)
def test_label(labels: Labels, thing: str, expected: dict[str, str]) -> None:
    assert labels(thing) == expected


def test_an_ordinal_has_no_leading_zero(labels: Labels) -> None:
    assert labels("id/listing/2022/1-1/02") == {"nl": "Beurs – 2022, 5.1.1, nr. 2"}
    assert labels("id/listing/2022/1-1/12")["en"] == "Prize – 2022, 5.1.1, no. 12"


def test_no_label_in_a_language_without_title(labels: Labels) -> None:
    # an initiative that is not translated yet must not lend its Dutch title to the French label
    assert set(labels("id/listing/2022/1-1/02")) == {"nl"}
    assert set(labels("id/identity/d004")) == {"nl"}


def test_the_involvement_of_an_unnamed_actor(labels: Labels) -> None:
    assert labels("id/actor/a001") == {}  # has a preferred label
    assert labels("id/actor/a002") == {"nl": "Aap vzw"}
    assert labels("id/involvement/v0002")["de"] == "Aap vzw, Veranstalter: Lager – 2022, 5.1.1, Nr. 1"


def test_two_meetings_on_one_day_have_different_labels(labels: Labels) -> None:
    assert labels("id/meeting/2021-09-16-2")["nl"] == "Vergadering 2021-09-16 (2) – Aap vzw"
