"""What is wrong with a query that the engine could not read, where, and what would put it right.

The engine knows that a query is wrong and how far it came; what people usually did is found here by looking at the
tokens: brackets, quotation marks, prefixes, misspelt words (SPARQL 1.1 Query, section 19).
"""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Final

from widgraph.errors import QuerySyntaxError
from widgraph.namespaces import PREFIXES
from widgraph.store import _messages as text
from widgraph.store._tokens import Token, place, tokens

_VOCABULARY: Final = """
    A ABS ADD ALL AS ASC ASK AVG BASE BIND BNODE BOUND BY CEIL CLEAR COALESCE CONCAT CONSTRUCT CONTAINS COPY COUNT
    CREATE DATA DATATYPE DAY DEFAULT DELETE DESC DESCRIBE DISTINCT DROP ENCODE_FOR_URI EXISTS FALSE FILTER FLOOR FROM
    GRAPH GROUP GROUP_CONCAT HAVING HOURS IF IN INSERT INTO IRI ISBLANK ISIRI ISLITERAL ISNUMERIC ISURI LANG
    LANGMATCHES LCASE LIMIT LOAD MAX MD5 MIN MINUS MINUTES MONTH MOVE NAMED NOT NOW OFFSET OPTIONAL ORDER PREFIX RAND
    REDUCED REGEX REPLACE ROUND SAMETERM SAMPLE SECONDS SELECT SEPARATOR SERVICE SHA1 SHA256 SHA384 SHA512 SILENT STR
    STRAFTER STRBEFORE STRDT STRENDS STRLANG STRLEN STRSTARTS STRUUID SUBSTR SUM TIMEZONE TO TRUE TZ UCASE UNDEF UNION
    URI USING UUID VALUES WHERE WITH YEAR
    ADJUST HASLANG HASLANGDIR ISTRIPLE LANGDIR LATERAL OBJECT PREDICATE STRLANGDIR SUBJECT TRIPLE VERSION
"""
#: The words of SPARQL 1.1, and on the last line those that Oxigraph knows beyond it.
_WORDS: Final = frozenset(_VOCABULARY.split())
_OTHER: Final = {"{": "}", "(": ")", "[": "]", "}": "{", ")": "(", "]": "["}
#: Prefixes people are used to that are called otherwise here, and namespaces of the web that are not ours.
_ALSO: Final = {"dct": "dcterms", "dc11": "dcterms", "sdo": "schema", "cube": "qb"}
_ELSEWHERE: Final = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "dbo": "http://dbpedia.org/ontology/",
    "dbr": "http://dbpedia.org/resource/",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "geosparql": "http://www.opengis.net/ont/geosparql#",
    "locn": "http://www.w3.org/ns/locn#",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "time": "http://www.w3.org/2006/time#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
}
#: What Oxigraph says of a rule that is not one of grammar.
_RULES: Final = (
    ("variable that is unbound", text.NOT_GROUPED, text.GROUP_IT),
    ("Duplicated variable name", text.TWICE_IN_SELECT, text.NAME_ONCE),
    ("overrides an existing variable", text.TAKEN, text.NEW_NAME),
    ("overriding an existing variable", text.TAKEN, text.NEW_NAME),
    ("SELECT * is not authorized", text.ALL_GROUPED, text.NAME_VARIABLES),
    ("expected UNDEF", text.UNEVEN_ROW, text.USE_UNDEF),
    ("IRI parsing failed", text.RELATIVE_IRI, text.WRITE_WHOLE_IRI),
)
_SPACED: Final = re.compile(r"<(?:https?|urn|mailto):[^<>\s\"{}]*+([ \t])[^<>\n\"{}]*+>")
_WORD: Final = re.compile(r"\w+")
_LONGEST_LINE: Final = 200
Fault = tuple[int, str, str, dict[str, object]]


