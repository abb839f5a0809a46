"""How the record becomes a problem: whom the planner may place, when, where, and what it must leave as it is."""

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from amends.cases.models import KeepApart
from amends.methods.planning.check import check
from amends.methods.planning.problem import Cap, Person, Problem, Standing
from amends.methods.planning.solve import solve
from amends.methods.planning.stop import MaxSeconds
from amends.methods.planning.suitability import effective_places, reasons_against
from amends.organisation.models import Absence, Qualification, RegionTier, StaffQualification
from amends.unpaid_work.models import (
    ExclusionArea,
    HealthAndSafety,
    ProjectClosure,
    StandDown,
    StandDownPerson,
    Unavailability,
    Under18SignOff,
)
from amends.unpaid_work.queries.problem import problem_of
from tests.factories import MONDAY, make_person, make_project, make_requirement, make_staff, make_team
from tests.unpaid_work.board_records import make_session, put_on
from tests.unpaid_work.plan_records import AT, FRIDAY_BEFORE, World

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def built(world: World, weeks: int = 1, on: date = FRIDAY_BEFORE) -> Problem:
    return problem_of(world.team, MONDAY, weeks, on=on)


def only(world: World, **options) -> Person:
    """The one person of the problem."""
    (person,) = built(world, **options).people
    return person


def keys(problem: Problem, person: str, project: str, day: date = MONDAY) -> set[str]:
    """Which reasons stand against the person on the project that day."""
    found = reasons_against(problem.person_of[person], problem.project_of[project], day, problem)
    return {reason.key for reason in found}


def test_people_of_the_unit_with_an_open_requirement_are_planned_for_and_nobody_else():
    world = World(people=2)
    ended = make_person(world.cases)
    make_requirement(ended, ended_on=MONDAY - DAY, ended_as="completed")
    make_person(world.cases)
    elsewhere = make_person(make_team())
    make_requirement(elsewhere)
    assert {one.person_id for one in built(world).people} == {person.crn for person, *_ in world.people}


@pytest.mark.parametrize("held", ["none", "not_retrieved"])
def test_without_an_assessment_or_with_an_unanswered_check_nobody_is_ever_eligible(held):
    world = World(people=0)
    if held == "none":
        make_requirement(make_person(world.cases))
    else:
        world.person(assessment={"harm_check": "not_retrieved"})
    assert only(world).eligible_from is None


def test_eligibility_ends_with_the_assessment_or_the_requirement_whichever_is_first():
    world = World(people=0)
    first, *_ = world.person(assessment={"to_date": MONDAY + 3 * DAY})
    second, *_ = world.person(requirement={"ended_on": MONDAY + 2 * DAY, "ended_as": "revoked"})
    people = built(world).person_of
    assert people[first.crn].eligible_to == MONDAY + 2 * DAY
    assert people[second.crn].eligible_to == MONDAY + DAY


def test_offers_and_limits_come_from_policy_and_minutes_from_the_statement():
    world = World(people=0)
    ordinary, *_ = world.person()
    intensive, *_ = world.person(requirement={"intensive": True, "limit_date": date(2027, 3, 1)})
    people = built(world).person_of
    assert (people[ordinary.crn].offer_min, people[ordinary.crn].offer_max) == (7 * 60, 28 * 60)
    assert (people[intensive.crn].offer_min, people[intensive.crn].offer_max) == (28 * 60, 28 * 60)
    assert people[ordinary.crn].minutes_left == 6000
    assert people[ordinary.crn].ete_left == 1800, "30% of the ordered hours"
    assert people[intensive.crn].limit_date == date(2027, 3, 1)


def test_days_away_are_those_recorded_and_those_of_other_appointments():
    world = World(people=0, supervisors=0)
    ready = world.person()
    Unavailability.objects.create(person=ready[0], from_date=MONDAY, to_date=MONDAY + 2 * DAY, reason="Holiday")
    other = make_session(make_project(make_team()), MONDAY + 3 * DAY)
    put_on(other, ready, world.user)
    person = only(world)
    assert person.away == {MONDAY, MONDAY + DAY, MONDAY + 3 * DAY}
    assert person.offer_max == 28 * 60 - 7 * 60, "the other team's session counts in the week"
    assert person.minutes_left == 6000 - 7 * 60


def test_a_person_free_for_half_of_a_session_is_not_placed_on_it():
    world = World(people=0, projects=1)
    person, *_ = world.person(assessment={"slots": ["1m", "1a", "2m"]})
    morning = make_project(world.team, start_time=time(9), end_time=time(12))
    problem = built(world)
    whole_day = world.projects[0].code
    assert keys(problem, person.crn, whole_day, MONDAY) == set()
    assert keys(problem, person.crn, whole_day, MONDAY + DAY)
    assert keys(problem, person.crn, morning.code, MONDAY) == set()


