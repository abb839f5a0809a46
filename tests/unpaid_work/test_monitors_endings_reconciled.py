"""The lists of goods made at home and of exit interviews, and plain SQL, written apart, give the same rows over
generated histories."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from amends.unpaid_work.models import HomeKitOut
from amends.unpaid_work.operations import home
from amends.unpaid_work.operations.completions import complete_requirement
from amends.unpaid_work.operations.exit_interviews import (
    ExitInterviewDraft,
    ask_for_exit_interview,
    record_exit_interview,
)
from bench.monitors import given_to
from tests.factories import make_assessment, make_person, make_project, make_requirement, make_team, make_user
from tests.unpaid_work.hours_records import open_project
from tests.unpaid_work.test_monitors_reconciled import in_python, in_sql
from tests.unpaid_work.watching import NOW, TODAY, past

DAYS_OUT = 14
KITS = st.fixed_dictionaries(
    {"out": st.integers(0, 40), "kept": st.one_of(st.none(), st.integers(0, 40)), "inspected": st.booleans()}
)
ENDS = st.fixed_dictionaries(
    {
        "ended": st.integers(0, 200),
        "asked": st.one_of(st.none(), st.integers(0, 60)),
        "again": st.booleans(),
        "told": st.sampled_from(["", "", "answers", "declined"]),
    }
)
OVERDUE, INSPECTED = {"out": DAYS_OUT + 1, "kept": None, "inspected": False}, {"out": 9, "kept": 2, "inspected": True}
ENDED = {"ended": 30, "asked": None, "again": False, "told": ""}


def record_kits(team, user, manager, number, kits) -> None:
    """Somebody who works at home, with the kits that went out to them; `kept`: for so many days."""
    person = make_person(team, family_name=f"Home{number}")
    make_assessment(person, user, TODAY - timedelta(days=90))
    requirement = make_requirement(person, TODAY - timedelta(days=90))
    project = make_project(team, type="home")
    draft = home.HomeKitDraft(f"Kit {number}", "A bag", 12, ("Seams are closed",), DAYS_OUT)
    kit = home.add_kit(project=project, draft=draft, by=user, at=NOW)
    since = NOW - timedelta(days=60)
    entry = home.ask_for_home_work(requirement=requirement, ground="health", reason="x", by=user, at=since)
    entry = home.decide_on_home_work(entry=entry, agreed=True, note="x", by=manager, at=since)
    for told in kits:
        out = home.send_kit(entry=entry, kit=kit, pieces=2, out_on=TODAY - timedelta(days=told["out"]), by=user, at=NOW)
        if told["kept"] is None or told["kept"] > told["out"]:
            continue
        back_on = out.out_on + timedelta(days=told["kept"])
        out = home.take_goods_back(kit_out=out, back_on=back_on, pieces_back=2, note="", by=user, at=NOW)
        if told["inspected"]:
            home.inspect_goods(kit_out=out, on=TODAY, passed=2, failed_for=(), note="", by=user, at=NOW)


def record_end(team, user, project, number, told) -> None:
    """Somebody whose seven hours were worked, with what they were asked since."""
    person = make_person(team, family_name=f"Ended{number}")
    requirement = make_requirement(person, TODAY - timedelta(days=300), ordered_minutes=420)
    past(project, (person, requirement), user, TODAY - timedelta(days=told["ended"] + 1), "ATTC")
    complete_requirement(requirement=requirement, by=user, at=NOW)
    requirement.refresh_from_db()
    for _time in range(0 if told["asked"] is None else 1 + told["again"]):
        asked_at = NOW - timedelta(days=min(told["asked"], told["ended"]))
        ask_for_exit_interview(requirement=requirement, language="en", by=user, at=asked_at)
    if told["told"]:
        answers = {} if told["told"] == "declined" else {"learned": 3, "fair": 4, "useful": 5}
        draft = ExitInterviewDraft(on=TODAY, way="self", declined=told["told"] == "declined", **answers)
        record_exit_interview(requirement=requirement, draft=draft, by=user, at=NOW)


@pytest.mark.django_db
@settings(max_examples=8, deadline=None, phases=[Phase.explicit, Phase.generate],
          suppress_health_check=list(HealthCheck))  # fmt: skip
@given(st.lists(st.lists(KITS, max_size=2), max_size=3), st.lists(ENDS, max_size=3))
@example([[OVERDUE, OVERDUE | {"out": DAYS_OUT}], [INSPECTED, INSPECTED | {"inspected": False}]], [])
@example([], [ENDED | each for each in ({}, {"asked": 27}, {"asked": 28}, {"told": "declined"}, {"ended": 182})])
def test_goods_and_interviews_that_wait_are_those_that_plain_sql_finds(kits, ends):
    with transaction.atomic():
        team = make_team()
        user, manager = make_user("head_of_pdu", team, over="region"), make_user("senior", team)
        project = open_project(team, places=9)
        for number, each in enumerate(kits):
            record_kits(team, user, manager, number, each)
        for number, each in enumerate(ends):
            record_end(team, user, project, number, each)
        asked = given_to(user) | {"now": NOW, "today": TODAY}
        for slug in ("home_kits", "exit_interviews"):
            assert in_python(slug, user) == in_sql(slug, asked), slug
        waiting = [told for told in ends if not told["told"] and told["ended"] + 1 <= 182]
        assert in_python("exit_interviews", user).total() == len(waiting)
        out = [told for each in kits for told in each if told["kept"] is None or told["kept"] > told["out"]]
        overdue = sum(told["out"] > DAYS_OUT for told in out)
        back = sum(not told["inspected"] for each in kits for told in each if told not in out)
        assert in_python("home_kits", user).total() == overdue + back
        transaction.set_rollback(True)
    assert not HomeKitOut.objects.exists()
