"""WCAG 2.2 AA as axe sees it, in a real browser; what the keyboard reaches; what is printed."""

from __future__ import annotations

import os
from collections.abc import Iterator
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
    "/derived",
    "/untranslated",
    "/shapes",
    "/doc/meeting/2021-09-16.html",
    "/doc/auth/indicator/stem-graduates.html",
    "/doc/instrument/p001.html",
    "/doc/identity/d012.html",
    "/doc/listing/2022/1-2/09.html",
    "/doc/passage/2022-nl/34464-34841.html",
    "/doc/observation/count/2022/2-2/stated/total.html",
    "/nothing-here",
]
LANGUAGES = ("nl", "fr", "de", "en")
WIDTHS = (320, 768, 1280, 1920)
SCHEMES = ("light", "dark")
_RULES = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
}


def opened(browser: Browser, address: str, width: int, scheme: Any) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(address)
    return page


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Page]:
    """One window for all pages: a new one for each would take longer than the looking."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_no_rule_of_wcag_is_broken_and_nothing_runs_off_the_side(window: Page, url: str, path: str) -> None:
    """Two looks at each page, spread over four languages, both schemes and 320 to 1920 pixels; everything unfolded.

    With WIDGRAPH_EVERY_LOOK in the environment each page is looked at in all four languages.
    WCAG 2.2, 1.4.10 Reflow: wide tables scroll within themselves, the page never does.
    """
    place = PAGES.index(path)
    looks = range(4) if os.environ.get("WIDGRAPH_EVERY_LOOK") else (place % 4, (place + 2) % 4)
    for turn in looks:
        language = LANGUAGES[turn]
        width, scheme = WIDTHS[(turn + place) % 4], SCHEMES[(turn // 2 + place // 4) % 2]
        window.set_viewport_size({"width": width, "height": 900})
        window.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        window.goto(f"{url}{path}{'&' if '?' in path else '?'}lang={language}")
        window.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        found = Axe().run(window, options=_RULES)
        broken = [
            (violation["id"], [node["html"][:120] for node in violation["nodes"]][:3])
            for violation in found.response["violations"]
        ]
        assert broken == [], f"{path}, {language}, {width} px, {scheme}"
        assert window.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{path}, {width} px"


#: Whether the thing with focus can be seen to have it, and where it is in the page.
_FOCUS = """() => {
  const one = document.activeElement;
  const shapes = [one, ...one.querySelectorAll('path, rect, text')].map((shape) => getComputedStyle(shape));
  const seen = shapes.some((style) => (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2)
    || parseFloat(style.strokeWidth) >= 3);
  const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
    .filter((other) => other.type !== 'hidden' && (other.matches('summary') || !other.closest('details:not([open])')));
  return [all.indexOf(one), seen, one.outerHTML.slice(0, 120)];
}"""


@pytest.mark.parametrize("path", ["/", "/coverage", "/doc/initiative/i0005.html"])
def test_the_keyboard_reaches_everything_in_reading_order(browser: Browser, url: str, path: str) -> None:
    """WCAG 2.2, 2.1.1 Keyboard, 2.4.3 Focus Order, 2.4.7 Focus Visible; pictures included."""
    page = opened(browser, f"{url}{path}?lang=en", 1280, "light")
    places = []
    for _ in range(70):
        page.keyboard.press("Tab")
        place, seen, html = page.evaluate(_FOCUS)
        if place < 0:
            break
        assert seen, f"no sign of focus on {html}"
        places.append(place)
    assert len(places) > 40
    assert places == list(range(places[0], places[0] + len(places))), "nothing skipped, nothing out of order"
    page.context.close()


def test_why_opens_with_a_key_and_without_script(browser: Browser, url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{url}/doc/initiative/i0005.html?lang=en")
    reason = page.locator("details.why").nth(2)
    reason.locator("summary").focus()
    page.keyboard.press("Enter")
    assert reason.locator("p").first.is_visible()
    context.close()


def test_a_printed_page_has_its_content_and_not_its_controls(browser: Browser, url: str) -> None:
    page = opened(browser, f"{url}/doc/initiative/i0005.html?lang=en", 800, "dark")
    page.emulate_media(media="print", color_scheme="dark")
    for selector in ("nav.places", "nav.languages", "button", ".skip", "details.why"):
        assert not page.locator(selector).first.is_visible(), selector
    for selector in ("h1", "table.source", ".identifier code", "#cite", "svg.around"):
        assert page.locator(selector).first.is_visible(), selector
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)", (
        "no dark paper"
    )
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
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
