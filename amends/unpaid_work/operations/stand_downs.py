"""Standing down a session or some of its people, and offering them another place."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from amends.contacts.models import ContactOutcome
from amends.contacts.operations.outcomes import (
    OutcomeDraft,
    OutcomesRefused,
    correct_outcome,
    record_outcomes,
    standing_outcomes,
)
from amends.organisation import audit
from amends.organisation.operations.refusal import Refused
from amends.policy.civil_time import civil_date
from amends.policy.contact_outcomes import contact_outcome
from amends.policy.session_credit import STOOD_DOWN
from amends.unpaid_work.models import Booking, Session, StandDown, StandDownPerson
from amends.unpaid_work.operations.bookings import book


@transaction.atomic
def stand_down(
    *, session: Session, cause: str, notice: str, bookings: Sequence[Booking] | None = None, note: str = "", by,
    at: datetime,
) -> StandDown:  # fmt: skip
    """Stand the session down (`bookings` None), or those of its people. Each gets the outcome AASD with the notice.

    An outcome that a named person has already is corrected. Raises Refused where nobody is left to stand down, people
    have worked at a session stood down whole, or the notice cannot be so.
    """
    session = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    _check(session, cause, notice, at)
    expected = _expected(session, bookings)
    standing = standing_outcomes(booking.appointment_id for booking in expected)
    if bookings is None:
        expected = _all_who_are_left(session, expected, standing)
    made = StandDown.objects.create(
        session=session, cause=cause, notice=notice, whole=bookings is None, note=note.strip(), recorded_at=at,
        recorded_by=by,
    )  # fmt: skip
    _record(made, expected, standing, by=by, at=at)
    for booking in expected:
        StandDownPerson.objects.update_or_create(booking=booking, defaults={"stand_down": made, "offered": None})
    detail = {"session": session.pk, "cause": cause, "notice": notice, "people": len(expected), "whole": made.whole}
    audit.record(by, "stand down", f"unpaid_work.standdown {made.pk}", detail=detail)
    return made


@transaction.atomic
def offer_place(*, stood_down: StandDownPerson, session: Session, by, at: datetime) -> Booking:
    """Book someone who was stood down on another session. Raises BookingRefused with the reasons, or Refused."""
    stood_down = (
        StandDownPerson.objects.select_for_update(of=("self",), no_key=True)
        .select_related("booking__appointment__person", "offered__appointment")
        .get(pk=stood_down.pk)
    )
    if stood_down.offered and stood_down.offered.appointment.cancelled_at is None:
        raise Refused(_("Another place has been offered already"))
    person = stood_down.booking.appointment.person
    (booking,) = book(session=session, people=[person], by=by, at=at)
    stood_down.offered = booking
    stood_down.save(update_fields=["offered"])
    detail = {"session": session.pk, "booking": booking.pk}
    audit.record(by, "offer place", f"unpaid_work.standdownperson {stood_down.pk}", crn=person.crn, detail=detail)
    return booking


def _check(session: Session, cause: str, notice: str, at: datetime) -> None:
    if session.cancelled_at is not None:
        raise Refused(_("This session has been called off"))
    if cause not in StandDown.Cause.values:
        raise Refused(_("Select the cause"))
    if notice not in StandDown.Notice.values:
        raise Refused(_("Select when people were told"))
    if notice != StandDown.Notice.BEFORE_DAY and session.date > civil_date(at):
        raise Refused(_("The day of the session has not come: people told now are told before the day"))
    if session.stand_downs.filter(whole=True).exists():
        raise Refused(_("The whole session has been stood down already"))


def _expected(session: Session, bookings: Sequence[Booking] | None) -> list[Booking]:
    found = Booking.objects.filter(session=session, appointment__cancelled_at__isnull=True)
    if bookings is not None:
        found = found.filter(pk__in=[booking.pk for booking in bookings])
    expected = list(found.select_related("appointment__person").order_by("appointment_id"))
    if not expected or (bookings is not None and len(expected) < len({booking.pk for booking in bookings})):
        raise Refused(_("Nobody to stand down: select people who are booked on this session"))
    return expected


def _all_who_are_left(session: Session, expected: list[Booking], standing: dict[int, ContactOutcome]) -> list[Booking]:
    worked = [outcome for outcome in standing.values() if contact_outcome(outcome.code).attended]
    if worked:
        raise Refused(_("People have worked at this session: select those who were stood down"))
    left = [booking for booking in expected if booking.appointment_id not in standing]
    if not left:
        raise Refused(_("Everyone at this session has an outcome: select those who were stood down"))
    return left


def _record(made: StandDown, expected: list[Booking], standing: dict[int, ContactOutcome], *, by, at: datetime) -> None:
    drafts = [OutcomeDraft(booking.appointment, STOOD_DOWN, notice=made.notice) for booking in expected]
    try:
        record_outcomes([draft for draft in drafts if draft.appointment.pk not in standing], by=by, at=at)
        for draft in drafts:
            if outcome := standing.get(draft.appointment.pk):
                if outcome.code == STOOD_DOWN:
                    raise Refused(_("%(name)s has been stood down already") % {"name": draft.appointment.person.name})
                reason = _("Stood down: %(cause)s") % {"cause": made.get_cause_display()}
                correct_outcome(outcome=outcome, draft=draft, reason=reason, by=by, at=at)
    except OutcomesRefused as refused:
        raise Refused(str(refused)) from None
