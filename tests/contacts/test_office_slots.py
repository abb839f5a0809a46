"""Offices with few slots, and bubbles of staff that never meet: limits that booking keeps and the database refuses."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from amends.contacts.models import Appointment, BubbleMember, OfficeDay, OfficeSlot
from amends.contacts.operations.appointments import (
    AppointmentDraft,
    book_appointments,
    cancel_appointment,
    reschedule_appointment,
)
from amends.contacts.operations.offices import lift_office_limit, put_bubble_in, set_bubble, set_office_limit
from amends.contacts.operations.refused import AppointmentRefused, OfficeRefused
from amends.contacts.operations.standing_in import cover_case
from amends.contacts.queries.offices import slots_a_week, weeks_of
from amends.organisation.models import Office
from tests.contacts.appointing import appointment
from tests.factories import make_allocation, make_person, make_staff, make_team, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 5, 9, tzinfo=UTC)  # a Friday
TODAY, MONDAY = NOW.date(), date(2026, 6, 8)


@pytest.fixture
def team():
    return make_team("sentence_management")


@pytest.fixture
def office(team):
    return Office.objects.create(pdu=team.pdu, code="bridge-house", name="Bridge House")


@pytest.fixture
def user(team):
    return make_user("senior", team)


def limited(office, user, slots=1, first_hour=9, last_hour=17, days="12345", from_date=TODAY):
    return set_office_limit(office=office, slots=slots, first_hour=first_hour, last_hour=last_hour, days=days,
                            from_date=from_date, by=user, at=NOW)  # fmt: skip


def draft(team, hour=10, minutes=30, day=MONDAY, minute=0, **values):
    """At an hour of British Summer Time."""
    person = values.pop("person", None) or make_person(team)
    starts_at = datetime.combine(day, time(hour - 1, minute), UTC)
    return AppointmentDraft(person, starts_at, minutes, values.pop("mode", "office"), **values)


def book(user, *drafts):
    return book_appointments(list(drafts), by=user, at=NOW)


def taken():
    return sorted(OfficeSlot.objects.values_list("day", "hour", "number"))


def test_an_office_appointment_takes_a_slot_and_another_finds_none(team, office, user):
    limited(office, user)
    book(user, draft(team))
    assert taken() == [(MONDAY, 10, 1)]
    with pytest.raises(AppointmentRefused) as refused:
        book(user, draft(team))
    assert refused.value.field == "starts_at" and "no slot left" in str(refused.value)
    assert Appointment.objects.count() == 1
    book(user, draft(team, mode="telephone"), draft(team, hour=11))
    assert len(taken()) == 2


def test_one_that_runs_into_the_next_hour_takes_a_slot_of_each(team, office, user):
    limited(office, user, slots=2)
    book(user, draft(team, minutes=30, minute=45))
    assert taken() == [(MONDAY, 10, 1), (MONDAY, 11, 1)]
    book(user, draft(team, hour=11))
    assert (MONDAY, 11, 2) in taken()


@pytest.mark.parametrize(("hour", "day"), [(8, MONDAY), (17, MONDAY), (10, MONDAY + timedelta(days=5))])
def test_nobody_comes_while_the_office_is_closed(team, office, user, hour, day):
    limited(office, user, slots=9)
    with pytest.raises(AppointmentRefused, match="not open"):
        book(user, draft(team, hour=hour, day=day))


def test_without_limits_anybody_comes_and_from_the_day_they_are_lifted(team, office, user):
    book(user, draft(team), draft(team))
    assert taken() == []
    limited(office, user, slots=0)
    with pytest.raises(AppointmentRefused):
        book(user, draft(team))
    lift_office_limit(office=office, from_date=MONDAY, by=user, at=NOW)
    book(user, draft(team))
    with pytest.raises(OfficeRefused):
        lift_office_limit(office=office, from_date=MONDAY, by=user, at=NOW)


def test_a_slot_is_free_again_once_the_appointment_is_moved_or_cancelled(team, office, user):
    limited(office, user)
    (held,) = book(user, draft(team))
    moved = reschedule_appointment(
        appointment=held, starts_at=held.starts_at + timedelta(hours=2), reason="Work", asked_by_person=True, by=user,
        at=NOW,
    )  # fmt: skip
    assert taken() == [(MONDAY, 12, 1)]
    cancel_appointment(appointment=moved, reason="Ill", by=user, at=NOW)
    assert taken() == []


def test_of_several_offices_the_one_is_named(team, office, user):
    other = Office.objects.create(pdu=team.pdu, code="mill-house", name="Mill House")
    limited(office, user)
    with pytest.raises(AppointmentRefused) as refused:
        book(user, draft(team))
    assert refused.value.field == "office"
    book(user, draft(team, office=other), draft(team, office=other), draft(team, office=office))
    assert list(OfficeSlot.objects.values_list("office", flat=True)) == [office.pk]
    far = Office.objects.create(pdu=make_team().pdu, code="far-house", name="Far House")
    with pytest.raises(AppointmentRefused):
        book(user, draft(team, office=far))


def test_the_database_itself_refuses_a_slot_beyond_the_limits(team, office, user):
    limited(office, user, slots=2)
    (held,) = book(user, draft(team))
    other = appointment(make_person(team), MONDAY, hour=9)
    for hour, number, day in ((10, 3, MONDAY), (8, 1, MONDAY), (10, 1, MONDAY), (10, 2, MONDAY - timedelta(days=1))):
        with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
            OfficeSlot.objects.create(office=office, day=day, hour=hour, number=number, appointment=other)
    with pytest.raises(IntegrityError), transaction.atomic():
        OfficeSlot.objects.create(office=office, day=MONDAY, hour=10, number=2, appointment=held)  # two in an hour
    OfficeSlot.objects.create(office=office, day=MONDAY, hour=10, number=2, appointment=other)


@pytest.fixture
def bubbles(team, office, user):
    """Two bubbles of one each."""
    staff = [make_staff(team, "po") for _number in range(2)]
    return [
        (set_bubble(office=office, name=f"Bubble {number}", members=[member], by=user, at=NOW), member)
        for number, member in enumerate(staff)
    ]


def test_two_bubbles_are_never_in_the_office_on_one_day(team, office, user, bubbles):
    limited(office, user, slots=5)
    (_first, one), (_second, two) = bubbles
    book(user, draft(team, staff=one), draft(team, staff=one, hour=11))
    with pytest.raises(AppointmentRefused, match="Bubble 0"):
        book(user, draft(team, staff=two, hour=15))
    book(user, draft(team, staff=two, day=MONDAY + timedelta(days=1)), draft(team, staff=make_staff(team, "po")))
    assert list(OfficeDay.objects.values_list("day", "bubble__name")) == [
        (MONDAY, "Bubble 0"), (MONDAY + timedelta(days=1), "Bubble 1")
    ]  # fmt: skip


def test_a_day_given_to_a_bubble_is_not_another_bubbles(team, office, user, bubbles):
    limited(office, user, slots=5)
    (first, one), (second, two) = bubbles
    put_bubble_in(bubble=second, day=MONDAY, by=user, at=NOW)
    with pytest.raises(AppointmentRefused):
        book(user, draft(team, staff=one))
    book(user, draft(team, staff=two))
    with pytest.raises(OfficeRefused):
        put_bubble_in(bubble=first, day=MONDAY, by=user, at=NOW)


def test_nobody_joins_a_bubble_while_booked_on_another_bubbles_day(team, office, user, bubbles):
    limited(office, user, slots=5)
    (first, one), (second, two) = bubbles
    book(user, draft(team, staff=one))
    with pytest.raises(OfficeRefused, match="move these first"):
        set_bubble(office=office, bubble=second, name="Bubble 1", members=[one, two], by=user, at=NOW)
    assert BubbleMember.objects.get(staff=one).bubble == first
    alone = make_staff(team, "po")
    book(user, draft(team, staff=alone, day=MONDAY + timedelta(days=1)))
    with pytest.raises(OfficeRefused):  # the day belongs to nobody yet, and the loner joined the first
        set_bubble(office=office, bubble=first, name="Bubble 0", members=[one, alone], by=user, at=NOW)
        put_bubble_in(bubble=second, day=MONDAY + timedelta(days=1), by=user, at=NOW)


def test_the_database_itself_keeps_bubbles_apart(team, office, user, bubbles):
    limited(office, user, slots=5)
    (_first, one), (second, two) = bubbles
    book(user, draft(team, staff=one))
    stranger = appointment(make_person(team), MONDAY, hour=9, staff=two)
    day = OfficeDay.objects.get()
    for kept in (day, None):
        with pytest.raises(DatabaseError), transaction.atomic():
            OfficeSlot.objects.create(
                office=office, day=MONDAY, hour=10, number=4, appointment=stranger, office_day=kept
            )
    with pytest.raises(DatabaseError), transaction.atomic():
        OfficeDay.objects.create(office=office, day=MONDAY, bubble=second)
    with pytest.raises(DatabaseError), transaction.atomic():
        OfficeDay.objects.update(bubble=second)
    with pytest.raises(DatabaseError), transaction.atomic():
        BubbleMember.objects.filter(staff=one).update(bubble=second)
    with connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute("DELETE FROM contacts_officeday")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_members_who_leave_are_members_no_longer(team, office, user, bubbles):
    (first, one), (second, two) = bubbles
    set_bubble(office=office, bubble=second, name="Bubble 1", members=[one, two], by=user, at=NOW + timedelta(days=1))
    joined = BubbleMember.objects.filter(staff=one).order_by("from_date")
    assert [(row.bubble, row.to_date) for row in joined] == [(first, date(2026, 6, 6)), (second, None)]
    with pytest.raises(OfficeRefused):
        set_bubble(office=office, bubble=first, name="bubble 1", members=[], by=user, at=NOW)


def test_appointments_beyond_a_limit_set_later_are_shown_to_be_moved(team, office, user):
    limited(office, user, slots=3)
    people = [make_person(team) for _number in range(3)]
    book(user, *(draft(team, person=person) for person in people))
    limited(office, user, slots=1, from_date=MONDAY)
    (week,) = weeks_of([office], MONDAY, user)
    assert [slot.appointment.person for slot in week.beyond] == people[1:]
    assert (week.open(MONDAY, 10), week.taken[MONDAY, 10], week.slots()) == (1, 3, 8 * 5)
    assert slots_a_week([office.pk], MONDAY) == 8 * 5
    assert slots_a_week([office.pk], date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    ("values", "field"),
    [({"slots": -1}, "slots"), ({"last_hour": 9}, "last_hour"), ({"days": "21"}, "days"), ({"days": ""}, "days"),
     ({"from_date": date(2026, 6, 4)}, "from_date")],
)  # fmt: skip
def test_limits_that_cannot_be_are_refused(office, user, values, field):
    with pytest.raises(OfficeRefused) as refused:
        limited(office, user, **values)
    assert refused.value.field == field


def test_pages_set_limits_and_bubbles(client, team, office, user):
    client.force_login(user)
    member = make_staff(team, "po")
    root = "/contacts/offices/bridge-house"
    day = {"from_date_day": "1", "from_date_month": "1", "from_date_year": "2090"}
    sent = {"choice": "limit", "slots": "2", "first_hour": "9", "last_hour": "17", "days": ["1", "2"]}
    assert client.post(f"{root}/limit", sent | day).status_code == 302
    assert office.limits.get().days == "12"
    assert client.post(f"{root}/limit", {"choice": "limit"} | day).status_code == 200
    assert client.post(f"{root}/bubbles/new", {"name": "Mondays", "members": [str(member.pk)]}).status_code == 302
    bubble = office.bubbles.get()
    assert client.post(f"{root}/bubbles/{bubble.pk}", {"name": "Tuesdays"}).status_code == 302
    assert not BubbleMember.objects.exists()
    sent = {"bubble": str(bubble.pk), "day_day": "2", "day_month": "1", "day_year": "2090"}
    assert client.post(f"{root}/days/new", sent).status_code == 302
    shown = client.get(f"{root}?week=2090-01-02").content.decode()
    assert "Tuesdays" in shown and "0 of 2" in shown
    assert client.get(f"{root}?week=yesterday").status_code == 200


def test_whoever_covers_a_case_is_not_put_in_the_office_on_another_bubbles_day(team, office, user, bubbles):
    limited(office, user, slots=5)
    (_first, one), (_second, two) = bubbles
    person = make_person(team)
    make_allocation(person, one, TODAY)
    book(user, draft(team, staff=one, person=person),
         draft(team, staff=one, person=person, day=MONDAY + timedelta(days=1), mode="home"))  # fmt: skip
    done = cover_case(person=person, staff=two, from_date=TODAY, to_date=None, reason="Leave", by=user, at=NOW)
    assert ([each.mode for each in done.left], [each.mode for each in done.appointments]) == (["office"], ["home"])
    assert Appointment.objects.get(mode="office").staff == one
