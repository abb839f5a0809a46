"""Returning a requirement to court: for more time work goes on; for revocation it does too, unless it is suspended."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from amends.cases.letters import as_issued
from amends.organisation.operations.refusal import Refused
from amends.unpaid_work.models import CourtReturn
from amends.unpaid_work.operations.bookings import BookingRefused, book
from amends.unpaid_work.operations.court_returns import Application, record_court_result, return_to_court
from amends.unpaid_work.queries.faults import faults_of_bookings
from amends.unpaid_work.queries.statement import statement
from tests.factories import MONDAY, make_requirement, make_team, make_user
from tests.unpaid_work.board_records import make_session
from tests.unpaid_work.ended_records import AT, DAY, ON, Case

pytestmark = pytest.mark.django_db
UNTIL = date(2027, 9, 1)
MORE = Application("extension", "Was in hospital for six weeks", UNTIL)
REVOKE = Application("revocation", "Can no longer work, on medical advice")
SUSPEND = Application("revocation", "Can no longer work, on medical advice", suspended=True)


@pytest.fixture
def by():
    return make_user("practitioner", make_team())


@pytest.fixture
def case(by):
    return Case(make_team(), by, ordered=10, done=1, coming=2)


def asked(case, application=MORE):
    return return_to_court(requirement=case.requirement, application=application, by=case.by, at=AT)


def decided(row, result, by, **values):
    return record_court_result(court_return=row, result=result, on=ON, by=by, at=AT, **values)


def test_the_report_says_why_what_is_asked_and_what_was_worked(case):
    told = as_issued(asked(case).report)
    text = " ".join(told.paragraphs)
    assert "hospital for six weeks" in text
    assert "1 September 2027" in text
    assert told.to == ("Test Court",)
    assert [key for key, _value in told.table][-1] == "Remaining"
    assert "63" in dict(told.table)["Remaining"]


@pytest.mark.parametrize("application", [MORE, REVOKE])
def test_work_goes_on_until_the_court_decides(case, application):
    asked(case, application)
    assert len(case.standing_bookings()) == 2
    case.book(MONDAY + timedelta(days=4))


def test_suspended_work_is_freed_and_cannot_be_booked_by_anybody(case, by):
    kept = Case(case.team, by, ordered=10, done=0, coming=1)
    row = asked(case, SUSPEND)
    assert case.standing_bookings() == []
    assert len(kept.standing_bookings()) == 1
    session = make_session(case.project, MONDAY + timedelta(days=4))
    with pytest.raises(BookingRefused):
        book(session=session, people=[case.person], by=by, at=AT)
    with pytest.raises(IntegrityError, match="booking_suspended"), transaction.atomic():  # whoever asks
        case.book(MONDAY + timedelta(days=3))
    decided(row, "refused", by)
    case.requirement.refresh_from_db()
    assert case.requirement.ended_on is None
    assert faults_of_bookings([case.book(MONDAY + timedelta(days=3)).pk]) == {}


def test_more_time_moves_the_last_day_and_nothing_else(case, by):
    before = statement(case.requirement)
    decided(asked(case), "extended", by, until=UNTIL, note="Allowed")
    case.requirement.refresh_from_db()
    assert case.requirement.limit_date == UNTIL
    assert [(change.minutes, change.limit_date) for change in case.requirement.changes.all()] == [(0, UNTIL)]
    assert statement(case.requirement).remaining == before.remaining
    assert len(case.standing_bookings()) == 2


def test_revoked_it_ends_and_the_places_are_free(case, by):
    released = decided(asked(case, REVOKE), "revoked", by)
    case.requirement.refresh_from_db()
    assert (case.requirement.ended_on, case.requirement.ended_as) == (ON, "revoked")
    assert len(released.freed) == 2
    assert case.standing_bookings() == []
    assert statement(case.requirement).credited_sessions == DAY


@pytest.mark.parametrize("result", ["refused", "withdrawn"])
def test_refused_or_withdrawn_all_goes_on(case, by, result):
    decided(asked(case, REVOKE), result, by)
    case.requirement.refresh_from_db()
    assert case.requirement.ended_on is None
    assert len(case.standing_bookings()) == 2
    asked(case)  # and the court can be asked again


def test_the_court_is_asked_once_at_a_time(case):
    asked(case)
    with pytest.raises(Refused, match="asked already"):
        asked(case, REVOKE)


@pytest.mark.parametrize(
    "application",
    [
        Application("extension", "Why", None),
        Application("extension", "Why", date(2026, 5, 20)),
        Application("extension", "Why", UNTIL, suspended=True),
        Application("extension", "  ", UNTIL),
        Application("revocation", "Why", UNTIL),
        Application("other", "Why"),
    ],
)
def test_an_application_that_is_not_whole_is_refused(case, application):
    with pytest.raises(Refused):
        asked(case, application)
    assert not CourtReturn.objects.exists()


def test_an_answer_must_be_one_that_the_court_could_give(case, by):
    row = asked(case)
    for result, values in (("revoked", {}), ("extended", {}), ("refused", {"until": UNTIL}), ("", {})):
        with pytest.raises(Refused):
            decided(row, result, by, **values)
    with pytest.raises(Refused, match="between"):
        record_court_result(court_return=row, result="refused", on=ON + timedelta(days=1), by=by, at=AT)
    decided(row, "refused", by)
    with pytest.raises(Refused, match="already"):
        decided(row, "refused", by)


def test_one_with_no_hours_left_is_completed_instead(by):
    case = Case(make_team(), by, ordered=1, done=1)
    with pytest.raises(Refused, match="complete"):
        asked(case)


def test_what_is_suspended_leaves_other_requirements_to_be_worked(case, by):
    other = make_requirement(case.person, ordered_minutes=5 * DAY)
    asked(case, SUSPEND)
    assert case.standing_bookings() == [(MONDAY, other.pk), (MONDAY + timedelta(days=1), other.pk)]
