"""A week of unpaid work as the people who run it live it, in a real browser: imported, assessed, planned, confirmed,
recorded, stood down, credited and accounted for."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from amends import cli
from amends.organisation.models import User
from amends.policy.contact_outcomes import contact_outcome
from amends.unpaid_work.models import Session
from tests.journeys.package import COORDINATOR, NAMES, NOT_ASSESSED, PROJECT, SUPERVISOR
from tests.working import work_off_jobs

pytestmark = pytest.mark.django_db(transaction=True)
NAME = " ".join(NAMES[NOT_ASSESSED])
OUTCOME = contact_outcome("ATTC").description


def answer(page, question: str, choice: str) -> None:
    """Choose the answer of a question asked with radio buttons."""
    page.get_by_role("group", name=question).get_by_label(choice, exact=True).check()


def save(page) -> None:
    page.get_by_role("button", name="Save and continue").click()


def assess(page) -> None:
    """The whole questionnaire."""
    page.goto(f"/unpaid-work/people/{NOT_ASSESSED}/assessment")
    assert page.get_by_text("The person must not be booked").or_(page.get_by_text("No assessment")).first.is_visible()
    page.get_by_role("button", name="Assess").click()
    page.get_by_role("link", name="Risk of serious harm").click()
    answer(page, "What came of the check on risk of harm?", "Retrieved")
    today = timezone.localdate()
    for part, value in (("Day", today.day), ("Month", today.month), ("Year", today.year)):
        page.get_by_role("group", name="Day of the check").get_by_label(part, exact=True).fill(str(value))
    answer(page, "Risk of serious harm to others", "Low")
    save(page)
    answer(page, "Does anything about the person or their life bear on work?", "No")
    save(page)
    answer(page, "Does a health condition bear on work?", "No")
    answer(page, "Is any medication taken or carried?", "No")
    answer(page, "May the person lift and carry?", "Yes")
    save(page)
    save(page)  # kept from nothing
    save(page)  # no areas
    page.get_by_label("A group, led by a supervisor").check()
    answer(page, "Placement preferred", "Mixed group")
    answer(page, "Supervisor", "Any")
    answer(page, "Does the person need close supervision?", "No")
    save(page)
    answer(page, "Does the person travel by car?", "No")
    page.get_by_label("Longest journey to a placement, one way").fill("60")
    save(page)
    for box in page.get_by_role("row").get_by_role("checkbox").all():
        box.check()
    save(page)
    save(page)  # no skills
    save(page)  # no needs
    page.get_by_role("button", name="Complete the assessment").click()
    assert page.get_by_text("An assessment is in force until").is_visible()


def plan(page) -> None:
    """Ask for a plan of two weeks on the week board, wait for it, and apply it."""
    page.get_by_role("link", name="Week board", exact=True).click()
    page.get_by_role("link", name="Next week").click()
    page.get_by_role("button", name="Make a plan").click()
    page.get_by_label("How many weeks?").fill("2")
    answer(page, "How long may it take?", "15 seconds")
    page.get_by_role("button", name=re.compile("plan", re.I)).click()
    page.get_by_role("progressbar").wait_for()
    work_off_jobs()
    page.get_by_role("button", name="Apply this plan").wait_for(timeout=30_000)
    page.get_by_role("link", name=re.compile("^People")).last.click()
    assert page.get_by_role("cell", name=NOT_ASSESSED).or_(page.get_by_text(NOT_ASSESSED)).first.is_visible()
    page.get_by_role("link", name="Summary").click()
    page.get_by_role("button", name="Apply this plan").click()
    page.get_by_role("button", name="Apply the plan").click()
    assert page.get_by_text("The plan is applied; nothing was refused.").is_visible()


def sessions_to_come(page) -> list[str]:
    """The addresses of the sessions on which the board has the person, this week's first."""
    page.goto(f"/unpaid-work/people/{NOT_ASSESSED}")
    assert page.get_by_role("heading", name=NAME).is_visible()
    assert page.get_by_text("Next:").is_visible()
    found = []
    page.get_by_role("link", name="Week board", exact=True).click()
    for _week in range(3):
        cards = page.locator(".amends-session", has_text=NAME)
        found += cards.get_by_role("link", name=PROJECT).evaluate_all("links => links.map(a => a.pathname)")
        page.get_by_role("link", name="Next week").click()
        page.wait_for_load_state()
    return found


