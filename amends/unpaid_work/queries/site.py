"""What a supervisor's phone shows: the sessions of the day, and one session with its people as they stand on site."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from amends.design.words import clock_time
from amends.policy import codes
from amends.policy.contact_outcomes import contact_outcome, is_outcome
from amends.unpaid_work.form_specs.vocabulary import EQUIPMENT, named
from amends.unpaid_work.models import Booking, Session, SiteEvent
from amends.unpaid_work.queries.register import Expected, Register, Waiting, of_day, register, shown
from amends.unpaid_work.queries.site_log import SiteLog, in_doubt, instant_of

K, A = SiteEvent.Kind, SiteEvent.Answer


@dataclass(frozen=True)
class Told:
    """One event in words: what, who recorded it, and whether its time must be looked at."""

    event: SiteEvent
    words: str
    at: datetime

    @property
    def doubtful(self) -> bool:
        return in_doubt(self.event)


@dataclass(frozen=True)
class Disagreement:
    """An event that was not taken, beside what stands. `seen` is the token of what stands."""

    told: Told
    stands: str
    seen: str

    @property
    def can_be_used(self) -> bool:
        """Whether it can be put in the place of what stands."""
        return self.told.event.answer == A.CONFLICT

    @property
    def reason_needed(self) -> bool:
        """Whether choosing it corrects an outcome, which says why."""
        return self.can_be_used and self.told.event.kind == K.OUTCOME


@dataclass(frozen=True)
class SitePerson:
    """One person on site. Times are what stands; tokens tell a sender's knowledge of it."""

    expected: Expected
    acknowledged: Told | None
    acknowledged_now: bool
    arrived: Told | None
    finished: Told | None
    equipment: tuple[Told, ...]
    notes: tuple[Told, ...]
    disagreements: tuple[Disagreement, ...]
    outcome_words: str
    outcome_seen: str

    @property
    def booking(self) -> Booking:
        return self.expected.booking

    @property
    def person(self):
        return self.expected.person

    @property
    def arrived_seen(self) -> str:
        return SiteLog.token(self.arrived.event) if self.arrived else ""

    @property
    def finished_seen(self) -> str:
        return SiteLog.token(self.finished.event) if self.finished else ""


@dataclass(frozen=True)
class SiteSheet:
    """A session as its page on site shows it."""

    register: Register
    people: tuple[SitePerson, ...]
    notes: tuple[Told, ...]
    disagreements: tuple[Disagreement, ...]
    log: tuple[Told, ...]
    findings: str
    briefing: str

    @property
    def session(self) -> Session:
        return self.register.session

    @property
    def differing(self) -> int:
        """How many things wait for a person to choose."""
        return len(self.disagreements) + sum(len(each.disagreements) for each in self.people)


def sessions_of(user, on: date) -> tuple[list[tuple[Session, Waiting]], list[tuple[Session, Waiting]]]:
    """The day's registers: those of the sessions that the user supervises, and the others within reach."""
    every = shown(of_day(user, on))
    mine = [line for line in every if user.staff_id is not None and line[0].supervisor_id == user.staff_id]
    return mine, [line for line in every if line not in mine]


def site_sheet(user, session: Session) -> SiteSheet:
    """The session on site, as the user may see it. A constant number of queries."""
    sheet = register(user, session)
    log = SiteLog.shown(session, [expected.booking.pk for expected in sheet.people])
    findings = _findings(session)
    briefing = hashlib.sha256(f"{session.project.hazards}\n{findings}".encode()).hexdigest()
    made = {event.outcome_id: str(event.event_id) for event in log.events if event.outcome_id}
    waiting = log.undecided()
    return SiteSheet(
        register=sheet,
        people=tuple(_person(expected, log, waiting, made, briefing) for expected in sheet.people),
        notes=tuple(_told(log, event) for kind in (K.INCIDENT, K.NOTE) for event in log.of_kind(kind, None)),
        disagreements=tuple(_disagreement(log, event, None, "") for event in waiting if event.booking_id is None),
        log=tuple(_told(log, event) for event in log.events),
        findings=findings,
        briefing=briefing,
    )


def _findings(session: Session) -> str:
    """What the assessment of health and safety in force on the day found."""
    held = session.project.health_and_safety.filter(from_date__lte=session.date).order_by("-from_date").first()
    return held.findings if held else ""


