"""Why a session that could take place does not, and what it would add if it did."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.methods.planning.check import check
from amends.methods.planning.plan import Booking, Plan, Session
from amends.methods.planning.problem import Cap, Standing, Wish
from amends.methods.planning.score import score
from amends.methods.planning.solve import solve
from amends.methods.planning.stop import NoImprovement
from amends.methods.planning.why import state_of, try_running, why_not_run
from tests.methods.planning import brute
from tests.methods.planning.made import MONDAY, person, problem, project, random_problem, supervisor

TUESDAY = MONDAY + timedelta(days=1)
MONDAYS = frozenset({1})
NOTHING = Plan((), ())
SAW = frozenset({"saw"})


def rows_of(made, plan=NOTHING):
    """The rows by project and date."""
    return {(row.project_id, row.date): row for row in why_not_run(state_of(made, plan))}


def test_only_days_on_which_the_project_could_run_are_told():
    made = problem(
        [person()],
        [project(days=frozenset({1, 2}), closed=frozenset({TUESDAY})), project("h", open_to=MONDAY)],
        [supervisor()],
    )
    assert set(rows_of(made)) == {("g", MONDAY), ("h", MONDAY)}
    assert why_not_run(state_of(made, NOTHING), {TUESDAY}) == ()


def test_nobody_with_the_qualification_within_reach_works_that_day():
    made = problem(
        [person()],
        [project(days=MONDAYS, qualifications=SAW)],
        [
            supervisor("unqualified"),
            supervisor("absent", qualifications=SAW, absent=frozenset({MONDAY})),
            supervisor("tuesdays", qualifications=SAW, days=frozenset({2})),
            supervisor("far", qualifications=SAW, lat=53.0),
        ],
    )
    row = rows_of(made)["g", MONDAY]
    assert (row.reason, row.able, row.points, row.leaders) == ("no_supervisor", 0, None, ())
    # a week without a limit date: 5 points for each of 420 minutes, less 0.5 for each of 10 on the way
    assert row.worth == pytest.approx(5 * 420 - 5)


def test_who_leads_elsewhere_is_told_with_what_closing_that_would_cost():
    made = problem(
        [person("a"), person("b", offer_min=60), person("c")],
        [project("g", days=MONDAYS), project("h", days=MONDAYS, start=time(10)), project("i", days=MONDAYS)],
        [supervisor("s", usual=frozenset({"h"})), supervisor("t", days_a_week=0)],
        wishes=(Wish("c", "i", None, None),),
    )
    plan = Plan((Session(MONDAY, "h", "s"),), (Booking(MONDAY, "h", "b"), Booking(MONDAY, "h", "a")))
    row = rows_of(made, plan)["g", MONDAY]
    assert (row.reason, row.able, row.suited, row.free, row.least) == ("supervisors_elsewhere", 2, 3, 1, 1)
    assert [(one.supervisor_id, one.project_id) for one in row.leaders] == [("s", "h"), ("t", None)]
    closed = score(plan, made).score - score(NOTHING, made).score
    assert row.leaders[0].cost == pytest.approx(closed)
    other = Plan((Session(MONDAY, "g", "s"),), (Booking(MONDAY, "g", "c"),))
    assert row.points == pytest.approx(score(other, made).score - score(plan, made).score)


def test_a_session_is_not_called_without_supervisor_where_others_could_change_for_it():
    # only s may use the saw, and leads the park; t is free and could take the park over
    made = problem(
        [person("a"), person("b", offer_max=0)],
        [project("park", days=MONDAYS), project("saw", days=MONDAYS, qualifications=SAW)],
        [supervisor("s", qualifications=SAW), supervisor("t")],
    )
    plan = Plan((Session(MONDAY, "park", "s"),), (Booking(MONDAY, "park", "a"),))
    row = rows_of(made, plan)["saw", MONDAY]
    assert (row.reason, row.able, row.free) == ("too_few_people", 1, 0)
    more = replace(made, people=(*made.people, person("c")))
    row = rows_of(more, plan)["saw", MONDAY]
    both = Plan(
        (Session(MONDAY, "park", "t"), Session(MONDAY, "saw", "s")), (*plan.bookings, Booking(MONDAY, "saw", "c"))
    )
    assert row.reason == "not_found"
    assert row.points == pytest.approx(score(both, more).score - score(plan, more).score)


def test_too_few_people_are_told_with_how_many_there_are_and_must_be():
    made = problem(
        [person("a"), person("b"), person("c", sex="f")],
        [project(days=MONDAYS, least=3, audience="men")],
        [supervisor()],
    )
    row = rows_of(made)["g", MONDAY]
    assert (row.reason, row.suited, row.free, row.least, row.worth) == ("too_few_people", 2, 2, 3, None)


def test_what_would_not_pay_is_told_with_the_points_it_would_lose():
    # nothing left to offer at least: 420 minutes at 0.75, less a drive of 50 km: 0.3 x 55.6; and a bus of 96 minutes
    made = problem(
        [person("a", offer_min=0, lat=51.9, max_travel=200.0, minutes_left=26 * 20)],
        [project(days=MONDAYS)],
        [supervisor()],
        wishes=(Wish(None, "g", None, -60.0),),
    )
    row = rows_of(made)["g", MONDAY]
    ran = score(Plan((Session(MONDAY, "g", "s"),), (Booking(MONDAY, "g", "a"),)), made).score
    assert ran < 0
    assert (row.reason, row.points) == ("would_not_pay", pytest.approx(ran))


def test_caps_and_wishes_that_shut_a_session_are_told_first():
    made = problem(
        [person()],
        [project(days=MONDAYS, qualifications=SAW), project("h", days=MONDAYS)],
        overbook_risk=0.0,
        caps=(Cap("g", MONDAY, MONDAY, 0),),
        wishes=(Wish(None, "h", MONDAY, None),),
    )
    assert {key[0]: row.reason for key, row in rows_of(made).items()} == {"g": "no_places", "h": "forbidden"}


def test_a_session_that_is_promised_does_not_give_up_its_supervisor():
    made = problem(
        [person("a"), person("b")],
        [project("g", days=MONDAYS), project("h", days=MONDAYS)],
        [supervisor()],
        standing=(Standing("h", MONDAY, "s", "a", True),),
    )
    plan = Plan((Session(MONDAY, "h", "s"),), (Booking(MONDAY, "h", "a"),))
    row = rows_of(made, plan)["g", MONDAY]
    assert row.reason == "supervisors_elsewhere"
    assert [(one.project_id, one.cost) for one in row.leaders] == [("h", None)] and row.points is None
    assert try_running(state_of(made, plan), "g", MONDAY) is None


def test_trying_moves_who_loses_their_session_to_the_places_that_are_free():
    # g is worth more to b than h to a, who can go to the library instead: it needs no supervisor
    made = problem(
        [person("a", last_project="h"), person("b", kinds=frozenset({"group"}))],
        [
            project("g", days=MONDAYS, audience="men"),
            project("h", days=MONDAYS, places=1),
            project("library", days=frozenset({2}), kind="individual", places=1, supervised=False),
        ],
        [supervisor()],
        overbook_risk=0.0,
        wishes=(Wish("b", "h", None, None), Wish("a", "g", None, None)),
    )
    plan = Plan((Session(MONDAY, "h", "s"),), (Booking(MONDAY, "h", "a"),))
    state = state_of(made, plan)
    trial = try_running(state, "g", MONDAY)
    best = Plan(
        (Session(MONDAY, "g", "s"), Session(TUESDAY, "library", None)),
        (Booking(MONDAY, "g", "b"), Booking(TUESDAY, "library", "a")),
    )
    assert trial.points == pytest.approx(score(best, made).score - score(plan, made).score)
    assert (trial.supervisor_id, trial.closed, trial.people, trial.less, trial.more) == ("s", "h", ("b",), (), ("b",))
    again = state_of(made, plan)
    assert state.points == again.points and state.rolls == again.rolls and state.leader == again.leader


def solved(seed):
    made = random_problem(seed, people=6, projects=5, supervisors=3)
    return made, solve(made, stop=NoImprovement(20), seed=0).plan


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000))
def test_what_is_told_of_supervisors_and_people_is_so_by_plain_counting(seed):
    made, plan = solved(seed)
    rows = rows_of(made, plan)
    running = {(one.project_id, one.date) for one in plan.sessions}
    possible = {(p.project_id, d) for p in made.projects for d in made.dates if brute.may_run(made, p, d)}
    assert set(rows) == possible - running
    for (name, on), row in rows.items():
        where = made.project_of[name]
        able = {one.supervisor_id for one in made.supervisors if brute.may_lead(made, one, where, on)}
        assert row.able == (len(able) if where.supervised else 0)
        assert (row.reason == "no_supervisor") <= (not able)
        if row.reason in ("supervisors_elsewhere", "too_few_people", "would_not_pay", "not_found"):
            assert able or not where.supervised
        if row.reason in ("too_few_people", "would_not_pay", "not_found"):
            assert not where.supervised or can_be_led(made, plan, name, on)
        if row.reason == "supervisors_elsewhere":
            assert not can_be_led(made, plan, name, on)


def can_be_led(made, plan, name, on):
    """Whether the day's supervisors could lead what they lead now and this session too, by trying every way."""
    fixed = {(row.project_id, row.supervisor_id) for row in made.standing if row.fixed and row.date == on}
    today = [one for one in plan.sessions if one.date == on and one.supervisor_id]
    week = made.week_of(on)
    free = []
    for one in made.supervisors:
        led = sum(s.supervisor_id == one.supervisor_id and made.week_of(s.date) == week for s in plan.sessions)
        here = any(s.supervisor_id == one.supervisor_id for s in today)
        if here or led < one.days_a_week:
            free.append(one)
    wanted = [(one.project_id, one.supervisor_id if (one.project_id, one.supervisor_id) in fixed else None)
              for one in today] + [(name, None)]  # fmt: skip

    def place(rest, left):
        if not rest:
            return True
        (project_id, must), *others = rest
        return any(
            place(others, [s for s in left if s is not one])
            for one in left
            if must in (None, one.supervisor_id) and brute.may_lead(made, one, made.project_of[project_id], on)
        )

    return place(wanted, free)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000))
def test_trials_and_points_are_those_of_a_legal_plan(seed):
    made, plan = solved(seed)
    state = state_of(made, plan)
    for row in why_not_run(state):
        before = state.points
        trial = try_running(state, row.project_id, row.date)
        assert state.points == before
        if row.points is not None and row.reason != "forbidden":
            assert trial is not None and trial.points >= row.points - 1e-6 * abs(before) - 1e-6
        if trial is not None:
            assert row.able or not made.project_of[row.project_id].supervised
            assert len(trial.people) >= row.least
    assert [one for one in check(made, plan) if one.rule.startswith("rule")] == []
