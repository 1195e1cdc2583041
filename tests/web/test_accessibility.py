"""WCAG 2.2 AA as axe sees it, in a real browser: every kind of page, light and dark, narrow and wide."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

PAGES = [
    "/",
    "/initiatives",
    "/initiatives?objective=1",
    "/objectives",
    "/actors",
    "/audiences",
    "/indicators",
    "/meetings",
    "/policy",
    "/editions/2022",
    "/coverage",
    "/search?q=women",
    "/about",
    "/about/permanence",
    "/ns/wid",
    "/sparql",
    "/queries",
    "/queries/listings-per-objective",
    "/answers/AQRgtwABAgMEBQYHCAkKCwwNDg-rEDnmXHKDBpAWIutWoM2N1DIYWpgzGOoZ6BkwgBIhAA",
    "/doc/initiative/i0014.html",
    "/doc/auth/objective-2021/2-2.html",
    "/doc/auth/audience/women.html",
    "/doc/actor/a022.html",
    "/doc/dataset/actors.html",
    "/catalog.html",
    "/doc/listing/2022/1-2/09.html",
    "/doc/observation/count/2022/2-2/stated/total.html",
    "/nothing-here",
]
_RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


def opened(browser: Browser, address: str, width: int, scheme: Any) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(address)
    return page


@pytest.mark.parametrize("path", PAGES)
def test_no_rule_of_wcag_is_broken(browser: Browser, url: str, path: str) -> None:
    odd = PAGES.index(path) % 2
    looks = [("nl", 1280, "light"), ("fr", 320, "dark")] if odd else [("de", 1280, "dark"), ("en", 320, "light")]
    for language, width, scheme in looks:
        page = opened(browser, f"{url}{path}{'&' if '?' in path else '?'}lang={language}", width, scheme)
        found = Axe().run(page, options=_RULES)
        broken = [
            (violation["id"], [node["html"][:120] for node in violation["nodes"]][:3])
            for violation in found.response["violations"]
        ]
        assert broken == [], f"{path}, {language}, {width} px, {scheme}"
        page.context.close()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [320, 1920])
def test_nothing_runs_off_the_side(browser: Browser, url: str, path: str, width: int) -> None:
    """WCAG 2.2, 1.4.10 Reflow: wide tables scroll within themselves, the page never does."""
    page = opened(browser, f"{url}{path}", width, "light")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.context.close()


def test_the_first_key_leads_to_the_content(browser: Browser, url: str) -> None:
    """WCAG 2.2, 2.4.1 Bypass Blocks."""
    page = opened(browser, f"{url}/?lang=en", 1280, "light")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.context.close()


def test_pages_ask_for_nothing_off_the_site_and_set_no_cookie(browser: Browser, url: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    for path in ("/", "/initiatives", "/search?q=women", "/doc/initiative/i0014.html", "/coverage"):
        page.goto(url + path)
    assert asked
    assert all(address.startswith((url, "data:")) for address in asked)
    assert context.cookies() == []
    assert errors == []
    context.close()


def test_names_are_suggested_and_without_script_the_field_still_searches(browser: Browser, url: str) -> None:
    page = opened(browser, f"{url}/search?lang=en", 1280, "light")
    with page.expect_response(lambda response: "/search/suggest" in response.url):
        page.type("#q", "womenp")
    page.wait_for_selector("#q-names option", state="attached")
    page.context.close()
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(f"{url}/search?lang=en")
    plain.fill("#q", "womenpreneur")
    plain.click("form.find button")
    assert "Womenpreneur Conference" in plain.content()
    context.close()
