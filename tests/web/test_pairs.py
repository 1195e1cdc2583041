"""Women and men side by side: only what can be compared, and the gap as the figures give it."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

from tests.web.conftest import Ask

from widgraph.tables import read_tables
from widgraph.web._lists import Entry
from widgraph.web._pairs import POINTS, pairs

SEX = "http://purl.org/linked-data/sdmx/2009/code#sex-"
EXACT = "https://w3id.org/widgraph/auth/qualifier/exact"
PERCENT = "https://w3id.org/widgraph/auth/unit/percent"


def figure(sex: str, value: str, **more: str) -> Entry:
    cells = {
        "indicator": "i",
        "age": "a",
        "period": "p",
        "area": "b",
        "unit": PERCENT,
        "qualifier": EXACT,
        "edition": "e",
    }
    return Entry(f"{sex}{value}", {**cells, "sex": SEX + sex, "value": value, **more})


def test_a_pair_has_a_scale_and_a_gap() -> None:
    (pair,) = pairs([figure("F", "52"), figure("M", "57")])["i"]
    assert (pair.gap, pair.scale, pair.gap_unit) == (Decimal(-5), Decimal(100), POINTS)
    (pair,) = pairs([figure("M", "20.7", unit="u"), figure("F", "7.5", unit="u")])["i"]
    assert (pair.gap, pair.scale) == (Decimal("-13.2"), Decimal("20.7"))


def test_what_is_not_the_same_is_not_compared() -> None:
    assert not pairs([figure("F", "52"), figure("M", "57", age="other")])
    assert not pairs([figure("F", "52"), figure("M", "57", unit="other")])
    assert not pairs([figure("F", "10", qualifier="difference"), figure("M", "57")])
    assert not pairs([figure("F", "52"), figure("T", "57")])
    assert not pairs([])


def test_the_page_shows_every_pair_of_the_tables(ask: Ask, data: Path) -> None:
    rows = [row for row in read_tables(data).rows("figures") if row.value("qualifier") == "exact"]

    def about(row: object) -> tuple[object, ...]:
        return tuple(getattr(row, "value")(name) for name in ("indicator", "age", "period", "area", "unit"))  # noqa: B009

    women = {about(row) for row in rows if row.value("sex") == "F"}
    men = {about(row) for row in rows if row.value("sex") == "M"}
    text = ask("/indicators?lang=en", Accept="text/html").text
    assert text.count('<figure class="pair">') == len(women & men) == 12
    text = re.sub(r"<[^>]+>", "", text)
    assert "Women 13.2 below men" in text
    assert "Women 2 above men" in text