def diagnose(query: str, message: str, line: int | None, column: int | None) -> QuerySyntaxError:
    """Return the error to raise for a query the engine refused with `message` at `line` and `column`."""
    fault = next(_faults(query, message), None)
    if fault is None:
        return _error(query, line or 1, column or 1, text.NOT_HERE, text.COMPLETE_IT, {})
    offset, what, hint, values = fault
    if offset < 0:
        return _error(query, line or 1, column or 1, what, hint, values)
    return _error(query, *place(query, offset), what, hint, values)


def _error(query: str, line: int, column: int, what: str, hint: str, values: dict[str, object]) -> QuerySyntaxError:
    lines = query.split("\n")
    line = min(line, len(lines))
    source = lines[line - 1].rstrip("\r")
    column = min(column, len(source) + 1)
    start = max(0, column - _LONGEST_LINE // 2) if len(source) > _LONGEST_LINE else 0
    return QuerySyntaxError(what, line, column, hint, text=source[start : start + _LONGEST_LINE], values=values)


def _faults(query: str, message: str) -> Iterator[Fault]:
    """Yield what is wrong, the surest first: an offset (-1: where the engine stopped), what, a hint, values."""
    found = [token for token in tokens(query) if token.kind != "comment"]
    if not query.strip() or not found:
        yield 0, text.EMPTY, text.SEND_QUERY, {}
    yield from ((one.start, text.OPEN_TEXT, text.CLOSE_TEXT, {}) for one in found if one.kind == "endless")
    yield from ((match.start(1), text.SPACE_IN_IRI, text.ENCODE_SPACE, {}) for match in _SPACED.finditer(query))
    yield from _brackets(found)
    yield from _prefixes(found)
    yield from _words(found)
    yield from ((-1, what, hint, {}) for sign, what, hint in _RULES if sign in message)


def _brackets(found: Sequence[Token]) -> Iterator[Fault]:
    opened: list[Token] = []
    for token in found:
        if token.kind == "open":
            opened.append(token)
        elif token.kind == "close":
            if opened and _OTHER[opened[-1].text] == token.text:
                opened.pop()
                continue
            values = {"bracket": token.text, "other": _OTHER[token.text]}
            if any(_OTHER[one.text] == token.text for one in opened):
                yield _unclosed(opened[-1])
            else:
                yield token.start, text.NEVER_OPENED, text.REMOVE_BRACKET, dict(values)
            return
    if opened:
        yield _unclosed(opened[-1])


def _unclosed(token: Token) -> Fault:
    return token.start, text.NEVER_CLOSED, text.ADD_BRACKET, {"bracket": token.text, "other": _OTHER[token.text]}


def _prefixes(found: Sequence[Token]) -> Iterator[Fault]:
    declared = {
        name.text.partition(":")[0]
        for word, name in itertools.pairwise(found)
        if word.text.upper() == "PREFIX" and name.kind == "name"
    }
    for token in found:
        prefix = token.text.partition(":")[0]
        if token.kind == "name" and prefix not in declared and prefix not in PREFIXES and prefix != "_":
            yield token.start, text.UNKNOWN_PREFIX, *_suggested(prefix)


def _suggested(prefix: str) -> tuple[str, dict[str, object]]:
    if prefix in _ELSEWHERE:
        return text.DECLARE, {"prefix": prefix, "namespace": _ELSEWHERE[prefix]}
    near = difflib.get_close_matches(prefix.lower(), PREFIXES, 1, 0.6)
    known = _ALSO.get(prefix.lower()) or (near[0] if near else "")
    if known:
        return text.USE_PREFIX, {"prefix": prefix, "known": known}
    return text.DECLARE_SOME, {"prefix": prefix}


def _words(found: Sequence[Token]) -> Iterator[Fault]:
    for token in found:
        if token.kind != "word":
            continue
        for match in _WORD.finditer(token.text):
            word = match[0]
            if word.upper() in _WORDS:
                continue
            near = difflib.get_close_matches(word.upper(), _WORDS, 1, 0.7)
            values: dict[str, object] = {"word": word[:60], "known": near[0] if near else ""}
            yield token.start + match.start(), text.UNKNOWN_WORD, text.USE_WORD if near else text.USE_VARIABLE, values
