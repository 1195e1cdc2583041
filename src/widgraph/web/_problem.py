"""The one exception for a request that gets no answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class Problem(Exception):
    """The status, what was wrong, what to do, and which other forms there are (address and media type).

    `members` are what else a program can use (RFC 9457, section 3.2), such as line and column; `headers` go with the
    answer.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        hint: str = "",
        variants: Sequence[tuple[str, str]] = (),
        *,
        members: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.hint = hint
        self.variants = tuple(variants)
        self.members = dict(members or {})
        self.headers = dict(headers or {})
