"""The statement of a requirement as made from the record."""

from datetime import date, datetime, time

import pytest

from amends.cases.models import RequirementChange
from amends.contacts.models import ContactOutcome
from amends.contacts.operations.outcomes import OutcomeDraft, correct_outcome
from amends.organisation.operations.refusal import Refused
from amends.unpaid_work.operations.hours import (
    AdjustmentDraft,
    EteDraft,
    adjust_hours,
    credit_ete,
    reverse_adjustment,
    reverse_ete,
    set_switch,
)
from amends.unpaid_work.queries.statement import account_of, ete_left, lines_of, minutes_left, statement, totals
from tests.factories import LONDON, make_person, make_project, make_requirement, make_team, make_user
from tests.unpaid_work.hours_records import AT, make_ete_project, worked

pytestmark = pytest.mark.django_db
JUNE = [date(2026, 6, day) for day in range(1, 29)]


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def by(team):
    return make_user("placement_coordinator", team)


@pytest.fixture
def project(team):
    return make_project(team)


@pytest.fixture
def requirement(team):
    return make_requirement(make_person(team), ordered_minutes=6000)


def _correct(booking, by, reason="Signed in late", **values):
    outcome = ContactOutcome.objects.get(appointment=booking.appointment, replaced_by__isnull=True)
    draft = OutcomeDraft(appointment=booking.appointment, **values)
    return correct_outcome(outcome=outcome, draft=draft, reason=reason, by=by, at=AT)


def test_a_session_credits_the_time_worked_less_the_penalty(project, requirement, by):
    worked(project, requirement, JUNE[0], by, penalty_minutes=30)
    stated = statement(requirement)
    assert (stated.credited_sessions, stated.remaining, stated.status) == (390, 5610, "working")


def test_a_clock_change_takes_nothing_from_the_time_worked(team, requirement, by):
    night = make_project(team, days="1234567", start_time=time(0), end_time=time(3, 30))
    worked(night, requirement, date(2026, 3, 29), by, hours=(0.5, 3.5))  # clocks go forward at one
    assert statement(requirement).credited_sessions == 120


@pytest.mark.parametrize(("notice", "minutes"), [("on_site", 60), ("before_travel", 60), ("before_day", 0)])
def test_someone_stood_down_on_the_day_is_credited_an_hour_and_told_earlier_nothing(
    project, requirement, by, notice, minutes
):
    worked(project, requirement, JUNE[0], by, outcome="AASD", notice=notice)
    assert statement(requirement).credited_sessions == minutes


def test_time_at_an_education_project_counts_within_the_share_that_education_may_be(team, by):
    requirement = make_requirement(make_person(team), ordered_minutes=2400)  # 30% of it: 720
    project = make_ete_project(team)
    worked(project, requirement, JUNE[0], by)
    worked(project, requirement, JUNE[1], by)
    stated = statement(requirement)
    assert (stated.credited_ete, stated.credited_sessions, stated.surplus) == (720, 0, 120)
    assert ete_left([requirement]) == {requirement.pk: 0}


def test_a_failure_at_an_education_project_still_ends_the_earned_reduction(team, by):
    requirement = make_requirement(make_person(team), ordered_minutes=2400)
    set_switch(name="earned_reduction", on=True, by=by, at=AT)
    worked(make_ete_project(team), requirement, JUNE[0], by, outcome="AFTC")
    for day in JUNE[1:4]:
        worked(make_project(team), requirement, day, by)
    stated = statement(requirement)
    assert stated.credited_ete + stated.credited_sessions == 1680
    assert stated.earned_reduction == 0


def test_a_correction_shows_the_first_line_the_one_that_takes_it_back_and_the_new_one(project, requirement, by):
    booking = worked(project, requirement, JUNE[0], by)
    _correct(booking, by, code="ATTC", started_at=_at(10), finished_at=_at(16))

    lines = lines_of(account_of(requirement))

    assert [(line.credited, line.remaining) for line in lines[1:]] == [(420, 5580), (-420, 6000), (360, 5640)]
    assert "Signed in late" in lines[2].detail
    assert statement(requirement).remaining == 5640


def test_an_absence_corrected_to_attendance_no_longer_counts_as_a_failure(project, requirement, by):
    set_switch(name="earned_reduction", on=True, by=by, at=AT)
    booking = worked(project, requirement, JUNE[0], by, outcome="UACP")
    _correct(booking, by, code="ATTC", started_at=_at(9), finished_at=_at(16))
    for day in JUNE[1:5]:
        worked(project, requirement, day, by)
    assert statement(requirement).earned_reduction == (2100 - 1500) // 2


