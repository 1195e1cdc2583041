"""`widgraph query`: one SPARQL query on the current release, from a file, standard input, text or the library."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click
import pyoxigraph as ox

from widgraph.errors import QuerySyntaxError, UsageError
from widgraph.graph.serialize import SYNTAXES
from widgraph.namespaces import PREFIXES
from widgraph.queries import library
from widgraph.release import open_release
from widgraph.settings import load_settings
from widgraph.store.remote import ask_endpoint, open_endpoint

_RESULTS = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
_GRAPHS = ("ttl", "nt", "rdf", "jsonld")


@click.command()
@click.argument("what", default="-", required=False)
@click.option(
    "--build",
    "out",
    type=click.Path(path_type=Path),
    default=Path("build"),
    show_default=True,
    help="Folder of releases.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", *_RESULTS, *_GRAPHS]),
    default="table",
    help="Form of the answer.",
)
@click.option("--endpoint", metavar="URL", help="Ask a remote SPARQL endpoint instead (setting 'endpoint').")
@click.option(
    "--graph",
    "graphs",
    multiple=True,
    metavar="IRI",
    help="With --endpoint: ask these graphs (default: its own choice).",
)
@click.option(
    "--with", "values", multiple=True, metavar="NAME=VALUE", help="A value for a parameter of a library query."
)
@click.pass_obj
def query(
    file: Path | None,
    what: str,
    out: Path,
    form: str,
    endpoint: str | None,
    graphs: tuple[str, ...],
    values: tuple[str, ...],
) -> int:
    """Answer one SPARQL query: WHAT is a file, a dash for standard input, the text itself, or a name from the library.

    Any SPARQL 1.1 endpoint can be asked; where 'widgraph push' has brought a release, the current one answers. The exit
    code is 1 when an endpoint left out a part of the answer.

    \b
    Examples:
      widgraph query listings-per-objective
      widgraph query for-an-age --with age=12 --format csv
      widgraph query "SELECT (COUNT(*) AS ?n) WHERE { ?listing a wid:Listing }"
      echo "ASK { ?a a wid:Actor }" | widgraph query -
      widgraph query meetings --endpoint http://localhost:8890/sparql
    """
    text = _text(what, values)
    settings = load_settings(file, endpoint=endpoint)
    if settings.endpoint:
        asked = ask_endpoint(open_endpoint(settings), text, graphs)
        click.echo(_render(asked.answer, form), nl=False)
        if asked.cut:
            click.echo("The endpoint left some of the answer out: it is over its limit.", err=True)
            return 1
        return 0
    if graphs:
        raise UsageError("--graph is for --endpoint.", "In a release, write FROM <...> in the query.")
    store = ox.Store.read_only(str(open_release(out).store))
    try:
        answer = store.query(text, use_default_graph_as_union=True, prefixes=PREFIXES)
    except SyntaxError as error:
        raise QuerySyntaxError(
            f"Not a SPARQL query: {error}.", hint="See the SPARQL 1.1 Query Language, section 19."
        ) from error
    click.echo(_render(answer, form), nl=False)
    return 0


def _text(what: str, values: tuple[str, ...]) -> str:
    """Find the query: library name, then standard input, then file, then the text itself."""
    if what in library.names():
        return library.load(what).bound(_pairs(values))
    if values:
        raise UsageError("--with is for queries of the library.", f"The library has: {', '.join(library.names())}.")
    if what == "-":
        return sys.stdin.read()
    path = Path(what)
    if len(what) < 256 and "\n" not in what and path.is_file():
        return path.read_text(encoding="utf-8")
    if "{" not in what:
        raise UsageError(
            f"'{what}' is no query of the library, no file and no query.",
            f"The library has: {', '.join(library.names())}.",
        )
    return what


def _pairs(values: tuple[str, ...]) -> dict[str, str]:
    pairs = dict(value.partition("=")[::2] for value in values)
    if "" in pairs or any("=" not in value for value in values):
        raise UsageError(f"--with {values[0]} is no NAME=VALUE.", "Write for example --with age=12.")
    return pairs


def _render(answer: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples | Sequence[ox.Triple], form: str) -> str:
    if isinstance(answer, ox.QueryTriples | Sequence):
        syntax = SYNTAXES[form if form in _GRAPHS else "ttl"]
        return syntax.write([ox.Quad(one.subject, one.predicate, one.object) for one in answer]).decode()
    if form in _GRAPHS:
        raise UsageError(f"Format {form} is for graphs (CONSTRUCT, DESCRIBE).", "Use table, csv, tsv, json or xml.")
    if form in _RESULTS:
        return (answer.serialize(format=_RESULTS[form]) or b"").decode()
    if isinstance(answer, ox.QueryBoolean):
        return "yes\n" if bool(answer) else "no\n"
    return _table(answer)


def _table(answer: ox.QuerySolutions) -> str:
    """Columns as wide as their longest cell, IRIs with our prefixes, unbound cells empty."""
    names = [variable.value for variable in answer.variables]
    rows = [[_cell(row[name]) for name in names] for row in answer]
    widths = [max([len(name), *(len(row[i]) for row in rows)]) for i, name in enumerate(names)]
    lines = ["  ".join(name.ljust(width) for name, width in zip(names, widths, strict=True))]
    lines.append("  ".join("-" * width for width in widths))
    lines += ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    lines.append(f"({len(rows)} rows)" if len(rows) != 1 else "(1 row)")
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _cell(term: object) -> str:
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        for prefix, namespace in PREFIXES.items():
            if term.value.startswith(namespace):
                return f"{prefix}:{term.value.removeprefix(namespace)}"
        return f"<{term.value}>"
    return term.value if isinstance(term, ox.Literal | ox.BlankNode) else str(term)
