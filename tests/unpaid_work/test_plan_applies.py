"""A plan made of a small unit applies whole; what changed meanwhile is refused, and nothing else."""

from datetime import date, timedelta

import pytest

from amends.contacts.models import Appointment
from amends.methods.planning.check import check
from amends.methods.planning.solve import solve
from amends.methods.planning.stop import MaxSeconds
from amends.organisation.models import Absence, AuditEvent
from amends.unpaid_work.models import Booking, Plan, Session
from amends.unpaid_work.operations.assessments import withdraw_assessment
from amends.unpaid_work.operations.bookings import book, cancel_bookings
from amends.unpaid_work.operations.plan_application import apply_plan
from amends.unpaid_work.operations.plans import PlanRefused, make_plan, put_aside, request_plan
from amends.unpaid_work.operations.sessions import open_session
from amends.unpaid_work.queries.problem import problem_of
from tests.factories import MONDAY, make_project
from tests.unpaid_work.plan_records import AT, FRIDAY_BEFORE, World

pytestmark = pytest.mark.django_db


def planned(world: World, weeks: int = 1, seconds: int = 1) -> Plan:
    """A plan that is ready."""
    plan = request_plan(team=world.team, first_day=MONDAY, weeks=weeks, seconds=seconds, by=world.user, at=AT)
    make_plan(plan=plan.pk, clock=lambda: AT)
    plan.refresh_from_db()
    assert plan.status == "ready", plan.message
    return plan


def standing() -> set[tuple[str, str, str]]:
    """Every booking that stands: person, project, date."""
    rows = Booking.objects.filter(appointment__cancelled_at__isnull=True)
    return {
        (crn, code, day.isoformat())
        for crn, code, day in rows.values_list("appointment__person__crn", "session__project__code", "session__date")
    }


def wanted(plan: Plan) -> set[tuple[str, str, str]]:
    return {(row["person"], row["project"], row["date"]) for row in plan.result["bookings"]}


def test_a_plan_of_a_small_unit_keeps_every_rule_and_applies_with_nothing_refused():
    world = World(people=12, projects=3, supervisors=3)
    problem = problem_of(world.team, MONDAY, 2, on=FRIDAY_BEFORE)
    result = solve(problem, stop=MaxSeconds(2), seed=0)
    assert check(problem, result.plan) == ()
    assert result.plan.bookings

    plan = planned(world, weeks=2)
    outcome = apply_plan(plan=plan, by=world.user, at=AT)

    assert outcome.refused == []
    assert standing() == wanted(plan)
    assert {
        (one.project.code, one.date.isoformat(), one.supervisor.code)
        for one in Session.objects.select_related("project", "supervisor")
    } == {(row["project"], row["date"], row["supervisor"]) for row in plan.result["sessions"]}
    plan.refresh_from_db()
    assert (plan.status, plan.decided_by) == ("applied", world.user)


def test_applying_writes_an_event_for_each_person_booked():
    world = World(people=3, projects=1, supervisors=1)
    plan = planned(world)
    apply_plan(plan=plan, by=world.user, at=AT)
    booked = AuditEvent.objects.filter(action="book").values_list("crn", flat=True)
    assert sorted(booked) == sorted(person for person, _project, _day in wanted(plan))
    assert AuditEvent.objects.filter(action="apply plan", subject=f"unpaid_work.plan {plan.pk}").count() == 1


def test_a_plan_is_applied_once():
    world = World(people=2, projects=1, supervisors=1)
    plan = planned(world)
    apply_plan(plan=plan, by=world.user, at=AT)
    before = standing()
    with pytest.raises(PlanRefused):
        apply_plan(plan=plan, by=world.user, at=AT)
    assert standing() == before


def test_a_plan_put_aside_is_not_applied():
    world = World(people=2, projects=1, supervisors=1)
    plan = planned(world)
    put_aside(plan=plan, by=world.user, at=AT)
    with pytest.raises(PlanRefused):
        apply_plan(plan=plan, by=world.user, at=AT)
    assert standing() == set()