def _person(expected: Expected, log: SiteLog, waiting, made: dict[int, str], briefing: str) -> SitePerson:
    key = expected.booking.pk
    outcome = expected.outcome
    seen = "" if outcome is None else made.get(outcome.pk, f"outcome-{outcome.pk}")
    acknowledged = _standing(log, key, K.ACKNOWLEDGED)
    issued = [event for kind in (K.EQUIPMENT, K.RETURNED) for event in log.of_kind(kind, key)]
    notes = [event for kind in (K.INCIDENT, K.NOTE) for event in log.of_kind(kind, key)]
    return SitePerson(
        expected=expected,
        acknowledged=acknowledged,
        acknowledged_now=acknowledged is not None and acknowledged.event.content.get("briefing") == briefing,
        arrived=_standing(log, key, K.ARRIVED),
        finished=_standing(log, key, K.FINISHED),
        equipment=tuple(_told(log, event) for event in sorted(issued, key=lambda event: event.pk)),
        notes=tuple(_told(log, event) for event in sorted(notes, key=lambda event: event.pk)),
        disagreements=tuple(
            _disagreement(log, event, expected, seen) for event in waiting if event.booking_id == key
        ),
        outcome_words=_outcome_words(expected),
        outcome_seen=seen,
    )  # fmt: skip


def _standing(log: SiteLog, booking: int, kind: object) -> Told | None:
    event = log.standing(booking, kind)
    return _told(log, event) if event else None


def _told(log: SiteLog, event: SiteEvent) -> Told:
    timed = event.kind in (K.ARRIVED, K.FINISHED) and event.answer != A.REFUSED
    return Told(event, words_of(event, log), log.minute(event) if timed else event.happened_at)


def _disagreement(log: SiteLog, event: SiteEvent, expected: Expected | None, outcome_seen: str) -> Disagreement:
    stands, seen = "", ""
    if event.kind == K.OUTCOME and expected is not None:
        stands, seen = _outcome_words(expected), outcome_seen
        if expected.outcome:
            stands = _("%(words)s, recorded by %(name)s") % {"words": stands, "name": expected.outcome.recorded_by.name}
    elif event.kind in (K.ARRIVED, K.FINISHED) and (held := log.standing(event.booking_id, event.kind)):
        told = {"words": words_of(held, log), "name": held.recorded_by.name}
        stands, seen = _("%(words)s, recorded by %(name)s") % told, SiteLog.token(held)
    return Disagreement(_told(log, event), stands, seen)


def _outcome_words(expected: Expected) -> str:
    outcome = expected.outcome
    if outcome is None:
        return ""
    times = (clock_time(outcome.started_at), clock_time(outcome.finished_at)) if outcome.started_at else ("", "")
    return _outcome(outcome.code, *times, outcome.penalty_minutes, outcome.quality, outcome.behaviour, outcome.notes)


def words_of(event: SiteEvent, log: SiteLog) -> str:
    """What an event says, in words."""
    content = event.content
    if event.kind in (K.ARRIVED, K.FINISHED):
        words = _("Arrived %(time)s") if event.kind == K.ARRIVED else _("Finished %(time)s")
        typed = content.get("time") if event.answer == A.REFUSED else None
        return words % {"time": typed or clock_time(log.minute(event))}
    if event.kind == K.OUTCOME:
        rest = (content.get(name) or "" for name in ("penalty", "quality", "behaviour", "notes"))
        times = (_clock(content.get(name), log) for name in ("started", "finished"))
        return _outcome(content.get("outcome", ""), *times, *rest)
    if event.kind == K.EQUIPMENT:
        items = [*named(content.get("items") or [], EQUIPMENT), content.get("other") or ""]
        return _("Equipment issued: %(items)s") % {"items": ", ".join(filter(None, items))}
    if event.kind == K.RETURNED:
        return _("All equipment returned")
    if event.kind == K.ACKNOWLEDGED:
        return _("Safety briefing heard")
    if event.kind == K.CHOICE:
        kept = _("Kept what stood") if content.get("choice") == "keep" else _("Chose this instead")
        return f"{kept}: {words_of(event.about, log)}"
    titles = {K.NOTE: _("Note"), K.INCIDENT: _("Incident"), K.CONCERN: _("Concern")}
    return f"{titles[event.kind]}: {content.get('text', '')}"


def _outcome(code, started, finished, penalty, quality, behaviour, notes) -> str:
    told = [contact_outcome(code).description if is_outcome(code) else str(code)]
    if started and finished:
        told.append(_("%(start)s to %(end)s") % {"start": started, "end": finished})
    if penalty:
        told.append(_("penalty %(minutes)s minutes") % {"minutes": penalty})
    if quality:
        told.append(_("work %(how)s") % {"how": _scale("session_quality", quality)})
    if behaviour:
        told.append(_("behaviour %(how)s") % {"how": _scale("session_behaviour", behaviour)})
    return ", ".join([*told, *([f"“{notes}”"] if notes else [])])


def _clock(written: object, log: SiteLog) -> str:
    """A time in the words of pages; as it was typed where it is none."""
    try:
        instant = instant_of(written, log.session.date)
    except ValueError:
        return str(written)
    return clock_time(instant) if instant else ""


def _scale(scheme, code: str) -> str:
    return str(dict(codes.choices(scheme)).get(code, code)).lower()


def bookings() -> QuerySet[Booking]:
    """Bookings with what recording on site needs."""
    return Booking.objects.select_related("appointment__person", "session__project")
