"""What the reader of the tables says, in four languages; each message says what to do."""

from __future__ import annotations

from typing import Final

from widgraph.findings import Finding, Place, Severity
from widgraph.languages import LANGUAGES

#: By rule: nl, fr, de, en. {found} and {allowed} are what stands there and what may stand there.
_MESSAGES: Final[dict[str, tuple[str, str, str, str]]] = {
    "T01": (
        "De beschrijving van de tabellen is niet bruikbaar: {found}. Zet het bestand terug zoals het was.",
        "La description des tableaux est inutilisable : {found}. Rétablissez le fichier tel qu'il était.",
        "Die Beschreibung der Tabellen ist nicht brauchbar: {found}. Stellen Sie die Datei wieder her, wie sie war.",
        "The description of the tables cannot be used: {found}. Put the file back as it was.",
    ),
    "T02": (
        "Dit bestand ontbreekt. Zet het terug, desnoods met alleen de kopregel.",
        "Ce fichier manque. Rétablissez-le, au besoin avec la seule ligne d'en-tête.",
        "Diese Datei fehlt. Stellen Sie sie wieder her, notfalls nur mit der Kopfzeile.",
        "This file is missing. Put it back, with only the header row if need be.",
    ),
    "T03": (
        "Dit bestand is leeg. De eerste rij moet de kolomnamen bevatten: {allowed}.",
        "Ce fichier est vide. La première ligne doit contenir les noms des colonnes : {allowed}.",
        "Diese Datei ist leer. Die erste Zeile muss die Spaltennamen enthalten: {allowed}.",
        "This file is empty. The first row must hold the column names: {allowed}.",
    ),
    "T04": (
        "Dit bestand is geen UTF-8 maar waarschijnlijk {found}. Bewaar het als 'CSV UTF-8'.",
        "Ce fichier n'est pas en UTF-8 mais sans doute en {found}. Enregistrez-le en « CSV UTF-8 ».",
        "Diese Datei ist nicht UTF-8, sondern wohl {found}. Speichern Sie sie als 'CSV UTF-8'.",
        "This file is not UTF-8 but probably {found}. Save it as 'CSV UTF-8'.",
    ),
    "T05": (
        "De kolommen zijn gescheiden door {found}. Bewaar het bestand met een komma tussen de kolommen.",
        "Les colonnes sont séparées par {found}. Enregistrez le fichier avec une virgule entre les colonnes.",
        "Die Spalten sind durch {found} getrennt. Speichern Sie die Datei mit Kommas zwischen den Spalten.",
        "The columns are separated by {found}. Save the file with a comma between columns.",
    ),
    "T06": (
        "Een aanhalingsteken staat verkeerd bij {found}. Zet de cel tussen aanhalingstekens en verdubbel die erin.",
        "Un guillemet est mal placé près de {found}. Entourez la cellule de guillemets et doublez ceux qu'elle contient.",
        "Ein Anführungszeichen steht falsch bei {found}. Setzen Sie die Zelle in Anführungszeichen und verdoppeln Sie die darin.",
        "A quotation mark is out of place at {found}. Put the cell in quotation marks and double those inside.",
    ),
    "T07": (
        "De kolom {allowed} ontbreekt. Voeg ze toe aan de kopregel.",
        "La colonne {allowed} manque. Ajoutez-la à l'en-tête.",
        "Die Spalte {allowed} fehlt. Fügen Sie sie der Kopfzeile hinzu.",
        "The column {allowed} is missing. Add it to the header.",
    ),
    "T08": (
        "De kolom {found} is niet bekend. Bekend zijn: {allowed}.",
        "La colonne {found} est inconnue. Colonnes connues : {allowed}.",
        "Die Spalte {found} ist nicht bekannt. Bekannt sind: {allowed}.",
        "The column {found} is not known. Known are: {allowed}.",
    ),
    "T09": (
        "De kolom {found} staat er twee keer. Verwijder er een.",
        "La colonne {found} figure deux fois. Supprimez-en une.",
        "Die Spalte {found} steht zweimal da. Entfernen Sie eine.",
        "The column {found} is there twice. Remove one.",
    ),
    "T10": (
        "Deze rij heeft {found} cellen, de kopregel {allowed}. Zet cellen met een komma tussen aanhalingstekens.",
        "Cette ligne a {found} cellules, l'en-tête {allowed}. Entourez de guillemets les cellules contenant une virgule.",
        "Diese Zeile hat {found} Zellen, die Kopfzeile {allowed}. Setzen Sie Zellen mit Komma in Anführungszeichen.",
        "This row has {found} cells, the header {allowed}. Put cells that hold a comma in quotation marks.",
    ),
    "T11": (
        "Deze cel telt {found} tekens; een rekenblad houdt er {allowed}. Kort ze in.",
        "Cette cellule compte {found} caractères ; un tableur en garde {allowed}. Abrégez-la.",
        "Diese Zelle hat {found} Zeichen; eine Tabellenkalkulation fasst {allowed}. Kürzen Sie sie.",
        "This cell has {found} characters; a sheet holds {allowed}. Shorten it.",
    ),
    "T12": (
        "Deze cel bevat {found}, dat niet zichtbaar is of verkeerd gelezen werd. Typ de cel opnieuw.",
        "Cette cellule contient {found}, invisible ou mal lu. Retapez la cellule.",
        "Diese Zelle enthält {found}, unsichtbar oder falsch gelesen. Tippen Sie die Zelle neu.",
        "This cell holds {found}, which is invisible or was misread. Type the cell again.",
    ),
    "T13": (
        "Er staan overbodige spaties in {found}. Schrijf {allowed}.",
        "Il y a des espaces superflues dans {found}. Écrivez {allowed}.",
        "In {found} stehen überflüssige Leerzeichen. Schreiben Sie {allowed}.",
        "There are needless spaces in {found}. Write {allowed}.",
    ),
    "T14": (
        "Deze cel is verplicht en leeg. Vul in: {allowed}.",
        "Cette cellule est obligatoire et vide. Remplissez : {allowed}.",
        "Diese Zelle ist Pflicht und leer. Füllen Sie aus: {allowed}.",
        "This cell is required and empty. Fill in: {allowed}.",
    ),
    "T15": (
        "{found} kan hier niet. Toegestaan: {allowed}.",
        "{found} n'est pas possible ici. Valeurs permises : {allowed}.",
        "{found} ist hier nicht möglich. Erlaubt: {allowed}.",
        "{found} cannot stand here. Allowed: {allowed}.",
    ),
    "T16": (
        "De code {found} staat ook in rij {allowed}. Elke rij heeft een eigen code.",
        "Le code {found} figure aussi à la ligne {allowed}. Chaque ligne a son propre code.",
        "Der Code {found} steht auch in Zeile {allowed}. Jede Zeile hat ihren eigenen Code.",
        "The code {found} is also in row {allowed}. Every row has its own code.",
    ),
    "T17": (
        "{found} bestaat niet. Toegestaan: {allowed}.",
        "{found} n'existe pas. Valeurs permises : {allowed}.",
        "{found} gibt es nicht. Erlaubt: {allowed}.",
        "{found} does not exist. Allowed: {allowed}.",
    ),
    "T18": (
        "{found} staat twee keer in deze lijst. Verwijder er een.",
        "{found} figure deux fois dans cette liste. Supprimez-en un.",
        "{found} steht zweimal in dieser Liste. Entfernen Sie eines.",
        "{found} is in this list twice. Remove one.",
    ),
    "T19": (
        "{found} begint als een formule. Laat tekst niet met = + - @ beginnen.",
        "{found} commence comme une formule. Un texte ne commence pas par = + - @.",
        "{found} beginnt wie eine Formel. Lassen Sie Text nicht mit = + - @ beginnen.",
        "{found} begins like a formula. Do not begin a text with = + - @.",
    ),
    "T20": (
        "Deze rij verwijst langs een kring naar zichzelf: {found}. Maak een van de verwijzingen leeg.",
        "Cette ligne renvoie à elle-même en boucle : {found}. Videz l'un des renvois.",
        "Diese Zeile verweist im Kreis auf sich selbst: {found}. Leeren Sie einen der Verweise.",
        "This row points at itself in a circle: {found}. Empty one of the references.",
    ),
    "T21": (
        "Dit bestand staat niet in de beschrijving en wordt niet gelezen. Verplaats het of beschrijf het.",
        "Ce fichier n'est pas décrit et n'est pas lu. Déplacez-le ou décrivez-le.",
        "Diese Datei ist nicht beschrieben und wird nicht gelesen. Verschieben oder beschreiben Sie sie.",
        "This file is not described and is not read. Move it or describe it.",
    ),
    "T22": (
        "Dit bestand is niet leesbaar: {found}. Bekijk zijn rechten en soort.",
        "Ce fichier n'est pas lisible : {found}. Vérifiez ses droits et sa nature.",
        "Diese Datei ist nicht lesbar: {found}. Prüfen Sie Rechte und Art.",
        "This file cannot be read: {found}. Look at its rights and kind.",
    ),
}
_WARNINGS: Final = {"T21"}
RULES: Final = tuple(_MESSAGES)


def finding(rule: str, place: Place, *, found: str | None = None, allowed: str | None = None) -> Finding:
    """Return a finding of a rule of the tables, said in the four languages."""
    texts = zip(LANGUAGES, _MESSAGES[rule], strict=True)
    messages = {language: text.format(found=found, allowed=allowed) for language, text in texts}
    severity = Severity.WARNING if rule in _WARNINGS else Severity.VIOLATION
    return Finding(rule, severity, messages, place, found, allowed)
