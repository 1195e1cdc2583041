"""Rows found in the bytes of an answer, whatever its texts hold."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from widgraph.store._rows import FORMATS, count_rows, cut_rows

TEXT = st.text(st.sampled_from('"\\{}[],:<>/\n\r\tar esult'), max_size=12)
TABLE = st.lists(st.tuples(st.none() | TEXT, st.none() | TEXT), max_size=6)


def written(form: str, table: list[tuple[str | None, str | None]]) -> bytes:
    rows = " ".join(
        "(" + " ".join("UNDEF" if cell is None else str(ox.Literal(cell)) for cell in row) + ")" for row in table
    )
    found = ox.Store().query(f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {rows} }} }}")
    assert isinstance(found, ox.QuerySolutions)
    return found.serialize(format=FORMATS[form]) or b""


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=60, deadline=None)
@given(table=TABLE, kept=st.integers(0, 6))
@example(table=[("},{", '"}},{"'), ("]}}", "</result>"), (None, None), ("\\", '\\"}')], kept=2)
@example(table=[(None, "}}")], kept=0)  # a text that begins as a row ends was counted as one more row
def test_rows_are_counted_and_cut(form: str, table: list[tuple[str | None, str | None]], kept: int) -> None:
    data = written(form, table)
    assert count_rows(form, data) == len(table)
    body, rows = cut_rows(form, data, kept, len(data), "/limits")
    assert rows == min(kept, len(table))
    assert count_rows(form, body) == rows
    if form != "csv":
        assert len(list(ox.parse_query_results(body, format=FORMATS[form]))) == rows  # type: ignore[arg-type]


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=60, deadline=None)
@given(table=TABLE, share=st.floats(0, 1))
def test_what_was_written_in_part_ends_at_a_whole_row(
    form: str, table: list[tuple[str | None, str | None]], share: float
) -> None:
    data = written(form, table)
    head = len(written(form, [])) + 2
    part = data[: max(head, int(len(data) * share))]
    body, rows = cut_rows(form, part, len(table), len(part), "/limits")
    assert rows <= len(table)
    if form != "csv":
        assert len(list(ox.parse_query_results(body, format=FORMATS[form]))) == rows  # type: ignore[arg-type]
