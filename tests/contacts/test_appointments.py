"""Supervision appointments: booked once or in a series, moved, cancelled, and what came of them."""

from dataclasses import replace
from datetime import UTC, date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from amends.contacts.models import Appointment
from amends.contacts.operations.appointments import (
    AppointmentDraft,
    book_appointments,
    cancel_appointment,
    record_contact,
    reschedule_appointment,
    series,
)
from amends.contacts.operations.outcomes import OutcomeDraft, correct_outcome
from amends.contacts.operations.refused import AppointmentRefused
from amends.contacts.queries.due import contact_due
from amends.organisation.models import Absence, AuditEvent, LimitedAccess
from tests.cases.visiting import signed_in, text
from tests.contacts.appointing import AT, ON, appointment, contact, digital, supervised
from tests.factories import london, make_allocation, make_person, make_staff, make_team, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team("sentence_management")


@pytest.fixture
def person(team):
    return supervised(team)


@pytest.fixture
def user(team):
    return make_user("practitioner", team)


def draft(person, day=date(2026, 6, 15), mode="office", hour=10, minutes=30):
    return AppointmentDraft(person, london(day, hour), minutes, mode)


def test_a_series_keeps_its_time_by_the_clock_when_the_clocks_change(person, user):
    weekly = series(draft(person, date(2026, 10, 19)), every_days=7, count=3)
    booked = book_appointments(weekly, by=user, at=AT)
    assert [row.starts_at.astimezone(UTC).hour for row in booked] == [9, 10, 10]
    assert [timezone.localtime(row.starts_at).hour for row in booked] == [10, 10, 10]
    assert AuditEvent.objects.filter(action="book appointment", crn=person.crn).count() == 3


def test_a_person_is_expected_in_one_place_at_once(person, user, team):
    book_appointments([draft(person)], by=user, at=AT)
    at_quarter_past = replace(draft(person), starts_at=london(date(2026, 6, 15), 10, 15))
    for drafts in ([at_quarter_past], [draft(person, hour=12), draft(person, hour=12)]):
        with pytest.raises(AppointmentRefused) as refused:
            book_appointments(drafts, by=user, at=AT)
        assert refused.value.field == "starts_at"
    half_past = replace(draft(person), starts_at=london(date(2026, 6, 15), 10, 30))
    assert book_appointments([half_past, draft(supervised(team))], by=user, at=AT)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"starts_at": AT}, "starts_at"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 481}, "minutes"),
        ({"mode": "pigeon"}, "mode"),
        ({"check_in_approved": True}, "check_in_approved"),
    ],
)
def test_an_appointment_that_cannot_be_is_refused(person, user, values, field):
    with pytest.raises(AppointmentRefused) as refused:
        book_appointments([replace(draft(person), **values)], by=user, at=AT)
    assert (refused.value.field, refused.value.number) == (field, 1)
    assert not Appointment.objects.filter(person=person).exists()


def test_no_remote_mode_without_a_safe_place_to_talk(person, user):
    assert book_appointments([draft(person, mode="telephone")], by=user, at=AT)  # not known: not ruled out
    digital(person, safe_place=False)
    for mode in ("telephone", "video", "message", "check_in"):
        with pytest.raises(AppointmentRefused) as refused:
            book_appointments([draft(person, date(2026, 6, 22), mode)], by=user, at=AT)
        assert refused.value.field == "mode"
    assert book_appointments([draft(person, date(2026, 6, 22), "doorstep")], by=user, at=AT)


def test_moving_keeps_the_earlier_time_and_who_asked(person, user):
    (first,) = book_appointments([draft(person)], by=user, at=AT)
    moved = reschedule_appointment(
        appointment=first, starts_at=london(date(2026, 6, 15), 10, 15), reason="Shift changed", asked_by_person=True,
        by=user, at=AT,
    )  # fmt: skip
    first.refresh_from_db()
    assert first.outcomes.get().code == "RSOF"
    assert first.cancelled_at == AT and first.cancel_reason == "Shift changed"
    assert moved.rescheduled_from == first
    assert moved.ends_at - moved.starts_at == timedelta(minutes=30)
    with pytest.raises(AppointmentRefused):
        reschedule_appointment(appointment=first, starts_at=london(date(2026, 6, 16), 10), reason="Again",
                               asked_by_person=True, by=user, at=AT)  # fmt: skip


