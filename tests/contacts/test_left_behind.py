"""Cases left behind by an absence: listed the day it is recorded, covered or given to another; releases ahead."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from amends.cases.models import Address, AgencyCheck
from amends.cases.operations import AllocationRefused
from amends.cases.operations.housing import answer_housing_need, raise_housing_need
from amends.cases.operations.refused import HousingRefused
from amends.contacts.models import Appointment
from amends.contacts.operations.standing_in import cover_case, give_case
from amends.contacts.queries.left_behind import left_behind
from amends.contacts.queries.releases import releases
from amends.organisation.models import Absence, LimitedAccess
from amends.organisation.operations.loads import pause_allocation
from tests.cases.visiting import signed_in, text
from tests.factories import (
    london,
    make_allocation,
    make_appointment,
    make_custody,
    make_person,
    make_requirement,
    make_risk,
    make_staff,
    make_team,
    make_user,
)

pytestmark = pytest.mark.django_db
ON = date(2026, 6, 1)  # a Monday
AT = london(ON, 8)


@pytest.fixture
def team():
    return make_team("sentence_management")


@pytest.fixture
def senior(team):
    return make_user("senior", team, over="region")


@pytest.fixture
def officer(team):
    return make_staff(team, grade="po", name="Away Example")


@pytest.fixture
def other(team):
    return make_staff(team, grade="po", name="There Example")


def held(officer):
    """A live case on an order, whose next contact is weeks ahead."""
    person = make_person(officer.team)
    make_requirement(person, ON - timedelta(days=1))
    make_allocation(person, officer, ON - timedelta(days=1))
    make_risk(person, "low", ON - timedelta(days=1))
    return person


def to_be_released(officer, on):
    person = make_person(officer.team)
    make_custody(person, date(2026, 1, 5), release_date=on)
    make_allocation(person, officer, date(2026, 1, 6))
    make_risk(person, "high")
    return person


def away(staff, days=None, kind="sickness", first=ON):
    return Absence.objects.create(
        staff=staff, kind=kind, from_date=first, to_date=first + timedelta(days=days) if days else None
    )


def listed(user):
    return {each.person: [reason.kind for reason in each.open] for each in left_behind(user, on=ON, at=AT) if each.open}


@pytest.mark.parametrize(("days", "left"), [(None, ["away", "due"]), (8, ["away"]), (7, [])])
def test_a_long_absence_leaves_every_case_behind_and_a_short_one_does_not(officer, senior, days, left):
    """Five working days from a Monday end on the Friday: back on the Monday after is within the limit.

    Contact is due on 28 June, four weeks after the order: that falls in an absence without an end.
    """
    person = held(officer)
    away(officer, days)
    assert listed(senior) == ({person: left} if left else {})


def test_it_is_listed_the_day_it_is_recorded_though_it_is_still_to_come(officer, senior):
    person = held(officer)
    away(officer, 20, first=ON + timedelta(days=14))
    (found,) = left_behind(senior, on=ON, at=AT)
    assert (found.person, found.needed_on) == (person, ON + timedelta(days=14))


def test_a_day_away_leaves_the_release_and_the_appointment_of_that_day(officer, senior, other):
    released, expected = to_be_released(officer, ON), held(officer)
    make_appointment(expected, senior, london(ON, 15))
    away(officer, 1)
    assert listed(senior) == {released: ["release"], expected: ["appointment"]}
    cover_case(person=expected, staff=other, from_date=ON, to_date=ON + timedelta(days=1), by=senior, at=AT)
    assert listed(senior) == {released: ["release"]}


def test_one_at_home_leaves_what_is_face_to_face_alone(officer, senior):
    seen, rung = held(officer), held(officer)
    make_appointment(seen, senior, london(ON, 15))
    make_appointment(rung, senior, london(ON, 15), "telephone")
    away(officer, kind="shielding")
    assert listed(senior) == {seen: ["appointment"]}


def test_the_cases_of_one_who_has_left_are_left_behind(officer, senior):
    person = held(officer)
    officer.to_date = ON
    officer.save()
    (found,) = left_behind(senior, on=ON, at=AT)
    assert (found.person, [gap.absence for gap in found.gaps]) == (person, [None])


def test_a_restricted_case_is_not_listed_to_those_kept_out(officer, senior):
    person = held(officer)
    away(officer)
    LimitedAccess.objects.create(
        crn=person.crn, kind="exclusion", username=senior.username, reason="x", from_at="2026-01-01T00:00Z"
    )
    assert listed(senior) == {}


def test_whoever_covers_keeps_the_holders_appointments_on_those_days_alone(officer, senior, other):
    person = held(officer)
    on_a_day, later = (
        make_appointment(person, senior, london(ON, 15)),
        make_appointment(person, senior, AT + timedelta(days=9)),
    )
    for each in (on_a_day, later):
        each.staff = officer
        each.save()
    make_busy = make_appointment(held(other), senior, london(ON, 15))
    make_busy.staff = other
    make_busy.save()
    done = cover_case(person=person, staff=other, from_date=ON, to_date=ON + timedelta(days=5), by=senior, at=AT)
    assert ([each.pk for each in done.appointments], [each.pk for each in done.clashes]) == (
        [on_a_day.pk],
        [on_a_day.pk],
    )
    for each, staff in ((on_a_day, other), (later, officer)):
        each.refresh_from_db()
        assert each.staff == staff
    assert person.allocations.get().practitioner == officer


def test_a_case_whose_cover_falls_ill_is_left_behind_again(officer, senior, other):
    person = held(officer)
    away(officer)
    cover_case(person=person, staff=other, from_date=ON, to_date=None, by=senior, at=AT)
    assert listed(senior) == {}
    away(other, 3)
    assert listed(senior) == {person: ["away"]}


def test_a_cover_that_ends_before_the_absence_leaves_the_case_behind_from_that_day(officer, senior, other):
    person, end = held(officer), ON + timedelta(days=9)
    away(officer)
    cover_case(person=person, staff=other, from_date=ON, to_date=end, by=senior, at=AT)
    (found,) = left_behind(senior, on=ON, at=AT)
    assert ("away", end) in [(reason.kind, reason.on) for reason in found.open]
    assert [cover.staff for cover in found.covers] == [other]


def test_one_at_home_covers_calls_and_not_those_to_be_seen(officer, senior, other):
    rung, seen = held(officer), held(officer)
    make_risk(seen, "high", ON)
    away(officer, 9)
    for person in (rung, seen):
        cover_case(person=person, staff=other, from_date=ON, to_date=None, by=senior, at=AT)
    away(other, kind="shielding")
    assert listed(senior) == {seen: ["due"]}


def test_what_is_owed_meanwhile_is_told_with_the_days(officer, senior):
    person = held(officer)
    make_risk(person, "high", ON)  # seen every 7 days; the order is of 31 May
    away(officer, 20)  # back on 21 June
    (found,) = left_behind(senior, on=ON, at=AT)
    assert found.owed == (date(2026, 6, 7), date(2026, 6, 14))
    assert found.due.every_days == 7


def test_one_at_home_leaves_those_owed_contact_in_person_whatever_is_planned(officer, senior, other):
    alone, doorstep, seen_by_another = (held(officer) for _number in range(3))
    make_appointment(doorstep, senior, london(ON, 15), "doorstep")
    for person in (alone, seen_by_another):
        make_risk(person, "high", ON)
    make_appointment(seen_by_another, senior, london(ON + timedelta(days=2), 15))
    Appointment.objects.filter(person=seen_by_another).update(staff=other)
    away(officer, kind="self_isolation")
    assert listed(senior) == {alone: ["due"], doorstep: ["appointment"]}


@pytest.mark.parametrize("who", ["holder", "away", "yesterday", "backwards"])
def test_a_cover_that_would_help_nobody_is_refused(officer, senior, other, who):
    person, first, end = held(officer), ON, ON + timedelta(days=5)
    staff = officer if who == "holder" else other
    if who == "away":
        away(other, 1, first=ON + timedelta(days=2))
    elif who == "yesterday":
        first = ON - timedelta(days=1)
    elif who == "backwards":
        end = ON
    with pytest.raises(AllocationRefused):
        cover_case(person=person, staff=staff, from_date=first, to_date=end, by=senior, at=AT)


def known(person, *agencies, outcome="nothing_held"):
    for agency in agencies:
        AgencyCheck.objects.create(
            person=person, agency=agency, outcome=outcome, checked_on=ON, recorded_at=AT,
            recorded_by=make_user("practitioner", person.team),
        )  # fmt: skip


def test_a_new_case_is_refused_with_the_names_of_what_is_missing(senior, other):
    person = make_person(other.team)
    make_requirement(person)
    with pytest.raises(AllocationRefused) as refused:
        give_case(person=person, practitioner=other, from_date=ON, by=senior, at=AT)
    (ground,) = refused.value.grounds
    for named in ("Risk of serious harm", "Police: domestic abuse", "Children’s services"):
        assert named in ground.words
    assert "sentence" not in ground.words
    make_risk(person, assessed_on=ON)
    known(person, "police_domestic_abuse", "childrens_services", outcome="not_retrieved")
    give_case(person=person, practitioner=other, from_date=ON, by=senior, at=AT)
    assert person.allocations.get().practitioner == other


def test_a_case_that_was_held_before_moves_with_its_appointments_whatever_is_missing(officer, senior, other):
    person = held(officer)
    expected = make_appointment(person, senior, AT + timedelta(days=3))
    done = give_case(person=person, practitioner=other, from_date=ON, by=senior, at=AT)
    assert [each.pk for each in done.appointments] == [expected.pk]
    expected.refresh_from_db()
    assert expected.staff == other


def test_no_case_goes_to_an_officer_paused_or_long_away(officer, senior, other):
    person = held(officer)
    third = make_staff(officer.team, grade="po")
    pause_allocation(member=other, reason="New in post", from_date=ON, by=senior, at=AT)
    away(third)
    for staff, why in ((other, "New in post"), (third, "longer than a case may wait")):
        with pytest.raises(AllocationRefused) as refused:
            give_case(person=person, practitioner=staff, from_date=ON, by=senior, at=AT)
        assert why in refused.value.grounds[0].words


def test_releases_ahead_tell_who_acts_who_sees_them_and_of_housing(officer, senior, other):
    looked_after = make_user("practitioner", officer.team, over="region", staff=officer)
    person = to_be_released(officer, ON + timedelta(days=3))
    to_be_released(other, ON + timedelta(days=60))
    Address.objects.create(person=person, lines="1 Example Road", from_date=date(2025, 1, 1))  # from before custody
    (found,) = releases(looked_after, on=ON, at=AT, mine=True)
    assert (found.person, found.holder, found.present, found.first_seen, found.housing) == (
        person, officer, True, None, "open",
    )  # fmt: skip
    given = {"needed_from": found.on, "raised_with": "Leicester City Council", "by": looked_after, "at": AT}
    need = raise_housing_need(person=person, **given)
    with pytest.raises(HousingRefused):
        raise_housing_need(person=person, **given)
    make_appointment(person, looked_after, london(found.on, 10))
    away(officer, first=found.on)
    (found,) = releases(looked_after, on=ON, at=AT)
    assert (found.present, found.housing, found.lacking) == (False, "raised", True)
    cover_case(person=person, staff=other, from_date=found.on, to_date=found.on + timedelta(days=9), by=senior, at=AT)
    answer_housing_need(need=need, answer="A room from the day of release", settled_on=ON, by=looked_after, at=AT)
    (found,) = releases(looked_after, on=ON, at=AT)
    assert (found.cover, found.present, found.housing, found.lacking) == (other, True, "answered", False)
    assert releases(make_user("practitioner", make_team()), on=ON, at=AT) == []


def test_as_many_queries_for_many_cases_as_for_few(officer, senior, django_assert_max_num_queries):
    away(officer)
    for count in (2, 7):
        for number in range(count):
            held(officer)
            to_be_released(officer, ON + timedelta(days=number))
        with django_assert_max_num_queries(20):
            left_behind(senior, on=ON, at=AT)
        with django_assert_max_num_queries(14):
            releases(senior, on=ON, at=AT)


def test_the_page_of_allocation_shows_the_effect_on_each_first(client, team):
    signed_in(client, "senior", team)
    today = timezone.localdate()
    person = make_person(team)
    make_requirement(person, today - timedelta(days=3))
    make_risk(person, "high", today - timedelta(days=2))
    busy, foreign = make_staff(team, grade="po"), make_staff(make_team(), grade="po")
    supervisor = make_staff(team, grade="supervisor")
    address = f"/contacts/{person.crn}/allocation"
    page = text(client.get(address))
    assert "0 → 72" in page and "0% → 3.3%" in page  # B0 in the community, of 2176
    assert "It cannot be allocated before" in page and "Police: domestic abuse" in page
    assert busy.name in page and foreign.name not in page and supervisor.name not in page
    day = {f"from_date_{part}": str(getattr(today, part)) for part in ("day", "month", "year")}
    assert "Record first what must be known" in text(client.post(address, day | {"practitioner": busy.pk}))
    assert not person.allocations.exists()
    known_by = {"recorded_at": timezone.now(), "recorded_by": make_user("practitioner", team), "checked_on": today}
    for agency in ("police_domestic_abuse", "childrens_services"):
        AgencyCheck.objects.create(person=person, agency=agency, outcome="nothing_held", **known_by)
    client.post(address, day | {"practitioner": foreign.pk})
    assert not person.allocations.exists()
    client.post(address, day | {"practitioner": busy.pk})
    assert person.allocations.get().practitioner == busy
