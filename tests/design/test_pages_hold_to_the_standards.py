"""The pattern library in a browser: WCAG 2.2 AA, no sideways scroll on a phone, nothing that needs scripts."""

import gzip
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from django.template import Context, Template

from amends.design import build

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],  # of these every one; of what passes, which nobody reads, no list of its elements
}
PAGES = ["/patterns/", "/patterns/?errors=1", "/patterns/question", "/no-such-page"]
WIDTHS = [360, 1280]


@pytest.fixture
def open_page(browser, site):
    opened = []

    def opener(path, width=1280, **options):
        context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=False, **options)
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda message: message.type == "error" and page.complaints.append(message.text))
        page.goto(site + path)
        opened.append(context)
        return page

    yield opener
    for context in opened:
        context.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", PAGES)
def test_no_accessibility_rule_is_broken(open_page, path, width):
    page = open_page(path, width)
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in found] == []


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scripts", [True, False])
def test_a_phone_never_scrolls_the_page_sideways(open_page, path, scripts):
    page = open_page(path, 360, java_script_enabled=scripts)
    assert page.locator("html").evaluate("html => html.scrollWidth") <= 360


def test_the_browser_has_nothing_to_complain_of(open_page):
    assert open_page("/patterns/?errors=1").complaints == []


def test_the_title_and_focus_tell_of_errors_first(open_page):
    page = open_page("/patterns/?errors=1")
    assert page.title().startswith("Error: ")
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    page.get_by_role("link", name="Date of the appointment must be a real date").click()
    assert page.evaluate("document.activeElement.id") == "id_met_on_day"


@pytest.mark.parametrize("scripts", [True, False])
def test_what_belongs_to_a_choice_shows_when_it_is_chosen(open_page, scripts):
    page = open_page("/patterns/", java_script_enabled=scripts)
    reason = page.get_by_label("Reason given")
    assert not reason.is_visible()
    page.get_by_label("Did not attend").check()
    assert reason.is_visible()
    page.get_by_label("Attended", exact=True).check()
    assert not reason.is_visible()


def test_filters_are_open_without_scripts_and_fold_on_a_phone_with_them(open_page):
    assert open_page("/patterns/", 360, java_script_enabled=False).get_by_label("Name or CRN").is_visible()
    phone = open_page("/patterns/", 360)
    assert not phone.get_by_label("Name or CRN").is_visible()
    phone.locator("summary", has_text="Filter").click()
    assert phone.get_by_label("Name or CRN").is_visible()
    assert open_page("/patterns/", 1280).get_by_label("Name or CRN").is_visible()


def test_the_print_button_shows_only_where_it_works(open_page):
    assert open_page("/patterns/").get_by_role("button", name="Print this page").is_visible()
    assert not open_page("/patterns/", java_script_enabled=False).get_by_text("Print this page").is_visible()


def test_progress_is_followed_with_scripts_and_asked_for_again_without(open_page):
    page = open_page("/patterns/")
    told = page.locator(".amends-progress__text")
    assert told.inner_text() == "450 of 1,200 (38%)"
    told.filter(has_text="1,200 of 1,200 (100%)").wait_for(timeout=10_000)
    assert page.locator("progress").get_attribute("value") == "1200"
    head = Template("{% load design %}{% progress_refresh 10 %}").render(Context())
    assert head == '<noscript><meta http-equiv="refresh" content="10"></noscript>'


def test_paper_has_none_of_the_screen_around_the_record(open_page):
    page = open_page("/patterns/")
    page.emulate_media(media="print")
    for chrome in (".amends-header", ".amends-footer", ".amends-filter", ".govuk-pagination"):
        assert not page.locator(chrome).first.is_visible()
    assert page.locator(".amends-filtered .amends-table").first.is_visible()


def test_pages_carry_no_inline_script_or_style(client):
    for path in PAGES[:2]:
        page = BeautifulSoup(client.get(path).content, "html.parser")
        assert not page.find_all(style=True)
        assert not page.find_all("style")
        assert all(script.get("src") for script in page.find_all("script"))
        assert not [tag for tag in page.find_all(True) if any(name.startswith("on") for name in tag.attrs)]


def test_styles_and_scripts_are_small_and_hold_nothing_of_gov_uk_s_own_brand(client):
    build.build()
    built = Path(build.BUILT)
    css = (built / "amends.css").read_text()
    assert "GDS Transport" not in css
    assert "@font-face" not in css
    assert not list(built.rglob("*.woff*"))
    page = client.get("/patterns/").content
    sent = sum(
        len(gzip.compress(part)) for part in (page, css.encode(), (built / "govuk-frontend.min.js").read_bytes())
    )
    assert sent < 60_000
    text = page.decode().lower()
    assert "crown" not in text
    assert "gov.uk" not in text


def test_not_found_is_the_same_to_the_byte_whatever_was_asked_for(client):
    first, second = client.get("/no-such-page"), client.get("/cases/%3Cscript%3E/nothing")
    assert first.status_code == second.status_code == 404
    assert first.content == second.content
    assert b"no-such-page" not in first.content


def test_every_failure_has_a_page_of_its_own(rf):
    from amends.design import views

    request = rf.get("/")
    answers = [
        (views.bad_request(request, Exception()), 400, "The request could not be understood"),
        (views.forbidden(request, Exception()), 403, "You cannot do this"),
        (views.server_error(request), 500, "Something went wrong"),
        (views.csrf_failure(request), 403, "This page has expired"),
    ]
    for answer, status, heading in answers:
        page = BeautifulSoup(answer.content, "html.parser")
        assert answer.status_code == status
        assert page.h1.get_text() == heading
        assert page.html["lang"] == "en-gb"
