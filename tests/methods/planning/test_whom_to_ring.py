"""After a change of plan the list says whom to ring, the most pressing first, and everybody once."""

from copy import deepcopy
from dataclasses import replace
from datetime import datetime, time

from amends.methods.planning.replanning import SupervisorAbsent, changes_between
from tests.methods.planning.made import MONDAY, person, problem, project, supervisor
from tests.methods.planning.test_replanning import DAY, TODAY, people, plan_of, replanned


def test_the_soonest_start_is_rung_first_then_who_has_nothing_left_then_moved_then_new():
    early, late = project("early", start=time(9)), project("late", start=time(13))
    made = problem([person(one) for one in "abcdefgh"], [early, late], [supervisor("s"), supervisor("t")])
    before = plan_of((0, "early", "s", "abch"), (0, "late", "t", "d"), (3, "early", "s", "ef"), (4, "early", "s", "b"))
    after = plan_of((0, "early", "t", "hg"), (0, "late", "s", "d"), (1, "late", "t", "c"), (3, "early", "s", "e"),
                    (4, "early", "s", "b"))  # fmt: skip
    changes = changes_between(before, after, made)
    assert [(one.person_id, one.kind, one.nothing_left) for one in changes.people] == [
        ("a", "dropped", True),  # today at 9, and nothing else this week
        ("b", "dropped", False),  # today at 9, but Friday is left
        ("c", "moved", False),
        ("g", "added", False),
        ("f", "dropped", True),  # Thursday
        ("h", "supervised", False),  # the same place at the same hour: told there
        ("d", "supervised", False),
    ]
    assert changes.people[0].starts == datetime(2026, 3, 2, 9)
    assert changes.person_ids == ("a", "b", "c", "g", "f", "h", "d")


def test_a_person_with_several_changes_is_rung_once():
    made = problem([person(one) for one in "ab"], [project()], [supervisor("s")])
    before = plan_of((0, "g", "s", "ab"), (1, "g", "s", "b"), (2, "g", "s", "ab"))
    after = plan_of((0, "g", "s", "b"), (1, "g", "s", "b"))
    changes = changes_between(before, after, made)
    assert [(one.person_id, one.had.date - MONDAY) for one in changes.people] == [
        ("a", 0 * DAY),
        ("a", 2 * DAY),
        ("b", 2 * DAY),
    ]
    assert changes.person_ids == ("a", "b")


def test_sessions_called_off_come_first_of_those_with_the_same_start():
    made = problem([person(one) for one in "abcd"], [project(one) for one in "ghjk"], [supervisor(one) for one in "st"])
    before = plan_of((0, "k", "s", "ab"), (0, "h", "t", "c"), (2, "g", "s", "d"))
    after = plan_of((0, "h", "s", "c"), (0, "g", "t", "ab"), (2, "g", "s", "ad"))
    changes = changes_between(before, after, made)
    assert [(one.project_id, one.kind, one.had, one.has, one.left, one.joined) for one in changes.sessions] == [
        ("k", "called_off", "s", None, ("a", "b"), ()),
        ("h", "supervised", "t", "s", (), ()),
        ("g", "opened", None, "t", (), ("a", "b")),
        ("g", "roll", "s", "s", (), ("a",)),
    ]


def test_the_absent_supervisor_is_not_rung():
    made = problem(people("a"), [project()], [supervisor("s"), supervisor("t")])
    found = replanned(made, plan_of((0, "g", "s", "a")), SupervisorAbsent("s", TODAY))
    assert [one.supervisor_id for one in found.changes.supervisors] == ["t"]


def test_rows_written_anew_are_the_same_rows():
    made = problem([person(one) for one in "abc"], [project("g"), project("k")], [supervisor("s"), supervisor("t")])
    before = plan_of((0, "g", "s", "ab"), (1, "k", "t", "c"))
    assert changes_between(before, deepcopy(before), made) == changes_between(before, before, made)
    after = plan_of((0, "g", "s", "a"), (1, "k", "t", "bc"))
    moved = changes_between(before, after, made)
    assert [(one.person_id, one.kind) for one in moved.people] == [("b", "moved")]
    kept = {one: one for one in before.bookings}
    mixed = replace(after, bookings=tuple(kept.get(one, one) for one in after.bookings))
    assert changes_between(before, mixed, made) == moved
