"""WCAG 2.2 AA as axe sees it, in a real browser; what the keyboard reaches; what is printed."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page
from tests.serving import serving
from tests.web.checking import with_faults

from widgraph.annexes import write_annexes
from widgraph.release import Release
from widgraph.settings import Settings
from widgraph.store import open_store


def result(query: str) -> str:
    """Return the address of the page that answers a query."""
    return f"/sparql?query={quote(query, safe='')}"


#: Pages of the site; those that begin with a name and a colon are of the sites and files that `places` makes.
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
    "/initiatives?objective=none-such",
    "/search",
    "/search?q=qqqqqqq",
    "/versions",
    "/versions/1.0.0",
    "/doc/dataset/counts.html?page=2",
    "/doc/wording/2022-nl/1-1/3.1.html",
    "/doc/note/n001.html",
    "/doc/measurement/2022/1-1/listed-minus-reported.html",
    "/doc/slice/count/2022/1-1.html",
    "/doc/involvement/v0001.html",
    result("SELECT ?name ?date { ?meeting a wid:Meeting ; dcterms:date ?date ; rdfs:label ?name }"),
    result("SELECT ?number (COUNT(?one) AS ?n) { ?one wid:underObjective/skos:notation ?number } GROUP BY ?number"),
    result("CONSTRUCT WHERE { ?meeting a wid:Meeting ; wid:participantCount ?n }"),
    result("ASK { ?one a wid:Meeting }"),
    result("SELECT * { ?s wid:lists }"),
    "later:/versions",
    "later:/versions/1.1.0",
    "ended:/doc/initiative/i0014.html",
    "ended:/doc/auth/audience/women.html",
    "ended:/doc/actor/a014.html",
    "ended:/doc/note/n035.html",
    "ended:/editor/check",
    "ended:/editor/check sent",
    "annexes:1",
    "annexes:2",
]
LANGUAGES = ("nl", "fr", "de", "en")
WIDTHS = (320, 768, 1280, 1920)
SCHEMES = ("light", "dark")
_RULES = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
}
_AXE = "options => axe.run(options).then(found => found.violations)"
#: Colours change slowly where a page says so; what is seen on the way counts for nothing.
_SETTLED = "Promise.all(document.getAnimations().map(one => one.finished))"
_FITS = "document.documentElement.scrollWidth <= window.innerWidth"


@dataclass(frozen=True)
class Places:
    """Where pages are: the site and further sites by name, and a folder with the annexes and files to send."""

    sites: Mapping[str, str]
    folder: Path

    def open(self, page: Page, path: str, language: str) -> None:
        """Go to one of PAGES in a language."""
        name, _, rest = path.rpartition(":") if not path.startswith("/") else ("", "", path)
        if name == "annexes":
            page.goto((self.folder / f"women-in-digital-2022-annex-{rest}-{language}.html").as_uri())
            return
        rest, _, sent = rest.partition(" ")
        page.goto(f"{self.sites[name]}{rest}{'&' if '?' in rest else '?'}lang={language}")
        if sent:
            # a whole workbook takes seconds to check: one in German, elsewhere a file that is none
            page.set_input_files("#workbook", self.folder / ("faulty.xlsx" if language == "de" else "none.xlsx"))
            page.click("form.check button[value=page]")
            page.wait_for_selector("#report")


@pytest.fixture(scope="session")
def places(
    url: str, release: Release, later: Release, ended: Release, data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Places]:
    """The site; one of a later release; one where things have ended and workbooks can be checked; the annexes."""
    folder = tmp_path_factory.mktemp("places")
    (folder / "faulty.xlsx").write_bytes(with_faults(data))
    (folder / "none.xlsx").write_bytes(b"a;b\n1;2\n")
    store = open_store(release)
    for language in LANGUAGES:
        write_annexes(store, "2022", language, folder, "https://site.test")
    store.close()
    with (
        serving(later, Settings()) as of_later,
        serving(ended, Settings(editor_data=str(data), editor_bytes=2_000_000)) as of_ended,
    ):
        sites = {"": url, "later": of_later, "ended": of_ended}
        yield Places(sites, folder)


def opened(browser: Browser, address: str, width: int, scheme: Any) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(address)
    return page


@pytest.fixture(scope="session")
def window(browser: Browser) -> Iterator[Page]:
    """One window for all pages: a new one for each would take longer than the looking."""
    context = browser.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


def looks(place: int, turn: int) -> list[tuple[str, int]]:
    """Return the schemes and widths in which axe looks at a page in one of the languages.

    One of each, so that in four languages a page is seen in all four widths and twice in each scheme; every one with
    WIDGRAPH_EVERY_LOOK in the environment.
    """
    if os.environ.get("WIDGRAPH_EVERY_LOOK"):
        return [(scheme, width) for scheme in SCHEMES for width in WIDTHS]
    return [(SCHEMES[(turn // 2 + place // 4) % 2], WIDTHS[(turn + place) % 4])]


@pytest.mark.parametrize("path", PAGES)
def test_no_rule_of_wcag_is_broken_and_nothing_runs_off_the_side(window: Page, places: Places, path: str) -> None:
    """Each page in four languages, both schemes and 320 to 1920 pixels, everything unfolded; see `looks`.

    WCAG 2.2, 1.4.10 Reflow, in each language at each width: wide tables scroll within themselves, the page never does.
    """
    place = PAGES.index(path)
    for turn, language in enumerate(LANGUAGES):
        places.open(window, path, language)
        assert window.evaluate("document.documentElement.lang") == language
        window.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        window.evaluate(AXE_SCRIPT)
        for scheme, width in looks(place, turn):
            window.set_viewport_size({"width": width, "height": 900})
            window.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            window.evaluate(_SETTLED)
            broken = [
                (violation["id"], [node["html"][:120] for node in violation["nodes"]][:3])
                for violation in window.evaluate(_AXE, _RULES)
            ]
            assert broken == [], f"{path}, {language}, {width} px, {scheme}"
        for width in WIDTHS:
            window.set_viewport_size({"width": width, "height": 900})
            assert window.evaluate(_FITS), f"{path}, {language}, {width} px"


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
