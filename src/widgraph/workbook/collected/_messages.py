"""What the workbook that collects an edition says of itself: title and lines of its first sheet, by language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

GUIDE: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "nl": (
        "Uitleg",
        (
            "Op het blad {year} staat elk initiatief dat het verslag van {last} vermeldt, één rij per plaats.",
            "Kies in de kolom Beslissing: bevestigen (loopt nog), stoppen (loopt niet meer) of hernoemen (en vul de nieuwe naam in).",
            "Een rij zonder beslissing wordt niet overgenomen; de controle noemt ze.",
            "Verander gerust doelpubliek, timing en organisatie: het is wat {year} zegt dat telt.",
            "Schrijf nieuwe initiatieven onder de laatste rij: initiatief en doelstelling (bijvoorbeeld 2.1) zijn nodig, de rest mag leeg blijven.",
            "Timing: 2023, 2023-09, 2023-09-14, 2023-2024 of vanaf 2023. Meer dan één doelpubliek of organisatie: met een puntkomma ertussen.",
            "Wat u niet weet, laat u leeg; er wordt niets geraden.",
            "Bewaar en lees terug met: widgraph import BESTAND.xlsx --dry-run (tonen), daarna zonder --dry-run (overnemen).",
        ),
    ),
    "fr": (
        "Explication",
        (
            "La feuille {year} reprend chaque initiative citée par le rapport {last}, une ligne par endroit.",
            "Choisissez dans la colonne Décision : confirmer (toujours en cours), arrêter (terminée) ou renommer (et donnez le nouveau nom).",
            "Une ligne sans décision n’est pas reprise ; le contrôle la signale.",
            "Modifiez librement le public, le calendrier et l’organisation : seul compte ce que dit {year}.",
            "Écrivez les nouvelles initiatives sous la dernière ligne : initiative (aussi en néerlandais) et objectif (par exemple 2.1) sont nécessaires.",
            "Calendrier : 2023, 2023-09, 2023-09-14, 2023-2024 ou dès 2023. Plusieurs publics ou organisations : séparez par un point-virgule.",
            "Laissez vide ce que vous ne savez pas ; rien n’est deviné.",
            "Enregistrez et relisez avec : widgraph import FICHIER.xlsx --dry-run (montrer), puis sans --dry-run (reprendre).",
        ),
    ),
    "de": (
        "Erklärung",
        (
            "Auf dem Blatt {year} steht jede Initiative, die der Bericht {last} aufführt, eine Zeile je Stelle.",
            "Wählen Sie in der Spalte Entscheidung: bestätigen (läuft noch), beenden (läuft nicht mehr) oder umbenennen (mit neuem Namen).",
            "Eine Zeile ohne Entscheidung wird nicht übernommen; die Prüfung nennt sie.",
            "Ändern Sie Zielgruppe, Zeitraum und Organisation ruhig: Es zählt, was {year} sagt.",
            "Neue Initiativen stehen unter der letzten Zeile: Initiative (auch auf Niederländisch) und Ziel (zum Beispiel 2.1) sind nötig.",
            "Zeitraum: 2023, 2023-09, 2023-09-14, 2023-2024 oder ab 2023. Mehrere Zielgruppen oder Organisationen: mit Semikolon trennen.",
            "Was Sie nicht wissen, bleibt leer; nichts wird geraten.",
            "Speichern und einlesen mit: widgraph import DATEI.xlsx --dry-run (zeigen), danach ohne --dry-run (übernehmen).",
        ),
    ),
    "en": (
        "Guide",
        (
            "The sheet {year} has every initiative that the {last} report lists, one row per place.",
            "Choose in the column Decision: confirm (still running), stop (no longer running) or rename (and give the new name).",
            "A row without a decision is not taken over; the check names it.",
            "Do change audience, timing and organisation: what {year} says is what counts.",
            "Write new initiatives below the last row: initiative (in Dutch too) and objective (for example 2.1) are needed, the rest may stay empty.",
            "Timing: 2023, 2023-09, 2023-09-14, 2023-2024 or from 2023. Several audiences or organisations: separate them by semicolons.",
            "Leave empty what you do not know; nothing is guessed.",
            "Save, and read it back with: widgraph import FILE.xlsx --dry-run (show), then without --dry-run (take over).",
        ),
    ),
}
