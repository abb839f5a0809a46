"""Past sessions, recorded in bulk: who was expected, what came of it, and who was stood down.

They are records of the past: booked after they ended, with no assessment, and no reckoned attendance where unknown.
The guards on bookings to come do not apply to them; identity, times and overlaps do.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import IntegrityError, transaction

from amends.cases.models import Requirement
from amends.contacts.models import Appointment
from amends.contacts.operations.outcomes import OutcomeDraft, OutcomesRefused, record_outcomes
from amends.faults import Fault, Faults
from amends.organisation import audit
from amends.organisation.models import Staff
from amends.policy.civil_time import civil_date, london
from amends.policy.session_credit import STOOD_DOWN
from amends.unpaid_work.models import Booking, Project, Session, StandDown, StandDownPerson

_AT_ONCE = 5_000


@dataclass(frozen=True)
class PastAttendanceDraft:
    """One person expected at a past session. Times are civil times of its day; `requirement` is a reference.

    `chance` is the chance of turning up as reckoned when booked, where known. `row` is where the draft stands in its
    file, for telling faults.
    """

    requirement: str
    outcome: str
    started: time | None = None
    finished: time | None = None
    penalty_minutes: int = 0
    notice: str = ""
    quality: str = ""
    behaviour: str = ""
    notes: str = ""
    chance: float | None = None
    row: int | None = None


@dataclass(frozen=True)
class PastStandDownDraft:
    """That a past session, or some of its people, were stood down."""

    cause: str
    notice: str
    whole: bool = False
    note: str = ""
    row: int | None = None


@dataclass(frozen=True)
class PastSessionDraft:
    """A past session: a project (by its code) on a date. Everyone with the outcome AASD belongs to its stand-down."""

    project: str
    date: date
    supervisor: str = ""
    attendance: tuple[PastAttendanceDraft, ...] = ()
    stand_down: PastStandDownDraft | None = None
    row: int | None = None


@transaction.atomic
def record_past_sessions(drafts: Sequence[PastSessionDraft], *, by, at: datetime) -> list[Session]:
    """Record past sessions with their bookings, outcomes and stand-downs; one audit event a person.

    Raises Faults, everything that is wrong at once: `file` is sessions, attendance or stand_downs, `row` the draft's.
    """
    projects = Project.objects.in_bulk({draft.project for draft in drafts}, field_name="code")
    staff = Staff.objects.in_bulk({draft.supervisor for draft in drafts if draft.supervisor}, field_name="code")
    references = {person.requirement for draft in drafts for person in draft.attendance}
    requirements = {
        requirement.reference: requirement
        for requirement in Requirement.objects.filter(reference__in=references).select_related("sentence__person")
    }
    faults = [fault for draft in drafts for fault in _faults(draft, projects, staff, requirements, at)]
    faults = faults or [*_clashes(drafts, projects, requirements), *_on_record(drafts, projects)]
    if faults:
        raise Faults(faults)
    try:
        with transaction.atomic():
            return _record(drafts, projects, staff, requirements, by=by, at=at)
    except IntegrityError as refused:
        wrong = "a person or a supervisor would be in two places at once, with what is on record already"
        raise Faults([Fault("sessions", None, "", wrong, "sessions that are not on record yet")]) from refused


def _record(drafts, projects, staff, requirements, *, by, at: datetime) -> list[Session]:
    sessions = Session.objects.bulk_create(
        (_session(draft, projects[draft.project], staff.get(draft.supervisor), at) for draft in drafts),
        batch_size=_AT_ONCE,
    )
    expected = [
        (session, person, requirements[person.requirement])
        for session, draft in zip(sessions, drafts, strict=True)
        for person in draft.attendance
    ]
    appointments = Appointment.objects.bulk_create(
        (_appointment(session, requirement, by=by, at=at) for session, _, requirement in expected),
        batch_size=_AT_ONCE,
    )
    bookings = Booking.objects.bulk_create(
        (
            Booking(appointment=appointment, session=session, requirement=requirement, attendance=person.chance)
            for appointment, (session, person, requirement) in zip(appointments, expected, strict=True)
        ),
        batch_size=_AT_ONCE,
    )
    of_appointment = {a.pk: person for a, (_, person, _) in zip(appointments, expected, strict=True)}
    try:
        record_outcomes([_outcome(a, of_appointment[a.pk]) for a in appointments], by=by, at=at)
    except OutcomesRefused as refused:
        raise Faults(
            [
                Fault("attendance", of_appointment[r.appointment.pk].row, r.field, r.message, "see the outcome's rules")
                for r in refused.refusals
            ]
        ) from None
    _stand_downs(sessions, drafts, bookings, by=by, at=at)
    audit.record(by, "record past sessions", "unpaid_work.session", detail={"sessions": len(sessions)})
    return sessions


def _faults(draft: PastSessionDraft, projects, staff, requirements, at: datetime) -> Iterator[Fault]:
    if draft.project not in projects:
        yield Fault("sessions", draft.row, "project", f"no project {draft.project!r}", "the code of a project")
    if draft.supervisor and draft.supervisor not in staff:
        yield Fault("sessions", draft.row, "supervisor", f"no staff {draft.supervisor!r}", "a staff number")
    if draft.date >= civil_date(at):
        yield Fault("sessions", draft.row, "date", f"{draft.date} is not past", "a day that is over")
    for person in draft.attendance:
        requirement = requirements.get(person.requirement)
        if requirement is None:
            wrong = f"no requirement {person.requirement!r}"
            yield Fault("attendance", person.row, "requirement", wrong, "the reference of a requirement")
        elif draft.date < requirement.sentence.sentence_date:
            right = f"a day from {requirement.sentence.sentence_date} on"
            yield Fault("attendance", person.row, "date", f"{draft.date} is before the sentence date", right)
        if person.outcome == STOOD_DOWN and draft.stand_down is None:
            right = "a row of stand_downs for the session"
            yield Fault("attendance", person.row, "outcome", "stood down, but the session has no stand-down", right)
    yield from _stand_down_faults(draft.stand_down)


def _stand_down_faults(draft: PastStandDownDraft | None) -> Iterator[Fault]:
    if draft and draft.cause not in StandDown.Cause.values:
        yield Fault(
            "stand_downs", draft.row, "cause", f"unknown cause {draft.cause!r}", ", ".join(StandDown.Cause.values)
        )
    if draft and draft.notice not in StandDown.Notice.values:
        known = ", ".join(StandDown.Notice.values)
        yield Fault("stand_downs", draft.row, "notice", f"unknown notice {draft.notice!r}", known)


def _clashes(drafts: Sequence[PastSessionDraft], projects, requirements) -> Iterator[Fault]:
    """People and supervisors of the drafts who would be in two places at once; sessions given twice."""
    given: set[tuple[str, date]] = set()
    people: dict[tuple[object, date], list[tuple[time, time]]] = {}
    for draft in drafts:
        if (draft.project, draft.date) in given:
            yield Fault("sessions", draft.row, "project", f"{draft.project} on {draft.date} is given twice", "once")
        given.add((draft.project, draft.date))
        hours = projects[draft.project].start_time, projects[draft.project].end_time
        expected = [("attendance", p.row, requirements[p.requirement].sentence.person.crn) for p in draft.attendance]
        supervises = [("sessions", draft.row, f"supervisor {draft.supervisor}")] if draft.supervisor else []
        for file, row, who in expected + supervises:
            taken = people.setdefault((who, draft.date), [])
            if any(hours[0] < end and start < hours[1] for start, end in taken):
                yield Fault(file, row, "", f"{who} would be in two places on {draft.date}", "one session at a time")
            taken.append(hours)


def _on_record(drafts: Sequence[PastSessionDraft], projects) -> Iterator[Fault]:
    keys = [project.pk for project in projects.values()]
    dates = [draft.date for draft in drafts]
    if not dates:
        return
    known = set(
        Session.objects.filter(
            project__in=keys, date__range=(min(dates), max(dates)), cancelled_at__isnull=True
        ).values_list("project_id", "date")
    )
    for draft in drafts:
        if (projects[draft.project].pk, draft.date) in known:
            wrong = f"{draft.project} has a session on {draft.date} on record"
            yield Fault("sessions", draft.row, "date", wrong, "a session that is not on record yet")


def _session(draft: PastSessionDraft, project: Project, supervisor: Staff | None, at: datetime) -> Session:
    return Session(
        project=project,
        date=draft.date,
        starts_at=datetime.combine(draft.date, project.start_time, london()),
        ends_at=datetime.combine(draft.date, project.end_time, london()),
        supervisor=supervisor,
        places=project.places,
        opened_at=at,
    )


def _appointment(session: Session, requirement: Requirement, *, by, at: datetime) -> Appointment:
    return Appointment(
        person=requirement.sentence.person,
        kind=Appointment.Kind.UNPAID_WORK,
        team_id=session.project.team_id,
        staff_id=session.supervisor_id,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        booked_at=at,
        booked_by=by,
    )


def _outcome(appointment: Appointment, person: PastAttendanceDraft) -> OutcomeDraft:
    day = civil_date(appointment.starts_at)
    return OutcomeDraft(
        appointment=appointment,
        code=person.outcome,
        started_at=datetime.combine(day, person.started, london()) if person.started else None,
        finished_at=datetime.combine(day, person.finished, london()) if person.finished else None,
        penalty_minutes=person.penalty_minutes,
        notice=person.notice,
        quality=person.quality,
        behaviour=person.behaviour,
        notes=person.notes,
    )


def _stand_downs(sessions, drafts: Sequence[PastSessionDraft], bookings, *, by, at: datetime) -> None:
    told = [(session, draft.stand_down) for session, draft in zip(sessions, drafts, strict=True) if draft.stand_down]
    rows = StandDown.objects.bulk_create(
        (
            StandDown(
                session=session,
                cause=draft.cause,
                notice=draft.notice,
                whole=draft.whole,
                note=draft.note,
                recorded_at=at,
                recorded_by=by,
            )
            for session, draft in told
        ),
        batch_size=_AT_ONCE,
    )
    of_session = {row.session_id: row for row in rows}
    outcomes = [person.outcome for draft in drafts for person in draft.attendance]
    StandDownPerson.objects.bulk_create(
        (
            StandDownPerson(stand_down=of_session[booking.session_id], booking=booking)
            for booking, outcome in zip(bookings, outcomes, strict=True)
            if outcome == STOOD_DOWN
        ),
        batch_size=_AT_ONCE,
    )
