"""An order followed through, in a real browser: planned with the person, a certificate, contact kept, completed, the
person asked how it was, and new work nominated by the public, decided.
"""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from amends.design import build
from amends.unpaid_work.models import Completion, ExitInterview, ProjectRecheck
from tests.factories import make_person, make_requirement, make_team, make_user
from tests.unpaid_work.hours_records import open_project
from tests.unpaid_work.watching import past

pytestmark = pytest.mark.django_db(transaction=True)
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


@pytest.fixture
def window(browser, live_server):
    """Opens a window: of somebody who is signed in, or of nobody."""
    build.build()
    opened = []

    def open_for(user=None, viewport=DESKTOP):
        context = browser.new_context(base_url=live_server.url, viewport=viewport)
        opened.append(context)
        if user:
            client = Client()
            client.force_login(user)
            context.add_cookies(
                [{"name": name, "value": kept.value, "url": live_server.url} for name, kept in client.cookies.items()]
            )
        page = context.new_page()
        page.set_default_timeout(15_000)
        return page

    yield open_for
    for context in opened:
        context.close()


def test_an_order_is_followed_through_and_the_person_has_the_last_word(window):
    team, today = make_team(), timezone.localdate()
    practitioner, coordinator = make_user("practitioner", team), make_user("placement_coordinator", team, over="pdu")
    person = make_person(team, given_names="Siân", family_name="O’Brien")
    requirement = make_requirement(person, today - timedelta(days=60), ordered_minutes=7 * 60)
    project = open_project(team, name="Canal towpath")
    desk = window(practitioner)
    plan_with_the_person(desk, today)
    past(project, (person, requirement), practitioner, today - timedelta(days=40), "ATTC")
    record_a_certificate(desk, person, today)
    keep_contact(desk, today)
    complete(desk)
    link = ask_how_it_was(desk)
    answer_on_a_phone(window(viewport=PHONE), link)
    read_what_was_said(desk)
    nominate(window(viewport=PHONE))
    decide(window(coordinator))


def on_day(page, question: str, day) -> None:
    """Fill in the day of a question."""
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        page.get_by_role("group", name=question).get_by_label(part, exact=True).fill(str(value))


def choose(page, question: str, choice: str) -> None:
    page.get_by_role("group", name=question).get_by_label(choice, exact=True).check()


