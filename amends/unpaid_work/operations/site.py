"""Recording what happens on site, tap by tap, as phones send it: at once, hours later, twice, or beside another phone.

Each event is taken once, in a transaction of its own, in the order given. It tells what its sender knew to stand; where
something else stands by now, and says something else, the event does nothing and stays in the log until a person
chooses. An outcome is recorded where outcomes are, a concern where concerns are: the log points to them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from amends.contacts.models import Appointment, ContactOutcome
from amends.contacts.operations.concerns import raise_concern
from amends.contacts.operations.outcomes import (
    OutcomeDraft,
    OutcomesRefused,
    correct_outcome,
    record_outcomes,
    same_outcome,
    standing_outcomes,
)
from amends.organisation import audit
from amends.policy.civil_time import civil_date
from amends.policy.contact_outcomes import contact_outcome, is_outcome
from amends.policy.session_credit import SENT_HOME_BY_SERVICE
from amends.unpaid_work.models import Booking, HealthAndSafety, Session, SiteEvent
from amends.unpaid_work.operations.health_and_safety import end_health_and_safety
from amends.unpaid_work.queries.site_log import SiteLog, instant_of

K, A = SiteEvent.Kind, SiteEvent.Answer
_OF_A_BOOKING_IN_FORCE = {K.ACKNOWLEDGED, K.ARRIVED, K.FINISHED, K.OUTCOME}


@dataclass(frozen=True)
class SiteDraft:
    """One event as it was sent. `content` holds what was entered, by the names of its form.

    `seen` is the token of what the sender knew to stand; `about` the event that a choice is about. `ahead_ms` is how
    many milliseconds the phone's clock was ahead of the service's when last compared before the event,
    `ahead_on_sending_ms` the same when it was sent; None: not known. `fault` is what is wrong with the content.
    """

    event_id: UUID
    session: Session
    booking: Booking | None
    kind: str
    content: dict[str, object] = field(default_factory=dict)
    seen: str = ""
    about: UUID | None = None
    phone_at: datetime | None = None
    ahead_ms: int | None = None
    ahead_on_sending_ms: int | None = None
    device: UUID | None = None
    fault: str = ""


@dataclass(frozen=True)
class Taken:
    """What became of one event: its row, and whether the row had been there before."""

    event: SiteEvent
    had: bool = False


class NotTheSame(Exception):
    """An event came in under the id of another."""


def record_on_site(drafts: Sequence[SiteDraft], *, by, at: datetime) -> list[Taken | NotTheSame]:
    """Take events in their order, each once and each by itself: what became of each, in the same order.

    Bookings come with their appointment and its person.
    """
    return [_take(draft, by=by, at=at) for draft in drafts]


@transaction.atomic
def _take(draft: SiteDraft, *, by, at: datetime) -> Taken | NotTheSame:
    """One event at a time for each session: two phones never look at what stands at once."""
    Session.objects.select_for_update(no_key=True).get(pk=draft.session.pk)
    held = SiteEvent.objects.filter(event_id=draft.event_id).first()
    if held is not None:
        return Taken(held, had=True) if _is_same(held, draft, by) else NotTheSame()
    event = _row(draft, by=by, at=at)
    found = SiteEvent.objects.filter(event_id=draft.about, session=draft.session, booking=draft.booking)
    about = found.first() if draft.about else None
    if draft.kind == K.CHOICE and about is None:
        return NotTheSame()
    event.about = about
    if draft.fault:
        event.answer, event.why = A.REFUSED, draft.fault
    else:
        _act(event, draft.booking, by=by, at=at)
    event.save(force_insert=True)
    crn = draft.booking.appointment.person.crn if draft.booking else ""
    detail = {"kind": event.kind, "event": str(event.event_id), "answer": event.answer}
    audit.record(by, "record on site", f"unpaid_work.session {draft.session.pk}", crn=crn, detail=detail)
    return Taken(event)


def _is_same(held: SiteEvent, draft: SiteDraft, by) -> bool:
    booking = draft.booking.pk if draft.booking else None
    return (held.session_id, held.booking_id, held.kind, held.recorded_by_id) == (
        draft.session.pk, booking, draft.kind, by.pk,
    )  # fmt: skip


def _row(draft: SiteDraft, *, by, at: datetime) -> SiteEvent:
    phone_at = draft.phone_at or at
    ahead = draft.ahead_ms if draft.ahead_ms is not None else draft.ahead_on_sending_ms or 0
    return SiteEvent(
        event_id=draft.event_id,
        session=draft.session,
        booking=draft.booking,
        kind=draft.kind,
        content=dict(draft.content),
        seen=draft.seen,
        phone_at=phone_at,
        ahead_ms=draft.ahead_ms,
        ahead_on_sending_ms=draft.ahead_on_sending_ms,
        happened_at=min(phone_at - timedelta(milliseconds=ahead), at),
        received_at=at,
        device=draft.device,
        recorded_by=by,
        answer=A.TAKEN,
    )


def _act(event: SiteEvent, booking: Booking | None, *, by, at: datetime) -> None:
    """Do what the event says, or write on it why not."""
    log = SiteLog.of(event.session, booking)
    if event.kind == K.INCIDENT:
        _end_health_and_safety(event, by=by, at=at)
    if event.kind == K.CHOICE:
        _choose(event, booking, log, by=by, at=at)
    elif booking is None:
        return  # a note or an incident of the whole session: the log is its place
    elif event.kind in _OF_A_BOOKING_IN_FORCE and booking.appointment.cancelled_at is not None:
        event.answer, event.why = A.REFUSED, _("This booking was cancelled meanwhile: tell the unpaid work team")
    elif event.kind in (K.ARRIVED, K.FINISHED):
        _time(event, log)
    elif event.kind == K.OUTCOME:
        _outcome(event, booking, log, by=by, at=at)
    elif event.kind == K.CONCERN:
        person, text = booking.appointment.person, str(event.content["text"])
        event.concern = raise_concern(person=person, text=text, appointment=booking.appointment, by=by, at=at)


def _end_health_and_safety(event: SiteEvent, *, by, at: datetime) -> None:
    """After an incident the project is assessed again before it is used: what held on the day holds no longer."""
    project, on = event.session.project_id, civil_date(event.happened_at)
    held = HealthAndSafety.objects.filter(project=project, from_date__lte=on, to_date__gt=on).first()
    if held is not None:
        told = _("Incident on site: %(what)s") % {"what": event.content["text"]}
        end_health_and_safety(assessment=held, on=on, incident=told[:300], by=by, at=at)


def _time(event: SiteEvent, log: SiteLog) -> None:
    stands = log.standing(event.booking_id, event.kind)
    if stands is not None and event.seen != log.token(stands) and log.minute(stands) != log.minute(event):
        event.answer, event.why = A.CONFLICT, _("Another time was recorded meanwhile")


def _outcome(event: SiteEvent, booking: Booking, log: SiteLog, *, by, at: datetime) -> None:
    """Record the outcome; times that were left out are those of the taps."""
    content = event.content
    if is_outcome(str(content["outcome"])) and contact_outcome(str(content["outcome"])).attended:
        for name, kind in (("started", K.ARRIVED), ("finished", K.FINISHED)):
            tapped = log.standing(booking.pk, kind)
            if not content.get(name) and tapped is not None:
                content[name] = log.minute(tapped).isoformat()
    _record(event, content, booking, by=by, at=at)


def _record(event: SiteEvent, content: dict[str, object], booking: Booking, *, by, at: datetime, why: str = "") -> None:
    """Record the content as the outcome of the booking, or as the one that replaces what the sender knew to stand."""
    Appointment.objects.select_for_update(no_key=True).get(pk=booking.appointment_id)
    draft = outcome_draft(booking.appointment, content)
    stands = standing_outcomes([booking.appointment_id]).get(booking.appointment_id)
    if stands is not None and same_outcome(stands, draft):
        return
    if stands is not None and event.seen != SiteLog.token_of_outcome(stands):
        event.answer, event.why = A.CONFLICT, _("Another outcome was recorded meanwhile")
        return
    try:
        with transaction.atomic():
            event.outcome = _written(draft, stands, why or _("Corrected on site"), by=by, at=at)
    except OutcomesRefused as refused:
        event.answer = A.REFUSED
        event.why = " ".join(f"{refusal.message}." for refusal in refused.refusals)[:400]


def _written(draft: OutcomeDraft, stands: ContactOutcome | None, why: str, *, by, at: datetime) -> ContactOutcome:
    if stands is None:
        return record_outcomes([draft], by=by, at=at)[0]
    return correct_outcome(outcome=stands, draft=draft, reason=why, by=by, at=at)


def outcome_draft(appointment: Appointment, content: dict[str, object]) -> OutcomeDraft:
    """What was entered for an outcome, as contacts records it."""
    day = civil_date(appointment.starts_at)
    code = str(content["outcome"])
    return OutcomeDraft(
        appointment=appointment,
        code=code,
        started_at=instant_of(content.get("started"), day),
        finished_at=instant_of(content.get("finished"), day),
        penalty_minutes=int(str(content.get("penalty") or 0)),
        notice="on_site" if code == SENT_HOME_BY_SERVICE else "",
        quality=str(content.get("quality") or ""),
        behaviour=str(content.get("behaviour") or ""),
        notes=str(content.get("notes") or ""),
    )


def _choose(event: SiteEvent, booking: Booking | None, log: SiteLog, *, by, at: datetime) -> None:
    """Keep what stands, or put what was not taken in its place. What is not chosen stays in the log."""
    about = event.about
    if about not in log.undecided():
        event.answer, event.why = A.CONFLICT, _("Somebody has chosen meanwhile")
    elif event.content["choice"] == "keep":
        return
    elif about.answer != A.CONFLICT or booking is None:
        event.answer, event.why = A.REFUSED, _("This was refused: it can only be put aside")
    elif about.kind == K.OUTCOME:
        _record(event, about.content, booking, by=by, at=at, why=str(event.content.get("reason") or ""))
    else:
        stands = log.standing(about.booking_id, about.kind)
        if stands is not None and event.seen != log.token(stands):
            event.answer, event.why = A.CONFLICT, _("It was changed again meanwhile: choose once more")
