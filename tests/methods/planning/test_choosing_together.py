"""A neighbourhood's week chosen all at once: finds what single chains do not, keeps every rule, never loses points."""

from dataclasses import replace
from datetime import time

import numpy as np
import pytest

from amends.methods.planning.exact.together import choose_together, most_minutes, neighbourhoods
from amends.methods.planning.model import build
from amends.methods.planning.priced import search
from amends.methods.planning.priced.chains import improve_person
from amends.methods.planning.priced.ground import lay_out
from amends.methods.planning.priced.seating import NOBODY, book, empty_seating, hours_allow, points_at
from amends.methods.planning.priced.side_by_side import SideBySide
from amends.methods.planning.promises import keep_fixed
from amends.methods.planning.solve import plan_of
from amends.methods.planning.state import State
from tests.methods.planning import brute
from tests.methods.planning.made import person, problem, project, random_problem


def never():
    return False


def together(ground, seating, price, homes=None, ended=never):
    homes = np.zeros((len(seating.at), 2)) if homes is None else homes
    choose_together(ground, seating, price, homes, SideBySide(), ended=ended, seconds_left=lambda: 60.0, seed=0)


def test_a_long_session_is_changed_for_two_short_ones_so_that_somebody_else_has_it():
    # the worked example of docs/rules/choosing_together.md
    alone = {"kind": "individual", "supervised": False, "places": 1}
    half = project("shop", days=frozenset({2, 3}), start=time(9), end=time(12, 30), **alone)
    projects = [project("yard", days=frozenset({1}), **alone), half, project("mill", days=frozenset({4}), **alone)]
    ann = person("Ann", days=frozenset({1, 2, 3}), offer_max=420, minutes_left=26 * 420)
    bob = person("Bob", days=frozenset({1, 4}), offer_max=840, minutes_left=26 * 840)
    model = build(problem([ann, bob], projects))
    ground = lay_out(model)
    seating, price = empty_seating(model, ground), np.zeros((7, 3))
    book(ground, seating, 0, 0, 0, points_at(ground, 0, 0, 0))
    book(ground, seating, 1, 3, 2, points_at(ground, 1, 3, 2))
    before = float(seating.score[0])
    for one in (0, 1):
        assert improve_person(ground, seating, one, 0, price, 100.0, 100) == 0
    together(ground, seating, price)
    assert seating.score[0] - before == pytest.approx(305)
    assert seating.at[0].tolist() == [NOBODY, 1, 1, NOBODY, NOBODY, NOBODY, NOBODY]
    assert np.flatnonzero(seating.at[1] != NOBODY).tolist() == [0, 3]


def region(seed, **changes):
    made = random_problem(seed, 40, 7, 4, 1 + seed % 2)
    people = tuple(replace(one, attendance=0.7, **changes) for one in made.people)
    return replace(made, people=people, overbook_risk=0.3 if seed % 3 else 0.0)


@pytest.mark.parametrize("seed", range(8))
def test_every_rule_is_kept_no_points_are_lost_and_promises_stay(seed, monkeypatch):
    monkeypatch.setattr("amends.methods.planning.exact.together._MOST_PEOPLE", 6 if seed % 2 else 100)
    made = region(seed)
    model = build(made)
    promised = State(model)
    keep_fixed(promised)
    searching = search.begin(model, promised, never, lambda *told: None, seed)
    scores = []

    def choose(ground, seating, ended):
        before = float(seating.score[0])
        together(ground, seating, searching.market.price, np.array([(one.lat, one.lon) for one in made.people]))
        scores.append((before, float(seating.score[0])))

    searching.together = choose
    searching.run()
    assert len(scores) == 2 and all(after >= before for before, after in scores)
    state = searching.found()
    plan = plan_of(state)
    assert brute.legal(made, plan)
    assert brute.score(made, plan) == pytest.approx(state.points - model.standing_cost, abs=1e-6)
    assert state.points <= searching.bound
    for who, session in promised.fixed:
        assert state.at[who, session % state.days] == session


def test_hours_that_run_out_are_never_passed_by_the_minutes_that_a_week_may_have():
    ended = 0
    for seed in range(6):
        made = region(seed, minutes_left=500, offer_max=1680)
        model = build(made)
        ground = lay_out(model)
        seating = empty_seating(model, ground)
        chance = np.random.default_rng(seed)
        for _ in range(300):
            one, day, column = (int(chance.integers(0, most)) for most in (40, made.day_count, 7))
            points = points_at(ground, one, day, column)
            if points > -np.inf and seating.at[one, day] == NOBODY:
                minutes = int(ground.lengths[ground.length[column]])
                most = most_minutes(ground, seating, np.array([one]), day // 7)[0]
                allowed = hours_allow(ground, seating, one, NOBODY, day, column)
                if seating.booked[one, day // 7] + minutes <= most and not ground.is_ete[column]:
                    assert allowed
                if allowed and seating.taken[day, column] < seating.limit[day, column]:
                    book(ground, seating, one, day, column, points)
        ended += int((seating.total >= 500).sum())
    assert ended > 5


def test_told_to_end_nothing_is_changed():
    model = build(region(1))
    ground = lay_out(model)
    seating = empty_seating(model, ground)
    together(ground, seating, np.zeros_like(ground.open_points), ended=lambda: True)
    assert seating.taken.sum() == 0


def test_with_different_chances_of_coming_seats_are_left_to_the_chains():
    model = build(random_problem(1, 40, 7, 4))
    ground = lay_out(model)
    seating = empty_seating(model, ground)
    together(ground, seating, np.zeros_like(ground.open_points))
    assert seating.taken.sum() == 0


def test_neighbourhoods_hold_everybody_once_and_few_enough_who_live_apart_from_the_others():
    homes = np.random.default_rng(0).uniform(size=(1000, 2))
    for axis in (0, 1):
        parts = neighbourhoods(np.arange(1000), homes, axis)
        assert sorted(np.concatenate(parts).tolist()) == list(range(1000))
        assert all(part.size <= 160 for part in parts)
        assert np.ptp(homes[parts[0]], axis=0).prod() < 0.2
