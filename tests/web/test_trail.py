"""Where a page says it stands: the list it belongs to is marked, and the way up is there."""

from __future__ import annotations

import re

import pytest
from tests.web.conftest import Ask


@pytest.mark.parametrize(
    ("path", "place", "above"),
    [
        ("initiative/i0005", "/initiatives", None),
        ("listing/2022/1-2/09", "/initiatives", "/doc/initiative/i0024"),
        ("auth/objective-2021/2-2", "/objectives", "/doc/auth/objective-2021/2"),
        ("observation/count/2022/2-2/stated/total", "/objectives", "/doc/auth/objective-2021/2-2"),
        ("auth/indicator/stem-graduates", "/indicators", None),
        ("meeting/2021-09-16", "/meetings", None),
        ("instrument/p001", "/policy", None),
        ("edition/2022", "/editions/2022", None),
        ("passage/2022-nl/34464-34841", None, "/doc/document/2022-nl"),
    ],
)
def test_a_page_leads_up_and_marks_its_place(ask: Ask, path: str, place: str | None, above: str | None) -> None:
    text = ask(f"/doc/{path}.html", Accept="text/html").text
    crumbs = text.partition('<nav class="crumbs"')[2].partition("</nav>")[0]
    hrefs = re.findall(r'href="([^"]+)"', crumbs)
    assert hrefs == ["/", *([place] if place else []), *([above] if above else [])]
    assert 'aria-current="page"' in crumbs
    for href in hrefs:
        assert ask(href, Accept="text/html").status == 200
    marked = re.findall(
        r'<a href="([^"]+)" aria-current="true">', text.partition('<nav class="places"')[2].partition("</nav>")[0]
    )
    assert marked == ([place] if place and place != "/editions/2022" else [])
