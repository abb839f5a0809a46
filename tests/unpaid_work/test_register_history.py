"""Past sessions recorded in bulk: what comes in whole, and what is refused with its row."""

from datetime import UTC, date, datetime, time

import pytest

from amends.contacts.models import Appointment, ContactOutcome
from amends.faults import Faults
from amends.organisation.models import AuditEvent
from amends.unpaid_work.models import Booking, Session, StandDown, StandDownPerson
from amends.unpaid_work.operations.history import (
    PastAttendanceDraft,
    PastSessionDraft,
    PastStandDownDraft,
    record_past_sessions,
)
from tests.factories import make_person, make_project, make_requirement, make_staff, make_team, make_user

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 20, 8, tzinfo=UTC)
DAY = date(2026, 6, 1)


@pytest.fixture
def place():
    team = make_team()
    return make_project(team), make_user("placement_coordinator", team)


def _worked(requirement, **values):
    given = {"outcome": "ATTC", "started": time(9), "finished": time(16), "row": 1} | values
    return PastAttendanceDraft(requirement=requirement.reference, **given)


def _faults(drafts, by):
    with pytest.raises(Faults) as refused:
        record_past_sessions(drafts, by=by, at=AT)
    assert not Session.objects.exists()
    assert not Appointment.objects.exists()
    return [(fault.file, fault.row, fault.field) for fault in refused.value.faults]


def test_a_past_session_brings_its_people_outcomes_and_stand_down(place):
    project, by = place
    first, second = (make_requirement(make_person(project.team)) for _ in range(2))
    supervisor = make_staff(project.team)
    stood_down = PastAttendanceDraft(requirement=second.reference, outcome="AASD", notice="on_site")
    draft = PastSessionDraft(
        project.code,
        DAY,
        supervisor=supervisor.code,
        attendance=(_worked(first, penalty_minutes=15, quality="good"), stood_down),
        stand_down=PastStandDownDraft("session_full", "on_site"),
    )

    (session,) = record_past_sessions([draft], by=by, at=AT)

    assert (session.date, session.supervisor) == (DAY, supervisor)
    outcome = ContactOutcome.objects.get(code="ATTC")
    assert outcome.started_at == datetime(2026, 6, 1, 8, tzinfo=UTC)  # nine in British summer time
    assert outcome.finished_at == datetime(2026, 6, 1, 15, tzinfo=UTC)
    assert outcome.penalty_minutes == 15
    assert {booking.requirement for booking in Booking.objects.all()} == {first, second}
    assert StandDown.objects.get().cause == "session_full"
    assert StandDownPerson.objects.get().booking.requirement == second
    told = AuditEvent.objects.filter(action="record outcome").values_list("crn", flat=True)
    assert sorted(told) == sorted([first.sentence.person.crn, second.sentence.person.crn])


def test_every_fault_is_told_with_its_file_and_row_and_nothing_is_kept(place):
    project, by = place
    requirement = make_requirement(make_person(project.team), sentence_date=date(2026, 6, 10))
    drafts = [
        PastSessionDraft("NONE", DAY, row=1),
        PastSessionDraft(project.code, AT.date(), supervisor="NOBODY", row=2),
        PastSessionDraft(project.code, DAY, attendance=(_worked(requirement, row=7),), row=3),
    ]
    assert _faults(drafts, by) == [
        ("sessions", 1, "project"),
        ("sessions", 2, "supervisor"),
        ("sessions", 2, "date"),
        ("attendance", 7, "date"),
    ]


def test_nobody_was_in_two_places_at_once(place):
    project, by = place
    other = make_project(project.team, start_time=time(13), end_time=time(18))
    requirement = make_requirement(make_person(project.team))
    drafts = [
        PastSessionDraft(project.code, DAY, attendance=(_worked(requirement, row=1),), row=1),
        PastSessionDraft(
            other.code, DAY, attendance=(_worked(requirement, row=2, started=time(17), finished=time(18)),)
        ),
    ]
    assert _faults(drafts, by) == [("attendance", 2, "")]


def test_a_clash_with_what_is_on_record_is_refused_whole(place):
    project, by = place
    other = make_project(project.team, start_time=time(13), end_time=time(18))
    requirement = make_requirement(make_person(project.team))
    record_past_sessions([PastSessionDraft(project.code, DAY, attendance=(_worked(requirement),))], by=by, at=AT)
    again = PastSessionDraft(other.code, DAY, attendance=(_worked(requirement, started=time(17), finished=time(18)),))
    with pytest.raises(Faults):
        record_past_sessions([again], by=by, at=AT)
    with pytest.raises(Faults) as refused:
        record_past_sessions([PastSessionDraft(project.code, DAY, row=4)], by=by, at=AT)
    assert refused.value.faults[0].row == 4
    assert Session.objects.count() == 1


def test_an_outcome_that_cannot_be_is_told_by_its_row(place):
    project, by = place
    requirement = make_requirement(make_person(project.team))
    draft = PastSessionDraft(project.code, DAY, attendance=(_worked(requirement, penalty_minutes=421, row=9),))
    assert _faults([draft], by) == [("attendance", 9, "penalty_minutes")]


def test_someone_stood_down_needs_the_stand_down_of_the_session(place):
    project, by = place
    requirement = make_requirement(make_person(project.team))
    stood_down = PastAttendanceDraft(requirement=requirement.reference, outcome="AASD", notice="on_site", row=3)
    assert _faults([PastSessionDraft(project.code, DAY, attendance=(stood_down,))], by) == [
        ("attendance", 3, "outcome")
    ]
