"""Telling the board a month's figures: they are kept as they stood."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from amends.organisation import audit
from amends.organisation.models import PDU, Region
from amends.organisation.operations.refusal import Refused
from amends.policy.civil_time import civil_date
from amends.unpaid_work.models import MonthlyReport
from amends.unpaid_work.queries.monthly.report import end_of, report_of


@transaction.atomic
def publish_report(
    *, region: Region, unit: PDU | None, month: date, note: str, by, at: datetime
) -> MonthlyReport:  # fmt: skip
    """Keep a month's figures of the region, or of one of its units, as they stand now, for the board.

    Raises Refused for a month that is not over, or a unit of another region.
    """
    on = civil_date(at)
    if month.day != 1 or end_of(month) >= on:
        raise Refused(_("The month must be over"))
    if unit is not None and unit.region_id != region.pk:
        raise Refused(_("The unit is of another region"))
    units = list(PDU.objects.filter(region=region))
    row = MonthlyReport.objects.create(
        region=region, unit=unit, month=month, as_at=at, content=report_of(units, month, on).of(unit, month),
        note=note.strip(), published_by=by,
    )  # fmt: skip
    detail = {"region": region.code, "unit": unit.code if unit else "", "month": month.isoformat()}
    audit.record(by, "publish monthly report", f"unpaid_work.monthlyreport {row.pk}", detail=detail)
    return row
