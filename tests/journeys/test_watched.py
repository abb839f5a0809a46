"""Lists that empty as people act: somebody offered too little is booked from the list, an outcome that is missing is
recorded from it, a stand-down shows by its cause."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from amends.organisation.models import Staff, User
from amends.policy.contact_outcomes import contact_outcome
from amends.unpaid_work.models import Project, Session
from amends.unpaid_work.operations.sessions import open_session
from tests.journeys.package import ASSESSED, COORDINATOR, NAMES, PROJECT, SUPERVISOR

pytestmark = pytest.mark.django_db(transaction=True)
CRN, OTHER = ASSESSED[:2]
NAME = " ".join(NAMES[CRN])
LESS, WITHOUT = "Offered less than the weekly minimum", "Sessions past without an outcome"


@pytest.fixture
def session(unit) -> Session:
    """A session of tomorrow, led by the supervisor who has an account."""
    return open_session(
        project=Project.objects.get(), date=timezone.localdate() + timedelta(days=1),
        supervisor=Staff.objects.get(code="S1"), by=User.objects.get(username=COORDINATOR), at=timezone.now(),
    )  # fmt: skip


def waiting(page, title: str) -> int:
    """How many the hub says wait in a list."""
    page.goto("/unpaid-work/monitors")
    return int(page.get_by_role("row", name=re.compile(title)).get_by_role("cell").first.inner_text())


def book_from_the_list(page, crn: str) -> None:
    """Open the list of those offered too little, and offer one of them the session by the action of the row."""
    page.goto("/unpaid-work/monitors")
    page.get_by_role("link", name=LESS, exact=True).click()
    page.get_by_role("row", name=re.compile(crn)).get_by_role("link", name=re.compile("Offer")).click()
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Book").click()
    assert page.get_by_text("is booked:").is_visible()


def keep_a_view(page) -> None:
    page.goto("/unpaid-work/monitors/offered-less")
    page.get_by_text("Saved views").click()
    page.get_by_label("Keep these filters as").fill("Each morning")
    page.get_by_role("button", name="Save this view").click()
    page.goto("/unpaid-work/monitors")
    page.get_by_role("link", name=re.compile("Each morning")).click()
    assert page.get_by_role("heading", name=LESS).is_visible()


def test_lists_empty_as_they_are_acted_on(window, days, session):
    page = window(COORDINATOR)
    keep_a_view(page)
    book_from_the_list(page, CRN)
    book_from_the_list(page, OTHER)
    assert waiting(page, WITHOUT) == 0
    days.until(session.ends_at + timedelta(hours=1))
    page = window(SUPERVISOR)
    before = waiting(page, WITHOUT)
    assert before == 2
    page.get_by_role("link", name=WITHOUT, exact=True).click()
    page.get_by_role("row", name=re.compile(CRN)).get_by_role("link", name=re.compile("Record the outcome")).click()
    card = page.locator(".govuk-summary-card", has_text=CRN)
    card.get_by_label("What happened").select_option(label=contact_outcome("ATTC").description)
    card.get_by_label("Arrived").fill("9am")
    card.get_by_label("Finished").fill("16:00")
    card.get_by_role("button", name=re.compile("Save")).click()
    assert page.locator(".govuk-summary-card", has_text=CRN).get_by_text("Recorded", exact=True).is_visible()
    assert waiting(page, WITHOUT) == before - 1
    page.get_by_role("link", name=WITHOUT, exact=True).click()
    assert NAME not in page.locator("main").inner_text()
    stand_down_the_other(window(COORDINATOR), session)


def stand_down_the_other(page, session: Session) -> None:
    """Who was turned away is stood down; the page of stand-downs has it by its cause."""
    page.goto(f"/unpaid-work/sessions/{session.pk}/stand-down")
    page.get_by_label("Some of its people").check()
    page.get_by_label(" ".join(NAMES[OTHER])).check()
    page.get_by_role("group", name="Cause").get_by_label("Vehicle").check()
    page.get_by_role("group", name="When were they told?").get_by_label("On site").check()
    page.get_by_role("button", name="Record the stand-down").click()
    assert page.get_by_text("The stand-down is recorded.").is_visible()
    assert waiting(page, WITHOUT) == 0
    page.get_by_role("link", name="Stand-downs", exact=True).last.click()
    assert page.get_by_role("row", name=re.compile("Vehicle")).first.is_visible()
    assert page.get_by_role("row", name=re.compile(PROJECT)).first.is_visible()