def test_someone_booked_by_hand_meanwhile_is_refused_on_that_day_alone():
    world = World(people=4, projects=2, supervisors=2)
    plan = planned(world)
    crn, code, day = min(wanted(plan), key=lambda row: (row[2], row[0]))
    person = next(one for one, *_ in world.people if one.crn == crn)
    by_hand = make_project(world.team, supervised=False, type="individual")
    session = open_session(project=by_hand, date=date.fromisoformat(day), by=world.user, at=AT)
    book(session=session, people=[person], by=world.user, at=AT)

    outcome = apply_plan(plan=plan, by=world.user, at=AT)

    assert [(row["person"], row["project"], row["date"]) for row in outcome.refused] == [(crn, code, day)]
    assert "another session on this day" in outcome.refused[0]["reason"]
    assert standing() == wanted(plan) - {(crn, code, day)} | {(crn, by_hand.code, day)}


def test_sessions_of_a_supervisor_who_fell_sick_meanwhile_are_refused_with_their_people():
    world = World(people=4, projects=2, supervisors=2)
    plan = planned(world)
    sick = plan.result["sessions"][0]["supervisor"]
    Absence.objects.create(
        staff=next(one for one in world.supervisors if one.code == sick),
        kind="sickness",
        from_date=MONDAY,
        to_date=None,
    )
    theirs = {(row["project"], row["date"]) for row in plan.result["sessions"] if row["supervisor"] == sick}

    outcome = apply_plan(plan=plan, by=world.user, at=AT)

    lost = {row for row in wanted(plan) if row[1:] in theirs}
    assert {(row["project"], row["date"]) for row in outcome.refused if row["kind"] == "opened"} == theirs
    assert {(row["person"], row["project"], row["date"]) for row in outcome.refused if row["kind"] == "added"} == lost
    assert standing() == wanted(plan) - lost
    assert all("absent" in row["reason"] for row in outcome.refused)


def test_someone_whose_assessment_was_withdrawn_meanwhile_is_refused():
    world = World(people=4, projects=2, supervisors=2)
    plan = planned(world)
    person, _requirement, assessment = world.people[0]
    withdraw_assessment(assessment=assessment, on=FRIDAY_BEFORE, reason="New risk", by=world.user, at=AT)

    outcome = apply_plan(plan=plan, by=world.user, at=AT)

    theirs = {row for row in wanted(plan) if row[0] == person.crn}
    assert theirs
    assert {(row["person"], row["project"], row["date"]) for row in outcome.refused} == theirs
    assert standing() == wanted(plan) - theirs


def test_a_booking_that_the_plan_keeps_but_was_cancelled_meanwhile_is_named_and_not_made_anew():
    world = World(people=3, projects=1, supervisors=1)
    apply_plan(plan=planned(world), by=world.user, at=AT)
    plan = planned(world)
    booking = Booking.objects.select_related("appointment__person", "session").first()
    key = (booking.appointment.person.crn, booking.session.project.code, booking.session.date.isoformat())
    assert key in wanted(plan)
    cancel_bookings(bookings=[booking], reason="Asked to", by=world.user, at=AT)

    outcome = apply_plan(plan=plan, by=world.user, at=AT)

    assert [(row["kind"], row["person"], row["project"], row["date"]) for row in outcome.refused] == [("kept", *key)]
    assert key not in standing()


def test_planning_again_on_what_stands_changes_nothing_that_the_score_does_not_ask_for():
    world = World(people=6, projects=2, supervisors=2)
    apply_plan(plan=planned(world), by=world.user, at=AT)
    before = standing()
    outcome = apply_plan(plan=planned(world), by=world.user, at=AT)
    assert outcome.refused == []
    assert len(before - standing()) <= 1


def test_a_move_that_is_refused_leaves_the_person_where_they_were():
    world = World(people=1, projects=1, supervisors=1)
    far = world.projects[0]
    session = open_session(project=far, date=MONDAY, supervisor=world.supervisors[0], by=world.user, at=AT)
    (booking,) = book(session=session, people=[world.people[0][0]], by=world.user, at=AT)
    near = make_project(world.team, health_and_safety=False)
    crn, day = world.people[0][0].crn, MONDAY + timedelta(days=1)
    plan = planned(world)
    plan.result |= {
        "sessions": [{"project": near.code, "date": day.isoformat(), "supervisor": world.supervisors[0].code}],
        "bookings": [{"person": crn, "project": near.code, "date": day.isoformat()}],
    }
    plan.save()

    outcome = apply_plan(plan=plan, by=world.user, at=AT)

    booking.appointment.refresh_from_db()
    assert booking.appointment.cancelled_at is None
    assert Appointment.objects.count() == 1
    assert {row["kind"] for row in outcome.refused} == {"opened", "moved", "called_off"}
