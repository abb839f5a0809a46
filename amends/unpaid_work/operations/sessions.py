"""Opening sessions, giving them a supervisor and places, calling them off."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from amends.contacts.models import Appointment, ContactOutcome
from amends.methods.planning.problem import TOLERANCE
from amends.organisation import audit
from amends.organisation.models import Staff
from amends.organisation.operations.refusal import Refused
from amends.policy.booking import overbooking_risk
from amends.policy.civil_time import civil_date, london
from amends.policy.working_days import is_bank_holiday
from amends.unpaid_work.models import Booking, Project, Session
from amends.unpaid_work.operations.bookings import cancel_bookings
from amends.unpaid_work.queries.faults import faults_of_supervisors
from amends.unpaid_work.queries.restrictions import places_allowed, places_on
from amends.unpaid_work.queries.travel import minutes_between
from amends.unpaid_work.rules import Reason, reason_of


class SessionRefused(Refused):
    """A session cannot be opened or changed so: `reasons` says why. `number` counts the drafts from 1."""

    def __init__(self, reasons: Iterable[Reason], *, number: int | None = None) -> None:
        self.reasons = tuple(reasons)
        super().__init__("; ".join(reason.words for reason in self.reasons), number=number)


@dataclass(frozen=True)
class SessionDraft:
    """A session to open: the project on the date, with a supervisor if there is one yet."""

    project: Project
    date: date
    supervisor: Staff | None = None


def open_session(*, project: Project, date: date, supervisor: Staff | None = None, by, at: datetime) -> Session:
    """Open a session of the project on the date. Raises SessionRefused."""
    return open_sessions(drafts=[SessionDraft(project, date, supervisor)], by=by, at=at)[0]


@transaction.atomic
def open_sessions(*, drafts: Sequence[SessionDraft], by, at: datetime) -> list[Session]:
    """Open sessions at their projects' hours, with the places that the restrictions on the day allow. All or none.

    Raises SessionRefused, with the draft's number, for the first that the rules of a session forbid.
    """
    places = places_on({draft.project for draft in drafts}, {draft.date for draft in drafts})
    opened = []
    for number, draft in enumerate(drafts, start=1):
        allowed = places[draft.project.pk, draft.date]
        reasons = [*_against_opening(draft, allowed, civil_date(at)), *_too_far(draft)]
        if reasons:
            raise SessionRefused(reasons, number=number)
        session = Session(
            project=draft.project,
            date=draft.date,
            starts_at=_instant(draft.date, draft.project.start_time),
            ends_at=_instant(draft.date, draft.project.end_time),
            supervisor=draft.supervisor,
            places=allowed,
            overbook_risk=overbooking_risk(on=draft.date).value,
            opened_at=at,
        )
        _save(session, number=number)
        opened.append(session)
    audit.record_many(by, "open session", ((_subject(session), "", _told(session)) for session in opened))
    return opened


@transaction.atomic
def assign_supervisor(*, session: Session, supervisor: Staff | None, by, at: datetime) -> Session:
    """Give the session this supervisor; None takes the one it has away. Raises SessionRefused."""
    session = _locked(session)
    _refuse_if(session, at)
    if supervisor is not None:
        reasons = [] if session.project.supervised else [Reason("supervisor_not_needed")]
        reasons += faults_of_supervisors(session.pk, [supervisor.pk]).get(supervisor.pk, [])
        reasons += _too_far(SessionDraft(session.project, session.date, supervisor))
        if reasons:
            raise SessionRefused(reasons)
    before = session.supervisor_id
    session.supervisor = supervisor
    _save(session)
    Appointment.objects.filter(booking__session=session, cancelled_at__isnull=True).update(staff=supervisor)
    audit.record(by, "assign supervisor", _subject(session), detail={**_told(session), "before": before})
    return session


@transaction.atomic
def change_places(*, session: Session, places: int, by, at: datetime) -> Session:
    """Set how many places the session has, at most what project and restrictions allow on the day.

    Fewer than are booked is not refused: the restrictions may ask it, and the week board shows what follows.
    Raises SessionRefused.
    """
    session = _locked(session)
    _refuse_if(session, at)
    allowed = places_allowed(session.project, session.date)
    if not 0 <= places <= allowed:
        raise SessionRefused([Reason("session_places", str(allowed))])
    before, session.places = session.places, places
    _save(session)
    audit.record(by, "change places", _subject(session), detail={**_told(session), "before": before})
    return session


@transaction.atomic
def call_off_session(*, session: Session, reason: str, by, at: datetime) -> list[Booking]:
    """Call the session off, cancelling its bookings; return those cancelled.

    Raises SessionRefused where it is called off already or an outcome is recorded for it, Refused without a reason.
    """
    if not reason.strip():
        raise Refused(_("Say why the session is called off"))
    session = _locked(session)
    if session.cancelled_at is not None:
        raise SessionRefused([Reason("session_already_called_off")])
    if ContactOutcome.objects.filter(appointment__booking__session=session).exists():
        raise SessionRefused([Reason("session_outcomes")])
    bookings = list(session.bookings.filter(appointment__cancelled_at__isnull=True))
    cancel_bookings(bookings=bookings, reason=reason, by=by, at=at)
    session.cancelled_at, session.cancel_reason = at, reason
    _save(session)
    audit.record(by, "call off session", _subject(session), detail={**_told(session), "reason": reason})
    return bookings


def _against_opening(draft: SessionDraft, places: int, today: date) -> list[Reason]:
    """What policy and the calendar say; the rest is the database's to say."""
    found = []
    if draft.date < today:
        found.append(Reason("session_over"))
    if is_bank_holiday(draft.date) and not draft.project.open_on_bank_holidays:
        found.append(Reason("session_bank_holiday"))
    if places == 0:
        found.append(Reason("session_suspended"))
    if draft.supervisor is not None and not draft.project.supervised:
        found.append(Reason("supervisor_not_needed"))
    return found


def _too_far(draft: SessionDraft) -> list[Reason]:
    staff, project = draft.supervisor, draft.project
    if staff is None or staff.lat is None or staff.lon is None:
        return []
    minutes = minutes_between((staff.lat, staff.lon), (project.lat, project.lon), drives=True, on=draft.date)
    if minutes <= staff.max_drive_minutes + TOLERANCE:
        return []
    detail = _("%(minutes)d minutes of %(most)d") % {"minutes": round(minutes), "most": staff.max_drive_minutes}
    return [Reason("supervisor_too_far", detail)]


def _instant(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, london())


def _locked(session: Session) -> Session:
    return Session.objects.select_for_update(of=["self"], no_key=True).select_related("project").get(pk=session.pk)


def _refuse_if(session: Session, at: datetime) -> None:
    if session.cancelled_at is not None:
        raise SessionRefused([Reason("session_already_called_off")])
    if at >= session.ends_at:
        raise SessionRefused([Reason("session_over")])


def _save(session: Session, *, number: int | None = None) -> None:
    try:
        with transaction.atomic():
            session.save()
    except IntegrityError as error:
        reason, _person = reason_of(error)
        raise SessionRefused([reason], number=number) from error


def _subject(session: Session) -> str:
    return f"unpaid_work.session {session.pk}"


def _told(session: Session) -> dict[str, object]:
    return {
        "project": session.project.code,
        "date": session.date.isoformat(),
        "supervisor": session.supervisor_id,
        "places": session.places,
    }
