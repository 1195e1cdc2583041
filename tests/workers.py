"""What pytest-xdist shares out: whole files, so that what a file makes once is made in one process only.

pytest-xdist shares out single tests, all but those with the mark `xdist_group`; and its release 3.8 loses that mark,
since it renames the tests and pytest 9.2 goes by the names they were born with. So we say ourselves what goes together:
the tests of a file, and files that start the same servers. What takes a minute or more is begun first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import pytest
from xdist.scheduler import LoadScopeScheduling

#: What is shared out first, in this order: a name, and the files it stands for.
LONG: Final = {
    "stores": r"tests/(cli/test_remote|push/test_push|store/remote/test_three_stores)\.py",
    "accessibility": r"tests/web/test_accessibility\.py",
    "crawl": r"tests/web/test_crawl\.py",
    "release": r"tests/release/test_release\.py",
    "edition": r"tests/workbook/collected/test_edition\.py",
    "workbooks on the command line": r"tests/cli/test_workbook\.py",
}


def share(nodeid: str) -> str:
    """Return the name of what a test is shared out with."""
    file = nodeid.partition("::")[0]
    return next((name for name, files in LONG.items() if re.fullmatch(files, file)), file)


def in_order(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """Return the tests with those of the longest shares first, else as they were."""
    turns = {name: turn for turn, name in enumerate(LONG)}
    return sorted(items, key=lambda item: turns.get(share(item.nodeid), len(turns)))


class Shares(LoadScopeScheduling):  # type: ignore[misc]
    """Hands out one share after the other, in the order of the tests."""

    def _split_scope(self, nodeid: str) -> str:
        return share(nodeid)
