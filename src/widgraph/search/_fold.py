"""How two spellings become one: case, accents, ligatures and word endings."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

from widgraph.languages import LANGUAGES

#: Letters that Unicode decomposition leaves whole though readers type them as two.
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
_ALGORITHMS = {"nl": "dutch", "fr": "french", "de": "german", "en": "english"}
_WORD = re.compile(r"\w+")


def fold(text: str) -> str:
    """Return the text in lower case without accents (Unicode NFKD, marks removed; ß becomes ss).

    Decomposed before it is folded too: a mathematical 𝕬 is a capital only then (Unicode Standard, section 3.13).
    """
    folded = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    decomposed = unicodedata.normalize("NFKD", folded)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def words(text: str) -> list[str]:
    """Return the folded words of a text, in order."""
    return _WORD.findall(fold(text))


def stems(text: str, language: str) -> list[str]:
    """Return the folded stems of a text's words in one of our languages; an unknown language has none.

    The word is stemmed with its accents, since French and German endings depend on them, and once more without, since
    readers leave them out.
    """
    if language not in LANGUAGES:
        return []
    found = []
    for word in _WORD.findall(text.casefold()):
        found += [fold(_stem(word, language)), _stem(fold(word), language)]
    return list(dict.fromkeys(found))


@lru_cache(maxsize=20_000)
def _stem(word: str, language: str) -> str:
    # Making a stemmer costs microseconds and one per call is safe in threads; words repeat, so the answer is kept.
    return str(snowballstemmer.stemmer(_ALGORITHMS[language]).stemWord(word))
