"""Characters that XML cannot hold, as a workbook writes them (ECMA-376 part 1, section 22.9.2.19, ST_Xstring)."""

from __future__ import annotations

import re
from typing import Final

#: What XML 1.0 forbids, and a carriage return, which an XML reader would turn into a line feed (sections 2.2 and 2.11).
_FORBIDDEN: Final = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: Text that reads as an escape already, and what openpyxl takes out of a text on reading; its x is escaped.
_ESCAPE_LIKE: Final = re.compile(r"x(?=[0-9A-Fa-f]{4}_)")
_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


def escape(text: str) -> str:
    """Return a text as it can stand in a cell; `unescape` gives it back."""
    plain = _ESCAPE_LIKE.sub("_x0078_", text)
    return _FORBIDDEN.sub(lambda match: f"_x{ord(match[0]):04X}_", plain)


def unescape(text: str) -> str:
    """Return the text that a cell stands for."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
