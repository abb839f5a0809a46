"""A supervisor's pages on site, without scripts: one tap is one form."""

import re
import uuid
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from amends.contacts.models import Appointment, Concern, ContactOutcome
from amends.contacts.operations.concerns import read_concern
from amends.organisation.models import AuditEvent, LimitedAccess
from amends.unpaid_work.models import SiteEvent
from tests.factories import london, make_project, make_team, make_user
from tests.unpaid_work.board_records import make_session
from tests.unpaid_work.site_records import Site

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(client):
    made = Site()
    client.force_login(made.user)
    return made


def tap(client, site, kind, booking=None, **values):
    """Press the button of the form for such an event, as the page has it, with what is entered."""
    page = BeautifulSoup(client.get(site.address).content, "html.parser")
    where = f"#p{booking.pk}" if booking else "#site-whole"
    form = page.select_one(f"{where} form[data-event={kind}]")
    sent = {field["name"]: field.get("value", "") for field in form.select("input[type=hidden]")}
    return client.post(form["action"], sent | values, follow=True)


def at_clock(site, hour, minute=0):
    return london(site.session.date, hour, minute)


def card(client, site, booking) -> str:
    page = BeautifulSoup(client.get(site.address).content, "html.parser")
    return re.sub(r"\s+", " ", page.select_one(f"#p{booking.pk}").text)


def test_today_lists_the_own_session_first_and_the_others_in_reach(client):
    site = Site(days_ago=0)
    client.force_login(site.user)
    other = make_session(make_project(site.team, days="1234567"), timezone.localdate(), opened_at=timezone.now())
    elsewhere = Site()
    site.expect(timezone.now())
    text = client.get("/unpaid-work/site").content.decode()
    assert "Canal towpath" in text
    assert f"/sessions/{site.session.pk}" in text.split("Other sessions today")[0]
    assert f"/sessions/{elsewhere.session.pk}" not in text
    assert f"/sessions/{other.pk}" not in text  # nobody is expected there


def test_a_user_without_a_session_is_told_so(client):
    client.force_login(make_user("unpaid_work_supervisor", make_team()))
    assert "You supervise no session today" in client.get("/unpaid-work/site").content.decode()


def test_only_the_facts_that_keep_people_safe_are_shown(client):
    site = Site(1, health="Asthma", lifting=False, excludes=["children"], harm_detail="HARM", circumstances="LIFE")
    client.force_login(site.user)
    text = client.get(site.address).content.decode()
    for shown in ("Asthma", "Must not lift", "Children are present", "Deep water beside the path"):
        assert shown in text
    for kept in ("HARM", "LIFE", "1990"):
        assert kept not in text


@pytest.mark.parametrize(
    ("level", "told"), [("low", ""), ("medium", "medium"), ("high", "high"), ("very_high", "very high")]
)
def test_the_level_of_risk_to_others_is_told_unless_it_is_low_and_why_it_is_is_not(client, level, told):
    site = Site(1, risk_of_harm=level, harm_detail="HARM")
    client.force_login(site.user)
    text = client.get(site.address).content.decode()
    assert re.findall(r"Risk of serious harm to others: ([a-z ]+)<", text) == ([told] if told else [])
    assert "HARM" not in text


def test_arriving_and_finishing_are_one_tap_each(client, site):
    first, second = site.bookings
    tap(client, site, "acknowledged", first)
    tap(client, site, "arrived", first)
    tap(client, site, "finished", first)
    told = card(client, site, first)
    assert "Heard the briefing" in told
    assert re.search(r"Arrived \d+:\d\d", told)
    assert re.search(r"Finished \d+:\d\d", told)
    assert "Heard the briefing" not in card(client, site, second).split("Heard the briefing,")[0]
    kinds = list(SiteEvent.objects.values_list("kind", "booking", "recorded_by", "answer"))
    assert kinds == [(kind, first.pk, site.user.pk, "taken") for kind in ("acknowledged", "arrived", "finished")]


def test_a_form_sent_twice_is_one_event(client, site):
    page = BeautifulSoup(client.get(site.address).content, "html.parser")
    form = page.select_one(f"#p{site.bookings[0].pk} form[data-event=arrived]")
    sent = {field["name"]: field.get("value", "") for field in form.select("input")}
    for _ in range(2):
        assert client.post(form["action"], sent).status_code == 302
    assert SiteEvent.objects.count() == 1


def test_an_id_that_was_another_events_is_not_taken_for_it(client, site):
    first, second = site.bookings
    one = {"event": str(uuid.uuid4()), "kind": "arrived"}
    client.post(site.address, one | {"booking": first.pk})
    answer = client.post(site.address, one | {"booking": second.pk}, follow=True)
    assert "send it again" in answer.content.decode()
    assert SiteEvent.objects.get().booking == first


