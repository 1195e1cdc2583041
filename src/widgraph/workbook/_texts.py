"""What the workbook itself says, in four languages: the ten lines of its first sheet, and the notes on its headings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from widgraph.tables import Column

#: The name of the first sheet.
GUIDE: Final[Mapping[str, str]] = {"nl": "Lees mij", "fr": "Lisez-moi", "de": "Lies mich", "en": "Read me"}
TITLE: Final[Mapping[str, str]] = {
    "nl": "Women in Digital: de werkmap van de werkgroep",
    "fr": "Women in Digital : le classeur du groupe de travail",
    "de": "Women in Digital: die Arbeitsmappe der Arbeitsgruppe",
    "en": "Women in Digital: the workbook of the working group",
}
LINES: Final[Mapping[str, tuple[str, ...]]] = {
    "nl": (
        "Elk blad is één tabel; de bladen staan in de volgorde van het werk. Meestal volstaan de eerste drie.",
        "Een donkere kop met * is verplicht. Ga met de muis op een kop staan voor uitleg en een voorbeeld.",
        "Voeg een rij toe onder de laatste. Laat de code leeg: bij het inlezen wordt een vrije code voorgesteld.",
        "Verander nooit een bestaande code en geef ze nooit aan iets anders: er wordt naar verwezen. Daarom is ze vergrendeld.",
        "Waar een lijst openklapt, telt alleen wat vóór het teken · staat; de naam erachter is hulp. Een naam alleen mag ook.",
        "Past er meer dan één waarde in een cel, scheid ze dan met een puntkomma: women;employers.",
        "Wat de bron niet zegt, blijft leeg. Schrijf geen 0, 'onbekend' of streepje.",
        "Verwijder geen rij van iets wat gepubliceerd is; zet de toestand op 'vervallen'. Kolommen verbergen of verplaatsen mag.",
        "De bladen zijn beveiligd zonder wachtwoord: Controleren, Beveiliging blad opheffen, als u wilt sorteren of schrappen.",
        "Klaar? 'widgraph import' toont eerst elke fout met blad en cel en elk verschil, en schrijft daarna alles of niets.",
    ),
    "fr": (
        "Chaque feuille est un tableau ; elles suivent l'ordre du travail. Les trois premières suffisent souvent.",
        "Un en-tête foncé avec * est obligatoire. Placez la souris sur un en-tête pour une explication et un exemple.",
        "Ajoutez une ligne sous la dernière. Laissez le code vide : un code libre est proposé lors de la lecture.",
        "Ne changez jamais un code existant et ne le réattribuez pas : on y renvoie. C'est pourquoi il est verrouillé.",
        "Dans une liste déroulante, seul compte ce qui précède le signe · ; le nom qui suit aide. Un nom seul convient aussi.",
        "Si une cellule admet plusieurs valeurs, séparez-les par un point-virgule : women;employers.",
        "Ce que la source ne dit pas reste vide. N'écrivez ni 0, ni « inconnu », ni tiret.",
        "Ne supprimez pas la ligne d'un élément publié ; mettez son état à « retiré ». Masquer ou déplacer des colonnes est permis.",
        "Les feuilles sont protégées sans mot de passe : Révision, Ôter la protection, pour trier ou supprimer.",
        "Terminé ? « widgraph import » montre chaque erreur avec feuille et cellule et chaque différence, puis écrit tout ou rien.",
    ),
    "de": (
        "Jedes Blatt ist eine Tabelle; die Blätter folgen der Arbeit. Meist genügen die ersten drei.",
        "Eine dunkle Überschrift mit * ist Pflicht. Zeigen Sie mit der Maus darauf: Erklärung und Beispiel erscheinen.",
        "Fügen Sie eine Zeile unter der letzten an. Lassen Sie den Code leer: beim Einlesen wird ein freier vorgeschlagen.",
        "Ändern Sie nie einen bestehenden Code und vergeben Sie ihn nie neu: darauf wird verwiesen. Darum ist er gesperrt.",
        "In Auswahllisten zählt nur, was vor dem Zeichen · steht; der Name dahinter hilft. Der Name allein geht auch.",
        "Passen mehrere Werte in eine Zelle, trennen Sie sie mit Semikolon: women;employers.",
        "Was die Quelle nicht sagt, bleibt leer. Schreiben Sie weder 0 noch 'unbekannt' noch einen Strich.",
        "Löschen Sie keine Zeile von Veröffentlichtem; setzen Sie den Zustand auf 'entfallen'. Spalten verbergen oder verschieben geht.",
        "Die Blätter sind ohne Kennwort geschützt: Überprüfen, Blattschutz aufheben, zum Sortieren oder Löschen.",
        "Fertig? 'widgraph import' zeigt jeden Fehler mit Blatt und Zelle und jeden Unterschied, dann schreibt es alles oder nichts.",
    ),
    "en": (
        "Each sheet is one table; the sheets follow the order of the work. Mostly the first three are enough.",
        "A dark heading with * is required. Point at a heading for an explanation and an example.",
        "Add a row below the last one. Leave its code empty: a free code is proposed when the workbook is read.",
        "Never change an existing code or give it to something else: others point at it. That is why it is locked.",
        "In a drop-down only what stands before the sign · counts; the name after it is help. A name alone will do too.",
        "Where a cell may hold more than one value, put a semicolon between them: women;employers.",
        "What the source does not say stays empty. Do not write 0, 'unknown' or a dash.",
        "Do not delete the row of something published; set its status to retired. Hiding or moving columns is fine.",
        "The sheets are protected without a password: Review, Unprotect Sheet, if you want to sort or delete.",
        "Done? 'widgraph import' first shows every fault by sheet and cell and every difference, then writes all or nothing.",
    ),
}
SHEETS: Final[Mapping[str, tuple[str, str]]] = {
    "nl": ("blad", "rijen"),
    "fr": ("feuille", "lignes"),
    "de": ("Blatt", "Zeilen"),
    "en": ("sheet", "rows"),
}
_NOTES: Final[Mapping[str, Mapping[str, str]]] = {
    "required": {"nl": "Verplicht.", "fr": "Obligatoire.", "de": "Pflicht.", "en": "Required."},
    "optional": {
        "nl": "Mag leeg blijven.",
        "fr": "Peut rester vide.",
        "de": "Darf leer bleiben.",
        "en": "May stay empty.",
    },
    "id": {
        "nl": "Laat leeg in een nieuwe rij: een vrije code wordt voorgesteld. Wijzig nooit een bestaande.",
        "fr": "Laissez vide dans une nouvelle ligne : un code libre est proposé. Ne changez jamais un code existant.",
        "de": "In einer neuen Zeile leer lassen: ein freier Code wird vorgeschlagen. Einen bestehenden nie ändern.",
        "en": "Leave empty in a new row: a free code is proposed. Never change an existing one.",
    },
    "choice": {
        "nl": "Kies uit de lijst.",
        "fr": "Choisissez dans la liste.",
        "de": "Wählen Sie aus der Liste.",
        "en": "Choose from the list.",
    },
    "list": {
        "nl": "Meer dan één waarde: puntkomma ertussen.",
        "fr": "Plusieurs valeurs : point-virgule entre elles.",
        "de": "Mehrere Werte: Semikolon dazwischen.",
        "en": "More than one value: semicolon between them.",
    },
    "date": {
        "nl": "Vorm: 2022-03-24.",
        "fr": "Forme : 2022-03-24.",
        "de": "Form: 2022-03-24.",
        "en": "Form: 2022-03-24.",
    },
    "gYearMonth": {"nl": "Vorm: 2022-03.", "fr": "Forme : 2022-03.", "de": "Form: 2022-03.", "en": "Form: 2022-03."},
    "gYear": {
        "nl": "Jaar in vier cijfers.",
        "fr": "Année en quatre chiffres.",
        "de": "Jahr in vier Ziffern.",
        "en": "Year in four digits.",
    },
    "integer": {"nl": "Geheel getal.", "fr": "Nombre entier.", "de": "Ganze Zahl.", "en": "Whole number."},
    "decimal": {"nl": "Getal.", "fr": "Nombre.", "de": "Zahl.", "en": "Number."},
    "anyURI": {"nl": "Webadres.", "fr": "Adresse web.", "de": "Webadresse.", "en": "Web address."},
    "longest": {
        "nl": "Hoogstens {value} tekens.",
        "fr": "Au plus {value} caractères.",
        "de": "Höchstens {value} Zeichen.",
        "en": "At most {value} characters.",
    },
    "example": {
        "nl": "Voorbeeld: {value}",
        "fr": "Exemple : {value}",
        "de": "Beispiel: {value}",
        "en": "Example: {value}",
    },
}


def note(column: Column, language: str, *, key: bool, choice: bool, example: str | None) -> str:
    """Return the note on a heading: what the column is for, whether it is required, its form, and an example."""
    datatype = column.datatype
    parts = [column.comments[language] + "."] if language in column.comments else []
    parts.append(_NOTES["required" if column.required and not key else "id" if key else "optional"][language])
    if choice:
        parts.append(_NOTES["choice"][language])
    if column.separator:
        parts.append(_NOTES["list"][language])
    if datatype.base in _NOTES:
        parts.append(_NOTES[datatype.base][language])
    if datatype.max_length is not None:
        parts.append(_NOTES["longest"][language].format(value=datatype.max_length))
    if example:
        parts.append(_NOTES["example"][language].format(value=example if len(example) <= 80 else example[:79] + "…"))
    return "\n".join(parts)