def test_a_booking_that_stands_is_allowed_in_the_problem_however_mixed_the_hours():
    world = World(people=0, projects=1, supervisors=1)
    ready = world.person(assessment={"slots": ["1m", "1a", "2m"]})
    morning = make_project(world.team, start_time=time(9), end_time=time(12))
    put_on(make_session(morning, MONDAY + DAY, world.supervisors[0]), ready, world.user)
    problem = built(world)
    crn = ready[0].crn
    assert keys(problem, crn, morning.code, MONDAY + DAY) == set()
    assert keys(problem, crn, world.projects[0].code, MONDAY) == set()
    assert "never" in keys(problem, crn, world.projects[0].code, MONDAY + DAY)


def test_exclusions_of_tags_areas_and_lifting_are_kept():
    world = World(people=0, projects=1)
    school = make_project(world.team, tags=["near_school"])
    heavy = make_project(world.team, tags=["heavy"])
    far = make_project(world.team, lat=52.9)
    person, _requirement, assessment = world.person(assessment={"excludes": ["near_school"], "lifting": False})
    ExclusionArea.objects.create(assessment=assessment, description="Park", lat=52.9, lon=-1.13, radius_km=1)
    problem = built(world)
    assert keys(problem, person.crn, school.code) == {"excluded"}
    assert keys(problem, person.crn, heavy.code) == {"excluded"}
    assert "never" in keys(problem, person.crn, far.code)
    assert keys(problem, person.crn, world.projects[0].code) == set()


def test_under_18_only_suitable_projects_and_only_after_sign_off():
    world = World(people=0, projects=1)
    suitable = make_project(world.team, suitable_under_18=True)
    born = {"date_of_birth": date(2009, 6, 1)}  # 18 on 1 June 2027
    unsigned, *_ = world.person(**born)
    signed, *_ = world.person(**born)
    Under18SignOff.objects.create(person=signed, note="Weighed", signed_at=AT, signed_by=world.user)
    problem = built(world)
    assert "not_eligible" in keys(problem, unsigned.crn, suitable.code)
    assert keys(problem, signed.crn, suitable.code) == set()
    assert keys(problem, signed.crn, world.projects[0].code)


def test_someone_who_turns_18_in_the_weeks_planned_may_do_any_work_from_that_day():
    world = World(people=0, projects=1)
    signed, *_ = world.person(date_of_birth=date(2008, 6, 3))
    Under18SignOff.objects.create(person=signed, note="Weighed", signed_at=AT, signed_by=world.user)
    problem = built(world)
    code = world.projects[0].code
    assert keys(problem, signed.crn, code, date(2026, 6, 2)) == {"never"}
    assert keys(problem, signed.crn, code, date(2026, 6, 3)) == set()


def test_a_session_longer_than_a_day_may_be_is_for_those_who_work_intensively():
    world = World(people=0, projects=0)
    long = make_project(world.team, start_time=time(8), end_time=time(16))
    ordinary, *_ = world.person()
    intensive, *_ = world.person(requirement={"intensive": True})
    problem = built(world)
    assert keys(problem, ordinary.crn, long.code) == {"excluded"}
    assert keys(problem, intensive.crn, long.code) == set()


def test_projects_are_closed_where_the_record_says_so():
    world = World(people=0, projects=0)
    closed = make_project(world.team)
    ProjectClosure.objects.create(project=closed, from_date=MONDAY, to_date=MONDAY + 2 * DAY, reason="Works")
    lapsing = make_project(world.team, health_and_safety=False)
    HealthAndSafety.objects.create(project=lapsing, assessed_by="T", from_date=date(2026, 1, 1), to_date=MONDAY + DAY)
    make_project(world.team, to_date=MONDAY - DAY)
    problem = built(world)
    assert {one.project_id for one in problem.projects} == {closed.code, lapsing.code}
    assert problem.project_of[closed.code].closed == {MONDAY, MONDAY + DAY}
    assert problem.project_of[lapsing.code].closed == {MONDAY + n * DAY for n in range(1, 7)}


def test_bank_holidays_are_closed_unless_the_project_is_open_on_them():
    world = World(people=0, projects=1)
    opened = make_project(world.team, open_on_bank_holidays=True)
    spring = date(2026, 5, 25)
    problem = problem_of(world.team, spring, 1, on=spring - 3 * DAY)
    assert spring in problem.project_of[world.projects[0].code].closed
    assert spring not in problem.project_of[opened.code].closed