def test_the_outcome_is_recorded_once_with_the_times_tapped(client, site):
    booking = site.bookings[0]
    tap(client, site, "arrived", booking, time="09:05")
    tap(client, site, "finished", booking, time="15:50")
    entered = {"outcome": "ATTC", "penalty": "10", "quality": "good", "behaviour": "poor", "notes": "Late tools"}
    for _ in range(2):
        tap(client, site, "outcome", booking, **entered)
    outcome = ContactOutcome.objects.get()
    assert (outcome.started_at, outcome.finished_at) == (at_clock(site, 9, 5), at_clock(site, 15, 50))
    assert (outcome.penalty_minutes, outcome.quality, outcome.behaviour) == (10, "good", "poor")
    assert (outcome.notes, outcome.recorded_by) == ("Late tools", site.user)
    assert SiteEvent.objects.get(outcome__isnull=False).outcome == outcome
    assert "9:05am to 3:50pm, penalty 10 minutes, work good, behaviour poor" in card(client, site, booking)


def test_a_later_outcome_from_a_page_that_showed_the_first_corrects_it(client, site):
    booking = site.bookings[0]
    tap(client, site, "outcome", booking, outcome="UACP")
    tap(client, site, "outcome", booking, outcome="ATTC", started="10:00", finished="16:00")
    first, second = ContactOutcome.objects.order_by("pk")
    assert (first.code, second.code, second.replaces, second.reason) == ("UACP", "ATTC", first, "Corrected on site")


def test_what_cannot_be_recorded_is_kept_and_told_and_can_be_put_aside(client, site):
    booking = site.bookings[0]
    answer = tap(client, site, "outcome", booking, outcome="ATTC", started="16:00", finished="9:00", notes="Good day")
    assert "They must have finished after they arrived" in answer.content.decode()
    assert not ContactOutcome.objects.exists()
    told = card(client, site, booking)
    assert "Not taken" in told
    assert "Good day" in told
    tap(client, site, "choice", booking, choice="keep")
    assert "Not taken" not in card(client, site, booking)
    assert SiteEvent.objects.get(kind="outcome").content["notes"] == "Good day"


def test_a_booking_cancelled_meanwhile_takes_notes_and_concerns_only(client, site):
    booking = site.bookings[0]
    sent = {kind: {"event": str(uuid.uuid4()), "kind": kind, "booking": booking.pk, "text": "Came all the same"}
            for kind in ("arrived", "note")}  # fmt: skip
    Appointment.objects.filter(pk=booking.appointment_id).update(cancelled_at=timezone.now(), cancel_reason="Moved")
    for each in sent.values():
        client.post(site.address, each)
    told = dict(SiteEvent.objects.values_list("kind", "answer"))
    assert told == {"arrived": "refused", "note": "taken"}


def test_equipment_notes_and_incidents_stay_on_the_page(client, site):
    booking = site.bookings[0]
    tap(client, site, "equipment", booking, items=["boots", "gloves"], other="Spade 7")
    tap(client, site, "returned", booking)
    tap(client, site, "note", booking, text="Worked well with the saw")
    tap(client, site, "incident", booking, text="Cut a finger; bandaged")
    tap(client, site, "incident", text="Fence fell on the path")
    told = card(client, site, booking)
    for words in ("Safety boots, Gloves, Spade 7", "All equipment returned", "Worked well with the saw",
                  "Cut a finger; bandaged"):  # fmt: skip
        assert words in told
    assert "Fence fell on the path" not in told
    assert "Fence fell on the path" in client.get(site.address).content.decode()


def test_a_concern_goes_to_the_practitioner_and_shows_its_receipt(client, site):
    booking = site.bookings[0]
    tap(client, site, "concern", booking, text="Limping since Monday")
    concern = Concern.objects.get()
    assert (concern.person, concern.appointment, concern.text) == (
        booking.appointment.person, booking.appointment, "Limping since Monday",
    )  # fmt: skip
    assert "Not read yet" in card(client, site, booking)
    reader = make_user("practitioner", site.team)
    read_concern(concern=concern, by=reader, at=timezone.now())
    assert f"Read by {reader.name}" in card(client, site, booking)


def test_another_briefing_than_the_one_heard_is_told(client, site):
    booking = site.bookings[0]
    tap(client, site, "acknowledged", booking)
    project = site.session.project
    project.hazards = "Deep water, and a wasps' nest"
    project.save()
    assert "Heard an earlier briefing" in card(client, site, booking)


def test_somebody_kept_from_the_reader_is_counted_and_cannot_be_recorded(client, site):
    hidden = site.bookings[0]
    LimitedAccess.objects.create(
        crn=hidden.appointment.person.crn, kind="exclusion", username=site.user.username, reason="Kin",
        from_at=timezone.now() - timedelta(days=1),
    )  # fmt: skip
    text = client.get(site.address).content.decode()
    assert hidden.appointment.person.name not in text
    assert "1 more person is expected" in text
    sent = {"event": str(uuid.uuid4()), "kind": "arrived", "booking": hidden.pk}
    assert client.post(site.address, sent).status_code == 404
    assert not SiteEvent.objects.exists()


def test_opening_the_page_is_written_down_as_taking_it_out(client, site):
    client.get(site.address)
    event = AuditEvent.objects.filter(action="export register.record").last()
    assert event.detail["crns"] == sorted(booking.appointment.person.crn for booking in site.bookings)


def test_each_tap_is_on_the_audit_trail_with_its_person(client, site):
    booking = site.bookings[0]
    tap(client, site, "arrived", booking)
    event = AuditEvent.objects.filter(action="record on site").get()
    assert (event.username, event.crn) == (site.user.username, booking.appointment.person.crn)
