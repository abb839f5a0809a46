"""What a seat costs to free, near those who look for one, as the repair of a plan asks for it."""

import numpy as np
import pytest

from amends.methods.planning.model import build
from amends.methods.planning.priced.ground import lay_out
from amends.methods.planning.priced.standing import NO_SEAT
from amends.methods.planning.replanning import as_it_stands
from amends.methods.planning.replanning.nearby import Nearby
from amends.methods.planning.replanning.remainder import stood, take_over
from tests.methods.planning.made import MONDAY, problem, project, supervisor
from tests.methods.planning.replanned import ONE_DAY, people, plan_of

PROMISE_TODAY = 60
WHOLE_DAY = 420 * 5  # points of the minutes of an offer's least, for somebody who is not urgent
WAY = 0.5 * 10


@pytest.fixture
def nearby():
    """Today: k is full and may be left for m, which has room; f is full, for women; o is full, and only v may go there.

    Nobody has another day, everybody always comes, and all is at the same place, so that ways cost the same.
    """
    seat = {"places": 1, "days": ONE_DAY}
    projects = [
        project("k", **seat), project("m", places=3, days=ONE_DAY), project("f", audience="women", **seat),
        project("o", tags=frozenset({"heavy"}), **seat),
    ]  # fmt: skip
    light = people("abm", attendance=1.0, sex="m", excludes=frozenset({"heavy"}))
    who = [*light, *people("f", attendance=1.0, sex="f"), *people("v", attendance=1.0, sex="m")]
    leaders = [supervisor(one) for one in "stuw"]
    made = problem(who, projects, leaders)
    plan = plan_of((0, "k", "s", "b"), (0, "m", "t", "m"), (0, "f", "u", "f"), (0, "o", "w", "v"))
    model = build(as_it_stands(made, plan, on=MONDAY))
    ground = lay_out(model)
    seating, _ = take_over(model, ground, stood(model))
    return model, Nearby(model, ground, seating)


def price_of(model, nearby, name):
    return nearby.price[0, model.project_index[name]]


def test_a_seat_costs_what_its_holder_loses_by_moving_on_and_a_free_one_nothing(nearby):
    model, prices = nearby
    prices.look(0, np.array([model.person_index["a"]]))
    assert price_of(model, prices, "k") == pytest.approx(PROMISE_TODAY)
    assert price_of(model, prices, "m") == 0


def test_full_sessions_that_suit_none_of_those_who_look_are_not_priced_until_somebody_looks_whom_they_suit(nearby):
    model, prices = nearby
    prices.look(0, np.array([model.person_index["a"]]))
    assert price_of(model, prices, "f") == price_of(model, prices, "o") == NO_SEAT
    prices.look(0, np.array([model.person_index["v"]]))
    assert price_of(model, prices, "o") == pytest.approx(PROMISE_TODAY)  # v would go to m
    assert price_of(model, prices, "k") == pytest.approx(PROMISE_TODAY)
    assert price_of(model, prices, "f") == NO_SEAT


def test_calling_a_session_off_costs_its_people_what_moving_on_costs_each(nearby):
    model, prices = nearby
    prices.look(0, np.array([model.person_index["a"]]))
    for name in ("k", "f"):
        assert prices.lost_by_closing(0, model.project_index[name]) == pytest.approx(PROMISE_TODAY)


def test_who_lost_a_seat_loses_nothing_where_another_is_free_and_the_minutes_where_none_can_be_had(nearby):
    model, prices = nearby
    a, k, m = model.person_index["a"], model.project_index["k"], model.project_index["m"]
    prices.look(0, np.array([a]))
    assert prices.lost_without(0, k, [a]) == pytest.approx(0)  # nothing was promised to a, and m is as good
    prices.price[0, m] = NO_SEAT
    assert prices.lost_without(0, k, [a]) == pytest.approx(PROMISE_TODAY)  # one in k could move on
    prices.price[0, k] = NO_SEAT
    assert prices.lost_without(0, k, [a, a]) == pytest.approx(2 * (WHOLE_DAY - WAY))