def test_a_move_that_cannot_be_leaves_the_earlier_time_standing(person, user):
    (first,) = book_appointments([draft(person)], by=user, at=AT)
    with pytest.raises(AppointmentRefused):
        reschedule_appointment(appointment=first, starts_at=AT - timedelta(days=1), reason="x", asked_by_person=False,
                               by=user, at=AT)  # fmt: skip
    first.refresh_from_db()
    assert first.cancelled_at is None and not first.outcomes.exists()


def test_one_that_was_missed_is_not_moved_as_if_nothing_had_been(person, user):
    (missed,) = book_appointments([draft(person)], by=user, at=AT)
    with pytest.raises(AppointmentRefused, match="begun already"):
        reschedule_appointment(appointment=missed, starts_at=london(date(2026, 6, 29), 10), reason="Did not come",
                               asked_by_person=True, by=user, at=london(date(2026, 6, 16), 9))  # fmt: skip
    assert not missed.outcomes.exists()


def test_what_has_its_outcome_is_not_cancelled(person, user):
    over = contact(person, date(2026, 6, 5)).appointment
    with pytest.raises(AppointmentRefused):
        cancel_appointment(appointment=over, reason="Mistake", by=user, at=AT)
    (coming,) = book_appointments([draft(person)], by=user, at=AT)
    with pytest.raises(AppointmentRefused):
        cancel_appointment(appointment=coming, reason=" ", by=user, at=AT)
    assert cancel_appointment(appointment=coming, reason="In hospital", by=user, at=AT).cancelled_at == AT


def test_a_missed_appointment_is_a_failure_in_the_ledger_of_the_whole_order(client, team, person):
    signed_in(client, "practitioner", team)
    held = yesterday(person)
    client.post(f"/contacts/appointments/{held.pk}/outcome", {"code": "UACP", "notes": ""})
    page = client.get(reverse("enforcement:ledger", args=[person.crn]))
    assert page.status_code == 200 and "Unacceptable absence" in text(page)
    assert person.crn in text(client.get(reverse("enforcement:due")))


def yesterday(person, **values):
    return appointment(person, timezone.localdate() - timedelta(days=1), **values)


def test_what_came_of_it_is_recorded_and_corrected_with_a_reason(client, team, person):
    signed_in(client, "practitioner", team)
    held = yesterday(person)
    where = f"/contacts/appointments/{held.pk}/outcome"
    client.post(where, {"code": "ATTC", "notes": "Spoke about work"})
    first = held.outcomes.get()
    assert (first.code, first.started_at, first.finished_at) == ("ATTC", held.starts_at, held.ends_at)
    refused = client.post(where, {"code": "AAME", "notes": ""})
    assert "Error:" in text(refused)
    client.post(where, {"code": "AAME", "notes": "", "reason": "It was his brother"})
    assert held.outcomes.get(replaces=first).code == "AAME"
    assert "Acceptable absence, medical" in text(client.get(f"/contacts/{person.crn}"))


def test_sensitive_notes_are_for_those_who_record_contact(client, team, person):
    signed_in(client, "practitioner", team)
    held = yesterday(person)
    where = f"/contacts/appointments/{held.pk}/outcome"
    client.post(where, {"code": "ATTC", "notes": "What she confided", "sensitive": "on"})
    assert "What she confided" in text(client.get(f"/contacts/{person.crn}"))
    signed_in(client, "head_of_pdu", team)
    page = text(client.get(f"/contacts/{person.crn}"))
    assert "What she confided" not in page and "Sensitive: kept from view" in page


