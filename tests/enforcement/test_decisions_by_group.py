"""The report on decisions: by team and characteristic, with intervals, nobody named, the few not shown."""

from datetime import timedelta

import numpy as np
import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from amends.enforcement.operations.actions import (
    ask_for_reason,
    decide_not_to_enforce,
    issue_warning,
    start_breach,
)
from amends.enforcement.operations.evidence import record_evidence
from amends.enforcement.queries.decisions import report_of
from amends.methods.decisions import Measure, by_group, share_of
from amends.methods.statistics.share import wilson
from amends.organisation.models import LimitedAccess
from bench.reports import REPORTS, compared, fetched_rows, given_to_reports
from tests.enforcement.failing import failed, sentenced
from tests.factories import make_project, make_team, make_user

TODAY = timezone.localdate()
ONES = np.ones


def measure(*chosen):
    return Measure(ONES(len(chosen), bool), np.array(chosen, bool))


def test_with_one_failure_each_the_interval_is_wilsons():
    told = share_of(measure(*[True] * 6 + [False] * 14), np.arange(20))
    plain = wilson(6, 20)
    assert told.share == pytest.approx(0.3)
    assert (told.low, told.high) == pytest.approx((plain.low, plain.high), abs=1e-9)


def test_failures_of_the_same_people_tell_less_than_those_of_others():
    chosen = [True] * 30 + [False] * 30
    alone = share_of(measure(*chosen), np.arange(60))
    together = share_of(measure(*chosen), np.repeat(np.arange(12), 5))
    assert alone.share == together.share
    assert together.high - together.low > 1.5 * (alone.high - alone.low)


def test_one_outside_the_measure_does_not_count():
    among = np.array([True] * 20 + [False] * 20)
    told = share_of(Measure(among, np.array([True] * 5 + [False] * 15 + [True] * 20)), np.arange(40))
    assert told.share == pytest.approx(0.25)


def test_a_group_that_is_spared_stands_out_and_equal_ones_do_not():
    chosen = [True] * 15 + [False] * 15 + [False] * 60
    one, other = by_group({"m": measure(*chosen)}, np.arange(90), ["a"] * 30 + ["b"] * 60)
    assert one.decided["m"].stands_out
    assert one.decided["m"].more.difference == pytest.approx(0.5)
    assert other.decided["m"].stands_out
    even = [True, False] * 45
    assert not any(
        group.decided["m"].stands_out for group in by_group({"m": measure(*even)}, np.arange(90), ["a", "a", "b"] * 30)
    )


@given(
    st.lists(
        st.tuples(st.integers(0, 40), st.sampled_from("abcd"), st.booleans(), st.booleans()), min_size=1, max_size=90
    )
)
def test_no_group_or_share_of_one_to_four_people_is_shown(failures):
    label_of = {}
    for person, label, _among, _chosen in failures:
        label_of.setdefault(person, label)
    person = np.array([row[0] for row in failures], np.int64)
    asked = Measure(np.array([row[2] for row in failures]), np.array([row[3] for row in failures]))
    groups = by_group({"m": asked}, person, [label_of[row[0]] for row in failures])
    assert [group.label for group in groups] == sorted({label_of[row[0]] for row in failures})
    for group in groups:
        people = {row[0] for row in failures if label_of[row[0]] == group.label}
        if group.people is None:
            assert group.decided == {"m": None}
            continue
        assert group.people == len(people) >= 5
        told = group.decided["m"]
        counted = {row[0] for row in failures if row[0] in people and row[2]}
        some = {row[0] for row in failures if row[0] in people and row[2] and row[3]}
        if told is not None:
            assert len(some) not in range(1, 5)
            assert len(counted - some) not in range(1, 5)
            flags = [row[3] for row in failures if row[0] in people and row[2]]
            assert told.share.share == pytest.approx(sum(flags) / len(flags))
            assert 0 <= told.share.low <= told.share.share <= told.share.high <= 1
    secret = [group for group in groups if group.people is None]
    assert len(secret) != 1 or len(groups) == 1


def test_labels_and_people_are_of_the_same_failures():
    with pytest.raises(ValueError, match="label"):
        by_group({}, np.arange(3), ["a"])


