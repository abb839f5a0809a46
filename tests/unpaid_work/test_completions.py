"""Requirements completed in a period: those whose last hours were credited in it.

Most records are decided by sums of what was recorded, and the others by their accounts: both are tested here.
"""

from datetime import UTC, date, datetime, timedelta

import pytest

from amends.cases.models import RequirementChange
from amends.contacts.models import ContactOutcome
from amends.contacts.operations.outcomes import OutcomeDraft, correct_outcome
from amends.unpaid_work.models import EteCredit, HoursAdjustment, Switch
from amends.unpaid_work.queries.completions import completions
from amends.unpaid_work.queries.stand_downs import Period, days_of
from tests.factories import make_person, make_project, make_requirement, make_team, make_user
from tests.unpaid_work.hours_records import AT, make_ete_project, worked

pytestmark = pytest.mark.django_db
DAYS = [date(2026, 6, day) for day in range(1, 29)]
FIRST, LAST = DAYS[9], DAYS[19]
WHOLE_DAY = 420  # minutes from 9 to 16


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def by(team):
    return make_user("placement_coordinator", team)


@pytest.fixture
def order(team, by):
    """Make a requirement of so many minutes, worked on for a whole day on each of the days."""

    def make(minutes, *days, person=None, **values):
        requirement = make_requirement(person or make_person(team), ordered_minutes=minutes)
        for day in days:
            worked(make_project(team), requirement, day, by, **values)
        return requirement

    return make


def _completed(*requirements) -> int:
    return completions({requirement.pk for requirement in requirements}, FIRST, LAST).completed


def _given(model, requirement, by, minutes, day=DAYS[12], **values):
    return model.objects.create(
        requirement=requirement, minutes=minutes, on=day, recorded_at=AT, recorded_by=by, **values
    )


def test_of_requirements_worked_on_in_the_period_those_count_whose_last_hours_fell_in_it(team, by):
    project = make_project(team)
    done, early, going = (make_requirement(make_person(team), ordered_minutes=m) for m in (840, 420, 6000))
    for number, requirement in enumerate((early, done, going)):
        worked(make_project(team), requirement, DAYS[number], by)
        worked(project, requirement, DAYS[10 + number], by)
    period = Period((team,), DAYS[5], DAYS[20])
    found = completions(days_of(period, AT).worked_on, period.first, period.last)
    assert (found.worked_on, found.completed) == (3, 1)
    assert round(found.share, 3) == 0.333


@pytest.mark.parametrize(
    ("days", "counted"),
    [([8, 9], 1), ([18, 19], 1), ([7, 8], 0), ([7, 8, 9], 0), ([19, 20], 0), ([18, 19, 20], 1), ([19], 0)],
)
def test_the_day_that_counts_is_that_of_the_last_hours_from_the_first_day_to_the_last(order, days, counted):
    assert _completed(order(2 * WHOLE_DAY, *(DAYS[day] for day in days))) == counted


def test_a_penalty_is_not_worked_off(order):
    assert _completed(order(WHOLE_DAY, DAYS[12], penalty_minutes=30)) == 0
    assert _completed(order(WHOLE_DAY - 30, DAYS[12], penalty_minutes=30)) == 1


def test_a_stand_down_counts_for_what_it_credits(order, team, by):
    credited, told_before = order(60), order(60)
    worked(make_project(team), credited, DAYS[12], by, outcome="AASD", notice="on_site")
    worked(make_project(team), told_before, DAYS[12], by, outcome="AASD", notice="before_day")
    assert _completed(credited) == 1
    assert _completed(told_before) == 0


def test_a_correction_counts_instead_of_what_it_corrects(order, by):
    requirement = order(WHOLE_DAY, DAYS[12])
    assert _completed(requirement) == 1
    outcome = ContactOutcome.objects.get(appointment__booking__requirement=requirement)
    draft = OutcomeDraft(outcome.appointment, "UACP")
    correct_outcome(outcome=outcome, draft=draft, reason="Never came", by=by, at=AT)
    assert _completed(requirement) == 0


def test_minutes_given_and_taken_back_by_hand_count(order, by):
    given, taken = order(WHOLE_DAY + 60, DAYS[12]), order(WHOLE_DAY, DAYS[12])
    _given(HoursAdjustment, given, by, 60, reason="travel", note="Far")
    _given(HoursAdjustment, taken, by, -60, reason="correction", note="Wrong")
    assert _completed(given) == 1
    assert _completed(taken) == 0


def test_education_counts_within_its_share(order, team, by):
    within, beyond, at_a_session = order(600, DAYS[12]), order(600, DAYS[12]), order(WHOLE_DAY)
    _given(EteCredit, within, by, 180, activity="Course")
    _given(EteCredit, beyond, by, 179, activity="Course")
    worked(make_ete_project(team), at_a_session, DAYS[12], by)
    assert _completed(within) == 1
    assert _completed(beyond) == 0
    assert _completed(at_a_session) == 0


def test_what_the_court_adds_or_takes_away_counts(order, by):
    longer, shorter = order(WHOLE_DAY, DAYS[12]), order(WHOLE_DAY + 60, DAYS[12])
    for requirement, minutes in ((longer, 60), (shorter, -60)):
        RequirementChange.objects.create(
            requirement=requirement, on=DAYS[2], minutes=minutes, reason="Court", recorded_at=AT, recorded_by=by
        )
    assert _completed(longer) == 0
    assert _completed(shorter) == 1


def test_work_beyond_one_requirement_counts_for_the_next(order, team):
    person = make_person(team)
    second = make_requirement(person, date(2026, 3, 3), ordered_minutes=60)
    first = order(WHOLE_DAY - 60, DAYS[12], person=person)
    assert _completed(first, second) == 2


def test_a_record_that_cannot_be_completes_nothing(order):
    requirement = order(WHOLE_DAY, DAYS[12])
    requirement.sentence.sentence_date = DAYS[13]
    requirement.sentence.save()
    assert _completed(requirement) == 0


def test_what_is_earned_where_the_service_has_turned_that_on_counts(order, by):
    # A quarter of 560 minutes, 140, earns nothing; the 280 after it earn half, which makes 420 + 140.
    enough, not_enough = order(560, DAYS[12]), order(562, DAYS[12])
    assert _completed(enough, not_enough) == 0
    Switch.objects.create(name=Switch.Name.EARNED_REDUCTION, on=True, changed_at=AT, changed_by=by)
    assert _completed(enough) == 1
    assert _completed(not_enough) == 0


def test_the_days_of_the_period_are_those_of_the_calendar_when_clocks_are_forward(team, by):
    requirement = make_requirement(make_person(team), ordered_minutes=30)
    worked(make_project(team), requirement, LAST + timedelta(days=1), by, hours=(0.25, 0.75))
    at = ContactOutcome.objects.get().started_at
    assert at == datetime(2026, 6, 20, 23, 15, tzinfo=UTC)
    assert _completed(requirement) == 0
    assert completions({requirement.pk}, FIRST, LAST + timedelta(days=1)).completed == 1
