"""A manager's sign-off for someone under 18."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from amends.cases.models import Person
from amends.organisation import audit
from amends.organisation.operations.refusal import Refused
from amends.policy.civil_time import civil_date, months_after
from amends.unpaid_work.models import Booking, Under18SignOff
from amends.unpaid_work.operations.bookings import cancel_bookings

ADULT_AT_MONTHS = 18 * 12


def turns_18_on(date_of_birth: date) -> date:
    """The first day on which the person is 18 (1 March, in a common year, for a birth on 29 February)."""
    return months_after(date_of_birth, ADULT_AT_MONTHS)


@transaction.atomic
def sign_off_under_18(*, person: Person, note: str, by, at: datetime) -> Under18SignOff:
    """A manager agrees that the person may work, on projects marked suitable, until they are 18.

    Raises Refused where the person is 18, or was signed off before.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if turns_18_on(person.date_of_birth) <= civil_date(at):
        raise Refused(_("The person is 18 or over, so no sign-off is needed"))
    if Under18SignOff.objects.filter(person=person).exists():
        raise Refused(_("The person was signed off before"))
    signed = Under18SignOff.objects.create(person=person, note=note, signed_at=at, signed_by=by)
    audit.record(by, "sign off under 18", f"unpaid_work.under18signoff {signed.pk}", crn=person.crn)
    return signed


@transaction.atomic
def withdraw_sign_off(*, signed: Under18SignOff, reason: str, by, at: datetime) -> list[Booking]:
    """Take a sign-off back: the person's bookings on days when they are under 18 are cancelled, and returned.

    Raises Refused without a reason.
    """
    if not reason.strip():
        raise Refused(_("Say why the sign-off is taken back"))
    person = Person.objects.select_for_update().get(pk=signed.person_id)
    detail = {"signed_by": signed.signed_by.username, "signed_at": signed.signed_at.isoformat()}
    audit.record(
        by, "withdraw under 18 sign-off", f"unpaid_work.under18signoff {signed.pk}", crn=person.crn, detail=detail
    )
    signed.delete()
    resting = Booking.objects.filter(
        appointment__person=person, appointment__cancelled_at__isnull=True, appointment__outcomes__isnull=True,
        stand_down__isnull=True, session__ends_at__gt=at, session__date__lt=turns_18_on(person.date_of_birth),
    )  # fmt: skip
    cancelled = list(resting)
    cancel_bookings(bookings=cancelled, reason=reason.strip(), by=by, at=at)
    return cancelled
