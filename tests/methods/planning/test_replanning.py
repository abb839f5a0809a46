"""What a duty manager may rely on when something happens in the middle of a plan: it stays legal and as little is
changed as the score asks for."""

import gc
from collections import Counter
from dataclasses import replace

import pytest

from amends.methods.planning.plan import Plan
from amends.methods.planning.problem import Cap
from amends.methods.planning.replanning import (
    NewPeople,
    PersonAway,
    PersonNoLongerEligible,
    Place,
    PlacesCapped,
    SiteClosed,
    SupervisorAbsent,
    as_it_stands,
    changes_between,
)
from amends.methods.planning.score import score
from tests.methods.planning.made import MONDAY, person, problem, project, supervisor
from tests.methods.planning.replanned import DAY, ONE_DAY, TODAY, people, plan_of, replanned, rolls

# --- a supervisor is absent ---


def test_who_is_free_covers_and_everybody_stays_where_they_are():
    made = problem(people("abc"), [project()], [supervisor("s"), supervisor("t")])
    found = replanned(made, plan_of((0, "g", "s", "abc")), SupervisorAbsent("s", TODAY))
    assert rolls(found.plan) == {(0, "g", "t"): "abc"}
    assert {change.kind for change in found.changes.people} == {"supervised"}
    assert found.parts.standing == 0


def test_of_those_who_are_free_the_usual_one_covers():
    leaders = [supervisor("s"), supervisor("far", lat=51.7), supervisor("near"), supervisor("usual", usual={"g"})]
    leaders[3] = supervisor("usual", usual=frozenset({"g"}))
    made = problem(people("ab"), [project()], leaders)
    found = replanned(made, plan_of((0, "g", "s", "ab")), SupervisorAbsent("s", TODAY))
    assert rolls(found.plan) == {(0, "g", "usual"): "ab"}
    without = replanned(
        made, plan_of((0, "g", "s", "ab")), SupervisorAbsent("s", TODAY), SupervisorAbsent("usual", TODAY)
    )
    assert rolls(without.plan) == {(0, "g", "near"): "ab"}


def test_sessions_change_hands_until_somebody_free_comes_in():
    saw = frozenset({"saw"})
    projects = [project("easy"), project("hard", qualifications=saw)]
    leaders = [supervisor("s", qualifications=saw), supervisor("t", qualifications=saw), supervisor("u")]
    made = problem(people("abcd"), projects, leaders)
    plan = plan_of((0, "hard", "s", "ab"), (0, "easy", "t", "cd"))
    found = replanned(made, plan, SupervisorAbsent("s", TODAY))
    assert rolls(found.plan) == {(0, "hard", "t"): "ab", (0, "easy", "u"): "cd"}
    assert [(one.supervisor_id, one.had, one.has) for one in found.changes.supervisors] == [
        ("t", "easy", "hard"),
        ("u", None, "easy"),
    ]


def test_a_supervisor_is_borrowed_from_the_session_that_is_worth_least():
    projects = [project("women", audience="women"), project("men", audience="men"), project("x", audience="men")]
    leaders = [supervisor("s"), supervisor("t"), supervisor("u")]
    many = people("abc", sex="f")
    made = problem([*many, *people("de", sex="m"), *people("f", sex="m")], projects, leaders)
    plan = plan_of((0, "women", "s", "abc"), (0, "men", "t", "de"), (0, "x", "u", "f"))
    found = replanned(made, plan, SupervisorAbsent("s", TODAY))
    assert rolls(found.plan) == {(0, "women", "u"): "abc", (0, "men", "t"): "def"}
    assert [(one.person_id, one.kind) for one in found.changes.people] == [("f", "moved"), *[
        (one, "supervised") for one in "abc"
    ]]  # fmt: skip


