"""What is pinned stays when something happens, as far as rules allow, and what could not be kept is told."""

from amends.methods.planning.problem import Standing
from amends.methods.planning.replanning import (
    NewPeople,
    SupervisorAbsent,
    standing_from,
)
from tests.methods.planning.made import MONDAY, person, problem, project, supervisor
from tests.methods.planning.replanned import TODAY, people, plan_of, replanned, rolls


def test_what_is_pinned_since_the_plan_was_made_is_booked_and_the_rest_makes_room():
    pin = Standing("g", MONDAY, None, "c", True)
    made = problem(people("abc", attendance=1.0), [project(places=2), project("h", places=1)],
                   [supervisor("s"), supervisor("t")], standing=(pin,))  # fmt: skip
    plan = plan_of((0, "g", "s", "ab"), (0, "h", "t", "c"))
    found = replanned(made, plan)
    assert "c" in rolls(found.plan)[0, "g", "s"] and found.broken_promises == ()
    assert sorted("".join(rolls(found.plan).values())) == ["a", "b", "c"]


def test_a_pin_that_no_rule_allows_is_told_as_broken_and_changes_nothing():
    pin = Standing("g", MONDAY, None, "c", True)
    made = problem([*people("ab"), person("c", days=frozenset({4}))], [project()], [supervisor("s")], standing=(pin,))
    found = replanned(made, plan_of((0, "g", "s", "ab")))
    assert rolls(found.plan)[0, "g", "s"] == "ab"
    assert found.broken_promises == (pin,)


def test_what_stands_is_a_row_for_each_booking_and_fixed_ones_stay_fixed():
    made = problem(people("ab"), [project()], [supervisor("s")], standing=(Standing("g", MONDAY, "s", "a", True),))
    rows = standing_from(plan_of((0, "g", "s", "ab")), made, on=MONDAY)
    assert set(rows) == {Standing("g", MONDAY, "s", "a", True), Standing("g", MONDAY, "s", "b", False)}


def test_who_leads_stands_beside_a_pin_that_names_nobody():
    pin = Standing("g", MONDAY, None, "a", True)
    made = problem(people("a"), [project()], [supervisor("s")], standing=(pin,))
    rows = standing_from(plan_of((0, "g", "s", "a")), made, on=MONDAY)
    assert set(rows) == {pin, Standing("g", MONDAY, "s", None, False)}


def test_a_pin_that_names_nobody_is_kept_under_another_when_the_first_is_absent():
    made = problem(
        people("a"), [project()], [supervisor("s"), supervisor("t")],
        standing=(Standing("g", MONDAY, None, "a", True),),
    )  # fmt: skip
    found = replanned(made, plan_of((0, "g", "s", "a")), SupervisorAbsent("s", TODAY))
    assert rolls(found.plan) == {(0, "g", "t"): "a"}
    assert found.broken_promises == ()


def test_a_fixed_booking_stays_though_its_place_is_wanted():
    made = problem(
        people("a", attendance=1.0), [project(places=1)], [supervisor("s")],
        standing=(Standing("g", MONDAY, "s", "a", True),),
    )  # fmt: skip
    urgent = tuple(people("b", attendance=1.0, limit_date=MONDAY))
    found = replanned(made, plan_of((0, "g", "s", "a")), NewPeople(urgent))
    assert rolls(found.plan) == {(0, "g", "s"): "a"}


def test_a_fixed_booking_whose_supervisor_is_absent_stays_under_another_and_is_told():
    rows = (Standing("g", MONDAY, "s", "a", True),)
    made = problem(people("a"), [project()], [supervisor("s"), supervisor("t")], standing=rows)
    found = replanned(made, plan_of((0, "g", "s", "a")), SupervisorAbsent("s", TODAY))
    assert rolls(found.plan) == {(0, "g", "t"): "a"}
    assert found.broken_promises == rows
