"""Everything that happened in a person's unpaid work, the latest first."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from amends.cases.models import Person, RequirementChange
from amends.contacts.models import Appointment, Concern, ContactOutcome
from amends.design.components import Event, Tag
from amends.design.words import clock_time, hours_spoken
from amends.design.words import day as day_words
from amends.organisation import access
from amends.organisation.roles import Permission
from amends.policy.civil_time import london
from amends.policy.contact_outcomes import contact_outcome
from amends.policy.session_credit import STOOD_DOWN
from amends.unpaid_work.models import EteCredit, HoursAdjustment, UnpaidWorkAssessment


def timeline(user, person: Person) -> list[Event]:
    """Bookings, outcomes, stand-downs, credits, what the court did, assessments and concerns; a few queries in all."""
    events = [
        *_appointments(person),
        *_court(person),
        *_credits(person),
        *_assessments(user, person),
        *_concerns(user, person),
    ]
    return sorted(events, key=lambda event: _instant(event.at), reverse=True)


def _instant(at: datetime | date) -> datetime:
    return at if isinstance(at, datetime) else datetime.combine(at, time(0), london())


def _appointments(person: Person) -> Iterator[Event]:
    outcomes = ContactOutcome.objects.select_related("recorded_by").order_by("pk")
    found = (
        Appointment.objects.filter(person=person, booking__isnull=False)
        .select_related("booked_by", "booking__session__project", "booking__stand_down__stand_down")
        .prefetch_related(Prefetch("outcomes", outcomes))
    )
    for appointment in found:
        where = f"{appointment.booking.session.project.name}, {day_words(appointment.booking.session.date)}"
        if appointment.booked_at < appointment.starts_at:  # a record of the past was never booked
            yield Event(_("Booked"), appointment.booked_at, appointment.booked_by.name, where)
        if appointment.cancelled_at:
            yield Event(_("Booking cancelled"), appointment.cancelled_at, "", f"{where}: {appointment.cancel_reason}")
        for outcome in appointment.outcomes.all():
            yield _outcome(outcome, where, appointment)


def _outcome(outcome: ContactOutcome, where: str, appointment: Appointment) -> Event:
    """A first outcome stands at the session, or earlier where it was known earlier; a correction when it was made."""
    at = outcome.recorded_at if outcome.replaces_id else min(outcome.recorded_at, appointment.starts_at)
    known = contact_outcome(outcome.code)
    text = where
    if outcome.started_at:
        text += f", {clock_time(outcome.started_at)} – {clock_time(outcome.finished_at)}"
    if outcome.reason:
        text += f". {outcome.reason}"
    tag = Tag(_("Failure to comply"), "red") if known.enforceable else None
    if outcome.code == STOOD_DOWN and hasattr(appointment.booking, "stand_down"):
        text += f". {appointment.booking.stand_down.stand_down.get_cause_display()}"
        tag = Tag(_("Stood down"), "orange")
    title = known.description if not outcome.replaces_id else _("Corrected: %(what)s") % {"what": known.description}
    return Event(title, at, outcome.recorded_by.name, text, tag=tag)


def _court(person: Person) -> Iterator[Event]:
    for sentence in person.sentences.prefetch_related("requirements"):
        for requirement in sentence.requirements.all():
            told = _("%(hours)s ordered, %(reference)s") % {
                "hours": hours_spoken(requirement.ordered_minutes), "reference": requirement.reference,
            }  # fmt: skip
            yield Event(_("Sentenced"), sentence.sentence_date, sentence.court, told)
            if requirement.ended_on:
                ended = _("Requirement ended: %(how)s") % {"how": requirement.get_ended_as_display()}
                yield Event(ended, requirement.ended_on, "", requirement.reference)
    for change in RequirementChange.objects.filter(requirement__sentence__person=person).select_related("recorded_by"):
        words = hours_spoken(abs(change.minutes))
        title = _("Added by the court: %(hours)s") if change.minutes > 0 else _("Removed by the court: %(hours)s")
        title = title % {"hours": words} if change.minutes else _("The court moved the last day")
        yield Event(title, change.on, change.recorded_by.name, change.reason)


def _credits(person: Person) -> Iterator[Event]:
    of_person = {"requirement__sentence__person": person}
    for row in HoursAdjustment.objects.filter(**of_person).select_related("recorded_by"):
        title = _("Adjustment reversed: %(hours)s") if row.reverses_id else _("Adjustment: %(hours)s")
        words = {"hours": hours_spoken(row.minutes)}
        at = row.recorded_at if row.reverses_id else row.on
        yield Event(title % words, at, row.recorded_by.name, f"{row.get_reason_display()}: {row.note}")
    for credit in EteCredit.objects.filter(**of_person).select_related("recorded_by"):
        title = _("Education, training or employment: %(hours)s")
        if credit.reverses_id:
            title = _("Education, training or employment reversed: %(hours)s")
        words = {"hours": hours_spoken(credit.minutes)}
        at = credit.recorded_at if credit.reverses_id else credit.on
        yield Event(title % words, at, credit.recorded_by.name, credit.activity)


def _assessments(user, person: Person) -> Iterable[Event]:
    found = access.visible(UnpaidWorkAssessment.objects, user, Permission.ASSESSMENT_VIEW)
    for assessment in found.filter(person=person).select_related("assessed_by"):
        text = _("Risk of harm: %(risk)s") % {"risk": assessment.get_risk_of_harm_display()}
        yield Event(_("Assessed for unpaid work"), assessment.recorded_at, assessment.assessed_by.name, text)
        if assessment.withdrawn_at:
            yield Event(_("Assessment withdrawn"), assessment.withdrawn_at, "", assessment.withdrawn_why)


def _concerns(user, person: Person) -> Iterable[Event]:
    found = access.visible(Concern.objects, user, Permission.CONCERN_READ)
    for concern in found.filter(person=person).select_related("raised_by", "read_by"):
        tag = Tag(_("Read"), "green") if concern.read_at else Tag(_("Not read"), "yellow")
        yield Event(_("Concern raised"), concern.raised_at, concern.raised_by.name, concern.text, tag=tag)
        if concern.read_at:
            yield Event(_("Concern read"), concern.read_at, concern.read_by.name)
