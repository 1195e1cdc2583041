"""The query page in a real browser: with script an editor, without it a form that does the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from tests.web.conftest import Ask

from widgraph.languages import LANGUAGES
from widgraph.namespaces import WID

COUNTS = """SELECT ?name (COUNT(?listing) AS ?listings) WHERE {
  ?listing wid:underObjective ?objective . ?objective skos:notation ?name .
} GROUP BY ?name ORDER BY ?name"""
LISTING = {"nl": "vermelding", "fr": "mention", "de": "Nennung", "en": "listing"}
WRONG = "SELECT *\nWHERE { ?s wid:lists }"
_RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


class Session:
    """One page with what it asked for and what it complained about."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url
        self.asked: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda message: self._heard(message.type, message.text))

    def _heard(self, kind: str, text: str) -> None:
        # a query with a fault is answered 400, and the browser notes it
        if kind in ("error", "warning") and "400 (Bad Request)" not in text:
            self.complaints.append(text)

    def open(self, language: str = "en", query: str = "") -> Page:
        self.page.goto(f"{self.url}/sparql?lang={language}")
        self.page.wait_for_selector("sparql-editor .cm-content")
        if query:
            self.write(query)
        return self.page

    def write(self, query: str) -> None:
        """Put a text into the editor as the history does."""
        self.page.eval_on_selector("sparql-editor", "(editor, text) => { editor.value = text; }", query)

    def run(self) -> None:
        """Ask as a keyboard user does, and wait for the answer."""
        with self.page.expect_response(lambda response: "/sparql" in response.url and "terms" not in response.url):
            self.page.focus("sparql-editor .cm-content")
            self.page.keyboard.press("Control+Enter")
        self.page.wait_for_selector("#outcome:not([aria-busy]) > *")


@pytest.fixture(params=[(1280, "light")])
def session(request: pytest.FixtureRequest, browser: Browser, url: str) -> Iterator[Session]:
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    made = Session(context.new_page(), url)
    yield made
    assert made.complaints == []
    assert all(address.startswith((url, "data:")) for address in made.asked)
    assert context.cookies() == []
    context.close()


def broken(page: Page) -> list[object]:
    found = Axe().run(page, options=_RULES)
    return [(one["id"], [node["html"][:160] for node in one["nodes"]][:3]) for one in found.response["violations"]]


