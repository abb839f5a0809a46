"""Where there is nobody, nothing to do or nobody to lead it, every question is answered: with nothing."""

import pytest

from amends.methods.planning.check import check
from amends.methods.planning.replanning import NewPeople, replan
from amends.methods.planning.solve import solve
from amends.methods.planning.stop import Cancelled
from amends.methods.planning.why.laid_out import state_of
from amends.methods.planning.why.market import prices_of
from amends.methods.planning.why.not_run import why_not_run
from amends.methods.planning.why.one_more import best_places, best_qualifications, best_supervisors
from amends.methods.planning.why.short import why_short
from tests.methods.planning.made import MONDAY, person, problem, project, supervisor

EMPTY = {
    "nothing": problem(),
    "no people": problem([], [project()], [supervisor()]),
    "no projects": problem([person()], [], [supervisor()]),
    "only people": problem([person()], weeks=2),
    "no supervisors": problem([person()], [project()]),
    "no days": problem([person(days=frozenset())], [project(days=frozenset())], [supervisor(days=frozenset())]),
}


def rounds(count):
    asked = iter(range(count))
    return Cancelled(lambda: next(asked, None) is None)


@pytest.mark.parametrize("made", EMPTY.values(), ids=EMPTY)
def test_every_question_about_the_plan_has_an_answer(made):
    state = state_of(made, solve(made, stop=rounds(1000), seed=0).plan)
    assert len(why_not_run(state)) == sum(day.isoweekday() in one.days for one in made.projects for day in made.dates)
    assert len(why_short(state)) == len(made.people) * made.weeks
    prices = prices_of(made, stop=rounds(5), seed=0)
    assert prices.bound >= 0
    assert best_qualifications(prices) == () == best_places(prices)
    assert bool(best_supervisors(prices)) == (made is EMPTY["no supervisors"])


@pytest.mark.parametrize("made", EMPTY.values(), ids=EMPTY)
def test_something_may_happen_to_the_plan(made):
    plan = solve(made, stop=rounds(1000), seed=0).plan
    for events in ((), (NewPeople((person("new"),)),)):
        found = replan(made, plan, events, on=MONDAY, stop=rounds(1000), seed=0)
        assert check(found.problem, found.plan) == ()
        assert bool(found.plan.bookings) == bool(events and made is EMPTY["no people"])
