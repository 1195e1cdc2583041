"""How to cite a thing: CSL-JSON, BibTeX, RIS and one plain line, from the same few facts.

A citation names the permanent identifier and the version of the data it was read from; it never names the address
that happened to serve it.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

#: LaTeX reads these as commands; each is written as the command that prints it (the LaTeX companion, section 3.1).
_LATEX: Final = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "$": r"\$",
        "&": r"\&",
        "%": r"\%",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)


@dataclass(frozen=True)
class Citation:
    """What a citation says: title, permanent IRI, who publishes it, the year and version of the data, its language."""

    title: str
    iri: str
    publisher: str
    year: int
    version: str
    language: str

    @property
    def key(self) -> str:
        """A key that is the same every time: publisher, year and the last parts of the IRI, ASCII only."""
        tail = "-".join(self.iri.rstrip("/").split("/")[-2:])
        plain = unicodedata.normalize("NFKD", f"{self.publisher}-{self.year}-{tail}").encode("ascii", "ignore").decode()
        return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-").lower()


def csl_json(citation: Citation) -> str:
    """Return CSL-JSON (Citation Style Language 1.0.2, input data schema): one item in a list."""
    item = {
        "id": citation.key,
        "type": "dataset",
        "title": citation.title,
        "author": [{"literal": citation.publisher}],
        "publisher": citation.publisher,
        "issued": {"date-parts": [[citation.year]]},
        "version": citation.version,
        "URL": citation.iri,
        "language": citation.language,
    }
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


def bibtex(citation: Citation) -> str:
    """Return one BibTeX entry in UTF-8; double braces keep the capitals of the title."""
    fields = {
        "title": f"{{{_latex(citation.title)}}}",
        "author": f"{{{_latex(citation.publisher)}}}",
        "publisher": _latex(citation.publisher),
        "year": str(citation.year),
        "version": _latex(citation.version),
        "language": citation.language,
        "url": citation.iri,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items()]
    return "\n".join([f"@misc{{{citation.key},", *lines, "}"]) + "\n"


def ris(citation: Citation) -> str:
    """Return one RIS record (tags of two letters, two spaces, a hyphen and a space; lines end with CR LF)."""
    fields = [
        ("TY", "DATA"),
        ("ID", citation.key),
        ("TI", _line(citation.title)),
        ("AU", _line(citation.publisher)),
        ("PB", _line(citation.publisher)),
        ("PY", str(citation.year)),
        ("ET", citation.version),
        ("LA", citation.language),
        ("UR", citation.iri),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in fields)


def plain(citation: Citation) -> str:
    """Return one line for people."""
    title = _line(citation.title)
    return f"{_line(citation.publisher)} ({citation.year}). {title} (version {citation.version}). {citation.iri}"


def _latex(text: str) -> str:
    return _line(text).translate(_LATEX)


def _line(text: str) -> str:
    """A title is one line: a line break inside would end a RIS field and start another."""
    return " ".join(text.split())


@dataclass(frozen=True)
class Style:
    """One form of citation: its registered media type, file suffix and writer."""

    media_type: str
    suffix: str
    write: Callable[[Citation], str]


STYLES: Final[Mapping[str, Style]] = {
    "csl-json": Style("application/vnd.citationstyles.csl+json", "csl.json", csl_json),
    "bibtex": Style("application/x-bibtex", "bib", bibtex),
    "ris": Style("application/x-research-info-systems", "ris", ris),
}
