"""Hostile queries by name: each is meant to take a service down, or to make it reach out.

`ADDRESS` stands for a server on loopback that must receive nothing.
"""

from __future__ import annotations

from typing import Final

_ALL: Final = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
_CROSS: Final = "?a ?b ?c . ?d ?e ?f"


def _doubled(times: int) -> str:
    steps = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(times))
    return f"BIND('0123456789abcdef' AS ?x0) {steps}"


def _nested(before: str, inner: str, after: str, times: int) -> str:
    return before * times + inner + after * times


#: Joins of everything with everything, and what is done with them.
PRODUCTS: Final = {
    "count of a product": f"SELECT (COUNT(*) AS ?n) {{ {_ALL} }}",
    "distinct of a product": f"SELECT DISTINCT ?a ?f {{ {_CROSS} }} OFFSET 100000000",
    "ordered product": f"SELECT * {{ {_CROSS} }} ORDER BY ?c ?f ?a",
    "product ordered by a text made": f"SELECT * {{ {_CROSS} }} ORDER BY (CONCAT(STR(?a), STR(?f)))",
    "grouped product": f"SELECT ?a ?d (COUNT(*) AS ?n) {{ {_ALL} }} GROUP BY ?a ?d",
    "all texts in one": f"SELECT (GROUP_CONCAT(STR(?c); separator='{'-' * 500}') AS ?t) {{ {_CROSS} }}",
    "distinct texts in one": f"SELECT (GROUP_CONCAT(DISTINCT CONCAT(STR(?a), STR(?f))) AS ?t) {{ {_CROSS} }}",
    "filtered product": f"SELECT * {{ {_ALL} FILTER(STRLEN(STR(?c)) + STRLEN(STR(?f)) + STRLEN(STR(?i)) < 0) }}",
    "product without end": f"SELECT * {{ {_CROSS} }}",
    "construct of a product": f"CONSTRUCT {{ ?a ?e ?f }} WHERE {{ {_CROSS} }}",
    "describe everything": "DESCRIBE ?s ?o { ?s ?p ?o . ?x ?y ?z }",
    "exists over a product": f"SELECT * {{ ?s ?p ?o FILTER NOT EXISTS {{ {_ALL} FILTER(?c = ?i && ?a != ?g) }} }}",
    "minus of a product": f"SELECT (COUNT(*) AS ?n) {{ {_CROSS} MINUS {{ ?d ?b ?x . ?y ?e ?z }} }}",
    "optionals over everything": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o OPTIONAL { ?a ?b ?c } OPTIONAL { ?d ?e ?f } }",
    "union of products": f"SELECT (COUNT(*) AS ?n) {{ {{ {_ALL} }} UNION {{ {_ALL} }} }}",
    "sub-select of a product": f"SELECT (SUM(?n) AS ?t) {{ {{ SELECT (COUNT(*) AS ?n) {{ {_ALL} }} GROUP BY ?a }} }}",
    "graphs by graphs": "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?a ?b ?c } GRAPH ?h { ?d ?e ?f } GRAPH ?i { ?j ?k ?l } }",
    "random order of a product": f"SELECT * {{ {_CROSS} }} ORDER BY RAND()",
    "digests of a product": f"SELECT (MAX(SHA512(CONCAT(STR(?a), STR(?f)))) AS ?m) {{ {_CROSS} }}",
    "average of a product": f"SELECT (AVG(STRLEN(STR(?c)) * STRLEN(STR(?f))) AS ?m) {{ {_CROSS} }}",
}
#: Paths that go everywhere.
PATHS: Final = {
    "any path anywhere": "SELECT (COUNT(*) AS ?n) { ?s (<a:a>|!<a:a>)* ?o }",
    "any path both ways": "SELECT (COUNT(*) AS ?n) { ?s (!<a:a>|^!<a:a>)+ ?o }",
    "negated path without end": "SELECT (COUNT(*) AS ?n) { ?s !(<a:a>|^<a:a>)+ ?o . ?o !<b:b>* ?x }",
    "stars in stars": "SELECT (COUNT(*) AS ?n) { ?s ((((!<a:a>)*)*)*)* ?o }",
    "long sequence": "SELECT (COUNT(*) AS ?n) { ?s " + "/".join(["!<a:a>"] * 60) + " ?o }",
    "long alternative": "SELECT (COUNT(*) AS ?n) { ?s (" + "|".join(f"<a:a{n}>" for n in range(900)) + "|!<a:b>)* ?o }",
    "optional steps": "SELECT (COUNT(*) AS ?n) { ?s " + "/".join(["(!<a:a>)?"] * 25) + " ?o }",
}
#: Nesting of every kind of bracket and operator; the engine alone ends its process on some of them.
NESTING: Final = {
    "braces": "SELECT * " + _nested("{", " ?s ?p ?o ", "}", 4000),
    "braces within the limit": "SELECT * " + _nested("{", " ?s ?p ?o ", "}", 60),
    "round brackets": "SELECT (" + _nested("(", "1", ")", 4000) + " AS ?x) {}",
    "square brackets": "SELECT * { ?s ?p " + _nested("[ <a:a> ", "1", "]", 1500) + " }",
    "lists": "SELECT * { ?s ?p " + _nested("(", "1", ")", 4000) + " }",
    "exclamation marks": "SELECT * { ?s ?p ?o FILTER(" + "!" * 10000 + "true) }",
    "exclamation marks apart": "SELECT * { ?s ?p ?o FILTER(" + "! " * 5000 + "true) }",
    "minus signs": "SELECT * { ?s ?p ?o FILTER(" + "- " * 7000 + "1 = 1) }",
    "inverse signs": "SELECT * { ?s " + "^" * 7000 + "<a:a> ?o }",
    "optionals": "SELECT * { " + _nested("OPTIONAL { ?s ?p ?o ", "", "}", 700) + " }",
    "unions": "SELECT (COUNT(*) AS ?n) { " + " UNION ".join(["{ ?a ?b ?c . ?d ?e ?f }"] * 500) + " }",
    "sub-selects": "SELECT * { " + _nested("{ SELECT * { ", "?s ?p ?o", "} }", 500) + " }",
    "not exists": "SELECT * { ?s ?p ?o " + _nested("FILTER NOT EXISTS { ?s ?p ?o ", "", "}", 400) + " }",
    "functions": "SELECT (" + _nested("STR(", "1", ")", 2500) + " AS ?x) {}",
    "ifs": "SELECT (" + _nested("IF(true, 1, ", "1", ")", 900) + " AS ?x) {}",
    "sums": "SELECT (" + "+".join(["1"] * 7000) + " AS ?x) {}",
    "ands": "SELECT * { ?s ?p ?o FILTER(" + "&&".join(["?o"] * 3500) + ") }",
    "opened only": "SELECT * " + "{" * 16000,
    "closed only": "SELECT * " + "}" * 16000,
}
#: What takes memory or processor without a join.
BOMBS: Final = {
    "text doubled thirty times": f"SELECT (STRLEN(?x30) AS ?n) {{ {_doubled(30)} }}",
    "text doubled and digested": f"SELECT (SHA512(?x24) AS ?n) {{ {_doubled(24)} }}",
    "text replaced by itself": "SELECT ("
    + _nested("REPLACE(", "STR(?x12)", ", '.', '$0$0$0$0$0$0')", 5)
    + f" AS ?y) {{ {_doubled(12)} }}",
    "regular expression that is huge": "SELECT * { ?s ?p ?o FILTER(REGEX(STR(?o), '((a{0,1000}){0,1000}){0,1000}')) }",
    "regular expression that backtracks": f"SELECT * {{ {_CROSS} FILTER(REGEX(STR(?c), '^(([a-z])+.)+[A-Z]$')) }}",
    "regular expressions from the data": f"SELECT (COUNT(*) AS ?n) {{ {_CROSS} FILTER(REGEX(STR(?c), STR(?f))) }}",
    "many values": "SELECT (COUNT(*) AS ?n) { VALUES ?x { "
    + "1 " * 5000
    + "} VALUES ?y { "
    + "2 " * 2500
    + "} ?a ?b ?c }",
    "values by values": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?x{n} {{ 1 2 3 4 5 6 7 8 9 10 }}" for n in range(40))
    + " }",
    "many variables": "SELECT * { " + " ".join(f"OPTIONAL {{ ?a{n} ?b{n} ?c{n} }}" for n in range(300)) + " }",
    "number without end": "SELECT (" + "9" * 15000 + " AS ?x) {}",
    "IRI without end": "SELECT * { <http://example.org/" + "a" * 16000 + "> ?p ?o }",
    "identifiers without end": f"SELECT (COUNT(DISTINCT UUID()) AS ?n) {{ {_CROSS} }}",
    "quotation marks": "SELECT * { ?s ?p " + "'''" * 5000,
    "comments": "#" * 16000,
    "dashes": "SELECT * { ?s ?p ?o FILTER(" + "-" * 16000,
}
#: Ways out: to the network, to files, to other queries' data, into writing.
ESCAPES: Final = {
    "SERVICE": "SELECT * { SERVICE <ADDRESS> { ?s ?p ?o } }",
    "SERVICE in small letters, silent": "SELECT * { service silent <ADDRESS> { ?s ?p ?o } }",
    "SERVICE escaped": "SELECT * { \\u0053ERVICE <ADDRESS> { ?s ?p ?o } }",
    "SERVICE after a comment": "SELECT * { #\nSERVICE#\n<ADDRESS> { ?s ?p ?o } }",
    "SERVICE inside what looks like an IRI": "SELECT * { ?s ?p ?o FILTER(1<2)SERVICE#>\n<ADDRESS> { ?a ?b ?c } }",
    "SERVICE behind what looks like a text": "SELECT * { ?s ?p ?o FILTER(?o<'x>')SERVICE<ADDRESS>{ ?a ?b ?c } }",
    "SERVICE by a variable": "SELECT * { BIND(<ADDRESS> AS ?x) SERVICE ?x { ?s ?p ?o } }",
    "SERVICE by a name": "PREFIX t: <ADDRESS> SELECT * { SERVICE t: { ?s ?p ?o } }",
    "SERVICE glued to a number": "SELECT * { ?s ?p 1SERVICE<ADDRESS>{ ?a ?b ?c } }",
    "SERVICE in EXISTS": "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <ADDRESS> { ?s ?p ?o } } }",
    "FROM an address": "SELECT * FROM <ADDRESS> { ?s ?p ?o }",
    "FROM a file": "SELECT * FROM <file:///etc/passwd> FROM NAMED <file:///etc/hosts> { ?s ?p ?o }",
    "LOAD": "LOAD <ADDRESS> INTO GRAPH <a:a>",
    "LOAD escaped": "\\u004cOAD <ADDRESS>",
    "LOAD after a query": "ASK {} ; LOAD <ADDRESS>",
    "INSERT": "INSERT DATA { <a:a> <a:a> <a:a> }",
    "DELETE": "DELETE WHERE { ?s ?p ?o }",
    "DROP": "DROP ALL",
    "null character": "ASK {}\0; DROP ALL",
    "function by an address": "SELECT (<ADDRESS>(1) AS ?x) {}",
}
CASES: Final = {**PRODUCTS, **PATHS, **NESTING, **BOMBS, **ESCAPES}
