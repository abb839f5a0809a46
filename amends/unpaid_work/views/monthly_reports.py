"""The board's monthly report: the figures as they stand, beside those that were told."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from amends.design.components import FilterPanel
from amends.design.csv_file import csv_file
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.operations.refusal import Refused
from amends.organisation.roles import Permission
from amends.unpaid_work.forms.monthly_reports import MonthForm, PublishForm
from amends.unpaid_work.operations.monthly_reports import publish_report
from amends.unpaid_work.queries.monthly import places
from amends.unpaid_work.queries.monthly.report import published, report_of
from amends.unpaid_work.views import monthly_tables as tables
from amends.unpaid_work.views.capacity import pdf

VIEW, PUBLISH = Permission.BOARD_REPORT_VIEW, Permission.BOARD_REPORT_PUBLISH


def _form(request, needed, data=None) -> MonthForm:
    units, whole = places.within(request.user, needed)
    return MonthForm(data or None, units=units, whole=whole, on=timezone.localdate())


@permission(VIEW)
def monthly_report(request):
    """A month of a region or a unit, beside the month before, what was told, and the year's course. Nobody is named."""
    now, on = timezone.now(), timezone.localdate()
    form = _form(request, VIEW, request.GET)
    month, (region, unit) = form.month_chosen(), form.place_chosen()
    context = {"region": region, "filter_panel": FilterPanel(form, query=request.GET)}
    if region is None:
        return render(request, "unpaid_work/monthly/report.html", context)
    units = places.of_region(region, form.units)
    shown = tables.Shown(report_of(units, month, on), region, unit, units, now)
    told = list(published(request.user, region.pk, month).filter(unit=unit))
    name = f"monthly-report-{(unit or region).code}-{month:%Y-%m}"
    if request.resolver_match.url_name == "monthly_report_csv":
        return csv_file(name, tables.CSV_HEADER, tables.csv_rows(shown, told))
    if request.resolver_match.url_name == "monthly_report_pdf":
        return pdf(name, tables.document(shown, told, get_language()))
    context |= tables.page_of(shown, told) | {
        "query": request.GET.urlencode(),
        "publish_href": _publish_href(request.user, shown),
        "may_see_decisions": access.allows(request.user, Permission.ENFORCEMENT_REPORT),
    }
    return render(request, "unpaid_work/monthly/report.html", context)


def _publish_href(user, shown: tables.Shown) -> str:
    if not places.may(user, PUBLISH, shown.region, shown.unit):
        return ""
    return f"{reverse('unpaid_work:monthly_report_publish')}?{shown.query()}"


@permission(PUBLISH)
def monthly_report_publish(request):
    """Keep a month's figures as they stand, as told to the board."""
    form = _form(request, PUBLISH, request.GET)
    month, (region, unit) = form.month_chosen(), form.place_chosen()
    if region is None or (form.is_bound and not form.is_valid()):
        raise access.NotVisible
    note = PublishForm(request.POST if request.method == "POST" else None)
    back = f"{reverse('unpaid_work:monthly_report')}?{request.GET.urlencode()}"
    if note.is_bound and note.is_valid():
        try:
            publish_report(
                region=region, unit=unit, month=month, **note.cleaned_data, by=request.user, at=timezone.now()
            )
        except Refused as refused:
            note.add_error(None, str(refused))
        else:
            messages.success(request, _("The figures are kept as told to the board."))
            return redirect(back)
    context = {"form": note, "heading": _("Tell the board"), "submit_text": _("Keep the figures as they stand")}
    context |= {"caption": tables.caption(unit or region, month), "back": back, "cancel_href": back}
    return render(request, "design/form_page.html", context | {"intro": tables.KEPT})
