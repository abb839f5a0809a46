"""What a planner may rely on: a legal plan whenever it stops, promises kept, the same plan for the same seed."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amends.methods.planning.check import check
from amends.methods.planning.files.plan_folder import report
from amends.methods.planning.problem import Cap, Journey, Standing, Wish
from amends.methods.planning.solve import gap, solve
from amends.methods.planning.stop import AnyOf, Cancelled, MaxSeconds, NoImprovement
from tests.methods.planning.made import MONDAY, person, problem, project, random_problem, supervisor
from tests.methods.planning.test_check_catches import JUST_MET, MAY_NOT, MAY_NOT_LEAD, SHUT

DAY = timedelta(days=1)
ONE_DAY = frozenset({1})


def planned(made, *, seed=0, stop=None):
    result = solve(made, stop=stop or MaxSeconds(60), seed=seed)
    assert [str(breach) for breach in check(made, result.plan, report(made, result, seconds=1.0))] == []
    return result


def bookings(result):
    return {(one.person_id, one.project_id, one.date) for one in result.plan.bookings}


def reasons(result):
    return {(row.person_id, row.week): row.reason for row in result.plan.unmet}


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.integers(0, 10**6),
    st.integers(0, 9),
    st.integers(0, 5),
    st.integers(0, 3),
    st.integers(1, 3),
    st.integers(1, 60),
)
def test_any_stop_leaves_a_plan_that_the_verifier_accepts(seed, people, projects, supervisors, weeks, askings):
    made = random_problem(seed, people, projects, supervisors, weeks)
    asked = iter(range(askings))
    result = planned(made, seed=seed, stop=Cancelled(lambda: next(asked, None) is None))
    assert result.bound >= result.score


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**6), st.integers(1, 3))
def test_plans_run_to_their_end_are_the_same_for_the_same_seed(seed, weeks):
    made = random_problem(seed, 8, 4, 2, weeks)
    first, second = planned(made, seed=seed), planned(made, seed=seed)
    assert (first.plan, first.score, first.bound, first.status) == (
        second.plan,
        second.score,
        second.bound,
        second.status,
    )
    assert first.status != "stopped"


@pytest.mark.parametrize("seed", range(3))
def test_a_region_in_miniature_is_legal(seed):
    made = random_problem(seed, people=150, projects=12, supervisors=8, weeks=2)
    result = planned(made, stop=MaxSeconds(1.5))
    assert result.score > 0


def test_nobody_to_plan_for_is_planned_at_once():
    result = planned(problem([], [project()], [supervisor()]))
    assert (result.plan.bookings, result.plan.sessions, result.score, result.gap) == ((), (), 0, 0)
    assert planned(problem()).status == "optimal"


def test_one_person_works_the_best_week():
    result = planned(problem([person(offer_max=420)], [project(supervised=False)]))
    assert len(result.plan.bookings) == 1
    assert result.status == "optimal"
    assert result.score == pytest.approx(5 * 420 - 0.5 * 10)


def test_without_time_the_plan_is_legal_and_stopped():
    result = planned(problem([person()], [project()], [supervisor()]), stop=MaxSeconds(0))
    assert result.status == "stopped"
    assert result.plan.bookings == ()


def test_more_time_never_makes_the_plan_worse():
    made = random_problem(7, people=40, projects=6, supervisors=4)
    scores = []
    for askings in (1, 10, 100, 1000):
        asked = iter(range(askings))
        scores.append(solve(made, stop=Cancelled(lambda a=asked: next(a, None) is None), seed=1).score)
    assert scores == sorted(scores)


def test_progress_tells_score_bound_and_a_share_up_to_one():
    told = []
    made = random_problem(3, people=30, projects=5, supervisors=3, weeks=2)
    result = solve(made, stop=NoImprovement(500), seed=0, progress=lambda *told_now: told.append(told_now))
    assert all(0 <= share <= 1 and score <= bound + 1e-6 for score, bound, share in told)
    assert told[-1] == (result.score, result.bound, 1.0)


# --- promises ---


def test_a_fixed_booking_stays_with_its_supervisor_though_another_is_better():
    rows = (Standing("far", MONDAY, "t", "a", True),)
    near, far = project("near", days=ONE_DAY), project("far", days=ONE_DAY, lat=51.6)
    usual = supervisor("s", usual=frozenset({"far", "near"}))
    result = planned(problem([person(offer_max=420)], [near, far], [usual, supervisor("t")], standing=rows))
    assert bookings(result) == {("a", "far", MONDAY)}
    assert [one.supervisor_id for one in result.plan.sessions] == ["t"]
    assert result.broken_promises == ()


def test_a_fixed_booking_that_is_no_longer_allowed_is_told_and_costs_nothing():
    rows = (Standing("g", MONDAY, "s", "a", True), Standing("g", MONDAY, "s", "b", True))
    ill = person("a", away=frozenset({MONDAY}))
    result = planned(problem([ill, person("b")], [project(days=ONE_DAY)], [supervisor()], standing=rows))
    assert result.broken_promises == rows[:1]
    assert ("b", "g", MONDAY) in bookings(result)
    assert result.parts.standing == 0


def test_a_fixed_session_keeps_its_people_under_another_supervisor_when_its_own_is_absent():
    rows = (Standing("g", MONDAY, "s", "a", True),)
    absent, other = supervisor("s", absent=frozenset({MONDAY})), supervisor("t")
    result = planned(problem([person()], [project(days=ONE_DAY)], [absent, other], standing=rows))
    assert bookings(result) == {("a", "g", MONDAY)}
    assert result.broken_promises == rows


def test_a_fixed_row_whose_person_cannot_come_promises_no_supervisor_either():
    rows = (Standing("g", MONDAY, "s", "ill", True), Standing("g", MONDAY, "t", "a", True))
    people = [person("ill", away=frozenset({MONDAY})), person("a")]
    result = planned(problem(people, [project(days=ONE_DAY)], [supervisor("s"), supervisor("t")], standing=rows))
    assert ("a", "g", MONDAY) in bookings(result)
    assert [one.supervisor_id for one in result.plan.sessions] == ["t"]
    assert result.broken_promises == rows[:1]


def test_a_fixed_booking_is_helped_to_the_least_by_others():
    rows = (Standing("g", MONDAY, "s", "a", True),)
    near = project("k", days=ONE_DAY, least=1)
    people = [person("a"), person("b"), person("c")]
    made = problem(people, [project(days=ONE_DAY, least=3, lat=51.7), near], [supervisor()], standing=rows)
    result = planned(made)
    assert ("a", "g", MONDAY) in bookings(result)
    assert len(result.plan.bookings) == 3


def test_a_fixed_booking_whose_session_cannot_have_its_least_is_told():
    rows = (Standing("g", MONDAY, "s", "a", True),)
    result = planned(problem([person("a")], [project(days=ONE_DAY, least=2)], [supervisor()], standing=rows))
    assert result.broken_promises == rows
    assert result.plan.sessions == ()


def test_a_fixed_booking_comes_before_a_more_urgent_person():
    rows = (Standing("g", MONDAY, "s", "slow", True),)
    one_place = project(days=ONE_DAY, places=1)
    people = [person("slow", attendance=1.0), person("urgent", attendance=1.0, limit_date=MONDAY)]
    result = planned(problem(people, [one_place], [supervisor()], standing=rows))
    assert bookings(result) == {("slow", "g", MONDAY)}


def test_two_fixed_bookings_on_one_day_keep_the_first():
    rows = (Standing("g", MONDAY, "s", "a", True), Standing("k", MONDAY, "t", "a", True))
    made = problem([person()], [project(), project("k")], [supervisor(), supervisor("t")], standing=rows)
    result = planned(made)
    assert ("a", "g", MONDAY) in bookings(result)
    assert result.broken_promises == rows[1:]


def test_a_standing_booking_is_kept_where_nothing_is_gained_by_moving_it():
    rows = (Standing("k", MONDAY + DAY, "s", "a", False),)
    made = problem([person(offer_max=420)], [project(), project("k")], [supervisor()], standing=rows)
    assert bookings(planned(made)) == {("a", "k", MONDAY + DAY)}


def test_a_standing_booking_gives_way_where_more_is_gained():
    rows = (Standing("g", MONDAY, "s", "slow", False),)
    people = [person("slow", attendance=1.0), person("urgent", attendance=1.0, limit_date=MONDAY)]
    result = planned(problem(people, [project(days=ONE_DAY, places=1)], [supervisor()], standing=rows))
    assert bookings(result) == {("urgent", "g", MONDAY)}
    assert result.parts.standing == -60


# --- the rules at their edges ---


@pytest.mark.parametrize(("of_person", "of_project", "of_supervisor"), JUST_MET)
def test_a_limit_that_is_just_met_stands_against_no_booking(of_person, of_project, of_supervisor):
    made = problem([person(**of_person)], [project(**of_project)], [supervisor(**of_supervisor)])
    assert planned(made).plan.bookings


@pytest.mark.parametrize(("of_person", "of_project", "words"), MAY_NOT)
def test_nobody_is_booked_where_they_may_not_work(of_person, of_project, words):
    monday = project(days=ONE_DAY, **of_project)
    assert planned(problem([person(**of_person)], [monday], [supervisor()])).plan.bookings == ()


@pytest.mark.parametrize(("changes", "words"), SHUT)
def test_nothing_runs_where_the_project_is_shut(changes, words):
    mondays = person(days=ONE_DAY)
    assert planned(problem([mondays], [project(**changes)], [supervisor()])).plan.sessions == ()


@pytest.mark.parametrize(("of_supervisor", "of_project", "words"), MAY_NOT_LEAD)
def test_nobody_leads_where_they_may_not(of_supervisor, of_project, words):
    monday = project(days=ONE_DAY, **of_project)
    assert planned(problem([person()], [monday], [supervisor(**of_supervisor)])).plan.sessions == ()


def test_the_last_session_may_overshoot_and_none_may_follow():
    made = problem([person(minutes_left=421, offer_min=420)], [project()], [supervisor()])
    assert len(planned(made).plan.bookings) == 2
    made = problem([person(minutes_left=420, offer_min=420)], [project()], [supervisor()])
    assert len(planned(made).plan.bookings) == 1


def test_ete_stops_at_what_is_left():
    made = problem([person(ete_left=850)], [project(kind="ete", supervised=False)])
    assert len(planned(made).plan.bookings) == 2


def test_the_week_stops_at_what_may_be_offered():
    made = problem([person(offer_max=1300)], [project(supervised=False)], weeks=2)
    assert len(planned(made).plan.bookings) == 6


def test_overbooking_goes_exactly_as_far_as_the_risk():
    # 4 of 4 come with chance 1/16: over 3 places that is exactly the risk; a fifth would be too many
    people = [person(f"p{n}", attendance=0.5) for n in range(6)]
    made = problem(people, [project(days=ONE_DAY, places=3)], [supervisor()], overbook_risk=0.0625)
    assert len(planned(made).plan.bookings) == 4
    assert len(planned(replace(made, overbook_risk=0.0624)).plan.bookings) == 3


def test_individual_places_are_for_those_booked():
    people = [person(f"p{n}", attendance=0.1) for n in range(6)]
    made = problem(people, [project(kind="individual", days=ONE_DAY, places=3, supervised=False)], overbook_risk=0.5)
    assert len(planned(made).plan.bookings) == 3


def test_a_cap_of_nothing_closes_groups_and_leaves_home_projects():
    home = project("h", kind="home", supervised=False)
    made = problem([person()], [project(), home], [supervisor()], caps=(Cap(None, MONDAY, MONDAY + 6 * DAY, 0),))
    assert {one.project_id for one in planned(made).plan.bookings} == {"h"}


def test_people_kept_apart_are_placed_on_different_days():
    people = [person("a", offer_max=420), person("b", offer_max=420)]
    result = planned(problem(people, [project()], [supervisor()], apart=(("b", "a"),)))
    days = [one.date for one in result.plan.bookings]
    assert len(days) == len(set(days)) == 2


def test_a_wish_moves_a_booking_and_never_forbids_it():
    wishes = (Wish("a", None, MONDAY + 3 * DAY, 50.0), Wish("a", "g", None, None))
    made = problem([person(offer_max=420)], [project(), project("k", lat=51.52)], [supervisor()], wishes=wishes)
    assert bookings(planned(made)) == {("a", "k", MONDAY + 3 * DAY)}


def test_the_most_urgent_are_placed_first():
    people = [person("calm", attendance=1.0), person("late", attendance=1.0, limit_date=MONDAY + 5 * DAY)]
    result = planned(problem(people, [project(days=ONE_DAY, places=1)], [supervisor()]))
    assert bookings(result) == {("late", "g", MONDAY)}


def test_a_supervisor_leads_at_most_the_days_a_week():
    made = problem([person()], [project()], [supervisor(days_a_week=2)], weeks=2)
    assert len(planned(made).plan.sessions) == 4


def test_supervisors_change_places_so_that_both_sessions_run():
    able = supervisor("able", qualifications=frozenset({"saw"}), usual=frozenset({"easy"}))
    easy, hard = project("easy", days=ONE_DAY), project("hard", days=ONE_DAY, qualifications=frozenset({"saw"}))
    people = [person("a", sex="f"), person("b", sex="m")]
    projects = [replace(easy, audience="women"), replace(hard, audience="men")]
    result = planned(problem(people, projects, [able, supervisor("plain")]))
    assert {(one.project_id, one.supervisor_id) for one in result.plan.sessions} == {
        ("easy", "plain"),
        ("hard", "able"),
    }


def test_a_session_of_any_length_is_planned():
    odd = project(start=time(9, 7), end=time(9, 8), supervised=False)
    made = problem([person(offer_min=1, offer_max=1)], [odd], travel=Journey(0.0, 0.0))
    assert len(planned(made).plan.bookings) == 1


# --- who is offered less, and why ---


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"eligible_from": None}, "not_eligible"),
        ({"eligible_to": MONDAY - DAY}, "not_eligible"),
        ({"days": frozenset()}, "away"),
        ({"away": frozenset(MONDAY + n * DAY for n in range(7))}, "away"),
        ({"minutes_left": 419}, "hours_nearly_done"),
        ({"minutes_left": 0}, "hours_nearly_done"),
        ({"kinds": frozenset({"ete"})}, "no_suitable_project"),
        ({"max_travel": 1.0}, "no_suitable_project"),
        ({"eligible_from": None, "minutes_left": 0, "kinds": frozenset()}, "not_eligible"),
    ],
)
def test_the_first_reason_that_holds_is_given(changes, reason):
    made = problem([person(**changes)], [project(places=0)], [supervisor()], overbook_risk=0.0)
    assert reasons(planned(made)) == {("a", 1): reason}


def test_without_a_supervisor_that_is_the_reason_and_without_a_place_the_last():
    made = problem([person()], [project()], [supervisor(max_drive=1.0)])
    assert reasons(planned(made)) == {("a", 1): "no_supervisor"}
    people = [person(f"p{n}", attendance=1.0) for n in range(3)]
    made = problem(people, [project(days=ONE_DAY, places=2)], [supervisor()])
    assert list(reasons(planned(made)).values()) == ["no_place"]


def test_hours_already_offered_in_other_weeks_are_hours_nearly_done():
    result = planned(problem([person(minutes_left=1000, offer_min=420)], [project()], [supervisor()], weeks=4))
    assert {week: reason for (_, week), reason in reasons(result).items()}[4] == "hours_nearly_done"


def test_whoever_is_offered_the_least_is_not_listed():
    assert planned(problem([person(offer_min=0, offer_max=0)], [project()], [supervisor()])).plan.unmet == ()


# --- the gap, and when to stop ---


def test_the_gap_is_relative_to_the_bound():
    assert gap(90.0, 100.0) == pytest.approx(0.1)
    assert gap(-110.0, -100.0) == pytest.approx(0.1)
    assert gap(5.0, 5.0) == 0
    assert gap(-1.0, 0.0) is None


def test_standing_rows_that_can_never_be_kept_are_not_held_against_the_plan():
    rows = (Standing("g", MONDAY, "s", "a", False),)
    made = problem([person(eligible_from=None)], [project()], [supervisor()], standing=rows)
    result = planned(made)
    assert (result.score, result.bound, result.status) == (-60, -60, "optimal")


def test_stops_answer_as_they_say():
    now = [0.0]
    limit = MaxSeconds(5, clock=lambda: now[0])
    assert not limit(0)
    now[0] = 5.0
    assert limit(0)
    quiet = NoImprovement(2)
    assert [quiet(score) for score in (1, 1, 2, 2, 2)] == [False, False, False, False, True]
    assert AnyOf(Cancelled(lambda: False), Cancelled(lambda: True))(0)
    with pytest.raises(ValueError, match="seconds"):
        MaxSeconds(float("nan"))
    with pytest.raises(ValueError, match="rounds"):
        NoImprovement(0)
