"""What the service answers for: capacity to courts and the public, its month to the board, their hours to people."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.journeys.package import ASSESSED, HEAD, NAMES, PRACTITIONER

pytestmark = pytest.mark.django_db(transaction=True)
CRN = ASSESSED[0]
GIVEN, FAMILY = NAMES[CRN]


@pytest.fixture
def stranger(browser, live_server, unit):
    """Opens a page as somebody without an account, on a phone."""
    context = browser.new_context(base_url=live_server.url, viewport={"width": 360, "height": 800})

    def open_page(address: str):
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto(address)
        return page

    yield open_page
    context.close()


def is_pdf(page, link: str) -> bool:
    """Whether what the link leads to is a PDF."""
    address = page.get_by_role("link", name=link).get_attribute("href")
    return page.request.get(address).body().startswith(b"%PDF-")


def test_courts_and_the_public_read_the_capacity_once_a_head_makes_it_public(window, stranger):
    assert stranger("/unpaid-work/capacity/public").get_by_text("No region publishes").is_visible()
    page = window(HEAD)
    page.goto("/unpaid-work/capacity")
    assert is_pdf(page, "The statement as a PDF, to send to a court")
    page.get_by_role("link", name="What is made public").click()
    page.get_by_role("group", name="Region").get_by_label("East").check()
    page.get_by_label("Make the statement public").check()
    page.get_by_role("button", name="Go ahead").click()
    public = stranger("/unpaid-work/capacity/public")
    assert public.get_by_role("cell", name="Leicester").or_(public.get_by_text("Leicester")).first.is_visible()
    words = public.locator("main").inner_text()
    assert not any(name in words for names in NAMES.values() for name in names)


def test_the_board_is_told_of_a_month_and_the_page_says_by_whom(window):
    page = window(HEAD)
    page.goto("/unpaid-work/monthly-report")
    assert page.get_by_text("This month has not been told to the board.").is_visible()
    page.get_by_role("button", name="Tell the board").click()
    page.get_by_label("What is the board told with them?").fill("A quiet month")
    page.locator("main form").get_by_role("button").click()
    assert page.get_by_text("Told to the board by Hal Example").is_visible()
    assert page.get_by_text("A quiet month").is_visible()
    assert is_pdf(page, "The report as a PDF")


def test_a_person_reads_of_their_hours_by_a_link_that_opens_once(window, stranger, days):
    page = window(PRACTITIONER)
    page.goto(f"/unpaid-work/people/{CRN}/own-page")
    page.get_by_role("group", name=re.compile("Language")).get_by_label("Welsh").check()
    page.get_by_label("How they can reach you").fill("0116 496 0123")
    page.get_by_role("button", name="Make a link").click()
    link = re.search(r"https?://[^/]+(/\S+/yours/\d+/[\w-]+)", page.get_by_label("Text to copy").input_value())[1]
    own = stranger(link)
    own.get_by_role("button", name="Agor y dudalen").click()
    assert own.get_by_role("heading", name="Eich gwaith di-dâl").is_visible()
    assert own.locator("html, main, div[lang]").locator("xpath=self::*[@lang='cy']").first.is_visible()
    own.get_by_role("link", name="Print bras").click()
    assert own.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    own.get_by_role("link", name="English").click()
    assert own.get_by_text("Hours you have left").is_visible() and own.get_by_text("0116 496 0123").is_visible()
    assert FAMILY not in own.content() and GIVEN not in own.content()
    assert stranger(link).get_by_role("button", name="Agor y dudalen").count() == 0
    days.until(timezone.now() + timedelta(minutes=31))
    own.reload()
    assert own.get_by_text("Hours you have left").count() == 0
