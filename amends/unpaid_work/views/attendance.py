"""How good the chances of attendance are, and what plans that relied on them came to."""

from django.shortcuts import render
from django.utils import timezone

from amends.design.components import FilterPanel
from amends.organisation.access_matrix import permission
from amends.organisation.roles import Permission
from amends.unpaid_work.forms.attendance import UnitForm
from amends.unpaid_work.queries import attendance_report
from amends.unpaid_work.queries.past_plans import kept_plans
from amends.unpaid_work.views import attendance_tables as tables


@permission(Permission.ATTENDANCE_VIEW)
def attendance(request):
    """Calibration of a unit's chances, on the whole and by group, and its past plans. Nobody is named."""
    today = timezone.localdate()
    units = attendance_report.units(request.user)
    form = UnitForm(request.GET or None, units=units)
    unit = form.chosen()
    context = {"unit": unit, "filter_panel": FilterPanel(form, query=request.GET) if len(units) > 1 else ""}
    if unit is not None:
        report = attendance_report.report_of(unit.pk, today)
        context |= {"past_plans": tables.past_plans_table(kept_plans(request.user, unit.pk, today))}
        if report is not None:
            context |= tables.report_of(report, attendance_report.groups_of(report, today), today)
    return render(request, "unpaid_work/attendance/attendance.html", context)
