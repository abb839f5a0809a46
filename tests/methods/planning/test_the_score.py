"""The score, against sums done by hand from its definition."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from amends.methods.planning.plan import Booking, Plan, Session
from amends.methods.planning.problem import Journey, Standing, Wish
from amends.methods.planning.score import score, worth_of
from tests.methods.planning.made import MONDAY, person, problem, project, supervisor

TUESDAY = MONDAY + timedelta(days=1)
WEDNESDAY = MONDAY + timedelta(days=2)
HERE = Journey(0.0, 0.0)


def booked(*rows, led=()):
    return Plan(
        tuple(Session(day, project_id, supervisor_id) for project_id, day, supervisor_id in led),
        tuple(Booking(day, project_id, person_id) for person_id, project_id, day in rows),
    )


def test_an_empty_plan_scores_nothing():
    assert score(Plan((), ()), problem([person()], [project()])).score == 0


def test_minutes_up_to_the_least_are_worth_five_points():
    made = problem([person(offer_min=420)], [project(supervised=False)], travel=HERE)
    assert score(booked(("a", "g", MONDAY)), made).score == 5 * 420


def test_minutes_up_to_the_pace_and_beyond_are_worth_less():
    # 6,000 minutes in 10 weeks: a pace of 600 a week; 70 days to the limit: urgency 1 + 20/90
    one = person(minutes_left=6000, limit_date=MONDAY + timedelta(days=70), offer_min=420, offer_max=1680)
    made = problem([one], [project(supervised=False)], travel=HERE)
    parts = score(booked(("a", "g", MONDAY), ("a", "g", TUESDAY)), made)
    urgency = 1 + 20 / 90
    assert parts.least == pytest.approx(5 * urgency * 420)
    assert parts.towards == pytest.approx(0.75 * urgency * 180)
    assert parts.beyond == pytest.approx(0.15 * 240)


@pytest.mark.parametrize(
    ("days", "urgency", "pace"),
    [
        (None, 1, 6000 / 26),  # no limit: 26 weeks
        (182, 1, 6000 / 26),
        (91, 1, 6000 / 13),
        (90, 1, 6000 / (90 / 7)),
        (45, 1.5, 6000 / (45 / 7)),
        (10, 1 + 80 / 90, 1680),  # 6,000 / (10 / 7) is more than may be offered
        (0, 2, 1680),  # at least one week: 6,000 in it
        (-30, 2, 1680),  # overdue: urgency stays at 2
    ],
)
def test_urgency_and_pace_follow_the_limit(days, urgency, pace):
    limit = None if days is None else MONDAY + timedelta(days=days)
    one = person(minutes_left=6000, limit_date=limit, offer_min=100, offer_max=1680)
    worth = worth_of(one, 1, problem([one]))
    assert (worth.least, worth.pace, worth.urgency) == pytest.approx((100, pace, urgency))


def test_the_pace_is_never_below_the_least():
    one = person(minutes_left=600, limit_date=None, offer_min=420)
    assert worth_of(one, 1, problem([one])).pace == 420


@pytest.mark.parametrize(("week", "least"), [(1, 420), (2, 420), (3, 160), (4, 0), (5, 0)])
def test_the_least_counts_only_minutes_not_covered_by_the_weeks_before(week, least):
    one = person(minutes_left=1000, offer_min=420)
    assert worth_of(one, week, problem([one], weeks=6)).least == least


def test_travel_is_charged_one_way_and_not_rounded():
    # a degree of longitude on the equator is 6371.0088 x pi / 180 = 111.195080 km
    one = person(lat=0.0, lon=0.0, offer_min=0, minutes_left=420, limit_date=None, offer_max=420)
    made = problem([one], [project(lat=0.0, lon=1.0, supervised=False)], travel=Journey(10.0, 2.0))
    parts = score(booked(("a", "g", MONDAY)), made)
    assert parts.travel == pytest.approx(-0.5 * (10 + 2 * 111.1950802335329), abs=1e-9)


def test_a_person_with_a_car_travels_by_car_and_nobody_travels_home():
    driver, walker = person("a", drives=True), person("b")
    made = problem([driver, walker], [project(supervised=False), project("h", kind="home", supervised=False)])
    assert score(booked(("a", "g", MONDAY)), made).travel == -0.5 * 5
    assert score(booked(("b", "g", MONDAY)), made).travel == -0.5 * 10
    assert score(booked(("b", "h", MONDAY)), made).travel == 0


def test_the_last_project_adds_twenty_a_booking():
    made = problem([person(last_project="g")], [project(supervised=False), project("k", supervised=False)])
    assert score(booked(("a", "g", MONDAY), ("a", "g", TUESDAY), ("a", "k", WEDNESDAY)), made).last_project == 40


def test_supervisors_cost_their_drive_and_please_at_their_usual_project():
    made = problem([person()], [project(), project("k")], [supervisor(usual=frozenset({"g"}))])
    parts = score(booked(("a", "g", MONDAY), led=[("g", MONDAY, "s"), ("k", TUESDAY, "s")]), made)
    assert parts.drive == pytest.approx(-0.3 * 5 * 2)
    assert parts.usual == 15


def test_each_wish_that_matches_adds_its_points():
    made = problem(
        [person(), person("b")],
        [project(supervised=False), project("k", supervised=False)],
        wishes=(
            Wish("a", None, None, 1.0),
            Wish(None, "g", None, 10.0),
            Wish(None, None, MONDAY, 100.0),
            Wish("a", "g", MONDAY, 1000.0),
            Wish("a", "g", MONDAY, 0.5),
            Wish("b", "g", TUESDAY, -7.0),
            Wish("b", None, None, None),
        ),
    )
    assert score(booked(("a", "g", MONDAY)), made).wishes == 1111.5
    assert score(booked(("a", "k", TUESDAY)), made).wishes == 1
    assert score(booked(("b", "g", TUESDAY)), made).wishes == 3


@pytest.mark.parametrize(("offset", "cost"), [(0, 60), (1, 60), (2, 40), (6, 40)])
def test_dropping_a_standing_booking_costs_more_when_it_is_near(offset, cost):
    row = Standing("g", MONDAY + timedelta(days=offset), None, "a", False)
    made = problem([person()], [project(supervised=False)], standing=(row,))
    assert score(Plan((), ()), made).standing == -cost
    assert score(booked(("a", "g", row.date)), made).standing == 0


def test_the_same_person_elsewhere_does_not_keep_a_standing_booking():
    row = Standing("g", MONDAY, None, "a", False)
    made = problem([person()], [project(supervised=False), project("k", supervised=False)], standing=(row,))
    assert score(booked(("a", "k", MONDAY)), made).standing == -60
    assert score(booked(("a", "g", TUESDAY)), made).standing == -60


def test_fixed_rows_sessions_alone_and_changed_supervisors_cost_nothing():
    rows = (
        Standing("g", MONDAY, "s", "a", True),
        Standing("g", TUESDAY, "s", None, False),
        Standing("g", WEDNESDAY, "s", "a", False),
    )
    made = problem([person()], [project()], [supervisor(), supervisor("t")], standing=rows)
    assert score(booked(("a", "g", WEDNESDAY), led=[("g", WEDNESDAY, "t")]), made).standing == 0


def test_the_parts_add_up_to_the_score_of_the_worked_example():
    """The example of docs/rules/planning.md."""
    amira = person(
        "amira",
        minutes_left=1500,
        limit_date=date(2026, 4, 16),
        offer_min=420,
        offer_max=840,
        attendance=0.9,
        lat=51.45,
        lon=-2.6,
        last_project="park",
    )
    park = project("park", lat=51.45, lon=-2.6, start=time(9), end=time(16))
    kim = supervisor("kim", lat=51.45, lon=-2.6, usual=frozenset({"park"}))
    rows = (Standing("park", date(2026, 3, 6), "kim", "amira", False),)
    made = problem([amira], [park], [kim], travel=Journey(12.0, 3.0), drive=Journey(6.0, 1.2), standing=rows)
    plan = booked(
        ("amira", "park", MONDAY), ("amira", "park", TUESDAY), led=[("park", MONDAY, "kim"), ("park", TUESDAY, "kim")]
    )
    parts = score(plan, made)
    assert (parts.least, parts.towards, parts.beyond) == (3150, 0, 63)
    assert (parts.travel, parts.last_project) == (-12, 40)
    assert (parts.drive, parts.usual) == pytest.approx((-3.6, 30))
    assert parts.standing == -40
    assert parts.score == pytest.approx(3227.4)


def test_the_pace_lies_between_the_least_and_the_most_in_the_worked_example():
    amira = person(minutes_left=3000, limit_date=date(2026, 4, 16), offer_min=420, offer_max=840)
    worth = worth_of(amira, 1, problem([amira]))
    assert worth.pace == pytest.approx(3000 / (45 / 7))


def test_a_plan_with_an_unknown_id_has_no_score():
    with pytest.raises(KeyError):
        score(booked(("nobody", "g", MONDAY)), problem([person()], [project()]))


def test_people_alike_but_for_urgency_are_worth_what_their_urgency_says():
    soon = person("a", limit_date=MONDAY + timedelta(days=1))
    later = replace(soon, person_id="b", limit_date=None)
    made = problem([soon, later], [project(supervised=False)], travel=HERE)
    first, second = (score(booked((name, "g", MONDAY)), made).score for name in "ab")
    assert first == pytest.approx(second * (1 + 89 / 90))