def _at(hour):
    return datetime.combine(JUNE[0], time(hour), LONDON)


def test_what_goes_beyond_what_remains_is_a_surplus_on_its_line(project, team, by):
    requirement = make_requirement(make_person(team), ordered_minutes=400)
    worked(project, requirement, JUNE[0], by)
    line = lines_of(account_of(requirement))[-1]
    assert (line.credited, line.surplus, line.remaining) == (400, 20, 0)
    assert statement(requirement).status == "hours_completed"


def test_a_reversed_credit_leaves_both_lines_and_frees_the_education_cap(requirement, by):
    first, _second = credit_ete(
        [EteDraft(requirement, JUNE[0], 1440, "Course A"), EteDraft(requirement, JUNE[1], 600, "Course B")],
        by=by,
        at=AT,
    )
    assert statement(requirement).credited_ete == 1800  # 30% of 6000
    reverse_ete(credit=first, note="Not attended after all", by=by, at=AT)
    lines = lines_of(account_of(requirement))
    assert [line.ete for line in lines[1:]] == [1440, -1440, 600]
    assert statement(requirement).credited_ete == 600
    with pytest.raises(Refused):
        reverse_ete(credit=first, note="Again", by=by, at=AT)


def test_an_adjustment_counts_and_its_reversal_brings_back_what_remained(requirement, by):
    (travel,) = adjust_hours([AdjustmentDraft(requirement, JUNE[0], 180, "travel", "Two buses")], by=by, at=AT)
    assert statement(requirement).remaining == 5820
    reverse_adjustment(adjustment=travel, note="Had a lift", by=by, at=AT)
    stated = statement(requirement)
    assert (stated.adjustments, stated.remaining) == (0, 6000)


@pytest.mark.parametrize(
    ("on", "minutes", "reason", "note"),
    [
        (JUNE[0], 181, "travel", "Far"),
        (JUNE[0], -30, "travel", "Back"),
        (JUNE[0], 0, "other", "Nothing"),
        (date(2026, 3, 1), 60, "other", "Before the sentence"),
        (date(2026, 11, 2), 60, "other", "Tomorrow"),
        (JUNE[0], 60, "other", " "),
        (JUNE[0], 60, "gift", "Why not"),
    ],
)
def test_an_adjustment_that_cannot_be_is_refused(requirement, by, on, minutes, reason, note):
    with pytest.raises(Refused):
        adjust_hours([AdjustmentDraft(requirement, on, minutes, reason, note)], by=by, at=AT)
    assert not requirement.adjustments.exists()


def test_what_the_court_adds_and_removes_stands_on_its_day(project, requirement, by):
    worked(project, requirement, JUNE[2], by)
    for day, minutes in ((JUNE[0], 600), (JUNE[4], -1200)):
        RequirementChange.objects.create(
            requirement=requirement, on=day, minutes=minutes, reason="Breach", recorded_at=AT, recorded_by=by
        )
    lines = lines_of(account_of(requirement))
    assert [line.remaining for line in lines] == [6000, 6600, 6180, 4980]
    assert totals(lines)["ordered"] == statement(requirement).ordered == 5400


def test_the_switch_is_off_until_it_is_turned_on(project, team, by):
    requirement = make_requirement(make_person(team), ordered_minutes=2400)
    for day in JUNE[:3]:
        worked(project, requirement, day, by)
    assert statement(requirement).earned_reduction == 0
    set_switch(name="earned_reduction", on=True, by=by, at=AT)
    assert statement(requirement).earned_reduction == (1260 - 600) // 2
    set_switch(name="earned_reduction", on=False, by=by, at=AT)
    assert statement(requirement).earned_reduction == 0


def test_what_is_left_of_many_is_what_each_statement_says_in_as_many_queries_as_for_one(
    project, team, by, django_assert_num_queries
):
    requirements = [make_requirement(make_person(team)) for _ in range(5)]
    for number, requirement in enumerate(requirements):
        for day in JUNE[number * 5 : number * 5 + number]:
            worked(project, requirement, day, by)
    with django_assert_num_queries(7):
        minutes_left(requirements[:1])
    with django_assert_num_queries(7):
        left = minutes_left(requirements)
    assert left == {requirement.pk: statement(requirement).remaining for requirement in requirements}
    assert sorted(left.values()) == [4320, 4740, 5160, 5580, 6000]
