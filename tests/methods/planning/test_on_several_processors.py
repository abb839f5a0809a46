"""Work shared out among processors: the same plan on any number, and halves of the weeks that keep every rule."""

import random
from dataclasses import replace

import numpy as np
import pytest

from amends.methods.planning.check import check
from amends.methods.planning.files.plan_folder import report
from amends.methods.planning.model import build
from amends.methods.planning.plan import Booking, Plan, Session
from amends.methods.planning.priced import kept, prices, search
from amends.methods.planning.priced.ground import lay_out
from amends.methods.planning.priced.halves import halved, joined
from amends.methods.planning.priced.moving import open_others, twin_of
from amends.methods.planning.priced.seating import (
    NOBODY,
    book,
    empty_seating,
    has_room,
    hours_allow,
    points_at,
    unbook,
)
from amends.methods.planning.priced.side_by_side import SideBySide
from amends.methods.planning.solve import solve
from amends.methods.planning.state import State
from amends.methods.planning.stop import Cancelled
from tests.methods.planning import brute
from tests.methods.planning.crowded import crowded
from tests.methods.planning.made import EVERY_DAY, random_problem


def never():
    return False


@pytest.mark.parametrize(("seed", "people", "weeks"), [(12, 70, 1), (5, 30, 3)])
def test_one_processor_makes_the_plan_that_two_make(monkeypatch, seed, people, weeks):
    monkeypatch.setattr(prices, "_LARGE", 0)
    made = crowded(seed, people, weeks)
    one, two = (solve(made, stop=Cancelled(never), seed=3, threads=threads) for threads in (1, 2))
    assert (one.plan, one.score, one.bound, one.status) == (two.plan, two.score, two.bound, two.status)
    assert [str(breach) for breach in check(made, two.plan, report(made, two, seconds=1.0))] == []


def test_no_processor_at_all_is_refused():
    with pytest.raises(ValueError, match="1 or more"):
        solve(random_problem(1), stop=Cancelled(never), seed=0, threads=0)


def town(seed):
    """Two to five weeks in which the hours and the ETE of everybody run out."""
    made = random_problem(seed, people=14, projects=5, supervisors=0, weeks=2 + seed % 4, rich=False)
    chance = random.Random(seed)
    kinds = ("group", "ete", "group", "individual", "ete")
    people = [
        replace(
            one, days=EVERY_DAY, kinds=frozenset(kinds), minutes_left=chance.randint(60, 2500), offer_max=1680,
            ete_left=chance.choice([0, 300, 500, 900]), attendance=0.6, max_travel=90.0,
        )
        for one in made.people
    ]  # fmt: skip
    projects = [
        replace(one, kind=kind, supervised=False, audience="any", places=4)
        for one, kind in zip(made.projects, kinds, strict=True)
    ]
    return replace(made, people=tuple(people), projects=tuple(projects), apart=(), overbook_risk=0.05)


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_done_in_two_halves_keeps_the_hours_and_the_score_when_they_are_joined(seed):
    made = town(seed)
    model = build(made)
    ground = lay_out(model)
    seating = empty_seating(model, ground)
    chance = random.Random(seed)
    changes, refused = 0, 0
    for turn in range(8):
        halves = halved(ground, seating, turn)
        for _ in range(150):  # first one half does something, then the other, as if at the same time
            half = chance.choice(halves)
            row, day = chance.randrange(len(made.people)), chance.choice(list(half.weeks)) * 7 + chance.randrange(7)
            column = chance.randrange(len(made.projects))
            if half.seating.at[row, day] != NOBODY:
                if chance.random() < 0.35:
                    unbook(half.ground, half.seating, row, day)
                continue
            points = points_at(half.ground, row, day, column)
            if points == -np.inf or not has_room(half.seating, day, column, row, NOBODY):
                continue
            week = range(day - day % 7, day - day % 7 + 7)
            given = chance.choice([NOBODY, *(other for other in week if half.seating.at[row, other] != NOBODY)])
            if not hours_allow(half.ground, half.seating, row, given, day, column):
                refused += 1
                continue
            if given != NOBODY:
                unbook(half.ground, half.seating, row, given)
            book(half.ground, half.seating, row, day, column, points)
            changes += 1
        joined(seating, halves)
        bookings = tuple(
            Booking(made.dates[day], made.projects[seating.at[row, day]].project_id, made.people[row].person_id)
            for row, day in np.argwhere(seating.at != NOBODY).tolist()
        )
        sessions = {(one.project_id, one.date) for one in bookings}
        plan = Plan(tuple(Session(on, name, None) for name, on in sessions), bookings)
        assert brute.legal(made, plan)
        assert seating.score[0] == pytest.approx(brute.score(made, plan), abs=1e-6)
        held = np.where(seating.at != NOBODY, ground.lengths[ground.length[seating.at]], 0)
        assert np.array_equal(seating.total, held.sum(axis=1))
        assert np.array_equal(seating.ete, np.where(ground.is_ete[seating.at], held, 0).sum(axis=1))
    assert changes > 100 and refused > 20


def test_two_seatings_in_which_changes_are_tried_are_equal_in_the_end(monkeypatch):
    model = build(random_problem(11, 90, 9, 6, 1))
    searching = search.begin(model, State(model), never, lambda *told: None, 0)
    seen = []

    def open_and_look(ground, twins, *asked):
        before = float(twins[0].score[0])
        open_others(ground, twins, *asked)
        seen.append(float(twins[0].score[0]) - before)
        one, other = twins
        for name in ("at", "booked", "total", "ete", "taken", "open", "leader", "leading", "led", "score"):
            assert np.array_equal(getattr(one, name), getattr(other, name)), name
        for day, project in np.argwhere(one.taken > 0).tolist():
            taken = one.taken[day, project]
            assert sorted(one.roll[day, project, :taken]) == sorted(other.roll[day, project, :taken])

    monkeypatch.setattr(search, "open_others", open_and_look)
    searching.run()
    assert max(seen) > 0 and searching.found() is not None
    assert twin_of(searching.best).at is not searching.best.at


def test_answers_come_in_the_order_of_the_parts_on_any_number_of_threads():
    for threads in (1, 2, 5):
        parts = [lambda number=number: number * number for number in range(20)]
        assert SideBySide(threads).all(parts) == [number * number for number in range(20)]


def test_nothing_that_is_said_not_to_be_compiled_is():
    """What changes there leaves compiled code as it was: it must hold none."""
    folder = kept._HERE
    for name in kept._NOT_COMPILED:
        assert "@compiled" not in (folder / f"{name}.py").read_text(encoding="utf-8"), name