def test_the_smallest_session_is_called_off_rather_than_a_large_one_sent_elsewhere():
    """k has places for everybody: six promises of today would be broken, or three, or the two of x."""
    projects = [project("g", places=6), project("k", places=12), project("x")]
    made = problem(people("abcdefghijk", attendance=1.0), projects, [supervisor(one) for one in "stu"])
    plan = plan_of((0, "g", "s", "abcdef"), (0, "k", "t", "ghi"), (0, "x", "u", "jk"))
    found = replanned(made, plan, SupervisorAbsent("s", TODAY))
    assert rolls(found.plan) == {(0, "g", "u"): "abcdef", (0, "k", "t"): "ghijk"}
    assert found.parts.standing == -120


def test_where_nobody_can_lead_people_go_to_other_sessions_with_places():
    projects = [project("g"), project("k", places=8)]
    made = problem(people("abcd"), projects, [supervisor("s"), supervisor("t")])
    plan = plan_of((0, "g", "s", "ab"), (0, "k", "t", "cd"))
    found = replanned(made, plan, SupervisorAbsent("s", TODAY))
    assert rolls(found.plan) == {(0, "k", "t"): "abcd"}
    assert found.parts.standing == -120  # two promises of today broken: nothing less would do


def test_people_go_to_another_day_of_the_week_where_there_is_no_place_today():
    made = problem([person("a", offer_max=420)], [project()], [supervisor("s", days=frozenset({1, 3}))])
    found = replanned(made, plan_of((0, "g", "s", "a")), SupervisorAbsent("s", TODAY))
    assert rolls(found.plan) == {(2, "g", "s"): "a"}
    assert [(one.kind, one.had, one.has) for one in found.changes.people] == [
        ("moved", Place(MONDAY, "g", "s"), Place(MONDAY + 2 * DAY, "g", "s"))
    ]


def test_a_seat_is_passed_on_so_that_someone_who_has_no_other_day_keeps_one():
    """a and c can come on Monday only; b holds one of two seats elsewhere and can come on Tuesday too."""
    two_seats = project("k", places=2, days=frozenset({1, 2}))
    who = [*people("ac", attendance=1.0), person("b", offer_max=420, days=frozenset({1, 2}), attendance=1.0)]
    able, saw = supervisor("s", days=ONE_DAY, qualifications=frozenset({"saw"})), frozenset({"saw"})
    made = problem(who, [project("g", days=ONE_DAY, qualifications=saw), two_seats], [able, supervisor("t")])
    found = replanned(made, plan_of((0, "g", "s", "a"), (0, "k", "t", "bc")), SupervisorAbsent("s", TODAY))
    assert rolls(found.plan) == {(0, "k", "t"): "ac", (1, "k", "t"): "b"}


def test_nobody_is_moved_for_less_than_the_promise_is_worth():
    """Both could be exchanged for a shorter way: 50 points, against 60 and 60 for two promises broken."""
    made = problem(people("ab"), [project("g"), project("k", lat=51.52)], [supervisor("s"), supervisor("t")])
    plan = plan_of((0, "g", "s", "a"), (0, "k", "t", "b"))
    found = replanned(made, plan, SupervisorAbsent("s", frozenset({MONDAY + 3 * DAY})))
    assert found.plan.bookings == plan.bookings
    assert found.changes == changes_between(plan, plan, made)


def test_the_worked_example():
    """The example of docs/rules/replanning.md."""
    always = people(("amira", "ben", "cass", "dev"), attendance=1.0)
    made = problem(
        always, [project("park", places=3), project("church", places=3)], [supervisor("kim"), supervisor("lou")]
    )
    plan = plan_of((0, "park", "kim", ["amira", "ben", "cass"]), (0, "church", "lou", ["dev"]))
    found = replanned(made, plan, SupervisorAbsent("kim", TODAY))
    assert found.remainder == pytest.approx(1913.5)
    joined = plan_of((0, "church", "lou", ["amira", "ben", "dev"]))
    assert score(joined, found.problem).score == pytest.approx(6103.5)
    assert found.score == pytest.approx(6223.5)
    assert [(one.person_id, one.kind, one.nothing_left) for one in found.changes.people] == [
        ("dev", "dropped", True),
        ("amira", "supervised", False),
        ("ben", "supervised", False),
        ("cass", "supervised", False),
    ]


# --- other events ---


