"""Plans lived through many times: the same as what can be worked out, promises kept or not, and absences together."""

from dataclasses import replace
from datetime import timedelta
from itertools import product
from math import prod

import numpy as np
import pytest

from amends.methods.attendance.together import shared_draws
from amends.methods.planning.expected import expected_turned_away, full_sessions, usual_count
from amends.methods.planning.overbooking import chance_turned_away
from amends.methods.planning.plan import Booking, Plan, Session
from amends.methods.planning.replay import promise, replay
from amends.methods.planning.turnout import INDEPENDENT, Together, latent, points
from tests.methods.planning.made import MONDAY, person, problem, project, supervisor

DAY = timedelta(days=1)
RAINY = Together(0.15, 0.2, "assumed")


def everybody(made, project_id="g", day=MONDAY) -> Plan:
    """Everyone of the problem at one session."""
    return Plan((Session(day, project_id, "s"),), tuple(Booking(day, project_id, one.person_id) for one in made.people))


def crowd(chances, **changes):
    return problem([person(f"p{n}", attendance=chance) for n, chance in enumerate(chances)], [project(**changes)],
                   [supervisor()])  # fmt: skip


def alone(made, plan, **options):
    return replay(made, {"plan": plan}, **options)["plan"]


@pytest.mark.parametrize("places", [0, 1, 2, 3])
def test_the_expected_number_turned_away_is_that_of_every_way_it_can_turn_out(places):
    chances = [0.9, 0.5, 0.3, 0.8]
    by_hand = sum(
        max(0, sum(way) - places) * prod(p if came else 1 - p for p, came in zip(chances, way, strict=True))
        for way in product((0, 1), repeat=4)
    )
    assert expected_turned_away(chances, places) == pytest.approx(by_hand)


def test_how_many_sessions_may_turn_somebody_away_without_surprise():
    assert usual_count([]) == (0, 0)
    assert usual_count([1.0, 1.0]) == (2, 2)
    assert usual_count([0.5] * 2) == (0, 2)
    low, high = usual_count([0.05] * 100)
    drawn = (np.random.default_rng(0).random((20_000, 100)) < 0.05).sum(axis=1)
    assert ((drawn < low).mean() <= 0.025, (drawn > high).mean() <= 0.025) == (True, True)
    assert ((drawn < low + 1).mean() > 0.025, (drawn > high - 1).mean() > 0.025) == (True, True)


def test_independent_runs_agree_with_the_exact_figures():
    made = crowd([0.9, 0.7, 0.8, 0.6, 0.95, 0.5], places=4)
    plan = everybody(made)
    found = alone(made, plan, runs=20_000)
    [session] = full_sessions(plan, made)
    chances = [one.attendance for one in made.people]
    assert session.risk == chance_turned_away(chances, 4)
    away, over = found.mean("turned_away"), found.mean("sessions_over")
    assert abs(away.mean - session.turned_away) < 4 * away.error
    assert abs(over.mean - session.risk) < 4 * over.error
    worked = found.mean("minutes_worked")
    assert abs(worked.mean - 420 * (sum(chances) - session.turned_away)) < 4 * worked.error


def test_all_that_is_certain_comes_out_the_same_in_every_run():
    made = crowd([1.0, 1.0, 1.0], places=2)
    found = alone(made, everybody(made), runs=5)
    assert list(found.turned_away) == [1] * 5
    assert list(found.minutes_worked) == [840] * 5
    assert list(found.offers_met) == [2] * 5, "a place that is not there is no offer"
    assert list(found.travel_minutes) == [30] * 5, "who is turned away has come all the same"
    assert list(found.times_over) == [5]


def test_an_offer_is_met_by_whoever_stays_away_but_not_where_less_than_the_least_was_offered():
    made = crowd([0.01, 0.01], places=8)
    made = replace(made, people=(made.people[0], replace(made.people[1], offer_min=500)))
    found = alone(made, everybody(made), runs=200)
    assert set(found.offers_met) == {1}


def test_who_is_turned_away_is_drawn_by_lot():
    two = [person("p0", attendance=1.0, offer_min=420), person("p1", attendance=1.0, offer_min=0)]
    made = problem(two, [project(places=1)], [supervisor()])
    met = alone(made, everybody(made), runs=4000).offers_met
    assert set(met) == {1, 2}
    assert met.mean() == pytest.approx(1.5, abs=0.05)


def test_individual_placements_turn_nobody_away_and_promise_nothing():
    made = crowd([1.0, 1.0], kind="individual", places=2, supervised=False)
    found = alone(made, everybody(made), runs=10)
    assert found.turned_away.sum() == 0
    assert found.sessions == ()
    assert promise(found, 0.05).worst is None
    assert promise(found, 0.05).holds


