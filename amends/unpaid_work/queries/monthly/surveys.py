"""What beneficiaries answered about the last quarter that was over when a month began, for a region and its units."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Count, Q

from amends.methods.statistics.suppression import hidden
from amends.policy.quarters import quarter_ends
from amends.unpaid_work.models import BeneficiaryReply, BeneficiarySurvey

SURVEYS = ("asked", "answered", "again")


def answers_by_month(units: Sequence[int], months: Sequence[date]) -> dict[tuple[int | None, date], dict[str, int]]:
    """SURVEYS of each unit, by its id, and of all together (None), in each month.

    Where too few answered to be told, `answered` and `again` are nought: so is the unit's from which they could be
    reckoned. One query.
    """
    quarters = {month: quarter_ends(month, 1)[0] for month in months}
    ends = sorted(set(quarters.values()))
    before = quarter_ends(ends[0], 1)[0]
    rows = (
        BeneficiarySurvey.objects.filter(
            withdrawn_at=None, project__team__pdu__in=units,
            to_date__gt=before + timedelta(days=1), to_date__lte=ends[-1] + timedelta(days=1),
        )
        .values_list("project__team__pdu_id", "to_date")
        .annotate(
            asked=Count("pk"), answered=Count("reply"),
            again=Count("reply", filter=Q(reply__again__in=BeneficiaryReply.GOOD["again"])),
        )
        .order_by()
    )  # fmt: skip
    counts: dict[tuple[int | None, date], list[int]] = defaultdict(lambda: [0, 0, 0])
    for unit, after, *told in rows:
        quarter = next(end for end in ends if after <= end + timedelta(days=1))
        for key in (unit, None):
            counts[key, quarter] = [one + more for one, more in zip(counts[key, quarter], told, strict=True)]
    return {
        (key, month): told
        for month, quarter in quarters.items()
        for key, told in _told({key: counts[key, quarter] for key in (None, *units)}).items()
    }


def _told(counts: dict[int | None, list[int]]) -> dict[int | None, dict[str, int]]:
    """What may be told of each unit beside the total of them all."""
    units = [key for key in counts if key is not None]
    few = dict(zip(units, hidden([counts[key][1] for key in units]), strict=True)) | {
        None: hidden([counts[None][1]])[0]
    }
    return {
        key: dict(zip(SURVEYS, (asked, 0, 0) if few[key] else (asked, answered, again), strict=True))
        for key, (asked, answered, again) in counts.items()
    }
