"""The permanent link: what goes in comes out, nothing else is believed, nothing is stored."""

from __future__ import annotations

import base64
import hashlib
import zlib
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from widgraph.answers import LONGEST, AnswerLink, DamagedLink, read_link, write_link
from widgraph.queries import library

LINK = AnswerLink("SELECT * WHERE { ?x a wid:Listing }", "1.0.0-ab1039e65c72", 2022, bytes(range(16)), 187)
#: Given out once, so it must be readable for ever; a change to the layout or the dictionary shows here.
GIVEN_OUT = "AQRgtwABAgMEBQYHCAkKCwwNDg-rEDnmXHKDBpAWIutWoM2N1DIYWpgzGOoZ6BkwgBIhAA"
text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=400)


def written(link: AnswerLink) -> str:
    token = write_link(link)
    assert token is not None
    return token


def test_a_link_given_out_is_read_for_ever() -> None:
    assert read_link(GIVEN_OUT, 20_000) == LINK


@given(text, st.integers(0, 10**9), st.lists(text, max_size=2), st.lists(text, max_size=2))
@example("", 0, [], [])
def test_what_goes_in_comes_out(query: str, rows: int, default: list[str], named: list[str]) -> None:
    link = replace(LINK, query=query, rows=rows, default_graphs=tuple(default), named_graphs=tuple(named))
    token = written(link)
    assert read_link(token, 20_000) == link
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_/")
    assert all(len(step) <= 200 for step in token.split("/"))


@pytest.mark.parametrize("name", library.names())
def test_a_question_of_the_library_has_a_short_link(name: str) -> None:
    assert len(written(replace(LINK, query=library.load(name).bound({})))) < 160


def test_a_question_too_long_for_a_link_gets_none() -> None:
    noise = "".join(hashlib.sha256(bytes([one])).hexdigest() for one in range(200))
    assert write_link(replace(LINK, query=noise)) is None


@given(st.integers(0, len(GIVEN_OUT) - 1), st.sampled_from("AZaz09-_"))
def test_one_wrong_character_is_seen(place: int, character: str) -> None:
    wrong = GIVEN_OUT[:place] + character + GIVEN_OUT[place + 1 :]
    if wrong == GIVEN_OUT:
        return
    try:
        # the last character holds bits that carry nothing
        assert read_link(wrong, 20_000) == LINK
        assert place == len(GIVEN_OUT) - 1
    except DamagedLink:
        pass


@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda data: base64.urlsafe_b64encode(data).decode()))
@example(GIVEN_OUT[:-1])
@example(GIVEN_OUT + "A")
@example("A" * (LONGEST + 1))
@example("/" + GIVEN_OUT)
@example(GIVEN_OUT[:9] + "/" + GIVEN_OUT[9:])
def test_anything_at_all_is_refused_and_never_raises_otherwise(token: str) -> None:
    with pytest.raises(DamagedLink):
        read_link(token, 20_000)


def test_a_link_that_unpacks_without_end_is_stopped() -> None:
    """A deflate stream of a few bytes can hold a gigabyte; no more than the longest query is ever unpacked."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(b"a" * 2_000_000) + packer.flush()
    body = bytes(22) + packed
    token = base64.urlsafe_b64encode(b"\x01" + hashlib.sha256(body).digest()[:3] + body).decode().rstrip("=")
    token = "/".join(token[start : start + 200] for start in range(0, len(token), 200))
    assert len(token) < LONGEST
    with pytest.raises(DamagedLink):
        read_link(token, 20_000)
