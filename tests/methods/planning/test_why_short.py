"""Why somebody is offered less than the least: what stood in the way of each session, and what would open most."""

from collections import Counter
from dataclasses import replace
from datetime import time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.methods.planning.model import build
from amends.methods.planning.plan import Booking, Plan, Session
from amends.methods.planning.problem import Cap, Wish
from amends.methods.planning.solve import solve
from amends.methods.planning.stop import NoImprovement
from amends.methods.planning.unmet import unmet
from amends.methods.planning.why import hurdles_of, state_of, why_short
from amends.methods.planning.why.limits import Limits
from tests.methods.planning import brute
from tests.methods.planning.made import MONDAY, person, problem, project, random_problem, supervisor

TUESDAY = MONDAY + timedelta(days=1)
MONDAYS = frozenset({1})
NOTHING = Plan((), ())


def one_row(made, plan=NOTHING, person_id="a"):
    """The explanation of the one person and week asked for."""
    (row,) = why_short(state_of(made, plan), {person_id})
    return row


def test_a_full_session_tells_how_many_are_booked_on_how_many_places():
    made = problem(
        [person("a", days=MONDAYS), person("b", attendance=1.0)],
        [project(places=1, supervised=False, kind="individual", days=MONDAYS)],
    )
    row = one_row(made, Plan((Session(MONDAY, "g", None),), (Booking(MONDAY, "g", "b"),)))
    (hurdle,) = row.hurdles
    assert (row.reason, row.suited) == ("no_place", 1)
    assert (hurdle.key, hurdle.amount, hurdle.of) == ("full", 1, 1)
    assert hurdle.words == "full: booked 1, places 1"
    assert row.relaxations == ()  # nothing that suits anybody else is shut to them alone


def test_a_session_that_nobody_may_lead_and_one_whose_supervisor_is_elsewhere_are_told_apart():
    saw = frozenset({"saw"})
    made = problem(
        [person("a", days=frozenset({1, 2}), excludes=frozenset({"near_school"})), person("b")],
        [
            project("saw", days=MONDAYS, qualifications=saw),
            project("g", days=frozenset({2})),
            project("school", days=frozenset({2}), tags=frozenset({"near_school"})),
        ],
        [supervisor()],
    )
    row = one_row(made, Plan((Session(TUESDAY, "school", "s"),), (Booking(TUESDAY, "school", "b"),)))
    assert row.reason == "no_supervisor"
    assert {(one.key, one.project_id, one.amount) for one in row.hurdles} == {
        ("no_supervisor", "saw", 0),
        ("supervisors_busy", "g", 1),
    }
    (tag,) = row.relaxations
    assert (tag.limit, tag.what, tag.sessions, tag.free, tag.project_id) == ("tag", "near_school", 1, 1, "school")


def test_further_travel_is_told_to_the_minute_and_as_little_as_opens_something():
    # a degree of latitude is 111.195 km: 0.4 of it 44.478 km, so 10 + 2 x 44.478 = 98.96 minutes, 8.96 over the limit
    far = project("far", lat=51.9, supervised=False, days=MONDAYS)
    further = project("further", lat=51.95, supervised=False)
    row = one_row(problem([person("a", excludes=frozenset({"heavy"}))], [far, further]))
    assert row.reason == "no_suitable_project"
    (travel,) = row.relaxations
    assert (travel.limit, travel.minutes, travel.sessions, travel.free) == ("travel", 9, 1, 1)
    assert travel.words == "travelling 9 minutes further"


def test_what_two_limits_stand_against_is_opened_by_none_alone():
    shut = project(tags=frozenset({"heavy"}), needs=frozenset({"cscs"}), supervised=False)
    row = one_row(problem([person("a", excludes=frozenset({"heavy"}))], [shut]))
    assert (row.reason, row.hurdles, row.relaxations) == ("no_suitable_project", (), ())


