"""What the comparison with the report's text says, in four languages; each says what to do."""

from __future__ import annotations

from typing import Final

_MESSAGES: Final[dict[str, dict[str, str]]] = {
    "not-utf8": {
        "nl": "De tekst is geen UTF-8 (byte {found}). Bewaar het verslag als UTF-8 en probeer opnieuw.",
        "fr": "Le texte n'est pas en UTF-8 (octet {found}). Enregistrez le rapport en UTF-8 et recommencez.",
        "de": "Der Text ist kein UTF-8 (Byte {found}). Speichern Sie den Bericht als UTF-8 und versuchen Sie es erneut.",
        "en": "The text is not UTF-8 (byte {found}). Save the report as UTF-8 and try again.",
    },
    "no-document": {
        "nl": "De gegevens noemen geen brondocument. Vul documents.csv in.",
        "fr": "Les données ne citent aucun document source. Remplissez documents.csv.",
        "de": "Die Daten nennen kein Quelldokument. Füllen Sie documents.csv aus.",
        "en": "The data name no source document. Fill in documents.csv.",
    },
    "file": {
        "nl": "De SHA-256 van uw tekst is niet die van document {document}. {hint}",
        "fr": "Le SHA-256 de votre texte n'est pas celui du document {document}. {hint}",
        "de": "Der SHA-256 Ihres Textes ist nicht der von Dokument {document}. {hint}",
        "en": "The SHA-256 of your text is not that of document {document}. {hint}",
    },
    "length": {
        "nl": "De tekst telt {found} tekens; document {document} zegt {allowed}. Verbeter characters in documents.csv.",
        "fr": "Le texte compte {found} caractères ; le document {document} en indique {allowed}. Corrigez characters dans documents.csv.",
        "de": "Der Text zählt {found} Zeichen; Dokument {document} sagt {allowed}. Berichtigen Sie characters in documents.csv.",
        "en": "The text has {found} characters; document {document} says {allowed}. Correct characters in documents.csv.",
    },
    "passage": {
        "nl": "De tekst van passage {passage} is niet die van de gegevens. Ernaar verwijzen: {users}. Vergelijk uw tekst op die plaats.",
        "fr": "Le texte du passage {passage} n'est pas celui des données. Y renvoient : {users}. Comparez votre texte à cet endroit.",
        "de": "Der Text der Passage {passage} ist nicht der in den Daten. Darauf verweisen: {users}. Vergleichen Sie Ihren Text dort.",
        "en": "The text of passage {passage} is not the one in the data. Pointing at it: {users}. Compare your text there.",
    },
    "outside": {
        "nl": "Passage {passage} ligt buiten de tekst van {found} tekens. Ernaar verwijzen: {users}. Verbeter start en end.",
        "fr": "Le passage {passage} est hors du texte de {found} caractères. Y renvoient : {users}. Corrigez start et end.",
        "de": "Passage {passage} liegt außerhalb des Textes von {found} Zeichen. Darauf verweisen: {users}. Berichtigen Sie start und end.",
        "en": "Passage {passage} is outside the text of {found} characters. Pointing at it: {users}. Correct start and end.",
    },
    "moved": {
        "nl": "{count} passages, vanaf {passage}, staan in uw tekst {found} tekens verder. Daarvoor is tekst toegevoegd of weggelaten.",
        "fr": "{count} passages, à partir de {passage}, se trouvent {found} caractères plus loin dans votre texte. Du texte a été ajouté ou retiré avant.",
        "de": "{count} Passagen ab {passage} stehen in Ihrem Text {found} Zeichen weiter. Davor wurde Text eingefügt oder entfernt.",
        "en": "{count} passages, from {passage} on, stand {found} characters further in your text. Text was added or removed before them.",
    },
    "missing": {
        "nl": "'{found}' staat niet in de passage die ernaast wordt aangewezen. Neem de woorden over zoals het verslag ze schrijft.",
        "fr": "« {found} » ne figure pas dans le passage indiqué à côté. Reprenez les mots tels que le rapport les écrit.",
        "de": "'{found}' steht nicht in der daneben angegebenen Passage. Übernehmen Sie die Worte, wie der Bericht sie schreibt.",
        "en": "'{found}' is not in the passage pointed at beside it. Take the words as the report writes them.",
    },
    "wording": {
        "nl": "Deze bewoording is niet de tekst van haar passage. Neem ze over zoals het verslag ze schrijft.",
        "fr": "Cette formulation n'est pas le texte de son passage. Reprenez-la telle que le rapport l'écrit.",
        "de": "Diese Formulierung ist nicht der Text ihrer Passage. Übernehmen Sie sie, wie der Bericht sie schreibt.",
        "en": "This wording is not the text of its passage. Take it as the report writes it.",
    },
}

_HINTS: Final[dict[str, dict[str, str]]] = {
    "line-endings": {
        "nl": "Alleen de regeleinden verschillen: zet ze op LF.",
        "fr": "Seules les fins de ligne diffèrent : mettez-les en LF.",
        "de": "Nur die Zeilenenden sind anders: stellen Sie sie auf LF.",
        "en": "Only the line endings differ: set them to LF.",
    },
    "bom": {
        "nl": "Alleen het BOM-teken vooraan is te veel: bewaar zonder BOM.",
        "fr": "Seule la marque BOM au début est en trop : enregistrez sans BOM.",
        "de": "Nur die BOM-Marke am Anfang ist zu viel: speichern Sie ohne BOM.",
        "en": "Only the byte order mark at the start is too much: save without it.",
    },
    "normalisation": {
        "nl": "Alleen de Unicode-normalisatie verschilt: bewaar letters met accent als één teken (NFC).",
        "fr": "Seule la normalisation Unicode diffère : enregistrez chaque lettre accentuée comme un seul caractère (NFC).",
        "de": "Nur die Unicode-Normalisierung ist anders: speichern Sie Buchstaben mit Akzent als ein Zeichen (NFC).",
        "en": "Only the Unicode normalisation differs: save accented letters as one character (NFC).",
    },
    "end": {
        "nl": "Alleen de lege regels aan het einde verschillen.",
        "fr": "Seules les lignes vides à la fin diffèrent.",
        "de": "Nur die Leerzeilen am Ende sind anders.",
        "en": "Only the empty lines at the end differ.",
    },
    "other": {
        "nl": "Het is een andere tekst, of er is iets in veranderd; de passages hieronder zeggen waar.",
        "fr": "C'est un autre texte, ou quelque chose y a changé ; les passages ci-dessous disent où.",
        "de": "Es ist ein anderer Text, oder etwas darin wurde geändert; die Passagen unten sagen, wo.",
        "en": "It is another text, or something in it was changed; the passages below say where.",
    },
}


def messages(key: str, hint: str | None = None, **values: object) -> dict[str, str]:
    """Return the message in every language with its values filled in, and the hint where one is asked for."""
    return {
        language: template.format(**values, hint=_HINTS[hint][language] if hint else "")
        for language, template in _MESSAGES[key].items()
    }
