"""Another requirement put in the place of one in the middle of the work: the credit is carried over, visibly."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from amends.cases import operations as cases
from amends.cases.models import Person, Requirement
from amends.organisation.operations.refusal import Refused
from amends.unpaid_work.models import HoursAdjustment
from amends.unpaid_work.operations.hours import AdjustmentDraft, adjust_hours
from amends.unpaid_work.operations.releases import Released, release_bookings
from amends.unpaid_work.queries.endings import owed_of
from amends.unpaid_work.queries.person import standing
from amends.unpaid_work.queries.statement import account_of


@dataclass(frozen=True)
class Replaced:
    """The requirement that stands now, the minutes carried over to it, and what became of the bookings to come."""

    requirement: Requirement
    carried: int
    released: Released


@transaction.atomic
def replace_requirement(
    *, requirement: Requirement, ordered_minutes: int, on: date, limit_date: date | None = None,
    intensive: bool = False, by, at: datetime,
) -> Replaced:  # fmt: skip
    """Record that the court replaced the requirement. What was credited by now is a line of the new one's statement;
    bookings yet to come work off the new one as far as its hours go, and the others are freed.

    The earlier statement stays as it is. Raises Refused where the requirement has ended, or the new one cannot be.
    """
    Person.objects.select_for_update(no_key=True).get(sentences__requirements=requirement.pk)
    requirement = Requirement.objects.select_related("sentence__person").get(pk=requirement.pk)
    carried = standing(account_of(requirement), on).credited
    made = cases.replace_requirement(
        requirement=requirement, ordered_minutes=ordered_minutes, on=on, limit_date=limit_date, intensive=intensive,
        by=by, at=at,
    )  # fmt: skip
    if carried:
        _carry(_with_replaced(made), carried, by, at)
    reason = _("The court replaced the requirement")
    return Replaced(made, carried, release_bookings(requirement=requirement, to=made, reason=reason, by=by, at=at))


@transaction.atomic
def carry_over(*, requirement: Requirement, by, at: datetime) -> HoursAdjustment:
    """Carry over to a requirement what the record of the one it replaced credits now beside what was carried over.

    Raises Refused where nothing is owed.
    """
    Person.objects.select_for_update(no_key=True).get(sentences__requirements=requirement.pk)
    requirement = _with_replaced(requirement)
    owed = owed_of(requirement)
    if not owed:
        raise Refused(_("Everything is carried over"))
    return _carry(requirement, owed, by, at)


def _with_replaced(requirement: Requirement) -> Requirement:
    return Requirement.objects.select_related("sentence__person", "replaces").get(pk=requirement.pk)


def _carry(requirement: Requirement, minutes: int, by, at: datetime) -> HoursAdjustment:
    replaced = requirement.replaces
    note = _("Credited to requirement %(reference)s, which the court replaced") % {"reference": replaced.reference}
    draft = AdjustmentDraft(requirement, replaced.ended_on, minutes, "other", note, carried_from=replaced)
    return adjust_hours([draft], by=by, at=at)[0]
