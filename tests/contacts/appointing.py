"""People under supervision, their appointments, and what came of them."""

from datetime import UTC, date, datetime, time, timedelta

from amends.contacts.models import Appointment, ContactOutcome, DigitalAccess
from tests.factories import make_person, make_requirement, make_risk, make_user

AT = datetime(2026, 6, 10, 9, tzinfo=UTC)
ON = AT.date()
BEGAN = date(2026, 6, 1)


def supervised(team, risk="low", began=BEGAN, **values):
    """A person on an order since a day, with a judgement of risk unless it is empty."""
    person = make_person(team, **values)
    make_requirement(person, began)
    if risk:
        make_risk(person, risk, began)
    return person


def appointment(person, day, mode="office", hour=13, user=None, **values):
    starts_at = datetime.combine(day, time(hour), UTC)
    return Appointment.objects.create(
        person=person, kind="supervision", team=person.team, mode=mode, starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=30), booked_at=starts_at - timedelta(days=3),
        booked_by=user or make_user(), **values,
    )  # fmt: skip


def contact(person, day, mode="office", code="ATTC", hour=13, user=None, **values):
    """An appointment with its outcome."""
    user = user or make_user()
    held = appointment(person, day, mode, hour, user, **values)
    there = {"started_at": held.starts_at, "finished_at": held.ends_at} if code.startswith("AT") else {}
    return ContactOutcome.objects.create(
        appointment=held, code=code, recorded_at=held.ends_at, recorded_by=user, **there
    )


def digital(person, recorded_on=ON, **values):
    yes = dict.fromkeys(
        ("credit", "signal", "can_call", "can_text", "can_video", "can_fill_forms", "safe_place", "internet_allowed"),
        True,
    )
    values = yes | {"device": "own", "recorded_by": make_user()} | values
    return DigitalAccess.objects.create(person=person, recorded_on=recorded_on, **values)
