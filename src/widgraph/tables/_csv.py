"""From bytes to cells: a CSV file read strictly (RFC 4180, CSVW model section 8), with a finding for each fault."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from widgraph.findings import Finding, Place
from widgraph.tables._description import Table
from widgraph.tables._messages import finding

#: A spreadsheet keeps no more in a cell; what is longer would be cut there without a word.
CELL_LIMIT: Final = 32_767
_FILE_LIMIT: Final = 50_000_000
_FIELD: Final = r'(?:"[^"]*(?:""[^"]*)*"|[^",\r\n]*)'
_RECORD: Final = re.compile(rf"{_FIELD}(?:,{_FIELD})*(?:\r?\n)?")
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")


@dataclass
class Records:
    """The rows of a file as cells by column, and what was wrong; `complete` says that no row or column was left out."""

    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    complete: bool = True

    def stop(self, found: Finding) -> Records:
        """Add a finding that leaves rows unread."""
        self.findings.append(found)
        self.complete = False
        return self


def read_records(path: Path, table: Table) -> Records:
    """Read one file; rows are numbered as a sheet numbers them, the header being row 1."""
    records = Records()
    text = _text(path, table, records)
    if text is None:
        return records
    rows = list(_split(text, table, records))
    header = rows[0][1] if rows else []
    if not any(header):
        if records.complete:
            records.stop(finding("T03", Place(table.file), allowed=_names(table)))
        return records
    if not _header(header, table, records):
        return records
    known = {column.name for column in table.cells}
    for number, cells in rows[1:]:
        if not any(cells):
            continue
        if len(cells) != len(header):
            place = Place(table.file, number)
            records.stop(finding("T10", place, found=str(len(cells)), allowed=str(len(header))))
            continue
        records.rows.append((number, {name: cell for name, cell in zip(header, cells, strict=True) if name in known}))
    return records


def _names(table: Table) -> str:
    return ",".join(column.name for column in table.cells)


def _text(path: Path, table: Table, records: Records) -> str | None:
    """Return the decoded file, or None after saying why not."""
    place = Place(table.file)
    try:
        if path.stat().st_size > _FILE_LIMIT:
            records.stop(finding("T22", place, found=f"more than {_FILE_LIMIT // 1_000_000} MB"))
            return None
        data = path.read_bytes()
    except FileNotFoundError:
        records.stop(finding("T02", place))
        return None
    except OSError as error:
        records.stop(finding("T22", place, found=error.strerror or "?"))
        return None
    if not data.strip():
        records.stop(finding("T03", place, allowed=_names(table)))
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        records.stop(finding("T04", Place(table.file, line), found=_guess(data, error.start)))
        return None


def _guess(data: bytes, position: int) -> str:
    """Name the encoding a file probably has, with the first word that shows it."""
    if data.startswith(_UTF16) or b"\x00" in data[:200]:
        return "UTF-16"
    word = re.split(rb"[\s,;\"]", data[max(0, position - 40) : position])[-1]
    rest = re.split(rb"[\s,;\"]", data[position : position + 40])[0]
    shown = (word + rest).decode("cp1252", "replace")
    return f"windows-1252 ('{shown}')"


def _split(text: str, table: Table, records: Records) -> Iterator[tuple[int, list[str]]]:
    """Yield row number and cells; a record that RFC 4180 does not allow is reported and ends the reading.

    The csv module accepts a quotation mark in the middle of a cell as text, and that is how cells get swallowed: so
    the raw record is compared with the grammar as well.
    """
    csv.field_size_limit(_FILE_LIMIT)
    lines = [line for line in re.split(r"(?<=\n)", text) if line]
    reader = csv.reader(lines, strict=True)
    start = 0
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader, None)
        except csv.Error:
            records.stop(_stray("".join(lines[start:]), number, table))
            return
        if cells is None:
            return
        raw = "".join(lines[start : reader.line_num])
        start = reader.line_num
        if not _RECORD.fullmatch(raw):
            records.stop(_stray(raw, number, table))
            continue
        yield number, cells


def _stray(raw: str, number: int, table: Table) -> Finding:
    """Name the column and the words where the grammar stops: that is where the quotation mark is."""
    matched = re.match(rf"{_FIELD}(?:,{_FIELD})*", raw)
    end = matched.end() if matched else 0
    before = re.findall(rf"{_FIELD}(?:,|$)", raw[:end])
    columns = table.cells
    column = columns[min(len(before), len(columns)) - 1].name if before else None
    return finding("T06", Place(table.file, number, column), found=repr(raw[max(0, end - 15) : end + 15]))


def _header(header: list[str], table: Table, records: Records) -> bool:
    """Compare the header with the description; False when the rows cannot be read under it."""
    expected = [column.name for column in table.cells]
    place = Place(table.file, 1)
    if len(header) == 1:
        for separator, name in ((";", "';'"), ("\t", "tab"), ("|", "'|'")):
            if len(set(header[0].split(separator)) & set(expected)) > 1:
                records.stop(finding("T05", place, found=name))
                return False
    for name in sorted({name for name in header if header.count(name) > 1}):
        records.stop(finding("T09", Place(table.file, 1, name), found=name))
    for name in expected:
        if name not in header:
            records.stop(finding("T07", Place(table.file, 1, name), allowed=name))
    for name in dict.fromkeys(header):
        if name not in expected:
            records.stop(finding("T08", Place(table.file, 1, name), found=repr(name), allowed=", ".join(expected)))
    return len(header) == len(set(header))
