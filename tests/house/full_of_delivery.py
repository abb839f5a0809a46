"""What pages of contact show at their fullest: office slots, bubbles, cover, reminders, days of an activity."""

from datetime import UTC, date, datetime, time, timedelta

from amends.cases.models import CaseAllocation, CaseCover, SentenceCondition
from amends.contacts.models import (
    ActivityDay,
    Appointment,
    BubbleMember,
    OfficeDay,
    OfficeLimit,
    OfficeSlot,
    Reminder,
    StaffBubble,
)
from amends.organisation.models import Absence
from tests.factories import make_appointment, make_risk, make_staff
from tests.house.world_of_contacts import make_own_model


def give_delivery(place, user, size: int, now: datetime, people) -> None:
    """Fill the place's office, this week, and shelter the officer of some of its people."""
    office, today = place.office, now.date()
    monday = today - timedelta(days=today.weekday())
    OfficeLimit.objects.create(
        office=office, slots=size + 1, first_hour=9, last_hour=12, days="1234567", from_date=date(2020, 1, 1),
        set_by=user,
    )  # fmt: skip
    for number in range(size):
        bubble = StaffBubble.objects.create(office=office, name=f"Bubble {number:02}")
        member = make_staff(place.team, "po", name=f"Practitioner with a long name {number}")
        BubbleMember.objects.create(bubble=bubble, staff=member, from_date=monday)
        if number < 7:
            OfficeDay.objects.create(office=office, day=monday + timedelta(days=number), bubble=bubble)
        _slot(place, user, office, monday, number, people[number][0])
    OfficeLimit.objects.update(slots=1)  # the others are now beyond it
    for number in range(size):
        make_own_model(place.team.pdu.region, user, date(2120, 1, 1) + timedelta(days=number))
    _sheltered(place, user, today, people)
    _reminded(place, now)
    _activity(place, user, now)


def _slot(place, user, office, monday: date, number: int, person) -> None:
    starts_at = datetime.combine(monday, time(9), UTC)
    row = Appointment.objects.create(
        person=person, kind="supervision", team=person.team, mode="office", starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=30), booked_at=starts_at - timedelta(days=60), booked_by=user,
        staff=make_staff(place.team, "po"),
    )  # fmt: skip
    OfficeSlot.objects.create(office=office, day=monday, hour=9, number=number + 1, appointment=row)


def _sheltered(place, user, today: date, people) -> None:
    """Half of the people owed contact in person are held by one who is shielding; of those, every other is covered."""
    shielding = make_staff(place.team, "po", name="Practitioner at home")
    Absence.objects.create(staff=shielding, kind="shielding", from_date=today - timedelta(days=9))
    for number, (person, _requirement, _assessment) in enumerate(people):
        if number % 2 == 0:
            make_risk(person, "high", today, recorded_by=user)
            CaseAllocation.objects.filter(person=person).update(practitioner=shielding)
        if number % 4 == 0:
            CaseCover.objects.create(
                person=person, staff=make_staff(place.team, "po"), reason="Seen in the bubble of Mondays",
                from_date=today, made_at=datetime.now(UTC), made_by=user,
            )  # fmt: skip


def _reminded(place, now: datetime) -> None:
    coming = Appointment.objects.filter(person=place.person, kind="supervision", starts_at__gt=now)
    for row in coming:
        Reminder.objects.create(
            appointment=row, number="07700 900982", language="en", owed_at=now, taken_up_at=now, outcome="sent"
        )


def _activity(place, user, now: datetime) -> None:
    required = SentenceCondition.objects.create(
        sentence=place.custody, kind="rehabilitation_activity", amount=20, unit="days", from_date=date(2026, 4, 1)
    )
    over = Appointment.objects.filter(person=place.person, kind="supervision", outcomes__code="ATTC").distinct()
    for number, row in enumerate(over.order_by("starts_at")):
        if number % 2:
            ActivityDay.objects.create(appointment=row, condition=required, counted_at=now, counted_by=user)
    make_appointment(place.person, user, now + timedelta(days=400))