def test_a_closed_site_sends_its_people_elsewhere_with_its_supervisor():
    projects = [project("g"), project("k")]
    made = problem(people("ab"), projects, [supervisor("s")])
    found = replanned(made, plan_of((0, "g", "s", "ab")), SiteClosed("g", TODAY))
    assert rolls(found.plan) == {(0, "k", "s"): "ab"}
    assert [(one.kind, one.project_id) for one in found.changes.sessions] == [("called_off", "g"), ("opened", "k")]
    assert [(one.had, one.has) for one in found.changes.supervisors] == [("g", "k")]


def test_fewer_places_drop_the_least_urgent_and_nobody_else():
    urgent = people("abcd", attendance=1.0, limit_date=MONDAY + 7 * DAY)
    made = problem([*people("xy", attendance=1.0), *urgent], [project(places=6)], [supervisor("s")])
    cap = PlacesCapped((Cap(None, MONDAY, MONDAY + 6 * DAY, 4),))
    found = replanned(made, plan_of((0, "g", "s", "xyabcd")), cap)
    assert rolls(found.plan) == {(0, "g", "s"): "abcd"}
    assert Counter(one.kind for one in found.changes.people) == {"dropped": 2}


def test_new_people_take_free_places_and_nobody_is_moved():
    made = problem(people("ab"), [project()], [supervisor("s")])
    found = replanned(made, plan_of((0, "g", "s", "ab")), NewPeople(tuple(people("cd"))))
    assert rolls(found.plan) == {(0, "g", "s"): "abcd"}
    assert [(one.person_id, one.kind, one.had) for one in found.changes.people] == [
        ("c", "added", None),
        ("d", "added", None),
    ]


def test_a_new_session_is_opened_for_new_people_where_a_supervisor_is_free():
    made = problem(people("ab", sex="f"), [project("g", audience="women"), project("k")], [
        supervisor("s"), supervisor("t"),
    ])  # fmt: skip
    found = replanned(made, plan_of((0, "g", "s", "ab")), NewPeople(tuple(people("cd"))))
    assert rolls(found.plan) == {(0, "g", "s"): "ab", (0, "k", "t"): "cd"}


def test_a_place_that_becomes_free_goes_to_someone_who_has_none():
    who = people("abc", attendance=1.0)
    made = problem(who, [project(places=2)], [supervisor("s")])
    found = replanned(made, plan_of((0, "g", "s", "ab")), PersonAway("a", TODAY))
    assert rolls(found.plan) == {(0, "g", "s"): "bc"}
    assert found.parts.standing == -60


def test_who_is_no_longer_eligible_loses_what_is_to_come_and_keeps_what_was():
    made = problem([person("a", offer_max=1680)], [project()], [supervisor("s")])
    plan = plan_of((0, "g", "s", "a"), (3, "g", "s", "a"))
    found = replanned(made, plan, PersonNoLongerEligible("a", MONDAY + 2 * DAY), on=MONDAY + 2 * DAY)
    assert rolls(found.plan) == {(0, "g", "s"): "a"}


def test_a_session_that_loses_too_many_is_called_off_and_its_people_go_elsewhere():
    projects = [project("g", least=2), project("k")]
    made = problem(people("abc"), projects, [supervisor("s"), supervisor("t")])
    found = replanned(made, plan_of((0, "g", "s", "ab"), (0, "k", "t", "c")), PersonAway("a", TODAY))
    assert rolls(found.plan) == {(0, "k", "t"): "bc"}


def test_unknown_ids_and_people_who_are_there_already_are_refused():
    made = problem(people("a"), [project()], [supervisor("s")])
    for event in (
        SupervisorAbsent("nobody", TODAY),
        SiteClosed("nowhere", TODAY),
        PersonAway("nobody", TODAY),
        PersonNoLongerEligible("nobody", MONDAY),
        PlacesCapped((Cap("nowhere", MONDAY, MONDAY, 1),)),
    ):
        with pytest.raises(KeyError):
            event.apply(made)
    with pytest.raises(ValueError, match="already"):
        NewPeople(tuple(people("a"))).apply(made)
    with pytest.raises(ValueError, match="already in the problem: b"):
        NewPeople(tuple(people("bcb"))).apply(made)


