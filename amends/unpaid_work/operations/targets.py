"""Local targets for diversity: set by the head of a unit, and looked at again each year."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from amends.cases.queries.characteristics import CHARACTERISTICS, groups_of
from amends.organisation import audit
from amends.organisation.models import PDU
from amends.organisation.operations.refusal import Refused
from amends.policy.civil_time import civil_date, months_after
from amends.unpaid_work.models import LocalTarget, TargetReview
from amends.unpaid_work.queries.diversity import MEASURES

REVIEW_MONTHS = 12  # "Local targets should be set and reviewed annually": Working to Make Amends, 2006


def review_due(on: date) -> date:
    """The last day for the review after one, or after the target was set, on a day."""
    return months_after(on, REVIEW_MONTHS)


@transaction.atomic
def set_target(
    *, pdu: PDU, measure: str, characteristic: str, group: str, percent: int, why: str, at_most: bool = False, by,
    at: datetime,
) -> LocalTarget:  # fmt: skip
    """Set what share of a group a unit means to reach (or to keep below). Raises Refused where one stands already."""
    if measure not in MEASURES:
        raise Refused(_("Choose what is measured"), field="measure")
    if characteristic not in CHARACTERISTICS or group not in groups_of(characteristic):
        raise Refused(_("Choose a group"), field="group")
    if not 0 <= percent <= 100:
        raise Refused(_("A share is from 0 to 100 percent"), field="percent")
    if not why.strip():
        raise Refused(_("Say why, and what is to be done"), field="why")
    on = civil_date(at)
    try:
        with transaction.atomic():
            target = LocalTarget.objects.create(
                pdu=pdu, measure=measure, characteristic=characteristic, group=group, percent=percent, at_most=at_most,
                why=why.strip(), set_on=on, set_by=by, review_by=review_due(on),
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused(_("There is a target for this already: review it instead")) from error
    detail = {"measure": measure, "characteristic": characteristic, "group": group, "percent": percent}
    audit.record(by, "set target", f"unpaid_work.localtarget {target.pk}", detail=detail)
    return target


@transaction.atomic
def review_target(*, target: LocalTarget, found: str, percent: int | None, by, at: datetime) -> TargetReview:
    """Record that a target was looked at again: what was found, and the share from now on; None: it is ended.

    Raises Refused without what was found, or where it has ended.
    """
    target = LocalTarget.objects.select_for_update(of=("self",)).get(pk=target.pk)
    if target.ended_on:
        raise Refused(_("This target has ended"))
    if not found.strip():
        raise Refused(_("Say what was found, and what is to be done"), field="found")
    if percent is not None and not 0 <= percent <= 100:
        raise Refused(_("A share is from 0 to 100 percent"), field="percent")
    on = civil_date(at)
    if percent is None:
        target.ended_on = on
    else:
        target.percent, target.review_by = percent, review_due(on)
    target.save()
    review = TargetReview.objects.create(
        target=target, on=on, found=found.strip(), percent=percent, recorded_at=at, recorded_by=by
    )
    audit.record(by, "review target", f"unpaid_work.localtarget {target.pk}", detail={"percent": percent})
    return review