@pytest.fixture
def service(monkeypatch):
    """Two teams: in the first nobody of twelve is spared, in the second all of twelve are."""
    monkeypatch.setattr("tests.unpaid_work.hours_records.AT", timezone.now())
    team = make_team("sentence_management")
    other = make_team("sentence_management", pdu=team.pdu)
    manager = make_user("senior", team, over="pdu")
    day = TODAY - timedelta(days=30)
    people = []
    for place in range(24):
        where = other if place % 2 else team
        person, requirement = sentenced(where, sex="f" if place < 12 else "m")
        project = make_project(where, days="1234567", open_on_bank_holidays=True)
        outcome = failed(requirement, day, manager, "UACP", project)
        if place % 2:
            decide_not_to_enforce(outcome=outcome, reason="x", by=manager, at=timezone.now())
        else:
            issue_warning(outcome=outcome, by=manager, at=timezone.now())
        people.append(person)
    return team, other, manager, people


@pytest.mark.django_db
def test_a_team_that_spares_everybody_shows(service):
    team, other, manager, _people = service
    report = report_of(manager, [team, other], TODAY - timedelta(days=60), TODAY, TODAY)
    assert (report.people, report.failures) == (24, 24)
    assert report.whole["not_enforced"].share == pytest.approx(0.5)
    by_team = {group.label: group.decided["not_enforced"] for group in report.teams}
    assert {label: decided.share.share for label, decided in by_team.items()} == {
        f"{team.name} ({team.code})": 0.0, f"{other.name} ({other.code})": 1.0
    }  # fmt: skip
    assert all(decided.stands_out for decided in by_team.values())
    assert not any(group.decided["not_enforced"].stands_out for group in report.characteristics["sex"])


@pytest.mark.django_db
def test_the_page_and_the_file_name_nobody_and_count_nobody_unseen(service, client):
    team, other, manager, people = service
    client.force_login(manager)
    shown = client.get("/enforcement/decisions").content.decode()
    for words in ("Reason accepted", "of 24 failures of 24 people", "Higher than others", "Sex: Female", other.name):
        assert words in shown
    told = client.get("/enforcement/decisions.csv").content.decode()
    assert f"team,{team.name} ({team.code}),12,12," in told
    for person in people:
        assert person.crn not in shown + told
        assert person.family_name + "<" not in shown
    for person in people[:20]:
        LimitedAccess.objects.create(
            crn=person.crn, kind="exclusion", username=manager.username, reason="x", from_at=timezone.now()
        )
    assert "Fewer than five people" in client.get("/enforcement/decisions").content.decode()
    assert len(client.get("/enforcement/decisions.csv").content.decode().splitlines()) == 1


@pytest.mark.django_db
def test_failures_of_other_days_are_left_out(service):
    team, other, manager, _people = service
    assert report_of(manager, [team, other], TODAY - timedelta(days=20), TODAY, TODAY) is None
    assert report_of(manager, [team, other], TODAY - timedelta(days=60), TODAY - timedelta(days=40), TODAY) is None


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "least"), [("decisions", 21), ("due", 2), ("pipeline", 3)])
def test_every_figure_of_the_file_is_what_sql_of_its_own_comes_to(service, client, name, least):
    team, _other, manager, people = service
    project = make_project(team, days="1234567", open_on_bank_holidays=True)
    again = [
        failed(person.sentences.get().requirements.get(), TODAY - timedelta(days=days), manager, "UACP", project)
        for days, person in zip((20, 19, 18), people[:6:2], strict=True)
    ]
    ask_for_reason(outcome=again[1], by=manager, at=timezone.now())
    record_evidence(
        outcome=again[1], kind="work", received_on=TODAY, description="A letter", by=manager, at=timezone.now()
    )
    start_breach(outcome=again[2], by=manager, at=timezone.now())
    client.force_login(manager)
    report, asked = REPORTS[name], given_to_reports(manager, name, team.pdu.region_id)
    file = client.get(reverse(f"{report.name}_csv") + report.asked).content.decode().removeprefix("\ufeff")
    facts, wrong = compared(report, file, fetched_rows(report.sql, asked))
    assert facts >= least
    assert not wrong
