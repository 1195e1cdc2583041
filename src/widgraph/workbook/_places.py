"""Where something stands in a workbook, as an editor writes it: `Listings!C14`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from widgraph.findings import Place

_PLAIN: Final = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True)
class CellPlace(Place):
    """A place of a table together with the sheet and the cell (`C14`), row (`14`) or nothing that it has there."""

    sheet: str = ""
    address: str = ""

    def __str__(self) -> str:
        name = self.sheet if _PLAIN.fullmatch(self.sheet) else "'" + self.sheet.replace("'", "''") + "'"
        return f"{name}!{self.address}" if self.address else name