def test_the_limit_that_opens_most_comes_first():
    made = problem(
        [person("a", excludes=frozenset({"heavy"}), kinds=frozenset({"group"}))],
        [
            project("t", tags=frozenset({"heavy"}), supervised=False, days=MONDAYS),
            project("s", needs=frozenset({"cscs"}), supervised=False, days=frozenset({1, 2})),
            project("k", kind="individual", supervised=False, days=frozenset({1, 2, 3})),
        ],
    )
    row = one_row(made)
    assert [(one.limit, one.what, one.sessions) for one in row.relaxations] == [
        ("kind", "individual", 3),
        ("skill", "cscs", 2),
        ("tag", "heavy", 1),
    ]


def test_what_nobody_relaxes_is_never_proposed():
    women = project(audience="women", supervised=False)
    long = project("long", start=time(8), end=time(20), supervised=False)
    row = one_row(problem([person("a", offer_max=480)], [women, long]))
    assert (row.reason, row.relaxations) == ("no_suitable_project", ())


def test_a_day_that_they_do_not_work_and_one_on_which_they_are_away_are_told_apart():
    made = problem(
        [person("a", days=MONDAYS, away=frozenset({MONDAY}))], [project(supervised=False, days=frozenset({1, 2}))]
    )
    row = one_row(made)
    assert row.reason == "away"
    assert {(one.limit, one.what) for one in row.relaxations} == {
        ("away", MONDAY.isoformat()),
        ("weekday", TUESDAY.isoformat()),
    }


def test_a_wish_that_says_never_is_a_limit_that_may_be_lifted():
    made = problem([person("a")], [project(supervised=False, days=MONDAYS)], wishes=(Wish("a", "g", None, None),))
    (wish,) = one_row(made).relaxations
    assert (wish.limit, wish.sessions, wish.free) == ("wish", 1, 1)


@pytest.mark.parametrize(
    ("changes", "booked", "key", "figures"),
    [
        ({"offer_min": 500, "offer_max": 800}, 1, "week_full", (420, 800, "")),
        ({"offer_min": 840, "minutes_left": 2000}, 1, "room", (0, 0, "")),
        ({"offer_min": 500}, 2, "same_day", (0, 0, "h")),
    ],
)
def test_what_the_persons_own_week_does_not_allow_is_told_with_its_minutes(changes, booked, key, figures):
    projects = [
        project("g", supervised=False, days=MONDAYS),
        project("h", supervised=False, days=frozenset({2})),
        project("i", supervised=False, days=frozenset({booked if key == "same_day" else 3})),
    ]
    plan = Plan((Session(TUESDAY, "h", None),), (Booking(TUESDAY, "h", "a"),))
    made = problem([person("a", **changes)], projects)
    hurdles = {one.project_id: one for one in hurdles_of(state_of(made, plan), "a", 1)}
    assert "h" not in hurdles  # they are booked there
    assert (hurdles["i"].key, (hurdles["i"].amount, hurdles["i"].of, hurdles["i"].what)) == (key, figures)


def test_someone_kept_apart_is_told_without_a_name():
    made = problem([person("a"), person("b")], [project(supervised=False, days=MONDAYS)], apart=(("b", "a"),))
    row = one_row(made, Plan((Session(MONDAY, "g", None),), (Booking(MONDAY, "g", "b"),)))
    assert [(one.key, one.what) for one in row.hurdles] == [("apart", "")]


def test_a_session_without_places_is_full():
    made = problem(
        [person("a")],
        [project(supervised=False, days=MONDAYS)],
        caps=(Cap(None, MONDAY, MONDAY, 0),),
        overbook_risk=0.0,
    )
    (hurdle,) = one_row(made).hurdles
    assert (hurdle.key, hurdle.amount, hurdle.of) == ("full", 0, 0)