@pytest.mark.parametrize("session", [(1280, "dark"), (320, "light")], indirect=True)
def test_wcag_holds_with_results_chart_error_and_completions(session: Session) -> None:
    language = LANGUAGES[session.page.viewport_size["width"] % 3]  # type: ignore[index]
    page = session.open(language, COUNTS)
    session.run()
    assert page.locator(".bars .bar").count() == 22
    assert broken(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    session.write(WRONG)
    session.run()
    page.wait_for_selector("sparql-editor .cm-lintRange-error")
    assert broken(page) == []
    page.focus("sparql-editor .cm-content")
    page.keyboard.press("Control+End")
    page.keyboard.type(" # ")
    page.keyboard.press("Enter")
    page.keyboard.type("wid:li")
    page.wait_for_selector("sparql-editor .cm-tooltip-autocomplete li[aria-selected]")
    assert broken(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_an_answer_comes_without_leaving_the_page(session: Session) -> None:
    page = session.open(query=COUNTS)
    session.run()
    assert page.locator("table.answer tbody tr").count() == 22
    assert page.text_content("#status") == "Answer: 22 rows"
    assert parse_qs(urlsplit(page.url).query)["query"] == [COUNTS]
    assert page.evaluate("document.activeElement.localName") == "sparql-editor"
    page.reload()
    assert page.locator("table.answer tbody tr").count() == 22


def test_a_table_sorts_up_down_and_back(session: Session) -> None:
    page = session.open(query=COUNTS)
    session.run()
    shown = "[...document.querySelectorAll('table.answer tbody td:last-child')].map((cell) => Number(cell.textContent))"
    given = page.evaluate(shown)
    button = page.locator("th button.sort").nth(1)
    button.focus()
    page.keyboard.press("Enter")
    assert page.evaluate(shown) == sorted(given)
    assert page.get_attribute("th:nth-child(2)", "aria-sort") == "ascending"
    button.click()
    assert page.evaluate(shown) == sorted(given, reverse=True)
    button.click()
    assert page.evaluate(shown) == given
    assert page.get_attribute("th:nth-child(2)", "aria-sort") is None


def test_a_fault_is_shown_at_its_line(session: Session) -> None:
    page = session.open(query=WRONG)
    session.run()
    assert "Line 2" in (page.text_content("#status") or "")
    marked = page.locator("sparql-editor .cm-lintRange-error")
    line = "(mark) => [...mark.closest('.cm-content').children].indexOf(mark.closest('.cm-line'))"
    assert marked.evaluate(line) == 1
    session.write(COUNTS)
    session.run()
    assert marked.count() == 0


@pytest.mark.parametrize(
    ("language", "written", "offered", "named"),
    [
        ("nl", "wid:Listi", "wid:Listing", "vermelding"),
        ("fr", "mention", "wid:Listing", "mention"),
        ("de", "dcte", "dcterms:", "http://purl.org/dc/terms/"),
        ("en", "underOb", "wid:underObjective", "under objective"),
        ("en", "womenpreneur", "Womenpreneur Conference", "initiative"),
        ("en", "OPTI", "OPTIONAL", ""),
    ],
)
def test_completion_knows_our_terms_and_things_in_the_language_of_the_reader(
    session: Session, language: str, written: str, offered: str, named: str
) -> None:
    page = session.open(language, "\n")
    page.focus("sparql-editor .cm-content")
    page.keyboard.type(written)
    option = page.locator("sparql-editor .cm-tooltip-autocomplete li", has_text=offered).first
    option.wait_for()
    assert named in (option.text_content() or "")


def test_a_thing_is_written_as_its_identifier(session: Session) -> None:
    page = session.open(query="\n")
    page.focus("sparql-editor .cm-content")
    page.keyboard.type("womenpreneur")
    page.locator("sparql-editor .cm-tooltip-autocomplete li", has_text="Womenpreneur Conference").first.click()
    assert "<https://w3id.org/widgraph/id/initiative/" in page.input_value("#query")


def test_the_keyboard_gets_out_of_the_editor(session: Session) -> None:
    """WCAG 2.2, 2.1.2 No Keyboard Trap: Escape closes a list of completions, Tab leaves."""
    page = session.open(query="\n")
    page.focus("sparql-editor .cm-content")
    page.keyboard.type("wid:l")
    page.wait_for_selector("sparql-editor .cm-tooltip-autocomplete")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Ask"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.localName") == "sparql-editor"
    label = page.get_attribute("sparql-editor .cm-content", "aria-label") or ""
    assert "Tab leaves" in label


def test_questions_asked_are_kept_here_and_can_be_forgotten(session: Session) -> None:
    page = session.open(query="ASK { ?a a wid:Actor }")
    session.run()
    session.write(COUNTS)
    session.run()
    page.reload()
    page.click("details.asked summary")
    assert page.locator("details.asked li").count() == 2
    page.click("details.asked li:nth-child(2) button")
    assert page.input_value("#query") == "ASK { ?a a wid:Actor }"
    assert page.evaluate("localStorage.length") == 1
    page.click("details.asked p button")
    assert page.evaluate("localStorage.length") == 0
    assert page.locator("details.asked").count() == 0


def test_a_query_too_long_for_an_address_is_sent_in_a_body(session: Session) -> None:
    page = session.open(query=COUNTS + "\n" + "# a long comment about this query\n" * 400)
    session.run()
    assert page.locator("table.answer tbody tr").count() == 22
    assert len(page.url) < 200


def test_an_answer_that_changes_with_time_is_a_line(session: Session) -> None:
    page = session.open(
        query="SELECT ?date ?n { ?m a wid:Meeting ; schema:startDate ?date ; wid:participantCount ?n } ORDER BY ?date"
    )
    session.run()
    assert page.locator(".line circle").count() == 3
    assert page.locator("table.answer tbody tr").count() == 3


def test_without_script_the_form_does_the_same(browser: Browser, url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{url}/sparql?lang=en")
    page.fill("#query", COUNTS)
    page.click("form#ask button")
    assert page.locator("table.answer tbody tr").count() == 22
    assert page.locator(".bars .bar").count() == 22
    assert page.locator(".formats a[download]").count() == 4
    page.click("text=Page of this answer")
    assert "that of the present release" in page.content()
    page.goto(f"{url}/sparql?lang=en&example=for-an-age")
    assert "wid:minAge" in page.input_value("#query")
    context.close()


def test_the_links_of_an_answer_lead_to_it(ask: Ask, session: Session) -> None:
    page = session.open(query=COUNTS)
    session.run()
    for link in page.locator(".formats a[download]").all():
        form = (link.get_attribute("download") or "").removeprefix("answer.")
        answer = ask(link.get_attribute("href") or "")
        assert answer.status == 200
        assert form in answer.headers["content-type"] or form == "tsv"
    assert page.locator("button", has_text="Copy the link").count() == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_terms_for_completion(ask: Ask, language: str) -> None:
    answer = ask(f"/sparql/terms.json?lang={language}")
    document: dict[str, Any] = json.loads(answer.body)
    classes = {one["term"]: one for one in document["classes"]}
    assert document["prefixes"]["wid"] == WID
    assert classes["wid:Listing"]["count"] == 190  # 187 under an objective, three under the strategy as a whole
    assert (
        classes["wid:Listing"]["name"]
        == {"nl": "vermelding", "fr": "mention", "de": "Nennung", "en": "listing"}[language]
    )
    lists = next(one for one in document["properties"] if one["term"] == "wid:lists")
    assert "wid:Listing" in lists["of"]
    assert ask(f"/sparql/terms.json?lang={language}", If_None_Match=answer.headers["etag"]).status == 304


def test_things_for_completion(ask: Ask) -> None:
    found = json.loads(ask("/sparql/things.json?q=womenpr&lang=en").body)
    assert any(one["name"].startswith("Womenpreneur Conference") and one["kind"] == "initiative" for one in found)
    assert json.loads(ask("/sparql/things.json?q=").body) == []
    assert ask("/sparql/things.json?q=" + "x" * 300).status == 400


def test_an_example_that_is_not_there_is_404(ask: Ask) -> None:
    assert ask("/sparql?example=nothing", Accept="text/html").status == 404
