"""The permanent link of an answer: it carries the question, the release, and the digest of the answer.

Nothing is stored, so nothing can be filled up, lost or cleaned away: whoever can run this program can read the link, in
any release and after any restart. What it costs is length. Most of a query is words that most queries share, so the
text is compressed against a dictionary of them (RFC 1951; RFC 1950, section 2.2, preset dictionary): a question of the
library takes some 80 characters, one written by hand 150 to 300.

A link is a claim that anybody can write down. It is never believed: the page behind it asks the question again.

    1 byte    version of this layout, which names the dictionary
    3 bytes   first bytes of the SHA-256 of all that follows: a link cut short or mistyped is recognised
    16 bytes  digest of the answer
    6 bytes   digest in the name of the release
    rest      deflated UTF-8, parts separated by U+0000: query, rows, version of the release, year, graphs
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import zlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from widgraph.answers._digest import SIZE

#: Characters of the longest link, and of one step of its path: Apache httpd, which serves permanent identifiers, first
#: takes a path for the name of a file, which has at most 255 for a step and 4096 in all.
LONGEST: Final = 3500
_STEP: Final = 200
_LAYOUT: Final = b"\x01"
_CHECK, _RELEASE = 3, 6
_RELEASE_ID: Final = re.compile(r"([0-9A-Za-z.]{1,20})-([0-9a-f]{12})")
#: Deflate without header and checksum; the layout has its own.
_RAW: Final = -15
#: The dictionary of layout 1 never changes: every link ever given out needs these very bytes.
_DICTIONARY_SHA256: Final = "7762423e92e236fe35a6eee86047f322fac126d4e37ce4ff515d862be6feecf5"


class DamagedLink(ValueError):
    """Not a link of an answer: cut short, mistyped or made up."""


@dataclass(frozen=True)
class AnswerLink:
    """What a link says: the question with its dataset, the release it was put to, and what came back.

    `digest` is that of `digest_rows` and its kin; `rows` the number of solutions or triples; `year` the year in which
    the data of the release were issued.
    """

    query: str
    release: str
    year: int
    digest: bytes
    rows: int
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


def write_link(link: AnswerLink) -> str | None:
    """Return the link as letters, digits, `-` and `_`, with a `/` after every 200; None for too long a question."""
    name = _RELEASE_ID.fullmatch(link.release)
    if name is None or len(link.digest) != SIZE:
        raise ValueError("not a release and a digest of ours")
    graphs = [f"d{iri}" for iri in link.default_graphs] + [f"n{iri}" for iri in link.named_graphs]
    text = "\0".join([link.query, str(link.rows), name[1], str(link.year), *graphs])
    packer = _packer().copy()
    packed = packer.compress(text.encode()) + packer.flush()
    body = link.digest + bytes.fromhex(name[2]) + packed
    token = _stepped(base64.urlsafe_b64encode(_LAYOUT + _check(body) + body).decode().rstrip("="))
    return token if len(token) <= LONGEST else None


def read_link(token: str, longest: int) -> AnswerLink:
    """Return what a link says; raise DamagedLink when it says nothing. `longest` bounds the bytes of its text."""
    text = token.replace("/", "")
    if len(token) > LONGEST or not re.fullmatch(r"[A-Za-z0-9_-]+", text) or token != _stepped(text):
        raise DamagedLink
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as error:
        raise DamagedLink from error
    body = data[1 + _CHECK :]
    if data[:1] != _LAYOUT or data[1 : 1 + _CHECK] != _check(body) or len(body) <= SIZE + _RELEASE:
        raise DamagedLink
    try:
        return _read(body[:SIZE], body[SIZE : SIZE + _RELEASE].hex(), _unpacked(body[SIZE + _RELEASE :], longest))
    except (zlib.error, ValueError) as error:
        raise DamagedLink from error


def _stepped(text: str) -> str:
    return "/".join(text[start : start + _STEP] for start in range(0, len(text), _STEP))


def _read(digest: bytes, release: str, text: str) -> AnswerLink:
    query, rows, version, year, *graphs = text.split("\0")
    name = f"{version}-{release}"
    if not (_RELEASE_ID.fullmatch(name) and rows.isdecimal() and year.isdecimal() and len(year) <= 4):
        raise DamagedLink
    default = tuple(graph[1:] for graph in graphs if graph.startswith("d"))
    named = tuple(graph[1:] for graph in graphs if graph.startswith("n"))
    return AnswerLink(query, name, int(year), digest, int(rows[:18]), default, named)


def _unpacked(packed: bytes, longest: int) -> str:
    opener = zlib.decompressobj(_RAW, zdict=_dictionary())
    data = opener.decompress(packed, longest)
    if not opener.eof or opener.unused_data:
        raise DamagedLink
    return data.decode("utf-8")


def _check(body: bytes) -> bytes:
    return hashlib.sha256(body).digest()[:_CHECK]


@cache
def _packer() -> zlib._Compress:
    """Return what has read the dictionary; a copy of it packs in half the time of a new one."""
    return zlib.compressobj(9, zlib.DEFLATED, _RAW, zdict=_dictionary())


@cache
def _dictionary() -> bytes:
    data = (files(__package__) / "dictionary-1.txt").read_bytes()
    if hashlib.sha256(data).hexdigest() != _DICTIONARY_SHA256:
        raise RuntimeError("dictionary-1.txt has changed; no link given out before could be read. Put it back.")
    return data