def typed(day, hour="10am"):
    return {"day_day": day.day, "day_month": day.month, "day_year": day.year, "time": hour}


def test_appointments_are_booked_moved_and_cancelled_on_their_pages(client, team, person):
    signed_in(client, "practitioner", team)
    soon = timezone.localdate() + timedelta(days=10)
    booking = typed(soon) | {"minutes": "45", "mode": "office", "count": "2", "every_days": "14"}
    assert "Booked: 2." in text(client.post(f"/contacts/{person.crn}/appointments/new", booking, follow=True))
    first, second = Appointment.objects.filter(person=person).order_by("starts_at")
    assert timezone.localdate(second.starts_at) == soon + timedelta(days=14)
    move = typed(soon + timedelta(days=1), "2:30pm") | {"asked_by": "service", "reason": "Away"}
    page = text(client.post(f"/contacts/appointments/{first.pk}/move", move, follow=True))
    assert "Rearranged by the service" in page
    client.post(f"/contacts/appointments/{second.pk}/cancel", {"reason": "Sentence ends"})
    second.refresh_from_db()
    assert second.cancelled_at is not None
    alone = booking | {"count": "2", "every_days": ""}
    assert "Enter the days between" in text(client.post(f"/contacts/{person.crn}/appointments/new", alone))


def test_only_a_manager_approves_a_check_in_instead_of_contact(client, team, person):
    booking = typed(timezone.localdate() + timedelta(days=10)) | {"minutes": "10", "mode": "check_in", "count": "1"}
    for role, approved in (("practitioner", False), ("senior", True)):
        signed_in(client, role, team)
        client.post(f"/contacts/{person.crn}/appointments/new", booking | {"check_in_approved": "on"})
        held = Appointment.objects.get(person=person)
        assert held.check_in_approved is approved
        held.delete()


def test_contact_is_set_and_digital_access_recorded_on_their_pages(client, team):
    person = supervised(team, "high")
    signed_in(client, "practitioner", team)
    less = {"choice": "set", "every_days": "28", "mode": "any", "reason": "Doing well"}
    page = text(client.post(f"/contacts/{person.crn}/level", less))
    assert "manager" in page and not person.contact_levels.exists()
    signed_in(client, "head_of_pdu", team)
    page = text(client.post(f"/contacts/{person.crn}/level", less, follow=True))
    assert "Less, by a manager" in page and "Doing well" in page
    client.post(f"/contacts/{person.crn}/level", {"choice": "model"})
    assert not person.contact_levels.filter(to_date=None).exists()
    signed_in(client, "practitioner", team)
    on = {"recorded_on_day": "1", "recorded_on_month": "6", "recorded_on_year": "2020", "device": "own"}
    answers = dict.fromkeys(("credit", "signal", "can_call", "can_text", "can_video", "can_fill_forms", "safe_place",
                             "internet_allowed"), "yes")  # fmt: skip
    page = text(client.post(f"/contacts/{person.crn}/digital-access", on | answers, follow=True))
    assert "it has lapsed" in page and "Full, the worst of: access: full" in page


def caseload_of(team):
    staff = make_staff(team, "po")
    people = [supervised(team, "high", began=timezone.localdate() - timedelta(days=60), family_name=f"Held {number}")
              for number in range(2)]  # fmt: skip
    for person in people:
        make_allocation(person, staff, timezone.localdate() - timedelta(days=50))
    return staff, people


def test_a_caseload_shows_who_is_owed_contact(client, team):
    staff, (one, other) = caseload_of(team)
    make_allocation(make_person(team, family_name="Without"), staff, timezone.localdate())
    contact(one, timezone.localdate() - timedelta(days=1))
    user = signed_in(client, "practitioner", team)
    user.staff = staff
    user.save()
    page = text(client.get("/contacts/caseload"))
    assert one.crn in page and other.crn in page and "Without" in page
    silent = text(client.get("/contacts/caseload?show=no_contact"))
    assert other.crn in silent and one.crn not in silent
    overdue = text(client.get("/contacts/caseload?show=overdue"))
    assert other.crn in overdue and one.crn not in overdue
    event = AuditEvent.objects.filter(action="list contact.view").latest("pk")
    assert event.detail["crns"] == [other.crn]