def session_at(address: str) -> Session:
    return Session.objects.get(pk=address.rsplit("/", 1)[1])


def record(window, days, address: str) -> None:
    """When it is over, the supervisor records that the person worked from 9 to 4, a quarter of an hour not credited;
    scripts are off."""
    days.until(session_at(address).ends_at + timedelta(minutes=10))
    User.objects.filter(username=SUPERVISOR).update(staff=session_at(address).supervisor)
    page = window(SUPERVISOR, java_script_enabled=False)
    page.get_by_role("link", name=PROJECT).first.click()
    page.get_by_role("button", name="Register").click()
    card = page.locator(".govuk-summary-card", has_text=NOT_ASSESSED)
    card.get_by_label("What happened").select_option(label=OUTCOME)
    card.get_by_label("Arrived").fill("9am")
    card.get_by_label("Finished").fill("16:00")
    card.get_by_text("Penalty, quality, behaviour and notes").click()
    card.get_by_label("Penalty minutes").fill("15")
    card.get_by_role("button", name=re.compile("Save")).click()
    card = page.locator(".govuk-summary-card", has_text=NOT_ASSESSED)
    assert card.get_by_text("Recorded", exact=True).is_visible()
    assert card.get_by_text("6 hours 45 minutes").or_(card.get_by_text("6h 45m")).first.is_visible()


def stand_down(window, days, address: str):
    """At the start of the other one the coordinator stands the whole session down: the van broke down."""
    days.until(session_at(address).starts_at + timedelta(minutes=20))
    page = window(COORDINATOR)
    page.goto(address)
    page.get_by_role("button", name="Stand down").click()
    answer(page, "Who is stood down?", "The whole session")
    answer(page, "Cause", "Vehicle")
    answer(page, "When were they told?", "On site")
    page.get_by_role("button", name="Record the stand-down").click()
    assert page.get_by_text("The stand-down is recorded.").is_visible()
    row = page.get_by_role("row", name=re.compile(NAME))
    assert row.get_by_text("1h").first.is_visible()
    return page


def read_statement(page) -> dict[str, str]:
    """What the statement of the person sums up, as it is read; the page is left there."""
    page.goto(f"/unpaid-work/people/{NOT_ASSESSED}")
    page.get_by_role("link", name="Statement of hours").first.click()
    rows = page.locator(".govuk-summary-list__row")
    return {
        row.locator("dt").inner_text().strip(): row.locator("dd").first.inner_text().split("\n")[0].strip()
        for row in rows.all()
    }


def by_command(page, folder, capsys) -> dict:
    """What `amends hours` makes of the file that the statement's page offers."""
    with page.expect_download() as saved:
        page.get_by_role("link", name=re.compile("amends hours")).click()
    path = folder / "requirement.json"
    saved.value.save_as(path)
    capsys.readouterr()
    assert cli.main(["hours", str(path)]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_week_from_import_to_statement(window, days, tmp_path, capsys):
    page = window(COORDINATOR)
    assess(page)
    plan(page)
    first, second = sessions_to_come(page)[:2]
    record(window, days, first)
    page = stand_down(window, days, second)
    stated = read_statement(page)
    assert "7h 45m" in stated["Credited: sessions and stand-downs"]
    assert "92h 15m" in stated["Remaining"]
    lines = page.get_by_role("row")
    assert lines.filter(has_text=PROJECT).filter(has_text="less 15 minutes of penalty").count() == 1
    assert lines.filter(has_text=PROJECT).filter(has_text="Stood down by the service").count() == 1
    made = by_command(page, tmp_path, capsys)
    assert (made["credited_sessions"], made["remaining"]) == (7 * 60 + 45, 92 * 60 + 15)
