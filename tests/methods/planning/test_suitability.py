"""Why a project suits a person on a day, or does not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from amends.methods.planning.model import build
from amends.methods.planning.problem import Cap, Wish
from amends.methods.planning.suitability import (
    REASON_WORDS,
    effective_places,
    reasons_against,
    reasons_against_supervisor,
)
from tests.methods.planning.made import MONDAY, person, problem, project, random_problem, supervisor

DAY = timedelta(days=1)
SOME = frozenset({"tag"})


def keys(someone, something, day=MONDAY, **changes):
    made = problem([someone], [something], **changes)
    return [reason.key for reason in reasons_against(someone, something, day, made)]


def test_what_is_allowed_has_no_reason_against_it():
    assert keys(person(), project()) == []


@pytest.mark.parametrize(
    ("of_person", "of_project", "key"),
    [
        ({"eligible_from": None}, {}, "not_eligible"),
        ({"eligible_from": MONDAY + DAY}, {}, "not_eligible"),
        ({"eligible_to": MONDAY - DAY}, {}, "not_eligible"),
        ({"days": frozenset({2, 3})}, {}, "not_a_day"),
        ({"away": frozenset({MONDAY})}, {}, "away"),
        ({"kinds": frozenset({"ete"})}, {}, "kind"),
        ({"max_travel": 9.9}, {}, "too_far"),
        ({"excludes": SOME}, {"tags": SOME}, "excluded"),
        ({}, {"needs": SOME}, "skill"),
        ({"sex": "m"}, {"audience": "women"}, "audience"),
        ({"sex": "x"}, {"audience": "women"}, "audience"),
        ({"sex": "f"}, {"audience": "men"}, "audience"),
        ({"sex": "x"}, {"audience": "men"}, "audience"),
        ({"sex": "f", "women_only": True}, {}, "women_only"),
        ({"sex": "f", "women_only": True}, {"kind": "ete"}, "women_only"),
        ({"minutes_left": 0}, {}, "hours_done"),
        ({"offer_min": 0, "offer_max": 419}, {}, "too_long"),
        ({"ete_left": 419}, {"kind": "ete"}, "ete_used"),
        ({}, {"days": frozenset({2})}, "project_day"),
        ({}, {"open_from": MONDAY + DAY}, "project_season"),
        ({}, {"open_to": MONDAY - DAY}, "project_season"),
        ({}, {"closed": frozenset({MONDAY})}, "project_closed"),
    ],
)
def test_each_reason_is_told_alone(of_person, of_project, key):
    assert keys(person(**of_person), project(**of_project)) == [key]


@pytest.mark.parametrize(
    ("of_person", "of_project"),
    [
        ({"eligible_from": MONDAY, "eligible_to": MONDAY}, {"open_from": MONDAY, "open_to": MONDAY}),
        ({"max_travel": 10.0}, {}),  # exactly as far as allowed
        ({"sex": "f", "women_only": True}, {"audience": "women"}),
        ({"sex": "f", "women_only": True}, {"kind": "individual"}),
        ({"sex": "f", "women_only": True}, {"kind": "home"}),
        ({"skills": SOME}, {"needs": SOME, "tags": SOME}),
        ({"max_travel": 0.0}, {"kind": "home", "lat": -40.0, "lon": 170.0}),  # a home project has no way
        ({"minutes_left": 1}, {}),  # the last session may overshoot
        ({"offer_min": 0, "offer_max": 420, "ete_left": 420}, {"kind": "ete"}),
    ],
)
def test_a_limit_met_exactly_is_kept(of_person, of_project):
    assert keys(person(**of_person), project(**of_project)) == []


@pytest.mark.parametrize("wish", [("a", "g", MONDAY), ("a", None, None), (None, "g", None), (None, None, MONDAY)])
def test_a_wish_can_forbid(wish):
    assert keys(person(), project(), wishes=(Wish(*wish, None),)) == ["never"]


@pytest.mark.parametrize("wish", [("b", "g", MONDAY), ("a", "k", None), (None, "g", MONDAY + DAY)])
def test_a_wish_for_another_booking_forbids_nothing(wish):
    assert keys(person(), project(), wishes=(Wish(*wish, None),)) == []


def test_every_reason_is_told_in_the_order_of_the_rules():
    someone = person(eligible_from=None, kinds=frozenset(), minutes_left=0)
    assert keys(someone, project(closed=frozenset({MONDAY}))) == [
        "not_eligible",
        "kind",
        "hours_done",
        "project_closed",
    ]


def test_a_day_outside_the_weeks_planned_is_told():
    assert keys(person(), project(), MONDAY + 7 * DAY) == ["outside_horizon"]


def test_a_reason_says_what_stands_against():
    someone, something = person(excludes=frozenset({"heavy", "outdoor"})), project(tags=frozenset({"outdoor", "heavy"}))
    (reason,) = reasons_against(someone, something, MONDAY, problem([someone], [something]))
    assert reason.detail == "heavy, outdoor"
    assert reason.words.startswith(REASON_WORDS["excluded"])


@pytest.mark.parametrize(
    ("of_supervisor", "of_project", "key"),
    [
        ({"days": frozenset({2})}, {}, "supervisor_day"),
        ({"absent": frozenset({MONDAY})}, {}, "supervisor_absent"),
        ({}, {"qualifications": SOME}, "supervisor_qualification"),
        ({"max_drive": 4.9}, {}, "supervisor_too_far"),
    ],
)
def test_why_a_supervisor_cannot_lead(of_supervisor, of_project, key):
    leader, something = supervisor(**of_supervisor), project(**of_project)
    made = problem([], [something], [leader])
    assert [reason.key for reason in reasons_against_supervisor(leader, something, MONDAY, made)] == [key]


def test_a_supervisor_at_the_limit_of_their_drive_can_lead():
    leader, something = supervisor(max_drive=5.0), project()
    assert reasons_against_supervisor(leader, something, MONDAY, problem([], [something], [leader])) == ()


def test_caps_lower_places_and_never_raise_them():
    group, home, ete = project(), project("h", kind="home"), project("e", kind="ete")
    caps = (
        Cap(None, MONDAY, MONDAY + DAY, 6),
        Cap("g", MONDAY + DAY, MONDAY + DAY, 4),
        Cap("g", MONDAY + 2 * DAY, MONDAY + 3 * DAY, 20),
        Cap("h", MONDAY + 3 * DAY, MONDAY + 3 * DAY, 2),
    )
    made = problem([], [group, home, ete], caps=caps)
    assert [effective_places(group, MONDAY + n * DAY, made) for n in range(4)] == [6, 4, 8, 8]
    assert [effective_places(home, MONDAY + n * DAY, made) for n in range(4)] == [8, 8, 8, 2]
    assert effective_places(ete, MONDAY, made) == 6


@pytest.mark.parametrize("seed", range(25))
def test_the_solver_sees_the_same_pairs_as_the_explanation(seed):
    made = random_problem(seed, people=6, projects=5, supervisors=3)
    model = build(made)
    for row, someone in enumerate(made.people):
        for column, something in enumerate(made.projects):
            for offset, day in enumerate(made.dates):
                allowed = (
                    model.suits[row, column]
                    and model.workable[row, offset]
                    and model.runs[column, offset]
                    and not model.forbidden_pd[row, offset]
                    and not model.forbidden_jd[column, offset]
                    and (row, column, offset) not in model.forbidden
                )
                assert bool(allowed) == (reasons_against(someone, something, day, made) == ())
    for column, something in enumerate(made.projects):
        for offset, day in enumerate(made.dates):
            assert model.places[column, offset] == effective_places(something, day, made)
            for row, leader in enumerate(made.supervisors):
                able = something.supervised and not reasons_against_supervisor(leader, something, day, made)
                assert bool(model.leads[row, column] and model.works[row, offset]) == able


def test_positions_are_taken_on_the_great_circle():
    near = replace(person(), lat=51.4545, lon=-2.5879, max_travel=1000)  # Bristol
    far = project(lat=51.5072, lon=-0.1276)  # London: 170.7 km as the crow flies
    made = problem([near], [far])
    assert keys(replace(near, max_travel=10 + 2 * 170.0), far) == ["too_far"]
    assert reasons_against(replace(near, max_travel=10 + 2 * 171.5), far, MONDAY, made) == ()