def test_a_caseload_never_shows_whom_the_reader_may_not_see(client, team):
    _staff, (one, other) = caseload_of(team)
    user = signed_in(client, "senior", team)
    LimitedAccess.objects.create(crn=other.crn, kind="exclusion", username=user.username, reason="x", from_at=AT)
    page = text(client.get("/contacts/caseload"))
    assert one.crn in page and other.crn not in page and other.name not in page
    assert "of 1 people" in page
    signed_in(client, "senior", make_team("sentence_management"))
    page = text(client.get("/contacts/caseload"))
    assert one.name not in page and "No case that you may see" in page


def test_a_shielding_practitioner_owed_face_to_face_contact_is_flagged(client, team):
    staff, _people = caseload_of(team)
    signed_in(client, "senior", team)
    assert "sees nobody" not in text(client.get("/contacts/caseload"))
    Absence.objects.create(staff=staff, kind="shielding", from_date=timezone.localdate())
    assert "sees nobody, and 2 people" in text(client.get("/contacts/caseload"))


def made(person, user, hour=8, minutes=10, mode="telephone", notes="Has found work", **values):
    return record_contact(draft=draft(person, ON, mode, hour, minutes), notes=notes, by=user, at=AT, **values)


def test_a_contact_that_was_never_booked_is_an_outcome_like_any_other(client, person, user, team):
    outcome = made(person, user, sensitive=True)
    assert (outcome.code, outcome.appointment.kind, outcome.appointment.mode) == ("ATTC", "supervision", "telephone")
    assert (outcome.started_at, outcome.finished_at) == (london(ON, 8), london(ON, 8, 10))
    (due,) = contact_due([person], on=ON, at=AT)
    assert due.last.on == ON
    assert AuditEvent.objects.filter(crn=person.crn, username=user.username, action="record outcome").count() == 1
    signed_in(client, "head_of_pdu", team)
    page = text(client.get(f"/contacts/{person.crn}"))
    assert "Has found work" not in page and "Sensitive: kept from view" in page


def test_somebody_may_ring_while_the_person_is_expected_elsewhere(person, user):
    expected = contact(person, ON, hour=7).appointment  # from eight to half past by the clock
    assert made(person, user, minutes=20, hour=7).appointment.ends_at < expected.starts_at
    ringing = record_contact(
        draft=replace(draft(person, ON, "telephone"), starts_at=expected.starts_at + timedelta(minutes=5)),
        notes="Rang from the waiting room", by=user, at=AT,
    )  # fmt: skip
    assert ringing.appointment.starts_at < expected.ends_at
    again = OutcomeDraft(expected, "ATTC", expected.starts_at, expected.ends_at)
    standing = expected.outcomes.get()
    assert correct_outcome(outcome=standing, draft=again, reason="Typed twice", by=user, at=AT).code == "ATTC"
    with pytest.raises(AppointmentRefused, match="on record already"):
        made(person, user)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"hour": 10}, "time"),
        ({"minutes": 121}, "time"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 481}, "minutes"),
        ({"mode": "pigeon"}, "mode"),
        ({"notes": " "}, "notes"),
    ],
)
def test_a_contact_that_cannot_have_been_is_refused(person, user, values, field):
    with pytest.raises(AppointmentRefused) as refused:
        made(person, user, **values)
    assert field in [ground.field for ground in refused.value.grounds]
    assert not Appointment.objects.filter(person=person).exists()


def test_digital_access_rules_out_no_contact_that_was_made(person, user):
    digital(person, safe_place=False)
    assert made(person, user)