@pytest.mark.parametrize("collecting", [True, False])
def test_the_search_for_garbage_goes_on_afterwards_as_before(collecting):
    made = problem(people("a"), [project()], [supervisor("s"), supervisor("t")])
    was = gc.isenabled()
    (gc.enable if collecting else gc.disable)()
    try:
        replanned(made, plan_of((0, "g", "s", "a")), SupervisorAbsent("s", TODAY))
        assert gc.isenabled() == collecting
        with pytest.raises(KeyError):
            replanned(made, plan_of((0, "g", "s", "a")), SupervisorAbsent("nobody", TODAY))
        assert gc.isenabled() == collecting
    finally:
        (gc.enable if was else gc.disable)()


# --- in the middle of a week ---


def test_on_a_wednesday_what_was_stays_and_nobody_is_booked_on_days_that_are_over():
    wednesday = MONDAY + 2 * DAY
    who = [person("a", offer_max=1680), person("b", offer_max=1680)]
    made = problem(who, [project()], [supervisor("s", days=frozenset({1, 2, 3})), supervisor("t", days_a_week=1)])
    plan = plan_of((0, "g", "s", "a"), (2, "g", "s", "ab"))
    found = replanned(made, plan, SupervisorAbsent("s", frozenset({wednesday})), on=wednesday)
    assert rolls(found.plan) == {(0, "g", "s"): "a", (2, "g", "t"): "ab"}
    assert found.broken_promises == ()


def test_new_people_are_not_booked_on_days_that_are_over():
    made = problem([person("a")], [project()], [supervisor("s")])
    found = replanned(
        made, plan_of((0, "g", "s", "a"), (2, "g", "s", "a")), NewPeople((person("b"),)), on=MONDAY + 2 * DAY
    )
    assert {(one.date - MONDAY).days for one in found.plan.bookings if one.person_id == "b"} >= {2}
    assert rolls(found.plan)[0, "g", "s"] == "a"


def test_without_projects_or_supervisors_there_is_nothing_to_mend():
    nothing = Plan((), ())
    for made in (problem(), problem([person("a")]), problem([person("a")], [project()])):
        found = replanned(made, nothing, NewPeople((person("new"),)))
        assert found.plan.bookings == ()


def test_on_a_wednesday_that_day_and_the_next_cost_60_and_later_ones_40():
    wednesday = MONDAY + 2 * DAY
    made = problem([person("a", offer_max=1680)], [project()], [supervisor("s")])
    plan = plan_of(*[(day, "g", "s", "a") for day in (1, 2, 3, 4)])
    stands = as_it_stands(made, plan, on=wednesday)
    whole = score(plan, stands).score
    alone = score(plan, replace(stands, standing=())).score
    lost = {}
    for row in stands.standing:
        less = Plan(plan.sessions, tuple(one for one in plan.bookings if one.date != row.date))
        minutes_and_way = alone - score(less, replace(stands, standing=(), wishes=())).score
        lost[(row.date - MONDAY).days] = round(whole - score(less, stands).score - minutes_and_way + 40, 6)
    assert [row.fixed for row in stands.standing] == [True, False, False, False]
    assert lost[2] == lost[3] == lost[4] + 20


@pytest.mark.parametrize(("before", "soon"), [(1, {0}), (2, set()), (0, {0, 1})])
def test_days_before_the_weeks_planned_only_what_is_then_soon_costs_60(before, soon):
    """Somebody comes for nothing on four days, so that only what dropping costs is left of the score."""
    made = problem([person("a", minutes_left=0, offer_min=0)], [project(supervised=False)])
    plan = plan_of(*[(day, "g", None, "a") for day in range(4)])
    stands = as_it_stands(made, plan, on=MONDAY - before * DAY)
    for day in range(4):
        less = Plan(plan.sessions, tuple(one for one in plan.bookings if one.date != MONDAY + day * DAY))
        whole, rest = score(plan, stands), score(less, stands)
        lost = whole.standing + whole.wishes - rest.standing - rest.wishes
        assert lost == (60 if day in soon else 40)
