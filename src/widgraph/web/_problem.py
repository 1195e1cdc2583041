"""The one exception for a request that gets no answer."""

from __future__ import annotations

from collections.abc import Sequence


class Problem(Exception):
    """The status, what was wrong, what to do, and which other forms there are (address and media type)."""

    def __init__(self, status: int, detail: str, hint: str = "", variants: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.hint = hint
        self.variants = tuple(variants)