def test_the_same_seed_draws_the_same_and_another_does_not():
    made = crowd([0.5] * 12, places=6)
    one, same, other = (alone(made, everybody(made), runs=50, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(one.minutes_worked, same.minutes_worked)
    assert not np.array_equal(one.minutes_worked, other.minutes_worked)


def test_plans_are_replayed_with_the_same_luck():
    made = crowd([0.6] * 6, places=8)
    plan = everybody(made)
    fewer = Plan(plan.sessions, plan.bookings[:-1])
    both = replay(made, {"one": plan, "same": plan, "fewer": fewer}, runs=300)
    assert np.array_equal(both["one"].minutes_worked, both["same"].minutes_worked)
    less = both["one"].less(both["fewer"], "minutes_worked")
    assert set(both["one"].minutes_worked - both["fewer"].minutes_worked) == {0, 420}
    assert less.mean == pytest.approx(0.6 * 420, rel=0.2)


def test_a_plan_filled_to_the_brim_keeps_its_promise_when_people_come_independently():
    random = np.random.default_rng(5)
    made = crowd(random.uniform(0.3, 0.98, 30), places=6)
    bookings = []
    for offset in range(7):
        on: list = []
        for number in random.permutation(30):
            one = made.people[number]
            if chance_turned_away([each.attendance for each in [*on, one]], 6) <= made.overbook_risk:
                on.append(one)
        bookings += [Booking(MONDAY + offset * DAY, "g", one.person_id) for one in on]
    found = promise(alone(made, Plan((), tuple(bookings))), made.overbook_risk)
    assert found.sessions == 7
    assert found.holds
    assert 0 < found.expected_sessions <= 7 * made.overbook_risk
    assert abs(found.turned_away.mean - found.expected) < 5 * found.turned_away.error


def test_a_promise_that_is_broken_is_told():
    made = crowd([0.7] * 8, places=5)
    found = promise(alone(made, everybody(made)), 0.05)
    assert chance_turned_away([0.7] * 8, 5) > 0.5
    assert (found.holds, found.broken, found.worst.project_id) == (False, 1, "g")
    assert found.worst_share.low > 0.05


def test_a_promise_kept_to_the_brim_is_seldom_called_broken():
    made = problem(
        [person(f"p{n}", attendance=0.5) for n in range(4)], [project(places=3, supervised=False)], overbook_risk=0.0625
    )
    plan = Plan((), tuple(booking for day in range(7) for booking in everybody(made, day=MONDAY + day * DAY).bookings))
    called = sum(not promise(alone(made, plan, runs=500, seed=seed), 0.0625).holds for seed in range(40))
    assert called <= 5


def test_absences_that_go_together_turn_more_away_and_leave_each_chance_as_it_is():
    made = crowd([0.75] * 10, places=9)
    plan = everybody(made)
    apart, rainy = (alone(made, plan, runs=6000, together=way) for way in (INDEPENDENT, RAINY))
    assert rainy.mean("sessions_over").low > apart.mean("sessions_over").high
    assert rainy.mean("travel_minutes").mean == pytest.approx(apart.mean("travel_minutes").mean, rel=0.02)
    assert rainy.minutes_worked.std() > 1.3 * apart.minutes_worked.std()


def test_people_in_one_town_share_more_than_people_in_two():
    two = [project(places=20), project("far", lat=52.5, places=20)]
    made = problem([person(f"p{n}", attendance=0.5) for n in range(20)], two, [supervisor()])
    half = [Booking(MONDAY, "g" if n < 10 else "far", f"p{n}") for n in range(20)]
    way = Together(0.0, 0.5, "assumed")
    both = alone(made, Plan((), tuple(half)), runs=3000, together=way).minutes_worked
    one = alone(made, Plan((), tuple(half)), runs=3000, together=way, town_of={"g": 1, "far": 1}).minutes_worked
    assert one.std() > 1.2 * both.std()


def test_nothing_booked_is_nothing_done():
    made = crowd([0.5])
    found = alone(made, Plan((), ()), runs=3)
    assert (found.minutes_worked.sum(), found.turned_away.sum(), found.offers_met.sum()) == (0, 0, 0)
    assert promise(found, 0.05).holds


@pytest.mark.parametrize("wrong", [(-0.1, 0.1), (0.5, 0.5)])
def test_shares_that_cannot_be_are_refused(wrong):
    with pytest.raises(ValueError, match="shares"):
        Together(*wrong, "assumed")


def past(together: Together, seed: int, days: int = 300):
    """Chances told, and who came, on days and in three towns, drawn with what is shared."""
    random = np.random.default_rng(seed)
    day, town = np.repeat(np.arange(days), 45), np.tile(np.repeat(np.arange(3), 15), days)
    chance = random.uniform(0.4, 0.95, len(day))
    own = random.standard_normal(len(day))
    drawn = latent(
        together, random.standard_normal(days)[day], random.standard_normal((days, 3))[day, town], own
    )  # fmt: skip
    return chance, drawn < points(chance), day, town


@pytest.mark.parametrize("truth", [INDEPENDENT, Together(0.05, 0.08, "assumed"), Together(0.1, 0.0, "assumed")])
def test_what_was_shared_in_the_past_is_found_again(truth):
    found = [shared_draws(*past(truth, seed)) for seed in range(6)]
    assert np.mean([one.day for one in found]) == pytest.approx(truth.day, abs=0.015)
    assert np.mean([one.town for one in found]) == pytest.approx(truth.town, abs=0.015)
    held = [one.day_low <= truth.day <= one.day_high for one in found]
    held += [one.town_low <= truth.town <= one.town_high for one in found]
    assert sum(held) >= 9


def test_in_one_town_the_day_cannot_be_told_apart_from_it():
    chance, came, day, town = past(Together(0.05, 0.05, "assumed"), 1)
    found = shared_draws(chance, came, day, np.zeros_like(town))
    assert found.one_town
    assert (found.day, found.day_low, found.day_high) == (0, 0, 0)
    assert not shared_draws(chance, came, day, town).one_town


def test_with_too_few_days_nothing_is_estimated():
    assert shared_draws(*past(INDEPENDENT, 1, days=19)) is None


def test_an_estimate_below_nought_is_taken_for_nought():
    found = shared_draws(*past(INDEPENDENT, 2))
    together = replace(found, day=-0.02, town=0.04).together
    assert (together.day, together.town, together.source) == (0.0, 0.04, "estimated")
