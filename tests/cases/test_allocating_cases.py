"""Who holds a case: dated, one practitioner at a time."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from amends.cases.operations import AllocationDraft, AllocationRefused, allocate_cases
from amends.organisation.models import AuditEvent
from tests.cases.registering import register
from tests.factories import make_allocation, make_staff, make_team, make_user

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def senior(team):
    return make_user("senior", team)


@pytest.fixture
def person(team, senior):
    return register(senior, team)


def allocate(senior, *drafts):
    return allocate_cases(list(drafts), by=senior, at=timezone.now())


def test_the_next_allocation_ends_the_one_before(team, senior, person):
    first, second = make_staff(team, grade="po"), make_staff(team, grade="pso")
    allocate(senior, AllocationDraft(person, first, DAY))
    allocate(senior, AllocationDraft(person, second, DAY + timedelta(days=30)))
    now, before = person.allocations.all()
    assert (now.practitioner, now.to_date) == (second, None)
    assert (before.practitioner, before.to_date) == (first, DAY + timedelta(days=30))


def test_a_history_is_allocated_in_one_call_whatever_its_order(team, senior, person):
    staff = [make_staff(team, grade="po") for _each in range(3)]
    drafts = [AllocationDraft(person, each, DAY + timedelta(days=10 * number)) for number, each in enumerate(staff)]
    rows = allocate(senior, *reversed(drafts))
    assert [row.practitioner for row in rows] == list(reversed(staff))
    assert [row.to_date for row in person.allocations.all()] == [None, drafts[2].from_date, drafts[1].from_date]
    assert AuditEvent.objects.filter(action="allocate case", crn=person.crn).count() == 3


def test_the_case_moves_to_the_practitioners_team_when_asked(team, senior, person):
    other = make_team(pdu=team.pdu)
    staff = make_staff(other, grade="po")
    allocate(senior, AllocationDraft(person, staff, DAY))
    person.refresh_from_db()
    assert person.team == team
    allocate(senior, AllocationDraft(person, staff, DAY + timedelta(days=1), team=other))
    person.refresh_from_db()
    assert person.team == other


@pytest.mark.parametrize(
    ("staff", "dates", "field"),
    [
        ({}, (DAY, DAY), "to_date"),
        ({"from_date": DAY + timedelta(days=1)}, (DAY, None), "practitioner"),
        ({"to_date": DAY}, (DAY, None), "practitioner"),
        ({}, (DAY - timedelta(days=400), None), "from_date"),
    ],
)
def test_an_allocation_that_cannot_be_is_refused_and_nothing_changes(team, senior, person, staff, dates, field):
    make_allocation(person, make_staff(team, grade="po"), DAY - timedelta(days=300))
    with pytest.raises(AllocationRefused) as refused:
        allocate(senior, AllocationDraft(person, make_staff(team, grade="po", **staff), *dates))
    assert [ground.field for ground in refused.value.grounds] == [field]
    assert [row.to_date for row in person.allocations.all()] == [None]


def test_the_database_refuses_two_practitioners_on_one_day(team, person):
    make_allocation(person, make_staff(team, grade="po"), DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_allocation(person, make_staff(team, grade="po"), DAY + timedelta(days=1))
