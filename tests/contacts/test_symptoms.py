"""Before somebody is seen face to face they are asked about symptoms, where the model in force asks for it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from amends.contacts.models import Appointment, ContactOutcome, OfficeSlot, OwnDeliveryModel, SymptomCheck
from amends.contacts.operations.offices import set_office_limit
from amends.contacts.operations.refused import AppointmentRefused
from amends.contacts.operations.symptoms import forget_symptom_checks, record_symptom_check
from amends.contacts.queries.symptoms import asks_about_symptoms
from amends.organisation.models import AuditEvent, Hold, Office
from amends.policy.symptoms import symptom_check
from tests.contacts.appointing import appointment, digital, supervised
from tests.factories import make_team, make_user
from tests.house.world_of_contacts import make_own_model

pytestmark = pytest.mark.django_db
DAY = date(2020, 11, 10)  # the exceptional models ask from March 2020
BEFORE = datetime(2020, 11, 9, 15, tzinfo=UTC)


@pytest.fixture
def team():
    return make_team("sentence_management")


@pytest.fixture
def officer(team):
    return make_user("practitioner", team)


def coming(team, user, day=DAY, **access):
    person = supervised(team, "low", date(2020, 1, 6))
    if access.pop("known", True):
        digital(person, day - timedelta(days=9), **access)
    return appointment(person, day, "office", user=user)


def ask(row, answer, by, at=BEFORE):
    return record_symptom_check(appointment=row, answer=answer, by=by, at=at)


@pytest.mark.parametrize(
    ("on", "asked"),
    [("2020-03-23", False), ("2020-03-24", True), ("2021-02-01", True), ("2022-03-31", True), ("2022-04-01", False)],
)
def test_the_models_from_the_first_lockdown_on_ask(on, asked):
    assert symptom_check(on=date.fromisoformat(on)).value is asked


def test_a_services_own_model_says_for_its_region(team):
    head = make_user("head_of_pdu", team)
    agreed = {"agreed_by": head, "agreed_at": datetime(2026, 5, 2, tzinfo=UTC)}
    model = make_own_model(team.pdu.region, make_user(), date(2026, 6, 1), symptom_check=True)
    assert not asks_about_symptoms(team, date(2026, 6, 1))  # a draft says nothing
    OwnDeliveryModel.objects.filter(pk=model.pk).update(**agreed)
    assert asks_about_symptoms(team, date(2026, 6, 1))
    assert not asks_about_symptoms(team, date(2026, 5, 31))
    assert not asks_about_symptoms(make_team("sentence_management"), date(2026, 6, 1))


def test_who_is_well_comes_as_booked(team, officer):
    row = coming(team, officer)
    assert ask(row, "well", officer).moved is None
    row.refresh_from_db()
    assert row.cancelled_at is None
    assert row.symptom_check.answer == "well"


def test_who_has_symptoms_is_called_at_the_same_time_and_the_slot_is_free(team, officer):
    office = Office.objects.create(pdu=team.pdu, code="bridge-house", name="Bridge House")
    row = coming(team, officer)
    set_office_limit(office=office, slots=1, first_hour=8, last_hour=20, days="1234567", from_date=DAY,
                     by=make_user("head_of_pdu", team), at=BEFORE - timedelta(days=30))  # fmt: skip
    OfficeSlot.objects.create(office=office, day=DAY, hour=13, number=1, appointment=row)
    moved = ask(row, "symptoms", officer).moved
    assert (moved.mode, moved.starts_at, moved.ends_at) == ("telephone", row.starts_at, row.ends_at)
    assert moved.rescheduled_from == row
    assert not OfficeSlot.objects.exists()


def test_nothing_of_health_is_told_where_contact_is_recorded(team, officer):
    row = coming(team, officer)
    moved = ask(row, "symptoms", officer).moved
    row.refresh_from_db()
    told = [row.cancel_reason, moved.cancel_reason, *ContactOutcome.objects.values_list("notes", "reason")]
    told += [str(each.detail) for each in AuditEvent.objects.all()]
    assert not any("symptom" in str(each).lower() for each in told)


@pytest.mark.parametrize("access", [{"known": False}, {"safe_place": False}, {"device": "none"}])
def test_where_no_call_is_known_to_be_safe_it_stays_and_why_is_told(team, officer, access):
    row = coming(team, officer, **access)
    checked = ask(row, "symptoms", officer)
    assert checked.moved is None and checked.why
    row.refresh_from_db()
    assert row.cancelled_at is None


@pytest.mark.parametrize("at", [BEFORE - timedelta(days=2), datetime(2020, 11, 10, 13, tzinfo=UTC)])
def test_nobody_is_asked_long_before_or_once_they_are_there(team, officer, at):
    with pytest.raises(AppointmentRefused, match="day before"):
        ask(coming(team, officer), "well", officer, at)


def test_nobody_is_asked_where_the_model_does_not_ask_or_they_are_not_seen(team, officer):
    later = coming(team, officer, date(2026, 6, 10))
    with pytest.raises(AppointmentRefused, match="does not ask"):
        ask(later, "well", officer, datetime(2026, 6, 10, 9, tzinfo=UTC))
    call = coming(team, officer)
    Appointment.objects.filter(pk=call.pk).update(mode="telephone")
    with pytest.raises(AppointmentRefused, match="face to face"):
        ask(call, "well", officer)
    with pytest.raises(AppointmentRefused):
        ask(coming(team, officer), "feverish", officer)


def test_an_answer_may_be_put_right_until_they_come(team, officer):
    row = coming(team, officer)
    ask(row, "not_asked", officer)
    ask(row, "well", officer)
    assert [each.answer for each in SymptomCheck.objects.all()] == ["well"]


def test_answers_are_wiped_after_three_weeks(team, officer):
    ask(coming(team, officer), "well", officer)
    assert forget_symptom_checks(at=BEFORE + timedelta(days=20)) == 0
    assert forget_symptom_checks(at=BEFORE + timedelta(days=21)) == 1
    assert not SymptomCheck.objects.exists()


def test_answers_are_kept_while_a_hold_stands_on_the_record(team, officer):
    row = coming(team, officer)
    ask(row, "well", officer)
    hold = Hold.objects.create(crn=row.person.crn, reason="An inquiry", placed_at=BEFORE, placed_by=officer)
    over = BEFORE + timedelta(days=30)
    assert forget_symptom_checks(at=over) == 0
    Hold.objects.filter(pk=hold.pk).update(ended_at=over, ended_by=officer, end_reason="It is over")
    assert forget_symptom_checks(at=over) == 1


def test_a_visit_at_home_is_asked_about_too(team, officer):
    row = coming(team, officer)
    Appointment.objects.filter(pk=row.pk).update(mode="home")
    assert ask(row, "symptoms", officer).moved.mode == "telephone"


def test_the_page_asks_and_says_what_came_of_it(client, team, officer):
    now = timezone.now()
    model = make_own_model(team.pdu.region, make_user(), timezone.localdate() - timedelta(days=9), symptom_check=True)
    OwnDeliveryModel.objects.filter(pk=model.pk).update(agreed_by=make_user(), agreed_at=now)
    person = supervised(team, "low")
    digital(person, timezone.localdate())
    row = Appointment.objects.create(
        person=person, kind="supervision", team=team, mode="office", starts_at=now + timedelta(hours=2),
        ends_at=now + timedelta(hours=3), booked_at=now - timedelta(days=3), booked_by=officer,
    )  # fmt: skip
    client.force_login(officer)
    assert "Ask about symptoms" in client.get(f"/contacts/{person.crn}").content.decode()
    page = client.post(f"/contacts/appointments/{row.pk}/symptoms", {"answer": "symptoms"}, follow=True)
    assert "It is now by telephone" in page.content.decode()
    assert "Ask about symptoms" not in page.content.decode()