def solved(seed, weeks=1):
    made = random_problem(seed, people=6, projects=5, supervisors=2, weeks=weeks)
    return made, solve(made, stop=NoImprovement(20), seed=0).plan


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 2))
def test_a_row_for_each_of_the_unmet_with_the_reason_given_there(seed, weeks):
    made, plan = solved(seed, weeks)
    state = state_of(made, plan)
    rows = why_short(state)
    assert [(one.person_id, one.week, one.offered, one.short, one.reason) for one in rows] == [
        (one.person_id, one.week, one.offered, one.short, one.reason) for one in plan.unmet
    ]
    assert unmet(state) == plan.unmet
    for row in rows:
        keys = Counter(one.key for one in row.hurdles)
        assert sum(one.sessions for one in row.hurdles) == row.suited and set(keys.values()) <= {1}
        if row.reason in ("not_eligible", "away", "no_suitable_project"):
            assert row.suited == 0
        if row.reason == "no_supervisor":
            assert row.suited and not keys.keys() & {"full", "apart", "room", "not_run", "same_day"}


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_limits_by_the_arrays_are_those_of_plain_counting(seed):
    made = random_problem(seed, people=6, projects=5)
    limits, model = Limits(build(made)), build(made)
    for row in range(len(made.people)):
        assert ((limits.of(row).count == 0) == model.suits[row]).all()


def relaxed(made, who, one):
    """The problem in which just this limit of the person is relaxed."""
    on = made.first_day if one.limit not in ("weekday", "away") else one.date
    changes = {
        "travel": lambda: {"max_travel": who.max_travel + one.minutes},
        "tag": lambda: {"excludes": who.excludes - {one.what}},
        "skill": lambda: {"skills": who.skills | {one.what}},
        "kind": lambda: {"kinds": who.kinds | {one.what}},
        "weekday": lambda: {"days": who.days | {on.isoweekday()}},
        "away": lambda: {"away": who.away - {on}},
    }[one.limit]()
    changed = replace(who, **changes)
    return changed, replace(made, people=tuple(changed if p is who else p for p in made.people))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_relaxing_just_that_limit_opens_just_so_many_sessions(seed):
    made, plan = solved(seed)
    for row in why_short(state_of(made, plan)):
        who = made.person_of[row.person_id]
        before = {(p.project_id, d) for p in made.projects for d in made.dates if suits(made, who, p, d)}
        for one in row.relaxations:
            if one.limit == "wish":
                continue
            changed, problem_then = relaxed(made, who, one)
            now = {(p.project_id, d) for p in made.projects for d in made.dates if suits(problem_then, changed, p, d)}
            if one.limit == "weekday":
                now = {key for key in now if key[1] == one.date or key in before}
            assert len(now - before) == one.sessions, (row, one)
            assert (one.project_id, one.date) in now - before


def suits(made, who, where, on):
    """Whether the session by itself suits, in plain words."""
    return (
        brute.may_run(made, where, on)
        and brute.may_work(made, who, where, on)
        and brute.minutes_allow(made, who, [Booking(on, where.project_id, who.person_id)])
    )


def with_one_more(made, plan, person_id, project_id, on):
    """The plan with one more booking, and with its session where that needs no supervisor."""
    sessions = plan.sessions
    if not made.project_of[project_id].supervised and (project_id, on) not in {
        (s.project_id, s.date) for s in sessions
    }:
        sessions = (*sessions, Session(on, project_id, None))
    return Plan(sessions, (*plan.bookings, Booking(on, project_id, person_id)))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_there_is_a_hurdle_exactly_where_one_more_booking_would_break_a_rule(seed):
    made, plan = solved(seed)
    state = state_of(made, plan)
    for row in why_short(state):
        for one in hurdles_of(state, row.person_id, row.week):
            then = with_one_more(made, plan, row.person_id, one.project_id, one.date)
            assert brute.legal(made, then) == (one.key == "room"), one
        for one in row.relaxations:
            if one.limit != "wish" and one.free:
                _, problem_then = relaxed(made, made.person_of[row.person_id], one)
                assert brute.legal(problem_then, with_one_more(made, plan, row.person_id, one.project_id, one.date))
