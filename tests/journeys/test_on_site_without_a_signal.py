"""On site, in the rain, without a signal: a supervisor's phone in a real browser, its network taken and given back."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session as SignIn
from django.utils import timezone

from amends.contacts.models import Concern, ContactOutcome
from amends.design import build
from amends.policy.contact_outcomes import contact_outcome
from amends.unpaid_work.models import SiteEvent
from amends.unpaid_work.views.site_sending import Sending
from tests.factories import PASSWORD, make_staff, make_user
from tests.journeys.phone import KEPT, Phone
from tests.unpaid_work.site_records import Site

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module", autouse=True)
def styles():
    build.build()


@pytest.fixture
def site():
    return Site()


@pytest.fixture
def phones(browser, live_server, site):
    """Takes up a phone; all are put down afterwards."""
    taken = []

    def take(**values) -> Phone:
        taken.append(Phone(browser, live_server, site, **values))
        return taken[-1]

    yield take
    for phone in taken:
        phone.context.close()


def outcome_words(code: str) -> str:
    return contact_outcome(code).description


def kinds() -> list[tuple[str, str]]:
    return list(SiteEvent.objects.order_by("pk").values_list("kind", "answer"))


def test_it_goes_on_without_a_signal_closed_and_reopened_and_is_sent_once_in_order(phones, site):
    first, second = site.bookings
    phone = phones().ready()
    phone.signal(False)
    phone.tap(first, "Heard the briefing")
    phone.tap(first, "Arrived")
    phone.says("2 things are not sent yet.")
    phone.waits(first, "Arrived")
    assert phone.card(first).get_by_role("button", name=re.compile("^Arrived")).count() == 0

    phone.close_and_reopen()
    phone.says("2 things are not sent yet.")
    phone.waits(first, "Arrived")
    phone.write(second, "Concern", "Limping since Monday")
    phone.outcome(first, outcome_words("ATTC"), "09:00", "15:30")
    phone.says("4 things are not sent yet.")
    assert SiteEvent.objects.count() == 0
    told = phone.page.locator("[data-site-unsent]")
    told.locator("summary").tap()
    told.get_by_text("Limping since Monday").wait_for()

    phone.signal(True)  # it sends by itself
    phone.says("Everything is sent.")
    assert kinds() == [(kind, "taken") for kind in ("acknowledged", "arrived", "concern", "outcome")]
    assert ContactOutcome.objects.get().recorded_by == site.user
    assert Concern.objects.get().text == "Limping since Monday"
    assert phone.page.locator(".amends-site-unsent").count() == 0
    phone.card(second).get_by_text("Not read yet").wait_for()
    phone.open()
    phone.says("Everything is sent.")
    assert SiteEvent.objects.count() == 4


def test_what_is_kept_cannot_be_read_on_the_phone(phones, site):
    phone = phones().ready()
    phone.signal(False)
    phone.write(site.bookings[0], "Note", "Worked beside the water")
    phone.says("1 thing is not sent yet.")
    kept = phone.kept()
    assert (kept["pages"], kept["events"], kept["keys"], kept["extractable"]) == (1, 1, 1, False)
    person = site.bookings[0].appointment.person
    for told in (person.name, person.crn, person.family_name, "beside the water", "Deep water", "Arrived"):
        assert told not in kept["text"]
    plain = phone.told(
        "async () => { const kept = await caches.open((await caches.keys())[0]); let text = '';"
        "for (const each of await kept.keys()) text += each.url + await (await kept.match(each)).text(); return text; }"
    )
    for told in (person.name, person.crn, site.user.name, site.session.project.name):
        assert told not in plain


def lose(answers):
    """Take what was sent as ever; its answer never reaches the phone."""

    def lost(sending):
        answers(sending)
        raise ConnectionError("the answer is lost")

    return lost


def test_an_answer_that_was_lost_leads_to_no_second_effect(phones, site, monkeypatch):
    booking = site.bookings[0]
    phone = phones().ready()
    with monkeypatch.context() as patch:
        patch.setattr(Sending, "answers", lose(Sending.answers))
        phone.write(booking, "Concern", "Said that he has nowhere to sleep")
        phone.says("could not take what was sent")
        phone.says("1 thing is not sent yet.")
        assert Concern.objects.count() == 1
    phone.page.get_by_role("button", name="Send now").tap()
    phone.says("Everything is sent.")
    assert (Concern.objects.count(), SiteEvent.objects.count()) == (1, 1)


def test_a_signal_that_returns_while_a_send_is_under_way_is_used_at_once(phones, site):
    phone, asked = phones().ready(), "**/unpaid-work/site/phone*"
    phone.page.route(asked, lambda route: None)  # lost on its way: neither answered nor refused
    phone.tap(site.bookings[0], "Arrived")
    phone.says("Sending")
    phone.page.unroute(asked)
    phone.told("async () => window.dispatchEvent(new Event('online'))")
    phone.says("Everything is sent.", within=10)  # what was lost would be waited for longer
    assert kinds() == [("arrived", "taken")]


def test_a_signal_that_comes_and_goes_again_at_first_is_tried_soon_again(phones, site):
    phone, asked = phones().ready(), "**/unpaid-work/site/phone*"
    tried = []
    phone.page.route(asked, lambda route: (tried.append(route), route.abort() if len(tried) < 3 else route.continue_()))
    phone.tap(site.bookings[0], "Arrived")
    phone.says("1 thing is not sent yet.")
    phone.told("async () => window.dispatchEvent(new Event('online'))")
    phone.says("Everything is sent.", within=15)
    assert len(tried) == 3
    assert kinds() == [("arrived", "taken")]


def test_a_tap_tapped_twice_is_one(phones, site):
    booking = site.bookings[0]
    phone = phones().ready()
    phone.card(booking).get_by_role("button", name=re.compile("^Arrived")).dblclick()
    phone.says("Everything is sent.")
    phone.card(booking).get_by_text(re.compile(r"Arrived \d+:\d\d")).first.wait_for()
    assert kinds() == [("arrived", "taken")]


def test_two_phones_on_one_session_disagree_and_a_person_chooses(phones, site):
    booking = site.bookings[0]
    other = make_user("unpaid_work_supervisor", site.team, staff=make_staff(site.team))
    one, two = phones().ready(), phones(user=other).ready()
    two.signal(False)
    two.outcome(booking, outcome_words("ATTC"), "09:00", "16:00")
    two.says("1 thing is not sent yet.")
    one.outcome(booking, outcome_words("UACP"))
    one.card(booking).get_by_text(outcome_words("UACP")).first.wait_for()
    one.says("Everything is sent.")

    two.signal(True)  # it sends by itself
    choice = two.card(booking).locator("[data-choice]")
    choice.wait_for()
    assert outcome_words("UACP") in choice.inner_text()
    assert "9am to 4pm" in choice.inner_text()
    assert [made.code for made in ContactOutcome.objects.all()] == ["UACP"]
    one.open()
    one.card(booking).locator("[data-choice]").wait_for()  # either may choose

    choice.get_by_role("button", name="Use what came in").tap()
    two.card(booking).locator(".amends-site-state", has_text="9am to 4pm").wait_for()
    assert [made.code for made in ContactOutcome.objects.order_by("pk")] == ["UACP", "ATTC"]
    assert kinds() == [("outcome", "taken"), ("outcome", "conflict"), ("choice", "taken")]
    two.page.locator("#site-log summary").tap()
    two.page.locator("#site-log").get_by_text(outcome_words("UACP")).first.wait_for()


@pytest.mark.parametrize("by", [timedelta(hours=5), timedelta(hours=-5)], ids=["ahead", "behind"])
def test_a_phone_whose_clock_is_wrong_tells_the_right_time(phones, site, by):
    phone = phones()
    phone.open()
    phone.ahead(by)
    phone.ready()
    phone.signal(False)
    before = timezone.now()
    phone.tap(site.bookings[0], "Arrived")
    phone.says("1 thing is not sent yet.")
    phone.signal(True)  # it sends by itself
    phone.says("Everything is sent.")
    made = SiteEvent.objects.get()
    assert abs(made.happened_at - before) < timedelta(minutes=1)
    assert abs(made.phone_at - before - by) < timedelta(minutes=1)
    assert not phone.card(site.bookings[0]).get_by_text("clock was changed").count()


def test_a_clock_changed_while_there_was_no_signal_is_told(phones, site):
    phone = phones().ready()
    phone.signal(False)
    phone.ahead(timedelta(hours=-3))
    phone.close_and_reopen()
    phone.tap(site.bookings[0], "Arrived")
    phone.says("The clock of this phone was changed.")
    phone.signal(True)  # it sends by itself
    phone.says("Everything is sent.")
    phone.card(site.bookings[0]).get_by_text("clock was changed").first.wait_for()


def test_a_sign_in_that_ended_meanwhile_loses_nothing(phones, site):
    phone = phones().ready()
    phone.signal(False)
    phone.tap(site.bookings[0], "Arrived")
    phone.says("1 thing is not sent yet.")
    SignIn.objects.all().delete()
    phone.signal(True)  # it sends by itself
    phone.says("Sign in again: nothing is lost.")
    assert SiteEvent.objects.count() == 0
    phone.page.get_by_role("link", name="Sign in again").tap()
    phone.page.fill("[name=login]", site.user.username)
    phone.page.fill("[name=password]", PASSWORD)
    phone.page.keyboard.press("Enter")
    phone.page.get_by_role("heading", name="On site today").wait_for()
    phone.says("Everything is sent.")
    assert kinds() == [("arrived", "taken")]


def test_somebody_else_who_signs_in_reads_and_sends_nothing_of_it(phones, site):
    phone = phones().ready()
    phone.signal(False)
    phone.tap(site.bookings[0], "Arrived")
    phone.says("1 thing is not sent yet.")
    other = make_user("unpaid_work_supervisor", site.team, staff=make_staff(site.team))
    phone.hand_to(other)
    assert phone.kept()["keys"] == 1
    assert phone.kept()["events"] == 1
    assert phone.page.locator("[data-site-unsent]").is_hidden()
    phone.signal(False)
    phone.close_and_reopen()
    phone.page.get_by_text("This page is not kept on this phone").wait_for()
    assert SiteEvent.objects.count() == 0

    phone.hand_to(site.user)
    phone.says("Everything is sent.")
    assert [made.recorded_by for made in SiteEvent.objects.all()] == [site.user]


def test_signing_out_warns_of_what_is_not_sent_and_wipes_the_phone(phones, site, monkeypatch):
    phone = phones().ready()
    monkeypatch.setattr(Sending, "answers", lose(lambda sending: None))
    phone.tap(site.bookings[0], "Arrived")
    phone.says("1 thing is not sent yet.")
    asked = []
    phone.page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    phone.page.get_by_role("button", name="Sign out").tap()
    phone.page.wait_for_url("**/account/login/**")
    assert asked == ["Not sent yet: 1. Signing out wipes it from this phone. Sign out all the same?"]
    assert phone.told("async () => (await indexedDB.databases()).length") == 0


def test_signing_out_on_any_page_wipes_the_phone(phones, site):
    phone = phones().ready()
    phone.open("/unpaid-work/registers")
    assert phone.kept()["pages"] == 1
    phone.page.get_by_role("button", name="Sign out").tap()
    phone.page.wait_for_url("**/account/login/**")
    assert phone.told("async () => (await indexedDB.databases()).length") == 0


def test_signing_out_without_a_signal_wipes_at_once_and_ends_the_sign_in_later(phones, site):
    phone = phones().ready()
    phone.signal(False)
    phone.close_and_reopen()
    phone.page.get_by_role("heading", name="Canal towpath").wait_for()
    phone.page.get_by_role("button", name="Sign out").tap()
    phone.page.get_by_text("Nothing is kept on this phone").wait_for()
    assert phone.kept()["pages"] == 0
    phone.signal(True)
    phone.open()
    phone.page.wait_for_url("**/account/login/**")
    phone.open()
    assert "/account/login/" in phone.page.url


def test_after_24_hours_everything_is_wiped_and_what_was_not_sent_is_told(phones, site):
    phone = phones().ready()
    phone.signal(False)
    phone.tap(site.bookings[0], "Arrived")
    phone.says("1 thing is not sent yet.")
    phone.ahead(timedelta(hours=23, minutes=50))
    phone.close_and_reopen()
    phone.says("1 thing is not sent yet.")
    phone.ahead(timedelta(hours=24, minutes=1))
    phone.close_and_reopen()
    phone.page.get_by_text("not kept on this phone").wait_for()
    phone.says("Not sent within 24 hours, and wiped from this phone: 1.")
    kept = phone.kept()
    assert (kept["pages"], kept["events"], kept["keys"]) == (0, 0, 0)


def test_putting_the_clock_back_gives_no_time_back(phones, site):
    phone = phones().ready()
    phone.signal(False)
    phone.ahead(timedelta(hours=20))
    phone.close_and_reopen()
    phone.page.get_by_role("heading", name="Canal towpath").wait_for()
    phone.ahead(timedelta(hours=-20))
    phone.close_and_reopen()
    phone.page.get_by_role("heading", name="Canal towpath").wait_for()
    phone.says("The clock of this phone was changed.")
    assert phone.told(
        "async () => { const { Clock } = await import(document.querySelector('[src*=\"site/site\"]').src"
        ".replace('site/site', 'site/clock')); const open = indexedDB.open('amends-site');"
        "const db = await new Promise((done) => { open.onsuccess = () => done(open.result); });"
        "const kept = await new Promise((done) => { const asked = db.transaction('facts').objectStore('facts')"
        ".get('clock'); asked.onsuccess = () => done(asked.result); }); db.close();"
        "return (new Clock(kept).now() - Date.now()) / 3600000; }"
    ) == pytest.approx(40, abs=0.2)  # as late as it ever was: 20 hours on, told by a clock 20 hours back


def test_the_day_s_own_session_is_kept_from_the_list_alone(browser, live_server):
    site = Site(days_ago=0)
    phone = Phone(browser, live_server, site).ready("/unpaid-work/site")
    phone.page.wait_for_function(f"async () => (await ({KEPT})()).pages === 2")
    phone.signal(False)
    phone.close_and_reopen("/unpaid-work/site")
    phone.page.get_by_role("link", name="Canal towpath").tap()
    phone.page.get_by_role("heading", name=site.bookings[0].appointment.person.name).wait_for()
    phone.tap(site.bookings[0], "Arrived")
    phone.says("1 thing is not sent yet.")
    phone.context.close()


def test_without_scripts_a_tap_is_an_ordinary_form(phones, site):
    phone = phones(javascript=False)
    phone.open()
    phone.tap(site.bookings[0], "Arrived")
    phone.card(site.bookings[0]).get_by_text(re.compile(r"Arrived \d+:\d\d")).first.wait_for()
    assert kinds() == [("arrived", "taken")]
