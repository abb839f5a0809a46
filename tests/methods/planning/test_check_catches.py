"""Each rule broken once: the verifier tells a line for it, and for nothing else."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from amends.methods.planning.check import check
from amends.methods.planning.check.figures import recounted_score, report_breaches
from amends.methods.planning.check.measures import points_of_minutes
from amends.methods.planning.check.rules import Sheet
from amends.methods.planning.plan import Booking, Plan, Session
from amends.methods.planning.problem import Cap, Standing, Wish
from tests.methods.planning.made import MONDAY, person, problem, project, supervisor

TUESDAY = MONDAY + timedelta(days=1)
SOME = frozenset({"tag"})


def led(*days, project_id="g", leader="s"):
    return tuple(Session(day, project_id, leader) for day in days)


def booked(*days, project_id="g", people=("a",)):
    return tuple(Booking(day, project_id, name) for day in days for name in people)


def lines(made, sessions, bookings):
    return [
        (breach.rule, breach.wrong)
        for breach in check(made, Plan(sessions, bookings))
        if breach.rule not in ("unmet", "report")
    ]


def one_line(made, sessions, bookings, rule, words):
    found = lines(made, sessions, bookings)
    assert [name for name, _ in found] == [rule]
    assert words in found[0][1]


def test_a_right_plan_has_no_lines():
    made = problem([person()], [project()], [supervisor()])
    assert lines(made, led(MONDAY, TUESDAY), booked(MONDAY, TUESDAY)) == []


MAY_NOT = [
    ({"eligible_from": None}, {}, "never eligible"),
    ({"eligible_from": TUESDAY}, {}, "eligible only from"),
    ({"eligible_to": MONDAY - timedelta(days=1)}, {}, "eligible only to"),
    ({"days": frozenset({2})}, {}, "weekday 1"),
    ({"away": frozenset({MONDAY})}, {}, "away"),
    ({"kinds": frozenset({"home"})}, {}, "kind group"),
    ({"max_travel": 9.99}, {}, "travel of 10.00 minutes"),
    ({"excludes": SOME}, {"tags": SOME}, "must not be placed with tag"),
    ({}, {"needs": SOME}, "lacks the skill tag"),
    ({"sex": "x"}, {"audience": "women"}, "for women"),
    ({"sex": "x"}, {"audience": "men"}, "for men"),
    ({"sex": "f", "women_only": True}, {}, "only projects for women"),
]


@pytest.mark.parametrize(("of_person", "of_project", "words"), MAY_NOT)
def test_rule_1_a_person_who_may_not(of_person, of_project, words):
    made = problem([person(**of_person)], [project(**of_project)], [supervisor()])
    one_line(made, led(MONDAY), booked(MONDAY), "rule 1", words)


JUST_MET = [
    ({"eligible_from": MONDAY, "eligible_to": MONDAY}, {}, {}),
    ({"max_travel": 10.0}, {}, {}),
    ({"max_travel": 10.0 - 5e-10}, {}, {}),
    ({"offer_max": 420, "minutes_left": 1}, {}, {}),
    ({"ete_left": 420}, {"kind": "ete"}, {}),
    ({"women_only": True, "sex": "f"}, {"audience": "women"}, {}),
    ({"women_only": True, "sex": "f"}, {"kind": "individual"}, {}),
    ({"women_only": True, "sex": "f"}, {"kind": "home"}, {}),
    ({"sex": "m"}, {"audience": "men"}, {}),
    ({"excludes": SOME}, {"tags": frozenset({"other"})}, {}),
    ({"skills": SOME}, {"needs": SOME}, {}),
    ({}, {"open_from": MONDAY, "open_to": MONDAY}, {}),
    ({"attendance": 1.0}, {"places": 1}, {}),
    ({}, {"kind": "individual", "places": 1}, {}),
    ({}, {"qualifications": SOME}, {"qualifications": SOME, "days_a_week": 1, "max_drive": 5.0}),
]


@pytest.mark.parametrize(("of_person", "of_project", "of_supervisor"), JUST_MET)
def test_a_limit_that_is_just_met_is_kept(of_person, of_project, of_supervisor):
    made = problem([person(**of_person)], [project(**of_project)], [supervisor(**of_supervisor)])
    assert lines(made, led(MONDAY), booked(MONDAY)) == []


@pytest.mark.parametrize("who", ["a", None])
@pytest.mark.parametrize("what", ["g", None])
@pytest.mark.parametrize("when", [MONDAY, None])
def test_rule_1_a_wish_says_never(who, what, when):
    made = problem([person()], [project()], [supervisor()], wishes=(Wish(who, what, when, None),))
    one_line(made, led(MONDAY), booked(MONDAY), "rule 1", "never")


@pytest.mark.parametrize(("who", "what", "when"), [("b", "g", MONDAY), ("a", "k", MONDAY), ("a", "g", TUESDAY)])
def test_rule_1_a_wish_for_another_booking_forbids_nothing(who, what, when):
    people, projects = [person(), person("b")], [project(), project("k")]
    made = problem(people, projects, [supervisor()], wishes=(Wish(who, what, when, None),))
    assert lines(made, led(MONDAY), booked(MONDAY)) == []


def test_rule_1_one_session_a_day():
    made = problem([person()], [project(), project("k")], [supervisor(), supervisor("t")])
    sessions = led(MONDAY) + led(MONDAY, project_id="k", leader="t")
    one_line(made, sessions, booked(MONDAY) + booked(MONDAY, project_id="k"), "rule 1", "2 sessions on one day")


def test_rule_1_the_same_booking_twice():
    made = problem([person()], [project()], [supervisor()])
    assert ("rule 1", "2 sessions on one day") in lines(made, led(MONDAY), booked(MONDAY) * 2)


def test_rule_2_more_than_may_be_offered_in_a_week():
    made = problem([person(offer_max=839)], [project()], [supervisor()], weeks=2)
    one_line(made, led(MONDAY, TUESDAY), booked(MONDAY, TUESDAY), "rule 2", "840 minutes, at most 839")
    apart = (MONDAY, MONDAY + timedelta(days=7))
    assert lines(made, led(*apart), booked(*apart)) == []


def test_rule_2_a_session_after_the_hours_are_done():
    made = problem([person(minutes_left=420)], [project()], [supervisor()])
    one_line(made, led(MONDAY, TUESDAY), booked(MONDAY, TUESDAY), "rule 2", "420 minutes before the latest")
    assert lines(problem([person(minutes_left=421)], [project()], [supervisor()]), *_two()) == []


def _two():
    return led(MONDAY, TUESDAY), booked(MONDAY, TUESDAY)


def test_rule_2_it_is_the_latest_booking_that_may_overshoot():
    short = project("k", end=time(12))
    for first, second, left in (("k", "g", 181), ("g", "k", 421)):
        made = problem([person(minutes_left=left)], [project(), short], [supervisor()])
        sessions = led(MONDAY, project_id=first) + led(TUESDAY, project_id=second)
        bookings = booked(MONDAY, project_id=first) + booked(TUESDAY, project_id=second)
        assert lines(made, sessions, bookings) == []
        one_line(replace(made, people=(person(minutes_left=left - 1),)), sessions, bookings, "rule 2", "latest")


def test_rule_2_work_for_someone_with_nothing_left():
    made = problem([person(minutes_left=0)], [project()], [supervisor()])
    one_line(made, led(MONDAY), booked(MONDAY), "rule 2", "0 minutes before the latest")


def test_rule_2_too_much_ete():
    made = problem([person(ete_left=839)], [project(kind="ete")], [supervisor()])
    one_line(made, *_two(), "rule 2", "840 minutes of ETE")


SHUT = [
    ({"days": frozenset({2})}, "weekday 1"),
    ({"open_from": TUESDAY}, "open only"),
    ({"open_to": MONDAY - timedelta(days=1)}, "open only"),
    ({"closed": frozenset({MONDAY})}, "closed"),
]


@pytest.mark.parametrize(("changes", "words"), SHUT)
def test_rule_3_a_project_that_is_not_open(changes, words):
    made = problem([person()], [project(**changes)], [supervisor()])
    one_line(made, led(MONDAY), booked(MONDAY), "rule 3", words)


def test_rule_3_a_day_outside_the_weeks():
    made = problem([person()], [project()], [supervisor()])
    day = MONDAY + timedelta(days=7)
    one_line(made, led(day), booked(day), "rule 3", "not in the weeks planned")


MAY_NOT_LEAD = [
    ({"days": frozenset({2})}, {}, "weekday 1"),
    ({"absent": frozenset({MONDAY})}, {}, "absent"),
    ({}, {"qualifications": SOME}, "lacks the qualification"),
    ({"max_drive": 4.99}, {}, "drives 5.00 minutes"),
    ({"days_a_week": 0}, {}, "1 days, at most 0"),
]


@pytest.mark.parametrize(("of_supervisor", "of_project", "words"), MAY_NOT_LEAD)
def test_rule_3_a_supervisor_who_may_not(of_supervisor, of_project, words):
    made = problem([person()], [project(**of_project)], [supervisor(**of_supervisor)])
    one_line(made, led(MONDAY), booked(MONDAY), "rule 3", words)


def test_rule_3_no_supervisor_two_supervisors_or_one_too_many():
    made = problem([person()], [project()], [supervisor(), supervisor("t")])
    one_line(made, led(MONDAY, leader=None), booked(MONDAY), "rule 3", "no supervisor")
    one_line(made, led(MONDAY) + led(MONDAY, leader="t"), booked(MONDAY), "rule 3", "2 rows")
    alone = replace(made, projects=(project(supervised=False),))
    one_line(alone, led(MONDAY), booked(MONDAY), "rule 3", "without supervision")


def test_only_supervised_sessions_bear_the_points_of_a_drive():
    made = problem([person()], [project(supervised=False)], [supervisor(usual=frozenset({"g"}))])
    scores = [recounted_score(Sheet(made, Plan(led(MONDAY, leader=name), booked(MONDAY)))) for name in (None, "s")]
    assert scores[0] == scores[1]


def test_rule_3_a_supervisor_at_two_sessions_on_a_day():
    made = problem([person(), person("b")], [project(), project("k")], [supervisor()])
    sessions = led(MONDAY) + led(MONDAY, project_id="k")
    one_line(made, sessions, booked(MONDAY) + booked(MONDAY, project_id="k", people="b"), "rule 3", "2 sessions")


def test_rule_4_too_likely_that_someone_is_turned_away():
    people = [person(f"p{n}", attendance=0.5) for n in range(4)]
    made = problem(people, [project(places=3)], [supervisor()], overbook_risk=0.0625)
    everyone = booked(MONDAY, people=[one.person_id for one in people])
    assert lines(made, led(MONDAY), everyone) == []
    one_line(replace(made, overbook_risk=0.0625 - 2e-9), led(MONDAY), everyone, "rule 4", "0.062500000")
    assert lines(replace(made, overbook_risk=0.0625 - 5e-10), led(MONDAY), everyone) == []


def test_rule_4_two_too_many_count_as_well_as_one():
    people = [person(f"p{n}", attendance=0.5) for n in range(5)]  # 4 or 5 of 5 come in 6 of 32 ways
    made = problem(people, [project(places=3)], [supervisor()], overbook_risk=6 / 32)
    everyone = booked(MONDAY, people=[one.person_id for one in people])
    assert lines(made, led(MONDAY), everyone) == []
    one_line(replace(made, overbook_risk=0.187), led(MONDAY), everyone, "rule 4", "0.187500000")


def test_rule_4_more_booked_than_places_at_an_individual_project():
    made = problem([person(), person("b")], [project(kind="individual", places=1)], [supervisor()], overbook_risk=0.5)
    one_line(made, led(MONDAY), booked(MONDAY, people="ab"), "rule 4", "2 booked, at most 1")


def test_rule_3_days_a_week_are_counted_by_week():
    made = problem([person()], [project()], [supervisor(days_a_week=1)], weeks=2)
    days = MONDAY, MONDAY + timedelta(days=7)
    assert lines(made, led(*days), booked(*days)) == []
    one_line(made, *_two(), "rule 3", "2 days, at most 1")


@pytest.mark.parametrize(
    ("cap", "kind", "lowered"),
    [
        (Cap(None, MONDAY, MONDAY, 1), "ete", True),
        (Cap(None, MONDAY, MONDAY, 1), "individual", False),
        (Cap(None, MONDAY, MONDAY, 1), "home", False),
        (Cap("g", MONDAY, MONDAY, 1), "individual", True),
        (Cap("k", MONDAY, MONDAY, 1), "group", False),
        (Cap("g", MONDAY - timedelta(days=9), TUESDAY, 1), "group", True),
        (Cap("g", TUESDAY, TUESDAY, 1), "group", False),
        (Cap("g", MONDAY - timedelta(days=9), MONDAY - timedelta(days=1), 1), "group", False),
    ],
)
def test_rule_4_which_sessions_a_cap_lowers(cap, kind, lowered):
    people = [person(attendance=1.0), person("b", attendance=1.0)]
    made = problem(people, [project(kind=kind), project("k")], [supervisor()], caps=(cap,))
    assert bool(lines(made, led(MONDAY), booked(MONDAY, people="ab"))) is lowered


def test_rule_4_a_cap_never_raises_the_places_and_the_lowest_counts():
    people = [person(attendance=1.0), person("b", attendance=1.0)]
    for places, caps in ((1, (99,)), (9, (99, 1)), (9, (1, 99))):
        of_day = tuple(Cap("g", MONDAY, MONDAY, most) for most in caps)
        made = problem(people, [project(places=places)], [supervisor()], caps=of_day)
        one_line(made, led(MONDAY), booked(MONDAY, people="ab"), "rule 4", "more than 1 of 2")


def test_rule_4_a_cap_lowers_the_places():
    cap = Cap(None, MONDAY, MONDAY, 1)
    made = problem([person(attendance=1.0), person("b", attendance=1.0)], [project()], [supervisor()], caps=(cap,))
    one_line(made, led(MONDAY), booked(MONDAY, people="ab"), "rule 4", "more than 1 of 2")
    assert lines(made, led(TUESDAY), booked(TUESDAY, people="ab")) == []


def test_rule_5_sessions_bookings_and_the_least():
    made = problem([person(), person("b")], [project(least=2)], [supervisor()])
    one_line(made, (), booked(MONDAY, people="ab"), "rule 5", "not in sessions.csv")
    one_line(made, led(MONDAY), booked(MONDAY), "rule 5", "1 booked, at least 2")
    one_line(made, led(MONDAY), (), "rule 5", "nobody is booked")
    alone = replace(made, projects=(project(least=2, supervised=False),))
    assert lines(alone, led(MONDAY, leader=None), booked(MONDAY)) == []


def test_rule_6_people_kept_apart():
    made = problem([person(), person("b")], [project()], [supervisor()], apart=(("b", "a"),))
    one_line(made, led(MONDAY), booked(MONDAY, people="ab"), "rule 6", "kept apart")
    assert lines(made, led(MONDAY, TUESDAY), booked(MONDAY) + booked(TUESDAY, people="b")) == []


def test_a_fixed_booking_dropped_without_need_is_told():
    made = problem([person()], [project()], [supervisor()], standing=(Standing("g", MONDAY, "s", "a", True),))
    one_line(made, led(TUESDAY), booked(TUESDAY), "fixed", "the rules allow it")
    assert lines(made, led(MONDAY), booked(MONDAY)) == []


def test_a_fixed_supervisor_changed_without_need_is_told():
    rows = (Standing("g", MONDAY, "s", "a", True),)
    made = problem([person()], [project()], [supervisor(), supervisor("t")], standing=rows)
    one_line(made, led(MONDAY, leader="t"), booked(MONDAY), "fixed", "the rules allow it")


def test_a_fixed_booking_that_is_no_longer_allowed_may_be_dropped():
    rows = (Standing("g", MONDAY, "s", "a", True),)
    made = problem([person(days=frozenset({2}))], [project()], [supervisor()], standing=rows)
    assert lines(made, led(TUESDAY), booked(TUESDAY)) == []


def test_an_id_that_the_problem_lacks_is_an_error():
    made = problem([person()], [project()], [supervisor()])
    with pytest.raises(KeyError):
        check(made, Plan(led(MONDAY), booked(MONDAY, people=["nobody"])))


# --- the worth of minutes, by the formula's own letters ---


@pytest.mark.parametrize(
    ("days", "urgency", "pace"),
    [
        (None, 1, 6000 / 26),
        (182, 1, 6000 / 26),
        (90, 1, 6000 * 7 / 90),
        (45, 1.5, 6000 * 7 / 45),
        (10, 1 + 80 / 90, 1680),  # 6,000 in ten days is more than may be offered
        (3, 1 + 87 / 90, 1680),
        (0, 2, 1680),
        (-30, 2, 1680),
    ],
)
def test_the_verifier_counts_minutes_up_to_the_least_the_pace_and_beyond(days, urgency, pace):
    limit = None if days is None else MONDAY + timedelta(days=days)
    one = person(minutes_left=6000, limit_date=limit, offer_min=100, offer_max=1680)
    made = problem([one])
    whole = 5 * urgency * 100 + 0.75 * urgency * (pace - 100) + 0.15 * (2000 - pace)
    assert points_of_minutes(made, one, 1, 2000) == pytest.approx(whole, rel=1e-12)
    assert points_of_minutes(made, one, 1, 90) == pytest.approx(5 * urgency * 90, rel=1e-12)


def test_the_verifier_paces_by_whole_weeks_at_least_one():
    one = person(minutes_left=700, limit_date=MONDAY + timedelta(days=3), offer_min=100, offer_max=1680)
    urgency = 1 + 87 / 90
    assert points_of_minutes(problem([one]), one, 1, 900) == pytest.approx(
        urgency * (5 * 100 + 0.75 * 600) + 0.15 * 200, rel=1e-12
    )


@pytest.mark.parametrize(("week", "least"), [(1, 420), (2, 420), (3, 160), (4, 0), (5, 0)])
def test_the_verifier_counts_the_least_that_the_weeks_before_leave(week, least):
    one = person(minutes_left=1000, offer_min=420)
    worth = points_of_minutes(problem([one], weeks=6), one, week, 420)
    pace = max(least, 1000 / 26)
    assert worth == pytest.approx(5 * least + 0.75 * (pace - least) + 0.15 * (420 - pace), rel=1e-12)


@pytest.mark.parametrize("too_low", [1e-4, 3.0])
def test_a_bound_below_the_score_is_told(too_low):
    made = problem([person()], [project()], [supervisor()])
    sheet = Sheet(made, Plan(led(MONDAY), booked(MONDAY)))
    score = recounted_score(sheet)
    bound = score - too_low
    said = {"score": score, "bound": bound, "gap": (bound - score) / bound, "status": "feasible"}
    assert [breach.where for breach in report_breaches(sheet, said) if breach.where == "bound"] == ["bound"]
    assert report_breaches(sheet, said | {"bound": score, "gap": 0}) == []
