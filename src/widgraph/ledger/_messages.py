"""What the ledger's findings say, in four languages; each says what to do."""

from __future__ import annotations

from typing import Final

_MESSAGES: Final[dict[str, dict[str, str]]] = {
    "L01": {
        "nl": "Het register van identificatoren is niet leesbaar ({problem}). Zet het terug zoals het was.",
        "fr": "Le registre des identifiants n'est pas lisible ({problem}). Rétablissez-le tel qu'il était.",
        "de": "Das Verzeichnis der Kennungen ist nicht lesbar ({problem}). Stellen Sie es wieder her, wie es war.",
        "en": "The ledger of identifiers cannot be read ({problem}). Put it back as it was.",
    },
    "L02": {
        "nl": "{found} heeft niet de juiste vorm. Laat 'widgraph ledger' de rijen schrijven.",
        "fr": "{found} n'a pas la bonne forme. Laissez « widgraph ledger » écrire les lignes.",
        "de": "{found} hat nicht die richtige Form. Lassen Sie 'widgraph ledger' die Zeilen schreiben.",
        "en": "{found} does not have the right form. Let 'widgraph ledger' write the rows.",
    },
    "L03": {
        "nl": "{found} staat al in rij {first}. Elke identificator heeft precies één rij.",
        "fr": "{found} figure déjà à la ligne {first}. Chaque identifiant a exactement une ligne.",
        "de": "{found} steht schon in Zeile {first}. Jede Kennung hat genau eine Zeile.",
        "en": "{found} is already in row {first}. Each identifier has exactly one row.",
    },
    "L04": {
        "nl": "Deze rij of een rij ervoor is gewijzigd nadat ze gepubliceerd was. Zet het register terug zoals het was.",
        "fr": "Cette ligne ou une ligne précédente a été modifiée après publication. Rétablissez le registre tel qu'il était.",
        "de": "Diese oder eine frühere Zeile wurde nach der Veröffentlichung geändert. Stellen Sie das Verzeichnis wieder her.",
        "en": "This row or one before it was edited after it was published. Put the ledger back as it was.",
    },
    "L05": {
        "nl": "{found} is gepubliceerd en staat niet meer in de gegevens. Zet de rij terug; meld in lifecycle.csv dat het vervallen is.",
        "fr": "{found} est publié et ne figure plus dans les données. Rétablissez la ligne ; notez le retrait dans lifecycle.csv.",
        "de": "{found} ist veröffentlicht und fehlt nun in den Daten. Stellen Sie die Zeile wieder her; lifecycle.csv sagt, dass sie wegfällt.",
        "en": "{found} is published and no longer in the data. Put its row back; record in lifecycle.csv that it is retired.",
    },
    "L06": {
        "nl": "{found} is gepubliceerd als {was} en is nu {now}. Geef het nieuwe een nieuwe identificator.",
        "fr": "{found} est publié comme {was} et est maintenant {now}. Donnez un nouvel identifiant au nouvel élément.",
        "de": "{found} ist als {was} veröffentlicht und ist jetzt {now}. Geben Sie dem Neuen eine neue Kennung.",
        "en": "{found} is published as {was} and is now {now}. Give the new thing a new identifier.",
    },
    "L07": {
        "nl": "{found} stond voor '{was}' en staat nu voor '{now}'. Een identificator krijgt nooit een andere betekenis; "
        "is het dezelfde zaak met een andere naam, meld dat dan in lifecycle.csv.",
        "fr": "{found} désignait « {was} » et désigne maintenant « {now} ». Un identifiant ne change jamais de sens ; "
        "s'il s'agit de la même chose sous un autre nom, dites-le dans lifecycle.csv.",
        "de": "{found} stand für '{was}' und steht jetzt für '{now}'. Eine Kennung ändert nie ihre Bedeutung; "
        "ist es dieselbe Sache unter anderem Namen, sagen Sie es in lifecycle.csv.",
        "en": "{found} stood for '{was}' and now stands for '{now}'. An identifier never changes its meaning; "
        "if it is the same thing under another name, say so in lifecycle.csv.",
    },
    "L08": {
        "nl": "{found} is nieuw en staat nog niet in het register. Voer 'widgraph ledger --write' uit.",
        "fr": "{found} est nouveau et ne figure pas encore dans le registre. Exécutez « widgraph ledger --write ».",
        "de": "{found} ist neu und steht noch nicht im Verzeichnis. Führen Sie 'widgraph ledger --write' aus.",
        "en": "{found} is new and not yet in the ledger. Run 'widgraph ledger --write'.",
    },
}


def message(rule: str, **values: str) -> dict[str, str]:
    """Return the message of a rule in every language, with its values filled in."""
    return {language: text.format(**values) for language, text in _MESSAGES[rule].items()}