def press(page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()


def listed(page, title: str):
    """The rows of one of the lists of what waits, opened from the page of them all."""
    page.goto("/unpaid-work/monitors")
    page.get_by_role("link", name=title, exact=True).first.click()
    page.get_by_role("heading", name=title, level=1).wait_for()
    return page.get_by_role("row").filter(has_text="O’Brien")


def plan_with_the_person(page, today) -> None:
    """From the list of plans that are due, with a mistake first."""
    listed(page, "Supervision plans due").get_by_role("link", name="Make the plan").click()
    press(page, "Save")
    page.get_by_text("Enter at least one objective").first.wait_for()
    on_day(page, "Day it was made with the person", today)
    page.get_by_label("Objectives").fill("Be there on time\nLearn to lay a hedge")
    page.get_by_label("What is the placement to give the person?").fill("A reference")
    page.get_by_label("Weeks from one contact to the next").fill("2")
    choose(page, "How is contact kept?", "In person")
    choose(page, "Does the person agree with the plan?", "Agreed")
    press(page, "Save")
    page.get_by_text("The supervision plan is recorded.").wait_for()
    page.get_by_text("Learn to lay a hedge").wait_for()
    assert listed(page, "Supervision plans due").count() == 0


def record_a_certificate(page, person, today) -> None:
    page.goto(f"/unpaid-work/people/{person.crn}")
    page.get_by_role("link", name="Skills, certificates and the pre-placement session").click()
    page.get_by_role("button", name="Record a certificate").click()
    page.get_by_label("Skill", exact=True).select_option(label="Gardening")
    page.get_by_label("What the certificate is called").fill("Hedge laying, level 1")
    on_day(page, "Day it was awarded", today)
    press(page, "Save")
    page.get_by_role("row", name="Hedge laying, level 1").wait_for()


def keep_contact(page, today) -> None:
    """Listed without contact since the work began; a talk at the site is recorded, and the row is gone."""
    listed(page, "No contact while working").get_by_role("link", name="Record a contact").click()
    on_day(page, "Day", today - timedelta(days=1))
    page.get_by_label("Time", exact=True).fill("10:30am")
    choose(page, "How was contact made?", "Doorstep")
    page.get_by_label("What was said").fill("Likes the hedge; the bus is late on Mondays")
    press(page, "Save")
    page.get_by_text("The contact is recorded.").wait_for()
    page.get_by_role("row").filter(has_text="the bus is late on Mondays").wait_for()
    assert listed(page, "No contact while working").count() == 0


def complete(page) -> None:
    listed(page, "Hours worked, not completed").get_by_role("link", name="Complete the requirement").click()
    press(page, "Complete")
    page.get_by_text("The requirement is completed.").wait_for()
    assert Completion.objects.count() == 1
    assert listed(page, "Hours worked, not completed").count() == 0


def ask_how_it_was(page) -> str:
    """The address to send, as it is shown once."""
    listed(page, "Exit interviews to hold").get_by_role("link", name="Ask for the interview").click()
    page.get_by_role("button", name="Let the person answer by a link").click()
    press(page, "Make the link")
    return re.search(r"http://\S+", page.get_by_label("Text to copy").input_value())[0]


def answer_on_a_phone(page, link: str) -> None:
    """Without an account, in Welsh; half an answer first. The link then opens nothing more."""
    page.goto(link)
    page.get_by_role("link", name="Cymraeg").click()
    choose(page, "A wnaethoch chi ddysgu rhywbeth?", "Do, yn fawr iawn")
    press(page, "Anfon eich atebion")
    page.get_by_text("Dewiswch ateb, neu dywedwch nad ydych am ateb").first.wait_for()
    choose(page, "A gawsoch chi eich trin yn deg?", "Prin")
    choose(page, "A oedd y gwaith yn ddefnyddiol i’r gymuned?", "Gan mwyaf")
    page.get_by_label("Beth oedd yn rhwystr i’r gwaith, os o gwbl? (dewisol)").fill("Y bws")
    press(page, "Anfon eich atebion")
    page.get_by_role("heading", name="Diolch. Mae eich atebion gennym.").wait_for()
    page.goto(link)
    page.get_by_role("heading", name="This link does not open anything").wait_for()


def read_what_was_said(page) -> None:
    made = ExitInterview.objects.get()
    page.goto(f"/unpaid-work/people/{made.requirement.sentence.person.crn}")
    page.get_by_role("link", name=re.compile("^Exit interview")).click()
    page.get_by_text("Y bws").wait_for()
    page.get_by_text("2 of 5").wait_for()
    page.get_by_text("Asks for the project to be checked again").wait_for()
    assert ProjectRecheck.objects.get().project == made.project


def nominate(page) -> None:
    """Anybody may, on a phone."""
    page.goto("/")
    page.get_by_role("link", name="Nominate work").click()
    page.get_by_label("Area").select_option(index=1)
    page.get_by_label("Where is the place?").fill("Abbey Park, by the river gate")
    page.get_by_label("What work would you like done?").fill("Lay the hedge along the path")
    page.get_by_label("Who would benefit?").fill("Everybody who walks there")
    page.get_by_label("Your name").fill("Olwen Example")
    press(page, "Send the nomination")
    page.get_by_text("Enter an email address, a telephone number or a postal address").first.wait_for()
    page.get_by_label("Your email address").fill("olwen@example.org")
    press(page, "Send the nomination")
    page.wait_for_url("**/nominate/received")


def decide(page) -> None:
    page.goto("/unpaid-work/nominations")
    page.get_by_role("link", name=re.compile("Abbey Park")).first.click()
    page.get_by_role("button", name="Acknowledge").click()
    press(page, "Issue the letter")
    page.get_by_text("The nomination is acknowledged.").wait_for()
    page.get_by_role("button", name="Decline").click()
    choose(page, "Why is it declined?", "Nobody is free to supervise it")
    page.get_by_label("What is the nominator told?").fill("Every place is taken until spring.")
    press(page, "Decline, and issue the letter")
    page.get_by_text("The nomination is declined.").wait_for()
