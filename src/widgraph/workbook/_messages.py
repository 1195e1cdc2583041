"""What reading a workbook says, in four languages; each message says what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from widgraph.findings import Finding, Place, Severity
from widgraph.languages import LANGUAGES

#: By rule: nl, fr, de, en. {found} and {allowed} are what stands there and what may stand there.
_MESSAGES: Final[dict[str, tuple[str, str, str, str]]] = {
    "W01": (
        "Dit is geen Excel-werkmap maar {found}. Bewaar als 'Excel-werkmap (.xlsx)' en probeer opnieuw.",
        "Ce n'est pas un classeur Excel mais {found}. Enregistrez en « Classeur Excel (.xlsx) » et recommencez.",
        "Das ist keine Excel-Arbeitsmappe, sondern {found}. Speichern Sie als 'Excel-Arbeitsmappe (.xlsx)'.",
        "This is not an Excel workbook but {found}. Save it as 'Excel Workbook (.xlsx)' and try again.",
    ),
    "W02": (
        "Deze werkmap heeft een wachtwoord. Bewaar ze zonder wachtwoord (Bestand, Info, Werkmap beveiligen).",
        "Ce classeur a un mot de passe. Enregistrez-le sans mot de passe (Fichier, Informations, Protéger le classeur).",
        "Diese Arbeitsmappe hat ein Kennwort. Speichern Sie sie ohne Kennwort (Datei, Informationen, Arbeitsmappe schützen).",
        "This workbook has a password. Save it without one (File, Info, Protect Workbook).",
    ),
    "W03": (
        "Dit is een oude werkmap (.xls). Bewaar ze als 'Excel-werkmap (.xlsx)'.",
        "C'est un ancien classeur (.xls). Enregistrez-le en « Classeur Excel (.xlsx) ».",
        "Das ist eine alte Arbeitsmappe (.xls). Speichern Sie sie als 'Excel-Arbeitsmappe (.xlsx)'.",
        "This is an old workbook (.xls). Save it as 'Excel Workbook (.xlsx)'.",
    ),
    "W04": (
        "De werkmap wordt uitgepakt {found} groot; toegestaan is {allowed}. Ze is niet geopend. Haal afbeeldingen en lege opmaak weg.",
        "Décompressé, le classeur fait {found} ; la limite est de {allowed}. Il n'a pas été ouvert. Retirez images et mises en forme vides.",
        "Entpackt ist die Arbeitsmappe {found} groß; erlaubt sind {allowed}. Sie wurde nicht geöffnet. Entfernen Sie Bilder und leere Formate.",
        "Unpacked, the workbook takes {found}; allowed is {allowed}. It was not opened. Remove pictures and empty formatting.",
    ),
    "W05": (
        "De werkmap bevat een documenttype ({found}), wat Excel nooit schrijft. Ze is niet geopend. Kopieer de cellen naar een nieuwe werkmap.",
        "Le classeur contient un type de document ({found}), qu'Excel n'écrit jamais. Il n'a pas été ouvert. Copiez les cellules dans un nouveau classeur.",
        "Die Arbeitsmappe enthält einen Dokumenttyp ({found}), den Excel nie schreibt. Sie wurde nicht geöffnet. Kopieren Sie die Zellen in eine neue Mappe.",
        "The workbook holds a document type ({found}), which Excel never writes. It was not opened. Copy the cells into a new workbook.",
    ),
    "W06": (
        "De werkmap is beschadigd: {found}. Open ze in Excel, laat ze herstellen en bewaar ze opnieuw.",
        "Le classeur est endommagé : {found}. Ouvrez-le dans Excel, faites-le réparer et enregistrez-le.",
        "Die Arbeitsmappe ist beschädigt: {found}. Öffnen Sie sie in Excel, lassen Sie sie reparieren und speichern Sie neu.",
        "The workbook is damaged: {found}. Open it in Excel, let it repair the file and save it again.",
    ),
    "W07": (
        "De werkmap bevat macro's ({found}). Bewaar ze als 'Excel-werkmap (.xlsx)', zonder macro's.",
        "Le classeur contient des macros ({found}). Enregistrez-le en « Classeur Excel (.xlsx) », sans macros.",
        "Die Arbeitsmappe enthält Makros ({found}). Speichern Sie sie als 'Excel-Arbeitsmappe (.xlsx)', ohne Makros.",
        "The workbook holds macros ({found}). Save it as 'Excel Workbook (.xlsx)', without macros.",
    ),
    "W08": (
        "De werkmap telt {found}; toegestaan is {allowed}. Verwijder lege of overtollige rijen, of verdeel ze over meer werkmappen.",
        "Le classeur compte {found} ; la limite est de {allowed}. Supprimez les lignes vides ou superflues, ou répartissez-les.",
        "Die Arbeitsmappe hat {found}; erlaubt sind {allowed}. Entfernen Sie leere oder überflüssige Zeilen, oder teilen Sie sie auf.",
        "The workbook has {found}; allowed is {allowed}. Remove empty or needless rows, or split it.",
    ),
    "W09": (
        "Geen blad van deze werkmap is een tabel die we kennen. Bladen: {found}. Bekend zijn: {allowed}.",
        "Aucune feuille de ce classeur n'est un tableau connu. Feuilles : {found}. Connues : {allowed}.",
        "Kein Blatt dieser Arbeitsmappe ist eine bekannte Tabelle. Blätter: {found}. Bekannt sind: {allowed}.",
        "No sheet of this workbook is a table we know. Sheets: {found}. Known are: {allowed}.",
    ),
    "W10": (
        "Het blad {allowed} ontbreekt; die tabel blijft zoals ze is. Wilt u ze wijzigen, zet het blad dan terug.",
        "La feuille {allowed} manque ; ce tableau reste inchangé. Pour le modifier, remettez la feuille.",
        "Das Blatt {allowed} fehlt; diese Tabelle bleibt, wie sie ist. Wollen Sie sie ändern, stellen Sie das Blatt wieder her.",
        "The sheet {allowed} is missing; that table stays as it is. To change it, put the sheet back.",
    ),
    "W11": (
        "Dit blad is geen tabel die we kennen en is niet gelezen. {allowed}",
        "Cette feuille n'est pas un tableau connu et n'est pas lue. {allowed}",
        "Dieses Blatt ist keine bekannte Tabelle und wird nicht gelesen. {allowed}",
        "This sheet is not a table we know and is not read. {allowed}",
    ),
    "W12": (
        "Dit blad en het blad {found} zijn dezelfde tabel. Voeg ze samen tot één blad.",
        "Cette feuille et la feuille {found} sont le même tableau. Réunissez-les en une seule feuille.",
        "Dieses Blatt und das Blatt {found} sind dieselbe Tabelle. Fassen Sie sie zu einem Blatt zusammen.",
        "This sheet and the sheet {found} are the same table. Join them into one sheet.",
    ),
    "W13": (
        "De koppen zijn niet gevonden. Zet ze in één rij boven de gegevens: {allowed}.",
        "Les en-têtes sont introuvables. Mettez-les sur une ligne au-dessus des données : {allowed}.",
        "Die Überschriften wurden nicht gefunden. Setzen Sie sie in eine Zeile über die Daten: {allowed}.",
        "The headings were not found. Put them in one row above the data: {allowed}.",
    ),
    "W14": (
        "De kop {found} staat ook in {allowed}. Verwijder een van beide kolommen.",
        "L'en-tête {found} figure aussi en {allowed}. Supprimez l'une des deux colonnes.",
        "Die Überschrift {found} steht auch in {allowed}. Entfernen Sie eine der beiden Spalten.",
        "The heading {found} is also in {allowed}. Remove one of the two columns.",
    ),
    "W15": (
        "De kolom {found} is niet bekend en is niet gelezen. {allowed}",
        "La colonne {found} est inconnue et n'est pas lue. {allowed}",
        "Die Spalte {found} ist nicht bekannt und wird nicht gelesen. {allowed}",
        "The column {found} is not known and is not read. {allowed}",
    ),
    "W16": (
        "De kolom {allowed} ontbreekt. Zet ze terug; verbergen mag wel.",
        "La colonne {allowed} manque. Remettez-la ; la masquer est permis.",
        "Die Spalte {allowed} fehlt. Stellen Sie sie wieder her; Verbergen ist erlaubt.",
        "The column {allowed} is missing. Put it back; hiding it is fine.",
    ),
    "W17": (
        "De cellen {found} zijn samengevoegd; hun waarde geldt voor elke rij. Splits ze om dat te vermijden.",
        "Les cellules {found} sont fusionnées ; leur valeur vaut pour chaque ligne. Séparez-les pour l'éviter.",
        "Die Zellen {found} sind verbunden; ihr Wert gilt für jede Zeile. Trennen Sie sie, um das zu vermeiden.",
        "The cells {found} are merged; their value counts for every row. Unmerge them to avoid that.",
    ),
    "W18": (
        "Deze cel bevat de formule {found}; haar laatste waarde {allowed} is gebruikt.",
        "Cette cellule contient la formule {found} ; sa dernière valeur {allowed} est utilisée.",
        "Diese Zelle enthält die Formel {found}; ihr letzter Wert {allowed} wird verwendet.",
        "This cell holds the formula {found}; its last value {allowed} is used.",
    ),
    "W19": (
        "De formule {found} is nooit berekend. Open de werkmap in Excel en bewaar ze, of typ de waarde.",
        "La formule {found} n'a jamais été calculée. Ouvrez le classeur dans Excel et enregistrez, ou tapez la valeur.",
        "Die Formel {found} wurde nie berechnet. Öffnen und speichern Sie die Mappe in Excel, oder tippen Sie den Wert.",
        "The formula {found} was never calculated. Open the workbook in Excel and save it, or type the value.",
    ),
    "W20": (
        "Deze cel geeft de fout {found}. Typ de waarde zelf.",
        "Cette cellule donne l'erreur {found}. Tapez la valeur.",
        "Diese Zelle ergibt den Fehler {found}. Tippen Sie den Wert selbst.",
        "This cell gives the error {found}. Type the value itself.",
    ),
    "W21": (
        "De formule {found} leest uit een ander bestand. Kopieer de cel en plak alleen de waarde.",
        "La formule {found} lit dans un autre fichier. Copiez la cellule et collez seulement la valeur.",
        "Die Formel {found} liest aus einer anderen Datei. Kopieren Sie die Zelle und fügen Sie nur den Wert ein.",
        "The formula {found} reads from another file. Copy the cell and paste the value only.",
    ),
    "W22": (
        "{found} is gelezen als de datum {allowed}.",
        "{found} a été lu comme la date {allowed}.",
        "{found} wurde als Datum {allowed} gelesen.",
        "{found} was read as the date {allowed}.",
    ),
    "W23": (
        "Excel heeft hier {found} van gemaakt. Zet de cel op 'Tekst' en typ opnieuw wat er stond.",
        "Excel en a fait {found}. Mettez la cellule en « Texte » et retapez ce qui s'y trouvait.",
        "Excel hat daraus {found} gemacht. Stellen Sie die Zelle auf 'Text' und tippen Sie neu, was da stand.",
        "Excel has turned this into {found}. Set the cell to 'Text' and type again what was there.",
    ),
    "W24": (
        "Onzichtbare of overbodige tekens zijn weggelaten; gelezen is {allowed}.",
        "Des caractères invisibles ou superflus ont été retirés ; lu : {allowed}.",
        "Unsichtbare oder überflüssige Zeichen wurden weggelassen; gelesen wurde {allowed}.",
        "Invisible or needless characters were left out; read as {allowed}.",
    ),
    "W25": (
        "De code {found} staat ook in {allowed}. Elke rij heeft een eigen code; laat ze leeg in de nieuwe rij.",
        "Le code {found} figure aussi en {allowed}. Chaque ligne a son code ; laissez-le vide dans la nouvelle ligne.",
        "Der Code {found} steht auch in {allowed}. Jede Zeile hat ihren eigenen Code; lassen Sie ihn in der neuen Zeile leer.",
        "The code {found} is also in {allowed}. Every row has its own code; leave it empty in the new row.",
    ),
    "W26": (
        "De code {allowed} is met de hand veranderd in {found}. Zet {allowed} terug: er wordt naar verwezen.",
        "Le code {allowed} a été changé à la main en {found}. Remettez {allowed} : on y renvoie.",
        "Der Code {allowed} wurde von Hand in {found} geändert. Stellen Sie {allowed} wieder her: darauf wird verwiesen.",
        "The code {allowed} was changed by hand into {found}. Put {allowed} back: others point at it.",
    ),
    "W27": (
        "De rij {found} is verwijderd, maar {allowed} verwijzen ernaar. Zet ze terug of pas die cellen aan.",
        "La ligne {found} a été supprimée, mais {allowed} y renvoient. Remettez-la ou adaptez ces cellules.",
        "Die Zeile {found} wurde gelöscht, aber {allowed} verweisen darauf. Stellen Sie sie wieder her oder ändern Sie diese Zellen.",
        "The row {found} was deleted, but {allowed} point at it. Put it back or change those cells.",
    ),
    "W28": (
        "U schreef {found}; iemand anders schreef intussen {allowed}. Spreek af en maak beide gelijk.",
        "Vous avez écrit {found} ; quelqu'un d'autre a écrit entre-temps {allowed}. Accordez-vous et mettez la même valeur.",
        "Sie schrieben {found}; jemand anderes schrieb inzwischen {allowed}. Sprechen Sie sich ab und gleichen Sie beides an.",
        "You wrote {found}; somebody else wrote {allowed} meanwhile. Agree on one and make both the same.",
    ),
    "W29": (
        "U verwijderde de rij {found}; iemand anders wijzigde ze intussen: {allowed}. Begin van een verse werkmap.",
        "Vous avez supprimé la ligne {found} ; quelqu'un d'autre l'a modifiée entre-temps : {allowed}. Repartez d'un nouveau classeur.",
        "Sie haben die Zeile {found} gelöscht; jemand anderes hat sie inzwischen geändert: {allowed}. Beginnen Sie mit einer frischen Mappe.",
        "You deleted the row {found}; somebody else changed it meanwhile: {allowed}. Start from a fresh workbook.",
    ),
    "W30": (
        "{found} bestaat niet in {allowed}.",
        "{found} n'existe pas dans {allowed}.",
        "{found} gibt es nicht in {allowed}.",
        "{found} does not exist in {allowed}.",
    ),
    "W31": (
        "{found} is de naam van meer dan één: {allowed}. Schrijf de code.",
        "{found} est le nom de plusieurs : {allowed}. Écrivez le code.",
        "{found} ist der Name von mehreren: {allowed}. Schreiben Sie den Code.",
        "{found} is the name of more than one: {allowed}. Write the code.",
    ),
    "W32": (
        "Dit lijkt op {allowed}. Is het hetzelfde, verwijs dan daarnaar; zo niet, laat het zo.",
        "Cela ressemble à {allowed}. Si c'est la même chose, renvoyez-y ; sinon, laissez ainsi.",
        "Das ähnelt {allowed}. Ist es dasselbe, verweisen Sie darauf; sonst lassen Sie es so.",
        "This looks like {allowed}. If it is the same, point at that one; if not, leave it.",
    ),
    "W33": (
        "Deze werkmap weet niet meer van welke tabellen ze gemaakt is; wijzigingen van anderen sindsdien zijn niet te onderscheiden.",
        "Ce classeur ne sait plus de quels tableaux il provient ; les changements faits depuis par d'autres ne se distinguent pas.",
        "Diese Arbeitsmappe weiß nicht mehr, aus welchen Tabellen sie entstand; Änderungen anderer seither sind nicht zu erkennen.",
        "This workbook no longer knows which tables it was made from; what others changed since cannot be told apart.",
    ),
    "W34": (
        "De rij {found} stond in deze werkmap en is intussen uit de tabellen verwijderd. Verwijder ze ook hier, of begin van een verse werkmap.",
        "La ligne {found} figurait dans ce classeur et a été supprimée des tableaux entre-temps. Supprimez-la aussi ici, ou repartez d'un nouveau classeur.",
        "Die Zeile {found} stand in dieser Mappe und wurde inzwischen aus den Tabellen gelöscht. Löschen Sie sie auch hier, oder beginnen Sie mit einer frischen Mappe.",
        "The row {found} was in this workbook and has been deleted from the tables meanwhile. Delete it here too, or start from a fresh workbook.",
    ),
    "W35": (
        "De kolom {found} bevat persoonsgegevens en is niet overgenomen.",
        "La colonne {found} contient des données personnelles et n'est pas reprise.",
        "Die Spalte {found} enthält personenbezogene Daten und wird nicht übernommen.",
        "The column {found} holds personal data and was left out.",
    ),
    "W36": (
        "Het doelpubliek {found} staat niet in de lijst; alleen de woorden zijn overgenomen. {allowed}",
        "Le public {found} n'est pas dans la liste ; seuls les mots sont repris. {allowed}",
        "Die Zielgruppe {found} steht nicht in der Liste; nur die Worte werden übernommen. {allowed}",
        "The audience {found} is not in the list; only the words were taken. {allowed}",
    ),
    "W37": (
        "{found} is geen tijd die we kunnen lezen. Schrijf bijvoorbeeld {allowed}.",
        "{found} n'est pas une indication de temps lisible. Écrivez par exemple {allowed}.",
        "{found} ist keine lesbare Zeitangabe. Schreiben Sie zum Beispiel {allowed}.",
        "{found} is no time we can read. Write for example {allowed}.",
    ),
    "W38": (
        "Een sector is private, public of mixed (of: privé, openbaar, gemengd); hier staat {found}. Laat de cel leeg als niets vermeld is.",
        "Un secteur est private, public ou mixed (ou : privé, public, mixte) ; ici : {found}. Laissez la cellule vide si rien n'est dit.",
        "Ein Sektor ist private, public oder mixed (oder: privat, öffentlich, gemischt); hier steht {found}. Leer lassen, wenn nichts gesagt ist.",
        "A sector is private, public or mixed; here stands {found}. Leave the cell empty when nothing is said.",
    ),
    "W39": (
        "Deze cel is verplicht en leeg. Vul in: {allowed}.",
        "Cette cellule est obligatoire et vide. Remplissez : {allowed}.",
        "Diese Zelle ist Pflicht und leer. Füllen Sie aus: {allowed}.",
        "This cell is required and empty. Fill in: {allowed}.",
    ),
    "W40": (
        "Er is al een initiatief met deze titel: {allowed}; de rij verwijst ernaar.",
        "Il existe déjà une initiative avec ce titre : {allowed} ; la ligne y renvoie.",
        "Es gibt schon eine Initiative mit diesem Titel: {allowed}; die Zeile verweist darauf.",
        "There is already an initiative with this title: {allowed}; the row points at it.",
    ),
    "W50": (
        "Deze cel is leeg; een rij heeft een initiatief en een doelstelling nodig. Vul ze in, of maak de hele rij leeg.",
        "Cette cellule est vide ; une ligne a besoin d'une initiative et d'un objectif. Remplissez-la, ou videz toute la ligne.",
        "Diese Zelle ist leer; eine Zeile braucht Initiative und Ziel. Füllen Sie sie aus, oder leeren Sie die ganze Zeile.",
        "This cell is empty; a row needs an initiative and an objective. Fill it in, or empty the whole row.",
    ),
    "W51": (
        "Over {found} is nog niets beslist; de rij is niet overgenomen. Kies bevestigen, stoppen of hernoemen.",
        "Rien n'est décidé pour {found} ; la ligne n'est pas reprise. Choisissez confirmer, arrêter ou renommer.",
        "Über {found} ist noch nichts entschieden; die Zeile wird nicht übernommen. Wählen Sie bestätigen, beenden oder umbenennen.",
        "Nothing has been decided about {found} yet; the row was not taken over. Choose confirm, stop or rename.",
    ),
    "W52": (
        "{found} is geen beslissing. Kies een van deze: {allowed}.",
        "{found} n'est pas une décision. Choisissez parmi : {allowed}.",
        "{found} ist keine Entscheidung. Wählen Sie eine von diesen: {allowed}.",
        "{found} is no decision. Choose one of these: {allowed}.",
    ),
    "W53": (
        "Hernoemen vraagt een nieuwe naam. Vul ze in, of kies bevestigen.",
        "Renommer demande un nouveau nom. Donnez-le, ou choisissez confirmer.",
        "Umbenennen verlangt einen neuen Namen. Tragen Sie ihn ein, oder wählen Sie bestätigen.",
        "Renaming needs a new name. Fill it in, or choose confirm.",
    ),
    "W54": (
        "{found} stopt: deze editie vermeldt het niet meer. Wat vorige edities zeggen, blijft.",
        "{found} s'arrête : cette édition ne la cite plus. Ce qu'ont dit les éditions précédentes reste.",
        "{found} endet: Diese Ausgabe führt es nicht mehr auf. Was frühere Ausgaben sagen, bleibt.",
        "{found} stops: this edition no longer lists it. What earlier editions say stays.",
    ),
    "W55": (
        "Een nieuw initiatief heeft een Nederlandse titel nodig. Voeg de kolom 'Initiatief (Nederlands)' toe en vul ze in.",
        "Une nouvelle initiative a besoin d'un titre néerlandais. Ajoutez la colonne « Initiative (néerlandais) » et remplissez-la.",
        "Eine neue Initiative braucht einen niederländischen Titel. Fügen Sie die Spalte 'Initiative (Niederländisch)' hinzu.",
        "A new initiative needs a Dutch title. Add the column 'Initiative (Dutch)' and fill it in.",
    ),
    "W56": (
        "De organisatie {found} is nieuw en wordt toegevoegd. {allowed}",
        "L'organisation {found} est nouvelle et sera ajoutée. {allowed}",
        "Die Organisation {found} ist neu und wird hinzugefügt. {allowed}",
        "The organisation {found} is new and will be added. {allowed}",
    ),
}
_WARNINGS: Final = {"W10", "W15", "W17", "W32", "W36", "W51", "W56"}
_NOTES: Final = {"W11", "W18", "W22", "W24", "W33", "W35", "W40", "W54"}
_DID_YOU_MEAN: Final = {
    "nl": "Bedoelde u {0}?",
    "fr": "Vouliez-vous dire {0} ?",
    "de": "Meinten Sie {0}?",
    "en": "Did you mean {0}?",
}
RULES: Final = tuple(_MESSAGES)


def finding(
    rule: str,
    place: Place | None,
    *,
    found: str | None = None,
    allowed: str | Mapping[str, str] | None = None,
    suggestion: str | None = None,
) -> Finding:
    """Return a finding of a rule of workbooks, said in the four languages.

    A `suggestion` is asked as a question, in place of {allowed} or after the message; `allowed` may be given by language.
    """
    messages = {}
    for language, text in zip(LANGUAGES, _MESSAGES[rule], strict=True):
        question = _DID_YOU_MEAN[language].format(suggestion) if suggestion else ""
        wanted = allowed if isinstance(allowed, str | None) else allowed.get(language, "")
        said = text.format(found=found, allowed=question if wanted is None else wanted)
        messages[language] = f"{said} {question}".strip() if allowed is not None else said.strip()
    severity = Severity.WARNING if rule in _WARNINGS else Severity.INFO if rule in _NOTES else Severity.VIOLATION
    plain = allowed if isinstance(allowed, str | None) else allowed.get("nl")
    return Finding(rule, severity, messages, place, found, plain or suggestion)