def test_the_tier_of_the_region_and_places_set_by_hand_lower_the_places():
    world = World(people=0, projects=1, supervisors=1)
    (project,) = world.projects
    RegionTier.objects.create(region=world.team.pdu.region, tier="3", from_date=MONDAY + 2 * DAY)
    make_session(project, MONDAY, world.supervisors[0], places=5)
    problem = built(world)
    places = [effective_places(problem.project_of[project.code], MONDAY + n * DAY, problem) for n in range(3)]
    assert places == [5, 8, 4]
    assert Cap(project.code, MONDAY + 2 * DAY, MONDAY + 6 * DAY, 4) in problem.caps


def test_supervisors_come_with_absences_qualifications_and_days():
    world = World(people=0, projects=1, supervisors=0)
    first_aid = Qualification.objects.create(code="first-aid", name="First aid")
    staff = make_staff(world.team, days="135", days_a_week=3)
    StaffQualification.objects.create(staff=staff, qualification=first_aid, from_date=date(2026, 1, 1))
    Absence.objects.create(staff=staff, kind="leave", from_date=MONDAY, to_date=MONDAY + DAY)
    make_staff(world.team, grade="placement_coordinator")
    make_staff(world.team, to_date=MONDAY)
    (supervisor,) = built(world).supervisors
    assert supervisor.supervisor_id == staff.code
    assert (supervisor.days, supervisor.days_a_week) == ({1, 3, 5}, 3)
    assert (supervisor.absent, supervisor.qualifications) == ({MONDAY}, {"first-aid"})


def test_people_to_keep_apart_are_a_pair():
    world = World(people=2)
    one, other = sorted((person for person, *_ in world.people), key=lambda person: person.pk)
    KeepApart.objects.create(person=one, other=other, reason="Order", from_date=date(2026, 1, 1))
    assert {frozenset(pair) for pair in built(world).apart} == {frozenset((one.crn, other.crn))}


def test_bookings_of_today_and_before_are_fixed_and_those_to_come_are_promises():
    world = World(people=2, projects=1, supervisors=1)
    (project,), (staff,) = world.projects, world.supervisors
    ready, other = world.people
    put_on(make_session(project, MONDAY, staff), ready, world.user)
    put_on(make_session(project, MONDAY + 2 * DAY, staff), other, world.user)
    problem = built(world, on=MONDAY)
    past, coming = sorted(problem.standing, key=lambda row: row.date)
    assert (past.date, past.person_id, past.fixed) == (MONDAY, ready[0].crn, True)
    assert coming == Standing(project.code, MONDAY + 2 * DAY, staff.code, other[0].crn, False)
    result = solve(problem, stop=MaxSeconds(1), seed=0)
    assert check(problem, result.plan) == ()
    assert result.broken_promises == ()
    on_the_day = [one for one in result.plan.bookings if one.date <= MONDAY]
    assert [one.person_id for one in on_the_day] == [ready[0].crn]


def test_someone_stood_down_is_expected_no_longer_and_not_placed_again_that_day():
    world = World(people=1, projects=1, supervisors=1)
    booking = put_on(make_session(world.projects[0], MONDAY, world.supervisors[0]), world.people[0], world.user)
    down = StandDown.objects.create(
        session=booking.session, cause="weather", notice="before_day", whole=False, recorded_at=AT,
        recorded_by=world.user,
    )  # fmt: skip
    StandDownPerson.objects.create(stand_down=down, booking=booking)
    problem = built(world)
    assert [row.person_id for row in problem.standing] == [None]
    assert MONDAY in problem.people[0].away


def test_minutes_already_booked_after_the_weeks_planned_are_not_planned_twice():
    world = World(people=0, projects=1, supervisors=1)
    ready = world.person(requirement={"ordered_minutes": 900})
    put_on(make_session(world.projects[0], MONDAY + 8 * DAY, world.supervisors[0]), ready, world.user)
    assert only(world).minutes_left == 900 - 420
    assert only(world, weeks=2).minutes_left == 900, "inside the weeks planned the plan counts it itself"


def test_the_number_of_queries_does_not_grow():
    def queries(people: int, projects: int) -> int:
        world = World(people=people, projects=projects, supervisors=projects)
        for project, staff, ready in zip(world.projects, world.supervisors, world.people, strict=False):
            put_on(make_session(project, MONDAY, staff), ready, world.user)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            built(world)
        return len(asked)

    assert queries(2, 2) == queries(12, 6) <= 40
